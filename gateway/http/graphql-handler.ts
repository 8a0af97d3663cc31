/**
 * The HTTP handler for GraphQL: turns bytes into a `GraphqlRequest` and a `GraphqlReply` into bytes. It runs before the router
 * of the other pages, because it is the hot path. A refusal costs little: no body is read that is too large or of a wrong type.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { codedError, quote } from '../../base/errors.ts';
import { BodyBytes, type PartialBody } from './body-bytes.ts';
import { isAcceptable } from './acceptable.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { refuseDoubled } from './doubled-headers.ts';
import { httpFault } from './errors.ts';
import { PlainResponse } from './http2-messages.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './graphql-request.ts';
import { refusal } from './refusal.ts';
import { isRefusal, type ReportFailure } from './report-failure.ts';
import type { ClientAddresses } from './trusted-proxies.ts';
import type { ObserveRequests, RequestWatch } from '../watch/request-watch.ts';

/** Methods that `/graphql` answers. */
const METHODS = 'GET, POST, OPTIONS';
const REQUEST_ID = /^[\w.-]{8,64}$/;
/** Digits with marks between, which may be a person's number: an id of a trace has letters too. */
const NUMBER_ALONE = /^[\d._-]*$/;
const PATH = /^\/graphql(?:\/([a-z][a-z0-9-]*))?(?:\?|$)/;

/** What the handler works with. */
export interface GraphqlHandlerOptions {
  /** Answers requests that have been read whole. */
  readonly handler: GraphqlHandler;
  /** Which pages of other sites may ask, and what lets them read every answer. */
  readonly crossOrigin: CrossOrigin;
  readonly clientOf: ClientAddresses['clientOf'];
  /** The largest body, bytes. */
  readonly maxBody: number;
  /** Bytes of all bodies of requests under way; no bound when left out. */
  readonly maxBodies?: number;
  /** How long a client may take to read an answer, ms; no bound when left out. */
  readonly writeTimeout?: number;
  /** Headers put on every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly onFailure?: ReportFailure;
  /** Told of every request; absent: nobody observes. */
  readonly observe?: ObserveRequests;
}

/** True for `/graphql` and `/graphql/` with the name of a contract, with or without a query string. */
export function isGraphqlPath(url: string | undefined, contracts: readonly string[] = []): boolean {
  const path = url === undefined ? null : PATH.exec(url);
  return path !== null && (path[1] === undefined || contracts.includes(path[1]));
}

/** @returns a listener for requests to `/graphql` of a `node:http` server */
export function graphqlHandler(
  options: GraphqlHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const bodies = new BodyBytes(options.maxBodies ?? Infinity);
  return (request, response) => {
    const requestId = requestIdOf(request);
    const gone = new AbortController();
    const watch = options.observe?.begin(requestId, request);
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
      if (watch === undefined) return;
      watch.sent(response.writableFinished);
      options.observe!.ended(watch);
    });
    void answerWithOrigin(request, { requestId, signal: gone.signal, watch }, options, bodies).then((reply) => {
      watch?.answered(reply);
      send(response, reply, requestId, options);
    });
  };
}

/** Whether a page may ask is decided before anything is read; then it reads whatever is answered. */
async function answerWithOrigin(
  message: IncomingMessage,
  arrived: Arrived,
  options: GraphqlHandlerOptions,
  bodies: BodyBytes,
): Promise<GraphqlReply> {
  try {
    const headers = message.headers as Record<string, string>;
    if (message.method === 'OPTIONS')
      return { status: 204, headers: { allow: METHODS, ...options.crossOrigin.preflight(headers) }, body: '' };
    const readable = options.crossOrigin.headersFor(headers);
    const reply = await answer(message, arrived, options, bodies);
    return { ...reply, headers: { ...reply.headers, ...readable } };
  } catch (thrown) {
    return refused(thrown, message, arrived, options);
  }
}

type Arrived = Pick<GraphqlRequest, 'requestId' | 'signal' | 'watch'>;

async function answer(
  message: IncomingMessage,
  arrived: Arrived,
  options: GraphqlHandlerOptions,
  bodies: BodyBytes,
): Promise<GraphqlReply> {
  let counted: PartialBody | undefined;
  try {
    const clientAddress = options.clientOf(message);
    counted = bodies.begin(clientAddress);
    return await options.handler(await read(message, { ...arrived, clientAddress }, options.maxBody, counted));
  } catch (thrown) {
    return refused(thrown, message, arrived, options);
  } finally {
    counted?.end();
  }
}

function refused(
  thrown: unknown,
  message: IncomingMessage,
  { requestId, watch }: Arrived,
  { onFailure }: Pick<GraphqlHandlerOptions, 'onFailure'>,
): GraphqlReply {
  if (!isRefusal(thrown)) onFailure?.(thrown, requestId);
  watch?.refuse(codedError(thrown).code);
  return refusal(thrown, message.complete ? {} : { connection: 'close' });
}

