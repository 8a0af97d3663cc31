/** The load: some connections, each sending its next request when the last is answered. */
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** How long requests are begun, in ms. */
  readonly duration: number;
  /** The JSON body of the next request. */
  readonly next: () => string;
  /** Sent with each request, beside what every one needs. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Judges the first answer and each whose length differs from it; throws what is wrong. */
  readonly check: (body: string) => void;
}

export interface LoadResult {
  readonly requests: number;
  /** ms the whole took. */
  readonly elapsed: number;
  /** ms each request took, in ascending order. */
  readonly latencies: Float64Array;
}

export async function closedLoop(load: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: load.connections }, () => new Asker(load, began + load.duration, latencies).done),
  );
  return {
    requests: latencies.length,
    elapsed: performance.now() - began,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** @param share 0 to 1 */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

class Asker {
  readonly done: Promise<void>;
  readonly #load: Load;
  readonly #until: number;
  readonly #latencies: number[];
  readonly #socket: Socket;
  readonly #head: string;
  #sent = 0;
  #chunks: Buffer[] = [];
  #missing = -1;
  #checked = -1;

  constructor(load: Load, until: number, latencies: number[]) {
    this.#load = load;
    this.#until = until;
    this.#latencies = latencies;
    const own = Object.entries(load.headers ?? {})
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    this.#head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: application/json\r\n${own}content-length: `;
    this.#socket = connect(load.port, '127.0.0.1').setNoDelay(true);
    this.done = new Promise((resolve, reject) => {
      this.#socket
        .on('close', () => resolve())
        .on('error', reject)
        .on('data', (chunk) => {
          try {
            this.#take(chunk);
          } catch (thrown) {
            reject(thrown as Error);
            this.#socket.destroy();
          }
        });
    });
    this.#ask();
  }

  #ask(): void {
    if (performance.now() >= this.#until) return void this.#socket.end();
    const body = this.#load.next();
    this.#sent = performance.now();
    this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (this.#missing === -1) this.#readHead();
    else this.#missing -= chunk.length;
    if (this.#missing === 0) this.#finish();
  }

  #readHead(): void {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = bytes.toString('latin1', 0, end);
    const length = /\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (!head.startsWith('HTTP/1.1 200') || length === undefined)
      throw new Error(`expected status 200 with a content-length, got ${head.slice(0, 200)}`);
    this.#chunks = [bytes.subarray(end + 4)];
    this.#missing = Number(length) - (bytes.length - end - 4);
  }

  #finish(): void {
    this.#latencies.push(performance.now() - this.#sent);
    const length = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (length !== this.#checked) this.#load.check(Buffer.concat(this.#chunks).toString());
    this.#checked = length;
    this.#chunks = [];
    this.#missing = -1;
    this.#ask();
  }
}
