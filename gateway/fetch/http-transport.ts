/**
 * A subgraph over HTTP. undici's `dispatch` with our own handler costs about two thirds of its `request()` and a third of `node:http`
 * in CPU time (`npm run bench fetch`), because it builds no stream and no abort signal. The rest is mostly the system call that writes,
 * and parsing the response.
 */
import { Client, Pool, type Dispatcher } from 'undici';
import { CLAIMS_HEADER } from '../../base/claims.ts';
import type { SignClaims } from './subgraph-caller.ts';
import { connector } from './connector.ts';
import { fetchFault } from './errors.ts';
import { inflate, knownEncoding, type Inflated } from './inflate.ts';
import { headProblem, readHttpReply } from './reply-reader.ts';
import { PROBES_AT_ONCE } from './prober.ts';
import { PipeliningPolicy } from './pipelining-policy.ts';
import { retryAfterHeader } from './retry-policy.ts';
import { SharedConnections } from './shared-connections.ts';
import { subgraphAddress } from './subgraph-address.ts';
import type { Sweeper } from './sweeper.ts';
import {
  failed,
  type Attempt,
  type OutboundMessage,
  type TransportResult,
  type Sender,
  type Transport,
} from './transport.ts';

/** Limits of the connections to one subgraph. */
export interface HttpLimits {
  /** Requests in flight to one subgraph. */
  readonly concurrency: number;
  /** Quick queries on one connection at once; 1: each request has a connection to itself. */
  readonly pipelining: number;
  /** How long opening a connection may take, in ms. */
  readonly connectTimeout: number;
  /** How long an idle connection is kept, in ms. */
  readonly keepAlive: number;
  /** The largest response body read, in bytes. */
  readonly maxResponse: number;
}

/** What a transport shares with the fetcher. */
export interface HttpParts {
  /** Absent: subgraphs receive no claims. */
  readonly sign?: SignClaims;
  readonly sweeper: Sweeper;
  /** Called when a shared connection was lost or stalled. */
  readonly onConnectionLost?: () => void;
}

/** Sends the requests of one subgraph over HTTP/1.1. */
export class HttpTransport implements Transport {
  readonly kind = 'http';
  readonly #subgraph: string;
  readonly #path: string;
  /** A connection for each request in flight. */
  readonly #pool: Pool;
  /** For probes, which must not wait while clients' requests use all other connections. */
  readonly #probePool: Pool;
  /** A few connections shared by quick queries; absent unless SUBGRAPH_PIPELINING names the subgraph. */
  readonly #shared: SharedConnections | undefined;
  readonly #pipelining = new PipeliningPolicy();
  readonly #maxResponse: number;
  readonly #sign: SignClaims | undefined;

