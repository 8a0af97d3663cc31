/**
 * Connections made for many requests with short responses. All writes of one turn of the event loop go out in one system call: under
 * pipelining, writing is the largest cost of a request. Bytes read go to undici's parser at once: through a stream, each read costs
 * 64 kB of memory, events and a queue, which together were a tenth of a light query.
 */
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** Bytes read at once, as Node does, and bytes allocated at once for many reads. */
const READ_SIZE = 65_536;

/**
 * @param timeout how long opening a connection may take, in ms
 * @param socketPath of a Unix socket, in place of a host and port
 * @returns the `connect` option of undici's clients
 */
export function connector(timeout: number, socketPath?: string): buildConnector.connector {
  const memory = Buffer.allocUnsafeSlow(READ_SIZE);
  const copy = bufferCopier();
  const secure = buildConnector({ timeout, allowH2: false });
  return (options, callback) => {
    let reader: SocketReader | undefined;
    const onread = { buffer: memory, callback: (bytes: number): boolean => reader!.take(copy(memory, bytes)) };
    const connect =
      options.protocol === 'https:' ? secure : buildConnector({ timeout, allowH2: false, onread, socketPath });
    connect(options, (...result) => {
      const socket = result[1];
      // The types declare null here, but on a failure undici leaves it out.
      if (socket != null) {
        reader = new SocketReader(socket);
        corkByTurn(socket);
      }
      callback(...result);
    });
  };
}

/** @returns a function that copies the start of a buffer to memory of its own: the parser keeps a reference to an incomplete head */
function bufferCopier(): (buffer: Buffer, bytes: number) => Buffer {
  let slab = Buffer.alloc(0);
  let used = 0;
  return (buffer, bytes) => {
    if (used + bytes > slab.length) {
      slab = Buffer.allocUnsafeSlow(READ_SIZE);
      used = 0;
    }
    const copied = slab.subarray(used, used + bytes);
    buffer.copy(copied, 0, 0, bytes);
    used += bytes;
    return copied;
  };
}

/** Passes bytes to undici as they arrive. What undici does not take at once goes through the stream as usual. */
class SocketReader {
  readonly #socket: Socket;
  #bytes: Buffer | null = null;
  #isReading = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const read: (size?: number) => unknown = socket.read.bind(socket);
    socket.read = (size?: number) => (this.#isReading ? this.#next() : read(size));
  }

  /** @returns false to pause reading */
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

/** undici corks and uncorks for each request. Node counts corks, so one more holds all writes until the turn of the loop ends. */
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
