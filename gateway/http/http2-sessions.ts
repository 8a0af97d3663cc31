/**
 * HTTP/2 on connections that have chosen it in their TLS handshake. Requests go to the same listener as those of HTTP/1.1, and the same bounds
 * hold: a stream takes a place as a connection does, it has as long to arrive, and a connection on which nothing is asked is closed, as soon as
 * one of HTTP/1.1 is.
 *
 * Node bounds what a header may weigh, and closes who sends endless CONTINUATION frames (CVE-2024-27983). What costs it little and us much is
 * bounded here: streams that are opened and cancelled (CVE-2023-44487), and frames that ask for nothing but an acknowledgement.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  constants,
  createServer,
  type Http2ServerRequest,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { ConnectionPlaces } from './connection-places.ts';
import { httpFault } from './errors.ts';
import { refusal } from './refusal.ts';
import { asHttp1, PlainResponse } from './http2-messages.ts';

/** What sessions work with. */
export interface Http2Options {
  /** Receives each request with the connection that it came on. */
  readonly listener: (request: IncomingMessage, response: ServerResponse, socket: Socket) => void;
  readonly places: ConnectionPlaces;
  /** ms for a client to send a whole request, and for a new connection without one; no bound when left out */
  readonly requestTimeout?: number | undefined;
  /** ms that a connection may be idle after an answer; no bound when left out */
  readonly idleTimeout?: number | undefined;
}

/** Streams of a connection at once: what browsers expect, and RFC 9113 recommends at least. */
const MOST_STREAMS = 100;
/** What all headers of a request may weigh, bytes: Node's own bound of HTTP/1.1. */
const MOST_HEADERS = 16_384;
/** Streams that a client may cancel at once, and a second from then on. */
const RESETS = { streamResetBurst: 200, streamResetRate: 20 };
/** PING and SETTINGS frames of a client in `FRAMES_WITHIN` ms. */
const MOST_FRAMES = 200;
const FRAMES_WITHIN = 10_000;

interface Session {
  readonly socket: Socket;
  streams: number;
  frames: number;
  framesSince: number;
  idle: NodeJS.Timeout | undefined;
}

/** The connections of a server that speak HTTP/2. */
export class Http2Sessions {
  readonly #options: Http2Options;
  readonly #server;
  readonly #sessions = new Map<ServerHttp2Session, Session>();
  readonly #bySocket = new WeakMap<Socket, ServerHttp2Session>();
  /** The connection that is being taken: Node tells of its session before `take` returns. */
  #arriving: Socket | undefined;
  #isEnding = false;

  constructor(options: Http2Options) {
    this.#options = options;
    this.#server = createServer(
      {
        ...RESETS,
        settings: { maxConcurrentStreams: MOST_STREAMS, maxHeaderListSize: MOST_HEADERS, enablePush: false },
        Http2ServerResponse: PlainResponse,
      },
      (request, response) => this.#asked(request, response),
    );
    this.#server.on('session', (session) => this.#begin(session));
  }

  /** Takes a connection whose handshake has chosen `h2`. */
  take(socket: Socket): void {
    this.#arriving = socket;
    this.#server.emit('connection', socket);
    this.#arriving = undefined;
  }

  /**
   * Tells clients to ask on another connection, each once nothing of theirs is under way, since some give up what is when they are told. Of
   * what was on its way they are told that it was not begun, so that they may ask it again.
   */
  endIdle(): void {
    this.#isEnding = true;
    for (const [session, { streams }] of this.#sessions) if (streams === 0) session.close();
  }

  /** Tells all that are left. What has been asked is answered. */
  endAll(): void {
    for (const session of this.#sessions.keys()) session.close();
  }

  /** Whether a connection speaks HTTP/2. */
  has(socket: Socket): boolean {
    return this.#bySocket.has(socket);
  }

  /** Tells the client that the connection ends, on which nothing is under way. @returns false where it was told, or speaks no HTTP/2: it may be cut */
  close(socket: Socket): boolean {
    const session = this.#bySocket.get(socket);
    if (session === undefined || session.closed) return false;
    session.close();
    return true;
  }

  #begin(session: ServerHttp2Session): void {
    const socket = this.#arriving!;
    const now = { socket, streams: 0, frames: 0, framesSince: performance.now(), idle: undefined };
    this.#sessions.set(session, now);
    this.#bySocket.set(socket, session);
    session.on('ping', () => this.#counted(session, now));
    session.on('remoteSettings', () => this.#counted(session, now));
    // A client that goes in the middle is no fault; what it has asked is told of it by its own streams.
    session.on('error', () => {});
    session.once('close', () => {
      clearTimeout(this.#sessions.get(session)!.idle);
      this.#sessions.delete(session);
    });
    this.#rest(session, now, this.#options.requestTimeout);
  }

  /** Closes the connection unless something is asked within so many ms. A request whose headers never end is none. */
  #rest(session: ServerHttp2Session, now: Session, most: number | undefined): void {
    if (most === undefined || session.closed) return;
    now.idle = setTimeout(() => {
      session.close();
      // Half a request keeps it from closing by itself.
      setTimeout(() => session.destroy(), this.#options.requestTimeout ?? most).unref();
    }, most);
    now.idle.unref();
  }

  #counted(session: ServerHttp2Session, now: Session): void {
    const since = performance.now() - now.framesSince;
    if (since > FRAMES_WITHIN) Object.assign(now, { frames: 0, framesSince: performance.now() });
    if (++now.frames > MOST_FRAMES) session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);
  }

  #asked(request: Http2ServerRequest, response: PlainResponse): void {
    const { stream } = request;
    const session = stream.session as ServerHttp2Session | undefined;
    const now = session === undefined ? undefined : this.#sessions.get(session);
    if (session === undefined || now === undefined) return stream.close(constants.NGHTTP2_REFUSED_STREAM);
    // The first is the connection's own place.
    if (now.streams > 0 && !this.#options.places.take(stream, now.socket.remoteAddress))
      return stream.close(constants.NGHTTP2_REFUSED_STREAM);
    now.streams++;
    clearTimeout(now.idle);
    stream.once('close', () => {
      if (--now.streams > 0) return;
      if (this.#isEnding) session.close();
      else this.#rest(session, now, this.#options.idleTimeout);
    });
    this.#expectWhole(request, stream);
    asHttp1(request);
    if (isAmbiguous(request.rawHeaders)) refuseAmbiguous(response);
    // Both classes have what the listener reads and writes of Node's own.
    else
      this.#options.listener(request as unknown as IncomingMessage, response as unknown as ServerResponse, now.socket);
  }

  #expectWhole(request: Http2ServerRequest, stream: ServerHttp2Stream): void {
    if (stream.endAfterHeaders) return;
    const timer =
      this.#options.requestTimeout === undefined
        ? undefined
        : setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), this.#options.requestTimeout);
    request.once('end', () => clearTimeout(timer));
    stream.once('close', () => clearTimeout(timer));
    // Of who is answered before their body has arrived, the rest is let go by: a stream that is cut takes the answer with it.
    stream.once('finish', () => request.resume());
  }
}

/** Whether two hosts are named, of which we would take one and a proxy perhaps the other. */
function isAmbiguous(rawHeaders: readonly string[]): boolean {
  const named = rawHeaders.filter((_value, at) => [':authority', 'host'].includes(rawHeaders[at - 1] ?? ''));
  return named.some((each) => each !== named[0]);
}

function refuseAmbiguous(response: PlainResponse): void {
  const { status, headers, body } = refusal(
    httpFault('BAD_REQUEST', 'expected host to be what :authority is, got another'),
  );
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) }).end(body);
}
