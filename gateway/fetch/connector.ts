/**
 * Connections made for short answers to many questions. They send what one turn of the event loop has for them in one system
 * call: where queries share connections (pipelining), writing is what a question costs most. And they hand what was read to undici's
 * parser at once: by way of a stream each read takes 64 kB from the system, events and a queue, which were a tenth of a light query.
 */
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** Bytes read at once, as Node does, and bytes taken from the system at once for many reads. */
const READ_SIZE = 65_536;

/** @param timeout ms a connection may take */
export function connector(timeout: number): buildConnector.connector {
  const memory = Buffer.allocUnsafeSlow(READ_SIZE);
  const keep = keeper();
  const secure = buildConnector({ timeout, allowH2: false });
  return (options, callback) => {
    let reader: Reader | undefined;
    const onread = { buffer: memory, callback: (bytes: number): boolean => reader!.take(keep(memory, bytes)) };
    const connect =
      options.protocol === 'https:'
        ? secure
        : buildConnector({ timeout, allowH2: false, onread } as buildConnector.BuildOptions);
    connect(options, (...result) => {
      const socket = result[1];
      // Where the types say null, a failure leaves it out.
      if (socket != null) {
        reader = new Reader(socket);
        corkByTurn(socket);
      }
      callback(...result);
    });
  };
}

/** @returns copies the beginning of a buffer to where nothing overwrites it: the parser holds on to a head that has not come whole */
function keeper(): (buffer: Buffer, bytes: number) => Buffer {
  let slab = Buffer.alloc(0);
  let used = 0;
  return (buffer, bytes) => {
    if (used + bytes > slab.length) {
      slab = Buffer.allocUnsafeSlow(READ_SIZE);
      used = 0;
    }
    const kept = slab.subarray(used, used + bytes);
    buffer.copy(kept, 0, 0, bytes);
    used += bytes;
    return kept;
  };
}

/** Hands bytes to undici when they come. What it does not take then goes the way of all streams. */
class Reader {
  readonly #socket: Socket;
  #bytes: Buffer | null = null;
  #isReading = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => (this.#isReading ? this.#next() : read(size));
  }

  /** @returns false when no more should be read for now */
  take(bytes: Buffer): boolean {
    if (this.#socket.readableLength > 0) return this.#socket.push(bytes);
    this.#bytes = bytes;
    this.#isReading = true;
    try {
      this.#socket.emit('readable');
    } finally {
      this.#isReading = false;
    }
    return this.#next() === null || this.#socket.push(bytes);
  }

  #next(): Buffer | null {
    const bytes = this.#bytes;
    this.#bytes = null;
    return bytes;
  }
}

/** undici corks and uncorks for each request; Node counts corks, so one more keeps them all back until the turn is over. */
function corkByTurn(socket: Socket): void {
  const cork = socket.cork.bind(socket);
  let held = false;
  const release = (): void => {
    held = false;
    socket.uncork();
  };
  socket.cork = () => {
    if (!held) {
      held = true;
      cork();
      setImmediate(release);
    }
    cork();
  };
}
