/**
 * How a server stops without losing a request. It stops listening, and closes each connection with an answer or after it has been quiet, but
 * never while a request is on its way. `close` of Node's own server closes connections that are idle at that moment, just when a busy client
 * may be sending its next request.
 */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { refuseConnections } from '../../base/listen.ts';
import type { TlsMaterial } from '../../base/tls-files.ts';
import { ConnectionPlaces } from './connection-places.ts';
import { Http2Sessions } from './http2-sessions.ts';

/** Times of stopping. */
export interface LeaveOptions {
  /** How long requests are still accepted, with `connection: close` on each answer, ms; readiness answers 503 meanwhile. */
  readonly delay: number;
  /** How long a connection has to be quiet before it is closed without an answer, ms. */
  readonly quiet: number;
  /** How long requests under way may continue after that, ms. */
  readonly bound: number;
}

/** Stops with the last answer: for a program that no load balancer depends on, and for tests. */
export const CLOSED_AT_ONCE: LeaveOptions = { delay: 0, quiet: 0, bound: 10_000 };

/** Longer than a client takes from an answer to its next request, ms. */
export const QUIET = 1_000;
/** How often connections are checked while the server stops, ms. */
const CHECK_INTERVAL = 25;

/** Receives each request of a server. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

interface Connection {
  /**
   * Those not yet sent whole, as a rule one. A list for each connection and no Set of all: a Set that every request enters and leaves
   * keeps the answers of its earlier tables, and all they refer to, until a full collection (see base/compacting-map.ts).
   */
  readonly answers: ServerResponse[];
  /** Successive checks that have found it quiet. */
  quiet: number;
  /** Bytes that had been read of it by then: more means that a request is arriving. */
  read: number;
}

/** TLS of a server. */
export interface FrontTls {
  readonly material: TlsMaterial;
  /** Name of the option -> when the first of its certificates ends, ms since 1970. */
  readonly ends: () => ReadonlyMap<string, number>;
  /** Whether a client without a certificate from the authorities is refused. */
  readonly requireClient: boolean;
  /** Registers what is told of another certificate. */
  readonly onChange: (listener: (current: TlsMaterial) => void) => void;
  /** Whether clients may choose HTTP/2. */
  readonly http2: boolean;
}

/** What a server that can stop is made from. */
interface LeavingOptions extends ServerOptions {
  /** Plain HTTP when left out. */
  readonly tls?: FrontTls;
  readonly maxConnections?: number;
  /** Whether an address is a proxy's; none is when left out. */
  readonly isProxy?: (address: string) => boolean;
}

/** An HTTP server that can stop without losing a request. */
export class LeavingServer {
  /** Node's server, for listening and for its address. */
  readonly server: Server;
  readonly #connections = new Map<Socket, Connection>();
  /** Connections that have chosen HTTP/2; absent where none may. */
  readonly #http2: Http2Sessions | undefined;
  #left: Promise<void> | undefined;
  /** Resolves once no new connection can arrive; replaced where another process listens. */
  stopListening: () => Promise<void> = () => refuseConnections(this.server);

