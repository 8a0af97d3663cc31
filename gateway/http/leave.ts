/**
 * How a server lets its clients go: it stops listening, but a connection is closed with an answer or when it has been quiet, and not
 * between a client's question and our reading it. `close` of Node's own server does not do that: it closes what is idle at that moment,
 * which is where a busy client sends its next question.
 */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionPlaces } from './connection-places.ts';
import { refuseConnections } from '../../base/listen.ts';

export interface LeaveOptions {
  /** How long everything is still accepted, with `connection: close` on each answer, ms: readiness says no meanwhile. */
  readonly delay: number;
  /** How long a connection has to be quiet before it is closed without an answer, ms. */
  readonly quiet: number;
  /** How long requests under way may go on after that, ms. */
  readonly bound: number;
}

/** Gone with the last answer: for a program that nobody else depends on, and for tests. */
export const CLOSED_AT_ONCE: LeaveOptions = { delay: 0, quiet: 0, bound: 10_000 };

/** Longer than a client takes from our answer to its next question, ms. */
export const QUIET = 1_000;
/** How often connections are looked at while the server leaves, ms. */
const LOOK = 25;

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

interface Connection {
  /** Requests of it that have not been answered. */
  underWay: number;
  /** Looks that have found it quiet, one after the other. */
  quiet: number;
  /** What had been read of it by then, bytes: more means that a request is coming in. */
  read: number;
}

export class LeavingServer {
  readonly server: Server;
  readonly #connections = new Map<Socket, Connection>();
  readonly #answers = new Set<ServerResponse>();
  #left: Promise<void> | undefined;
  /** Resolves when no new connection can come any more. */
  stopListening: () => Promise<void> = () => refuseConnections(this.server);

  constructor(
    { maxConnections = Infinity, ...options }: ServerOptions & { readonly maxConnections?: number },
    listener: Listener,
  ) {
    const places = new ConnectionPlaces(maxConnections);
    this.server = createServer(options, (request, response) => {
      this.#count(request.socket, response);
      listener(request, response);
    });
    this.server.on('connection', (socket: Socket) => {
      if (!places.take(socket)) return void socket.destroy();
      this.#connections.set(socket, { underWay: 0, quiet: 0, read: 0 });
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  get leaving(): boolean {
    return this.#left !== undefined;
  }

  /** Resolves when the last connection is closed. A second call waits for the first. */
  leave(how: LeaveOptions): Promise<void> {
    this.#left ??= this.#leave(how);
    return this.#left;
  }

  async #leave({ delay, quiet, bound }: LeaveOptions): Promise<void> {
    for (const response of this.#answers) response.shouldKeepAlive = false;
    if (delay > 0) await wait(delay);
    await this.stopListening();
    const end = performance.now() + bound;
    while (this.#connections.size > 0 && performance.now() < end) {
      this.#closeQuiet(quiet);
      if (this.#connections.size > 0) await wait(LOOK);
    }
    for (const socket of this.#connections.keys()) socket.destroy();
    // Its timers; that it does not listen any more is no fault.
    this.server.close(() => {});
  }

  #count(socket: Socket, response: ServerResponse): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    connection.underWay++;
    this.#answers.add(response);
    if (this.leaving) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.#answers.delete(response);
      connection.underWay--;
      connection.quiet = 0;
      connection.read = socket.bytesRead;
    });
  }

  /** Counted in looks and not by the clock: what a process that was held up has not read yet has come all the same. */
  #closeQuiet(quiet: number): void {
    for (const [socket, connection] of this.#connections) {
      const isQuiet = connection.underWay === 0 && socket.bytesRead === connection.read;
      if (!isQuiet) connection.quiet = 0;
      else if (connection.quiet++ * LOOK >= quiet) socket.destroy();
    }
  }
}