/** @param counted counts the body's bytes while they arrive */
async function read(
  message: IncomingMessage,
  arrived: Arrived & Pick<GraphqlRequest, 'clientAddress'>,
  maxBody: number,
  counted: PartialBody,
): Promise<GraphqlRequest> {
  refuseDoubled(message.rawHeaders);
  const method = message.method;
  if (method !== 'GET' && method !== 'POST')
    throw httpFault('METHOD', `expected GET or POST, got ${quote(method)}`, { extensions: { allow: METHODS } });
  const { accept } = message.headers;
  if (!isAcceptable(accept))
    throw httpFault(
      'NOT_ACCEPTABLE',
      `expected accept to take application/json or application/graphql-response+json, got ${quote(accept)}`,
    );
  const body = method === 'POST' ? await readBody(message, maxBody, counted) : undefined;
  noteRead(arrived.watch, body);
  const url = message.url!;
  const search = url.indexOf('?');
  return {
    method,
    headers: message.headers as Record<string, string>,
    body,
    contract: PATH.exec(url)?.[1],
    search: search === -1 ? '' : url.slice(search),
    ...arrived,
  };
}

function noteRead(watch: RequestWatch | undefined, body: Buffer | undefined): void {
  if (watch === undefined) return;
  watch.bytesIn = body?.length ?? 0;
  watch.end('read');
}

/** @returns the body's bytes, unless the headers alone show that it has to be refused */
function readBody(message: IncomingMessage, maxBody: number, counted: PartialBody): Promise<Buffer> {
  const type = message.headers['content-type'] ?? '';
  if (!isJson(type)) throw httpFault('CONTENT_TYPE', `expected application/json, got ${quote(type)}`);
  const encoding = message.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw httpFault('CONTENT_TYPE', `expected no content-encoding, got ${quote(encoding)}`);
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > maxBody) throw httpFault('BODY_TOO_LARGE', `at most ${maxBody} bytes, got ${announced}`);
  return collect(message, maxBody, counted);
}

/** True for `application/json`, with no parameter or with the charset UTF-8. */
function isJson(type: string): boolean {
  if (type === 'application/json') return true;
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type);
}

function collect(message: IncomingMessage, maxBody: number, counted: PartialBody): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (error: Error): void => {
      message.removeAllListeners('data').pause();
      chunks.length = 0;
      reject(error);
    };
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) return refuse(httpFault('BODY_TOO_LARGE', `at most ${maxBody} bytes, got more`));
      try {
        counted.add(chunk.length);
        chunks.push(chunk);
      } catch (thrown) {
        refuse(thrown as Error);
      }
    });
    message.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const ended = (): void => reject(httpFault('BAD_REQUEST', 'the connection ended before the body did'));
    message.on('error', ended);
    // A stream of HTTP/2 that is cancelled has no error.
    if (message.httpVersionMajor === 2) message.on('aborted', ended);
  });
}

/** The client's own id when it has the expected form, so that its log and the gateway's can be compared. */
function requestIdOf(message: IncomingMessage): string {
  const id = message.headers['x-request-id'];
  return typeof id === 'string' && REQUEST_ID.test(id) && !NUMBER_ALONE.test(id) ? id : randomUUID();
}

function send(response: ServerResponse, reply: GraphqlReply, requestId: string, options: GraphqlHandlerOptions): void {
  if (reply.onEnd !== undefined) whenClosed(response, reply.onEnd);
  try {
    write(response, reply, requestId, options.headers);
    if (options.writeTimeout !== undefined) destroyUnlessRead(response, options.writeTimeout);
  } catch (thrown) {
    options.onFailure?.(thrown, requestId);
    if (response.headersSent) response.destroy();
    else write(response, refusal(thrown), requestId, options.headers);
  }
}

/** A response closes when the client has read it whole, and when its connection has ended. */
function whenClosed(response: ServerResponse, act: () => void): void {
  if (response.closed || response.destroyed) act();
  else response.once('close', act);
}

/** Bytes that the system has not accepted wait for the client to read, and take memory here. */
function destroyUnlessRead(response: ServerResponse, timeout: number): void {
  // Of HTTP/2 only the stream's end tells that the client has taken it: what waits for its window is no longer at the socket.
  const isOfStream = response instanceof PlainResponse;
  if (response.closed || (!isOfStream && response.socket?.writableLength === 0)) return;
  const timer = setTimeout(() => response.destroy(), timeout);
  response.once('close', () => clearTimeout(timer));
}

function write(
  response: ServerResponse,
  reply: GraphqlReply,
  requestId: string,
  always: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, {
    ...always,
    ...reply.headers,
    'x-request-id': requestId,
    'content-length': body.length,
  });
  response.end(body);
}
