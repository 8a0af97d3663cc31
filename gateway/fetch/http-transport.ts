/**
 * A subgraph over HTTP. The connections are our own (`http1/`): Node's and undici's clients cost two to five times as much CPU time a
 * request (`npm run bench fetch`).
 */
import { CLAIMS_HEADER } from '../../base/claims.ts';
import type { CodedError } from '../../base/errors.ts';
import type { TlsFiles } from '../../base/tls-files.ts';
import type { SignClaims } from './subgraph-caller.ts';
import { fetchFault } from './errors.ts';
import { ConnectionPool, type PoolLimits, type Sent } from './http1/connection-pool.ts';
import type { HttpExchange, Loss } from './http1/connection.ts';
import { socketOpener } from './http1/open-socket.ts';
import { requestBytes, requestStart } from './http1/request-bytes.ts';
import type { ResponseHead } from './http1/response-head.ts';
import { inflate, knownEncoding, type Inflated } from './inflate.ts';
import { headProblem, readHttpReply } from './reply-reader.ts';
import { retryAfterHeader } from './retry-policy.ts';
import { subgraphAddress } from './subgraph-address.ts';
import {
  failed,
  type Attempt,
  type OutboundMessage,
  type TransportResult,
  type Sender,
  type Transport,
} from './transport.ts';

/** Limits of the connections to one subgraph. */
export interface HttpLimits extends PoolLimits {
  /** The largest response body read, in bytes. */
  readonly maxResponse: number;
}

/** What shows a subgraph who asks, and the gateway who answers. */
export interface HttpSecrets {
  /** Absent: the subgraph receives no claims. */
  readonly sign?: SignClaims;
  /** Authorities and a client certificate; Node's own authorities when left out. */
  readonly tls?: Pick<TlsFiles, 'current'>;
}

/** Sends the requests of one subgraph over HTTP/1.1, each on a connection to itself. */
export class HttpTransport implements Transport {
  readonly kind = 'http';
  certificateEnd: number | undefined;
  readonly #subgraph: string;
  readonly #start: string;
  readonly #pool: ConnectionPool;
  readonly #maxResponse: number;
  readonly #sign: SignClaims | undefined;

  /**
   * @throws CodedError SUBGRAPH_ADDRESS
   */
  constructor(subgraph: string, address: string, limits: HttpLimits, { sign, tls }: HttpSecrets = {}) {
    const { origin, path, socketPath } = subgraphAddress(subgraph, address);
    this.#subgraph = subgraph;
    this.#start = requestStart(new URL(origin).host, path);
    const onCertificate = (end: number): void => void (this.certificateEnd = end);
    this.#pool = new ConnectionPool(socketOpener(origin, { socketPath, tls, onCertificate }), limits);
    this.#maxResponse = limits.maxResponse;
    this.#sign = sign;
  }