  /** @throws CodedError SUBGRAPH_ADDRESS */
  constructor(subgraph: string, address: string, limits: HttpLimits, parts: HttpParts) {
    const { sign, sweeper, onConnectionLost } = parts;
    const { origin, path, socketPath } = subgraphAddress(subgraph, address);
    this.#sign = sign;
    this.#subgraph = subgraph;
    this.#path = path;
    this.#maxResponse = limits.maxResponse;
    const { concurrency, pipelining, connectTimeout } = limits;
    const connect = connector(connectTimeout, socketPath);
    const options = clientOptions(limits, connect);
    this.#pool = new Pool(origin, { ...options, connections: concurrency, pipelining: 1 });
    this.#probePool = new Pool(origin, { ...options, connections: 2 * PROBES_AT_ONCE, pipelining: 1 });
    if (pipelining === 1) return;
    const open = (): Client => new Client(origin, { ...options, pipelining });
    this.#shared = new SharedConnections({
      subgraph,
      open,
      maxConnections: Math.ceil(concurrency / pipelining),
      pipelining,
      sweeper,
      dispatch: this.#dispatch,
      onConnectionLost,
    });
  }

  send(message: OutboundMessage, sender: Sender): Attempt {
    const { kind, query } = message.request;
    if (message.isProbe === true) return this.#dispatch(message, sender, this.#probePool);
    const mayShare = this.#shared !== undefined && kind === 'query' && this.#pipelining.allows(query);
    return (mayShare ? this.#shared.send(message, sender) : undefined) ?? this.#dispatch(message, sender);
  }

  readonly #dispatch = (message: OutboundMessage, sender: Sender, client: Dispatcher = this.#pool): Attempt => {
    const { kind, query } = message.request;
    const isQuery = kind === 'query';
    const exchange = new Exchange(
      this.#subgraph,
      this.#maxResponse,
      sender,
      isQuery ? this.#pipelining : undefined,
      query,
    );
    client.dispatch(
      {
        path: this.#path,
        method: 'POST',
        headers: this.#headersOf(message),
        body: message.body,
        idempotent: isQuery,
        blocking: false,
      },
      exchange,
    );
    return exchange;
  };

  /** Signed claims are valid once, so each attempt has its own. */
  #headersOf({ headers, claims, body }: OutboundMessage): string[] {
    if (claims === undefined || this.#sign === undefined) return headers as string[];
    return [...headers, CLAIMS_HEADER, this.#sign(claims, this.#subgraph, body)];
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#probePool.close(), this.#shared?.close()]);
  }
}

function clientOptions({ keepAlive }: HttpLimits, connect: Client.Options['connect']): Client.Options {
  // The sweeper enforces deadlines: one timer for all calls instead of two for each.
  return { connect, keepAliveTimeout: keepAlive, headersTimeout: 0, bodyTimeout: 0, allowH2: false };
}

/** The error passed to undici's `abort`; one object, since nothing reads it. */
const STOPPED = new Error('stopped by the gateway');
/** Ends a request that undici would resend by itself. */
const SENT_TWICE = Object.assign(new Error('the connection was lost'), { code: 'ECONNRESET' });

/** One request on the wire: counts the response's bytes while it streams, and validates it when it is complete. */
class Exchange implements Dispatcher.DispatchHandler, Attempt {
  readonly #subgraph: string;
  readonly #maxResponse: number;
  readonly #sender: Sender;
  readonly #quick: PipeliningPolicy | undefined;
  readonly #query: string;
  readonly #began = performance.now();
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled = false;
  /** Why the response was cut, when it was. */
  #refusal: TransportResult | undefined;
  #status = 0;
  #contentType: string | string[] | undefined;
  #encoding = 'identity';
  #retryAfter = 0;
  #bytes = 0;
  #first: Buffer | undefined;
  #rest: Buffer[] | undefined;

  constructor(
    subgraph: string,
    maxResponse: number,
    sender: Sender,
    quick: PipeliningPolicy | undefined,
    query: string,
  ) {
    this.#subgraph = subgraph;
    this.#maxResponse = maxResponse;
    this.#sender = sender;
    this.#quick = quick;
    this.#query = query;
  }

