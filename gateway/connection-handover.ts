/**
 * One port for several workers: the primary accepts each connection and hands it to the next worker. Workers that listen together
 * (Node's own cluster) lose connections on their way to the last worker when it closes. Here the primary closes first, and its message
 * that no more will follow arrives behind the last connection it sent.
 */
import type { Worker } from 'node:cluster';
import { createServer, type Server, type Socket } from 'node:net';
import type { Server as HttpServer } from 'node:http';
import { listen, refuseConnections } from '../base/listen.ts';

/** From the primary to a worker: a connection, sent along with the message, or that no more will follow. */
type HandoverMessage = { readonly kind: 'connection' } | { readonly kind: 'no more connections' };
/** From a worker to the primary: it accepts no more connections. */
export interface LeavingMessage {
  readonly kind: 'leaving';
}

/** The most connections that wait while there is no worker. */
const MOST_WAITING = 1_000;

/** In the primary: accepts connections and hands them to the workers in turn. */
export class ConnectionHandover {
  readonly #server: Server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#give(socket));
  /** Workers that accept connections, the next one first. */
  readonly #workers: Worker[] = [];
  readonly #waiting: Socket[] = [];

  /** Starts accepting. @returns the port @throws CodedError PORT_TAKEN, PORT_REFUSED */
  listen(port: number, host: string): Promise<number> {
    return listen(this.#server, port, host, '--port or PORT');
  }

  /** From now on the worker gets its share; connections that have been waiting are handed out. */
  add(worker: Worker): void {
    this.#workers.push(worker);
    for (const socket of this.#waiting.splice(0)) this.#give(socket);
  }

  /** For a worker that accepts no more, or has ended. */
  remove(worker: Worker): void {
    const index = this.#workers.indexOf(worker);
    if (index !== -1) this.#workers.splice(index, 1);
    if (worker.isConnected()) worker.send({ kind: 'no more connections' } satisfies HandoverMessage);
  }

  /** Refuses new connections from now on. */
  async close(): Promise<void> {
    await refuseConnections(this.#server);
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  #give(socket: Socket): void {
    const worker = this.#workers.shift();
    if (worker !== undefined) {
      this.#workers.push(worker);
      worker.send({ kind: 'connection' } satisfies HandoverMessage, socket, () => {});
    } else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(socket);
    else socket.destroy();
  }
}

/**
 * Lets a worker's server, which does not listen itself, take the connections that the primary hands out.
 * @returns tells the primary that this worker accepts no more; resolves once the last connection has arrived
 */
export function takeConnections(server: HttpServer): () => Promise<void> {
  // Node counts connections, and closes slow ones, from this event on.
  server.emit('listening');
  let resolve!: () => void;
  const over = new Promise<void>((done) => (resolve = done));
  process.on('message', ({ kind }: HandoverMessage, socket?: Socket) => {
    if (kind === 'no more connections') resolve();
    // The client may have gone while its connection was handed over.
    if (kind !== 'connection' || socket === undefined) return;
    server.emit('connection', socket);
    socket.resume();
  });
  return () => {
    process.send!({ kind: 'leaving' } satisfies LeavingMessage);
    return over;
  };
}