  send(message: OutboundMessage, sender: Sender): Attempt {
    const start = this.#start + linesOf(message.note?.headers);
    const bytes = requestBytes(start, this.#headersOf(message), message.body);
    const attempt = new HttpAttempt(this.#subgraph, this.#maxResponse, sender, bytes ?? '');
    if (bytes === undefined) attempt.unwritable();
    else attempt.sent = this.#pool.send(attempt);
    return attempt;
  }

  /** Signed claims are valid once, so each attempt has its own. */
  #headersOf({ headers, claims, body }: OutboundMessage): readonly string[] {
    if (claims === undefined || this.#sign === undefined) return headers;
    return [...headers, CLAIMS_HEADER, this.#sign(claims, this.#subgraph, body)];
  }

  close(): Promise<void> {
    this.#pool.close();
    return Promise.resolve();
  }
}

function linesOf(headers: Readonly<Record<string, string>> | undefined): string {
  let lines = '';
  for (const name in headers) lines += `${name}: ${headers[name]}\r\n`;
  return lines;
}

/** One request on the wire, and the result that its response is. */
class HttpAttempt implements HttpExchange, Attempt {
  readonly bytes: string | Buffer;
  readonly maxBody: number;
  /** Where it is in flight. */
  sent: Sent | undefined;
  readonly #subgraph: string;
  readonly #sender: Sender;
  #head: ResponseHead | undefined;
  #isOver = false;

  constructor(subgraph: string, maxBody: number, sender: Sender, bytes: string | Buffer) {
    this.#subgraph = subgraph;
    this.maxBody = maxBody;
    this.#sender = sender;
    this.bytes = bytes;
  }

  /** Closes the connection, which may be carrying another request once this one has been answered. */
  cancel(): void {
    if (this.#isOver) return;
    this.sent?.destroy();
    this.#end(failed(this.#unreachable('the request was cancelled'), 'unknown', false));
  }

  /** A header of the request cannot be written as HTTP. */
  unwritable(): void {
    this.#end(failed(this.#unreachable('the request could not be written as HTTP'), 'unknown', false));
  }

  acceptHead(head: ResponseHead): boolean {
    this.#head = head;
    return this.#headProblem() === undefined;
  }

  completed(body: Buffer): void {
    this.#isOver = true;
    const encoding = knownEncoding(this.#head!.contentEncoding)!;
    if (encoding === 'identity') return this.#read(body, body.length);
    // Inflating takes longer than the body is valid.
    void inflate(Buffer.from(body), encoding, this.maxBody).then((inflated) => this.#read(inflated, body.length));
  }

  lost(loss: Loss, bodyBytes: number): void {
    if (loss === 'refused') return this.#end(this.#badResponse(this.#headProblem()!, 0));
    if (loss === 'too-large') return this.#end(this.#tooLarge(bodyBytes));
    const notHttp = loss === 'not-http';
    const error = notHttp
      ? fetchFault('SUBGRAPH_BAD_RESPONSE', this.#subgraph, 'expected HTTP, got something else')
      : this.#unreachable(lossDetail(loss));
    this.#end(failed(error, 'failed', !notHttp, bodyBytes));
  }

  #headProblem(): string | undefined {
    const { status, contentType, contentEncoding } = this.#head!;
    return headProblem(status, contentType, contentEncoding);
  }

  #read(body: Inflated, bytes: number): void {
    const { status, contentType, contentEncoding, retryAfter } = this.#head!;
    if (body === 'too large') return this.#end(this.#tooLarge(bytes));
    if (body === 'broken')
      return this.#end(
        this.#badResponse(
          `expected a body compressed by ${knownEncoding(contentEncoding)}, got something else or only a part of it`,
          bytes,
        ),
      );
    const reply = readHttpReply(status, contentType, body.toString('utf8'));
    if (typeof reply === 'string') return this.#end(this.#badResponse(reply, bytes));
    const retriable = reply.data == null && RETRIABLE.has(status);
    this.#end({
      reply,
      error: undefined,
      verdict: this.#verdict(),
      retriable,
      bytes,
      retryAfter: retryAfterHeader(retryAfter),
    });
  }

  #end(result: TransportResult): void {
    this.#isOver = true;
    this.#sender.attemptEnded(result);
  }

  #unreachable(detail: string): CodedError {
    return fetchFault('SUBGRAPH_UNREACHABLE', this.#subgraph, detail);
  }

  #badResponse(detail: string, bytes: number): TransportResult {
    const { status, retryAfter } = this.#head!;
    const error = fetchFault('SUBGRAPH_BAD_RESPONSE', this.#subgraph, detail, { subgraphStatus: status });
    return failed(error, this.#verdict(), RETRIABLE.has(status), bytes, retryAfterHeader(retryAfter));
  }

  /** Counts as healthy: the subgraph answered, and the request selected too much. */
  #tooLarge(bytes: number): TransportResult {
    const detail = `expected at most ${this.maxBody} bytes, got more`;
    return failed(fetchFault('SUBGRAPH_TOO_LARGE', this.#subgraph, detail), 'healthy', false, bytes);
  }

  /** Any response shows that the subgraph is up, unless a proxy states that it is not. */
  #verdict(): 'healthy' | 'failed' {
    return UNAVAILABLE.has(this.#head!.status) ? 'failed' : 'healthy';
  }
}

/** Statuses of a subgraph that serves nobody. */
const UNAVAILABLE = new Set([502, 503, 504]);
/** Statuses that mean "try again later". */
const RETRIABLE = new Set([429, 502, 503, 504]);

const socketErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to its host',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  EPIPE: 'the connection was closed',
};

function lossDetail(loss: Loss): string {
  if (loss === 'connect-timeout') return 'no connection was opened in time';
  if (typeof loss === 'string') return 'the connection was closed before the response was complete';
  if (/CERT|TLS|SSL|EPROTO/.test(loss.error)) return `no secure connection could be opened (${loss.error})`;
  return socketErrors[loss.error] ?? 'the connection failed';
}
