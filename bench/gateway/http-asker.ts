/** One connection that sends a request at a time and reads its answer with as little work as can be. */
import { connect, type Socket } from 'node:net';

/** What is sent, and to whom. */
export interface Requests {
  readonly port: number;
  /** The JSON body of the next request. */
  readonly next: () => string;
  /** Headers of each request beside the necessary ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Checks the first answer and each of another length. @throws Error for a wrong answer */
  readonly check: (body: string) => void;
}

/** One connection. */
export class HttpAsker {
  readonly #requests: Requests;
  readonly #socket: Socket;
  readonly #head: string;
  #sent = 0;
  #chunks: Buffer[] = [];
  /** Bytes of the answer that have not come; -1 while its head is read, undefined where it comes in chunks of HTTP. */
  #missing: number | undefined = -1;
  #checked = -1;
  #pending: { readonly resolve: (took: number) => void; readonly reject: (error: unknown) => void } | undefined;

  constructor(requests: Requests) {
    this.#requests = requests;
    const own = Object.entries(requests.headers ?? {})
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    this.#head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: application/json\r\n${own}content-length: `;
    this.#socket = connect(requests.port, '127.0.0.1').setNoDelay(true);
    this.#socket
      .on('error', (error) => this.#fail(error))
      .on('close', () => this.#fail(new Error('expected an answer, the connection was closed')))
      .on('data', (chunk) => {
        try {
          this.#take(chunk);
        } catch (thrown) {
          this.#fail(thrown);
          this.#socket.destroy();
        }
      });
  }

  /** @returns ms until the answer was whole @throws what is wrong with it */
  ask(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      const body = this.#requests.next();
      this.#sent = performance.now();
      this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#socket.end();
  }

  #fail(error: unknown): void {
    this.#pending?.reject(error);
    this.#pending = undefined;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (this.#missing === -1) this.#readHead();
    else if (this.#missing !== undefined) this.#missing -= chunk.length;
    if (this.#missing === undefined ? chunk.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) : this.#missing === 0)
      this.#finish();
  }

  #readHead(): void {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = bytes.toString('latin1', 0, end);
    const length = /\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const isChunked = /\ntransfer-encoding: *chunked/i.test(head);
    if (!head.startsWith('HTTP/1.1 200') || (length === undefined && !isChunked))
      throw new Error(
        `expected status 200 and a body whose end can be told, got ${head.split('\r\n', 1)[0]!}: ${bytes.toString('latin1', end + 4, end + 204)}`,
      );
    this.#chunks = [bytes.subarray(end + 4)];
    this.#missing = length === undefined ? undefined : Number(length) - (bytes.length - end - 4);
  }

  #finish(): void {
    const took = performance.now() - this.#sent;
    const length = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (length !== this.#checked) {
      const bytes = Buffer.concat(this.#chunks);
      this.#requests.check(this.#missing === undefined ? unchunked(bytes) : bytes.toString());
    }
    this.#checked = length;
    this.#chunks = [];
    this.#missing = -1;
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(took);
  }
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

function unchunked(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString();
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
