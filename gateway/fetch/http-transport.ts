/**
 * A subgraph over HTTP. undici's `dispatch` with a handler of our own costs about two thirds of its `request()` and a third of
 * `node:http` in CPU time (`npm run bench fetch`), because it builds no stream and no abort signal. What is left is mostly the system
 * call that writes, and parsing the answer.
 */
import { Client, Pool, type Dispatcher } from 'undici';
import { CLAIMS_HEADER } from '../../base/claims.ts';
import type { SignClaims } from './subgraph-caller.ts';
import { connector } from './connector.ts';
import { fetchFault } from './errors.ts';
import { inflate, knownEncoding, type Inflated } from './inflate.ts';
import { headProblem, readReplyOf } from './reply-reader.ts';
import { PROBES_AT_ONCE as PROBES_AT_ONCE } from './prober.ts';
import { PipeliningPolicy } from './pipelining-policy.ts';
import { retryAfterHeader } from './retry-policy.ts';
import { SharedConnections } from './shared-connections.ts';
import type { Sweeper } from './sweeper.ts';
import {
  failed,
  type Attempt,
  type OutboundMessage,
  type TransportResult,
  type Sender,
  type Transport,
} from './transport.ts';

export interface HttpLimits {
  /** Questions under way to one subgraph. */
  readonly concurrency: number;
  /** Quick queries on one connection at once; 1: each question has a connection to itself. */
  readonly pipelining: number;
  /** ms */
  readonly connectTimeout: number;
  /** ms an idle connection is kept. */
  readonly keepAlive: number;
  /** Largest body read, in bytes. */
  readonly maxResponse: number;
}

export interface HttpParts {
  /** Absent: nothing is signed. */
  readonly sign?: SignClaims;
  readonly sweeper: Sweeper;
  /** Told when a shared connection has let its questions down. */
  readonly letDown?: () => void;
}

export class HttpTransport implements Transport {
  readonly kind = 'http';
  readonly #subgraph: string;
  readonly #path: string;
  /** A connection for each question under way. */
  readonly #wide: Pool;
  /** For probes: questions may have all the other connections. */
  readonly #aside: Pool;
  /** Few connections, shared by quick queries; absent unless the operator says that this subgraph can. */
  readonly #shared: SharedConnections | undefined;
  readonly #quick = new PipeliningPolicy();
  readonly #maxResponse: number;
  readonly #sign: SignClaims | undefined;