  constructor({ maxConnections = Infinity, isProxy, tls, ...options }: LeavingOptions, listener: Listener) {
    const places = new ConnectionPlaces(maxConnections, isProxy);
    const counted = (request: IncomingMessage, response: ServerResponse, socket: Socket = request.socket): void => {
      this.#count(socket, response);
      listener(request, response);
    };
    const one: Listener = (request, response) => counted(request, response);
    this.server = tls === undefined ? createServer(options, one) : secureServer(tls, options, one);
    this.server.on('connection', (socket: Socket) => {
      if (!places.take(socket, socket.remoteAddress)) return void socket.destroy();
      this.#hold(socket, 0);
    });
    if (tls === undefined) return;
    this.server.prependListener('secureConnection', (socket: Socket) => this.#secured(socket));
    if (!tls.http2) return;
    const { requestTimeout, keepAliveTimeout, keepAliveTimeoutBuffer = 0 } = options;
    const idleTimeout = keepAliveTimeout === undefined ? undefined : keepAliveTimeout + keepAliveTimeoutBuffer;
    this.#http2 = new Http2Sessions({ listener: counted, places, requestTimeout, idleTimeout });
    offerHttp2(this.server, this.#http2);
  }

  #hold(socket: Socket, read: number): void {
    this.#connections.set(socket, { answers: [], quiet: 0, read });
    socket.once('close', () => this.#connections.delete(socket));
  }

  /** From now on the connection is known by the socket that requests have, and not by the one that was accepted. */
  #secured(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    for (const raw of this.#connections.keys())
      if (raw.remotePort === remotePort && raw.remoteAddress === remoteAddress) {
        this.#connections.delete(raw);
        break;
      }
    this.#hold(socket, socket.bytesRead);
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** True from the first call of `leave`. */
  get leaving(): boolean {
    return this.#left !== undefined;
  }

  /** Resolves when the last connection is closed. A second call waits for the first. */
  leave(options: LeaveOptions): Promise<void> {
    this.#left ??= this.#leave(options);
    return this.#left;
  }

  async #leave({ delay, quiet, bound }: LeaveOptions): Promise<void> {
    for (const { answers } of this.#connections.values())
      for (const response of answers) response.shouldKeepAlive = false;
    this.#http2?.endIdle();
    if (delay > 0) await wait(delay);
    await this.stopListening();
    this.#http2?.endAll();
    const end = performance.now() + bound;
    while (this.#connections.size > 0 && performance.now() < end) {
      this.#closeQuiet(quiet);
      if (this.#connections.size > 0) await wait(CHECK_INTERVAL);
    }
    for (const socket of this.#connections.keys()) socket.destroy();
    // Ends its timers; its error that it does not listen any more does not matter.
    this.server.close(() => {});
  }

  #count(socket: Socket, response: ServerResponse): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    const { answers } = connection;
    answers.push(response);
    if (this.leaving) response.shouldKeepAlive = false;
    response.once('close', () => {
      answers.splice(answers.indexOf(response), 1);
      connection.quiet = 0;
      connection.read = socket.bytesRead;
    });
  }

  /** Counted in checks and not by the clock: a process that was held up may not have read yet what has arrived. */
  #closeQuiet(quiet: number): void {
    for (const [socket, connection] of this.#connections) {
      const isQuiet = connection.answers.length === 0 && socket.bytesRead === connection.read;
      if (!isQuiet) {
        connection.quiet = 0;
        // Of HTTP/2 what has arrived may be no request, but an acknowledgement.
        if (this.#http2?.has(socket) === true) connection.read = socket.bytesRead;
      } else if (connection.quiet++ * CHECK_INTERVAL >= quiet && this.#http2?.close(socket) !== true) socket.destroy();
    }
  }
}

/** Node's server for TLS has what that for HTTP has, though its types do not say so. */
function secureServer(tls: FrontTls, { ...options }: ServerOptions, listener: Listener): Server {
  const client = { requestCert: tls.requireClient, rejectUnauthorized: tls.requireClient };
  // A handshake takes a place, so it has no longer than a request has to arrive.
  const handshakeTimeout = options.requestTimeout;
  const protocols = tls.http2 ? { ALPNProtocols: ['h2', 'http/1.1'] } : {};
  const server = createSecureServer(
    { ...options, ...tls.material, ...client, ...protocols, handshakeTimeout },
    listener,
  );
  tls.onChange((material) => server.setSecureContext(material));
  return server;
}

/** Connections that have chosen HTTP/2 go to its sessions, all others to Node's listener as before. */
function offerHttp2(server: Server, http2: Http2Sessions): void {
  const listeners = server.listeners('secureConnection') as ((socket: Socket) => void)[];
  const ofHttp1 = listeners.at(-1)!;
  server.off('secureConnection', ofHttp1);
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') http2.take(socket);
    else ofHttp1.call(server, socket);
  });
}
