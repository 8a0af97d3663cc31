/**
 * One port for several workers: the primary accepts, and hands each connection to the next worker. Workers that listen together
 * (Node's own cluster) lose what is on its way to the last of them when it closes; here the primary closes first, and its word
 * that no more will come stands behind the last connection it sent.
 */
import type { Worker } from 'node:cluster';
import { createServer, type Server, type Socket } from 'node:net';
import type { Server as HttpServer } from 'node:http';
import { listen, refuseConnections } from '../base/listen.ts';

/** The primary to a worker: a connection, which comes beside it, or that none will come any more. */
type HandoverMessage = { readonly kind: 'connection' } | { readonly kind: 'no more connections' };
/** A worker to the primary: it takes no more. */
export interface LeavingMessage {
  readonly kind: 'leaving';
}

/** Connections that wait for a worker while there is none. */
const MOST_WAITING = 1_000;

export class ConnectionHandover {
  readonly #server: Server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#give(socket));
  /** Those who take connections, the next one first. */
  readonly #workers: Worker[] = [];
  readonly #waiting: Socket[] = [];

  /** @returns the port @throws CodedError PORT_TAKEN, PORT_REFUSED */
  listen(port: number, host: string): Promise<number> {
    return listen(this.#server, port, host, '--port or PORT');
  }

  /** From now on the worker gets its share, and what has been waiting. */
  add(worker: Worker): void {
    this.#workers.push(worker);
    for (const socket of this.#waiting.splice(0)) this.#give(socket);
  }

  /** A worker has said that it takes no more, or has ended. */
  remove(worker: Worker): void {
    const place = this.#workers.indexOf(worker);
    if (place !== -1) this.#workers.splice(place, 1);
    if (worker.isConnected()) worker.send({ kind: 'no more connections' } satisfies HandoverMessage);
  }

  /** New connections are refused from now on. */
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
 * Lets a worker's server, which does not listen itself, take what the primary hands out.
 * @returns says that it takes no more; resolves when the last connection has come
 */
export function takeConnections(server: HttpServer): () => Promise<void> {
  // Node counts connections, and closes slow ones, from this event on.
  server.emit('listening');
  const over = Promise.withResolvers<void>();
  process.on('message', (said: HandoverMessage, socket?: Socket) => {
    if (said.kind === 'no more connections') over.resolve();
    // Its client may have gone while it was handed over.
    if (said.kind !== 'connection' || socket === undefined) return;
    server.emit('connection', socket);
    socket.resume();
  });
  return () => {
    process.send!({ kind: 'leaving' } satisfies LeavingMessage);
    return over.promise;
  };
}