  /** Frees the connection; before there is one, the attempt ends as soon as a connection opens or fails. */
  cancel(): void {
    this.#cancelled = true;
    this.#controller?.abort(STOPPED);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // undici resends what was queued behind a lost request. Our retry decides that instead, and signs new claims for it.
    if (this.#controller !== undefined) throw SENT_TWICE;
    this.#controller = controller;
    if (this.#cancelled) controller.abort(STOPPED);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#contentType = headers['content-type'];
    if (headers['content-encoding'] !== undefined) this.#encoding = knownEncoding(headers['content-encoding']) ?? '';
    if (headers['retry-after'] !== undefined) this.#retryAfter = retryAfterHeader(headers['retry-after']);
    const problem = headProblem(status, headers['content-type'], headers['content-encoding']);
    if (problem !== undefined) this.#refuse(controller, this.#badResponse(problem));
    else if (Number(headers['content-length']) > this.#maxResponse) this.#refuse(controller, this.#tooLarge());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxResponse) this.#refuse(controller, this.#tooLarge());
    else if (this.#first === undefined) this.#first = chunk;
    else (this.#rest ??= [this.#first]).push(chunk);
  }

  onResponseEnd(): void {
    const whole = this.#rest === undefined ? this.#first : Buffer.concat(this.#rest, this.#bytes);
    this.#quick?.record(this.#query, performance.now() - this.#began);
    if (this.#encoding === 'identity' || whole === undefined) this.#read(whole);
    else void inflate(whole, this.#encoding, this.#maxResponse).then((inflated) => this.#read(inflated));
  }

  #read(whole: Inflated | undefined): void {
    if (whole === 'too large') return this.#sender.attemptEnded(this.#tooLarge());
    if (whole === 'broken')
      return this.#sender.attemptEnded(
        this.#badResponse(`expected a body compressed by ${this.#encoding}, got something else or only a part of it`),
      );
    const reply = readHttpReply(this.#status, this.#contentType, whole === undefined ? '' : whole.toString('utf8'));
    if (typeof reply === 'string') this.#sender.attemptEnded(this.#badResponse(reply));
    else {
      const retriable = reply.data == null && RETRIABLE.has(this.#status);
      this.#sender.attemptEnded({
        reply,
        error: undefined,
        verdict: this.#verdict(),
        retriable,
        bytes: this.#bytes,
        retryAfter: this.#retryAfter,
      });
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#first = this.#rest = undefined;
    this.#quick?.record(this.#query, performance.now() - this.#began, false);
    this.#sender.attemptEnded(this.#refusal ?? wireFailure(this.#subgraph, error, this.#bytes));
  }

  /** Reads no further; undici closes the connection and calls `onResponseError`. */
  #refuse(controller: Dispatcher.DispatchController, outcome: TransportResult): void {
    this.#refusal = outcome;
    controller.abort(STOPPED);
  }

  #badResponse(detail: string): TransportResult {
    return failed(
      fetchFault('SUBGRAPH_BAD_RESPONSE', this.#subgraph, detail, { subgraphStatus: this.#status }),
      this.#verdict(),
      RETRIABLE.has(this.#status),
      this.#bytes,
      this.#retryAfter,
    );
  }

  /** Counts as healthy: the subgraph answered, and the request selected too much. */
  #tooLarge(): TransportResult {
    return failed(
      fetchFault('SUBGRAPH_TOO_LARGE', this.#subgraph, `expected at most ${this.#maxResponse} bytes, got more`),
      'healthy',
      false,
      this.#bytes,
    );
  }

  /** Any response shows that the subgraph is up, unless a proxy states that it is not. */
  #verdict(): 'healthy' | 'failed' {
    return UNAVAILABLE.has(this.#status) ? 'failed' : 'healthy';
  }
}

/** Statuses of a subgraph that serves nobody. */
const UNAVAILABLE = new Set([502, 503, 504]);
/** Statuses that mean "try again later". */
const RETRIABLE = new Set([429, 502, 503, 504]);

function wireFailure(subgraph: string, error: Error, bytes: number): TransportResult {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (error.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failed(
      fetchFault('SUBGRAPH_BAD_RESPONSE', subgraph, 'expected HTTP, got something else'),
      'failed',
      false,
      bytes,
    );
  }
  const isOurs = code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED';
  return failed(
    fetchFault('SUBGRAPH_UNREACHABLE', subgraph, wireDetail(code)),
    isOurs ? 'unknown' : 'failed',
    !isOurs,
    bytes,
  );
}

const wireDetails: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to its host',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  EPIPE: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was opened in time',
  UND_ERR_INVALID_ARG: 'the request could not be written as HTTP',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was closed before the response was complete',
  UND_ERR_SOCKET: 'the connection was closed before the response was complete',
};

function wireDetail(code: string): string {
  if (/CERT|TLS|SSL/.test(code)) return 'no secure connection could be opened';
  return wireDetails[code] ?? 'the connection failed';
}
