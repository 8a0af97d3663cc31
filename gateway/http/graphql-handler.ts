/**
 * The HTTP handler for GraphQL: turns bytes into a `GraphqlRequest` and a `GraphqlReply` into bytes. It runs before the router
 * of the other pages, because it is the hot path. `reply-headers.ts` is the one place where the headers of an answer are put together.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { codedError, quote } from '../../base/errors.ts';
import { newUuid } from '../../base/new-uuid.ts';
import { BodyBytes, type PartialBody } from './body-bytes.ts';
import { compressReply } from './compress-reply.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { refuseCrossSiteGet } from './cross-site-get.ts';
import { refuseDoubled } from './doubled-headers.ts';
import { httpFault } from './errors.ts';
import type { GraphqlPlace } from './graphql-path.ts';
import type { GraphqlHandler, GraphqlReply, GraphqlRequest } from './graphql-request.ts';
import { mediaTypeFor } from './media-type.ts';
import { readBody } from './read-body.ts';
import { refusal } from './refusal.ts';
import { replyHeaders } from './reply-headers.ts';
import { isRefusal, type ReportFailure } from './report-failure.ts';
import { sendReply } from './send-reply.ts';
import type { ClientAddresses } from './trusted-proxies.ts';
import type { ObserveRequests, RequestWatch } from '../watch/request-watch.ts';

/** Methods that the graph answers. */
const METHODS = 'GET, HEAD, POST, OPTIONS';
const REQUEST_ID = /^[\w.-]{8,64}$/;
/** Digits with marks between, which may be a person's number: an id of a trace has letters too. */
const NUMBER_ALONE = /^[\d._-]*$/;

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

/** Receives each request to the graph. */
export type GraphqlListener = (request: IncomingMessage, response: ServerResponse, place: GraphqlPlace) => void;

/** @returns a listener for requests to the graph of a `node:http` server */
export function graphqlHandler(options: GraphqlHandlerOptions): GraphqlListener {
  const bodies = new BodyBytes(options.maxBodies ?? Infinity);
  return (request, response, place) => {
    const requestId = requestIdOf(request);
    const gone = new AbortController();
    const watch = options.observe?.begin(requestId, request);
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
      if (watch === undefined) return;
      watch.sent(response.writableFinished);
      options.observe!.ended(watch);
    });
    const arrived = { requestId, signal: gone.signal, watch, contract: place.contract };
    void answerWithOrigin(request, arrived, options, bodies).then((reply) => {
      watch?.answered(reply);
      const bytes = send(response, reply, requestId, options);
      if (watch !== undefined) watch.bytesOut = bytes;
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
  const whole = ({ headers, ...reply }: GraphqlReply, ofOrigin: Readonly<Record<string, string>> = {}) => {
    // A 304 changes nothing of the answer that its client has, but for how long it holds.
    const always = reply.status === 304 ? [] : [options.headers ?? {}, { 'x-request-id': arrived.requestId }];
    return { ...reply, headers: replyHeaders(...always, headers, ofOrigin) };
  };
  try {
    const headers = message.headers as Record<string, string>;
    if (message.method === 'OPTIONS')
      return whole({ status: 204, headers: { allow: METHODS, ...options.crossOrigin.preflight(headers) }, body: '' });
    const ofOrigin = options.crossOrigin.headersFor(headers);
    const isListed = 'access-control-allow-origin' in ofOrigin;
    const reply = await answer(message, { ...arrived, isListed }, options, bodies);
    return await compressReply(whole(reply, ofOrigin), headers['accept-encoding']);
  } catch (thrown) {
    return whole(refused(thrown, message, arrived, options));
  }
}

type Arrived = Pick<GraphqlRequest, 'requestId' | 'signal' | 'watch' | 'contract'>;

interface ArrivedFrom extends Arrived {
  /** Whether it states an origin whose pages may ask. */
  readonly isListed: boolean;
}

async function answer(
  message: IncomingMessage,
  arrived: ArrivedFrom,
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
  return refusal(thrown, message.complete ? {} : { connection: 'close' }, mediaTypeFor(message.headers.accept));
}

/** @param counted counts the body's bytes while they arrive */
async function read(
  message: IncomingMessage,
  { isListed, ...arrived }: ArrivedFrom & Pick<GraphqlRequest, 'clientAddress'>,
  maxBody: number,
  counted: PartialBody,
): Promise<GraphqlRequest> {
  refuseDoubled(message.rawHeaders);
  const method = methodOf(message);
  const headers = message.headers as Record<string, string>;
  const mediaType = mediaTypeFor(headers['accept']);
  if (mediaType === undefined)
    throw httpFault(
      'NOT_ACCEPTABLE',
      `expected accept to take application/json or application/graphql-response+json, got ${quote(headers['accept'])}`,
    );
  if (method === 'GET') refuseCrossSiteGet(headers, isListed);
  const body = method === 'POST' ? await readBody(message, maxBody, counted) : undefined;
  noteRead(arrived.watch, body);
  const url = message.url!;
  const search = url.indexOf('?');
  return { method, headers, mediaType, body, search: search === -1 ? '' : url.slice(search), ...arrived };
}

/** A HEAD is a GET whose answer Node sends without its body. @throws CodedError METHOD */
function methodOf({ method }: IncomingMessage): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method;
  if (method === 'HEAD') return 'GET';
  throw httpFault('METHOD', `expected GET, HEAD or POST, got ${quote(method)}`, { extensions: { allow: METHODS } });
}

function noteRead(watch: RequestWatch | undefined, body: Buffer | undefined): void {
  if (watch === undefined) return;
  watch.bytesIn = body?.length ?? 0;
  watch.end('read');
}

/** The client's own id when it has the expected form, so that its log and the gateway's can be compared. */
function requestIdOf(message: IncomingMessage): string {
  const id = message.headers['x-request-id'];
  return typeof id === 'string' && REQUEST_ID.test(id) && !NUMBER_ALONE.test(id) ? id : newUuid();
}

/** An answer that cannot be sent, for a header that HTTP does not have, is a fault of this program. @returns bytes of the body that is sent */
function send(
  response: ServerResponse,
  reply: GraphqlReply,
  requestId: string,
  { headers = {}, writeTimeout, onFailure }: GraphqlHandlerOptions,
): number {
  try {
    return sendReply(response, reply, writeTimeout);
  } catch (thrown) {
    onFailure?.(thrown, requestId);
    if (response.headersSent) {
      response.destroy();
      return 0;
    }
    const { status, body, headers: own } = refusal(thrown);
    return sendReply(response, { status, body, headers: replyHeaders(headers, own, { 'x-request-id': requestId }) });
  }
}