  /** @throws CodedError SUBGRAPH_ADDRESS */
  constructor(subgraph: string, address: string, limits: HttpLimits, { sign, sweeper, letDown }: HttpParts) {
    const url = urlOf(subgraph, address);
    this.#sign = sign;
    this.#subgraph = subgraph;
    this.#path = url.pathname + url.search;
    this.#maxResponse = limits.maxResponse;
    const { concurrency, pipelining, connectTimeout } = limits;
    const connect = connector(connectTimeout);
    const usual = usualOptions(limits, connect);
    this.#wide = new Pool(url.origin, { ...usual, connections: concurrency, pipelining: 1 });
    this.#aside = new Pool(url.origin, { ...usual, connections: 2 * PROBES_AT_ONCE, pipelining: 1 });
    if (pipelining === 1) return;
    const open = (): Client => new Client(url.origin, { ...usual, pipelining });
    this.#shared = new SharedConnections({
      subgraph,
      open,
      most: Math.ceil(concurrency / pipelining),
      pipelining,
      sweeper,
      ask: this.#ask,
      letDown,
    });
  }

  send(message: OutboundMessage, sender: Sender): Attempt {
    const { kind, query } = message.request;
    if (message.isProbe === true) return this.#ask(message, sender, this.#aside);
    const mayShare = this.#shared !== undefined && kind === 'query' && this.#quick.has(query);
    return (mayShare ? this.#shared!.send(message, sender) : undefined) ?? this.#ask(message, sender);
  }

  readonly #ask = (message: OutboundMessage, sender: Sender, client: Dispatcher = this.#wide): Attempt => {
    const { kind, query } = message.request;
    const isQuery = kind === 'query';
    const exchange = new Exchange(this.#subgraph, this.#maxResponse, sender, isQuery ? this.#quick : undefined, query);
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

  /** Claims hold once, so each try has its own. */
  #headersOf({ headers, claims, body }: OutboundMessage): string[] {
    if (claims === undefined || this.#sign === undefined) return headers as string[];
    return [...headers, CLAIMS_HEADER, this.#sign(claims, this.#subgraph, body)];
  }

  async close(): Promise<void> {
    await Promise.all([this.#wide.close(), this.#aside.close(), this.#shared?.close()]);
  }
}

function usualOptions({ keepAlive }: HttpLimits, connect: Client.Options['connect']): Client.Options {
  // Deadlines are the sweeper's business: one timer for all calls instead of two for each.
  return { connect, keepAliveTimeout: keepAlive, headersTimeout: 0, bodyTimeout: 0, allowH2: false };
}

function urlOf(subgraph: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const usable =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (!usable) throw fetchFault('SUBGRAPH_ADDRESS', subgraph);
  return url;
}

/** What undici is stopped with; one object, since nobody reads it. */
const STOPPED = new Error('stopped by the gateway');
/** What a question ends with that undici would send a second time by itself. */
const SENT_TWICE = Object.assign(new Error('the connection was lost'), { code: 'ECONNRESET' });

/** One question on the wire: counts the answer while it streams, and judges it when it is whole. */
class Exchange implements Dispatcher.DispatchHandler, Attempt {
  readonly #subgraph: string;
  readonly #maxResponse: number;
  readonly #sender: Sender;
  readonly #quick: PipeliningPolicy | undefined;
  readonly #query: string;
  readonly #began = performance.now();
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled = false;
  /** Why the answer was cut, when it was. */
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

  /** Frees the connection; when none was had yet, the question ends as soon as one is had or refused. */
  cancel(): void {
    this.#cancelled = true;
    this.#controller?.abort(STOPPED);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // undici sends what stood behind a lost question once more; whether that is done, and with fresh claims, is our retry's to say.
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
    this.#quick?.note(this.#query, performance.now() - this.#began);
    if (this.#encoding === 'identity' || whole === undefined) this.#read(whole);
    else void inflate(whole, this.#encoding, this.#maxResponse).then((inflated) => this.#read(inflated));
  }

  #read(whole: Inflated | undefined): void {
    if (whole === 'too large') return this.#sender.tried(this.#tooLarge());
    if (whole === 'broken')
      return this.#sender.tried(
        this.#badResponse(`expected a body compressed by ${this.#encoding}, got something else or only a part of it`),
      );
    const reply = readReplyOf(this.#status, this.#contentType, whole === undefined ? '' : whole.toString('utf8'));
    if (typeof reply === 'string') this.#sender.tried(this.#badResponse(reply));
    else {
      const retriable = reply.data == null && RETRIABLE.has(this.#status);
      this.#sender.tried({
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
    this.#quick?.note(this.#query, performance.now() - this.#began, false);
    this.#sender.tried(this.#refusal ?? wireFailure(this.#subgraph, error, this.#bytes));
  }

  /** Reads no further; undici closes the connection and comes back by `onResponseError`. */
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

  /** Says nothing bad about the subgraph: it answered, and the question asked for too much. */
  #tooLarge(): TransportResult {
    return failed(
      fetchFault('SUBGRAPH_TOO_LARGE', this.#subgraph, `expected at most ${this.#maxResponse} bytes, got more`),
      'healthy',
      false,
      this.#bytes,
    );
  }

  /** An answer says that the subgraph is there, however little one question liked it; a proxy's says that it is not. */
  #verdict(): 'healthy' | 'failed' {
    return UNWELL.has(this.#status) ? 'failed' : 'healthy';
  }
}

/** Statuses that say that nobody is served. */
const UNWELL = new Set([502, 503, 504]);
/** Statuses that say "not now". */
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
  const ours = code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED';
  return failed(
    fetchFault('SUBGRAPH_UNREACHABLE', subgraph, wireDetail(code)),
    ours ? 'unknown' : 'failed',
    !ours,
    bytes,
  );
}

const wireDetails: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no way to its host',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  EPIPE: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was had in time',
  UND_ERR_INVALID_ARG: 'the question could not be written as HTTP',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was closed before the answer was whole',
  UND_ERR_SOCKET: 'the connection was closed before the answer was whole',
};

function wireDetail(code: string): string {
  if (/CERT|TLS|SSL/.test(code)) return 'no secure connection was had';
  return wireDetails[code] ?? 'the connection failed';
}
