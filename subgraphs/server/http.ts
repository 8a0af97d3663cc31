/** HTTP around Apollo Server: `POST /graphql`, `GET /health`, `/health/live` and `/health/ready`, nothing else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import { parseExactly } from '../../base/exact-number.ts';
import { CodedError } from '../../base/errors.ts';
import { CLAIMS_HEADER, type ClaimsSubject } from '../../base/claims.ts';
import type { SliceScheduler } from '../../base/time-slices.ts';
import type { Authenticate } from './claims-authentication.ts';
import type { RequestTraces } from './request-traces.ts';
import type { Headers } from '../subgraph.ts';
import { AnswerSlices, type RunningRequest } from './between-fields.ts';

/** A thousand representations of an entity stay far below it. */
const BODY_BYTES = 16 * 1024 * 1024;

/** ms: a gateway sends a request at once; a body that does not come holds no connection for longer. */
const PATIENCE = { requestTimeout: 10_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000 } as const;

/** What the routes need of a subgraph. */
export interface Routes {
  readonly apollo: ApolloServer<object>;
  /** Names the caller of a request, or refuses it. */
  readonly authenticate: Authenticate;
  /** Makes the context of one request. */
  readonly contextOf: (headers: Headers, claims: ClaimsSubject) => object;
  /** Resolves when the database answers. */
  readonly healthy: () => Promise<unknown>;
  /** Shares the main loop among long answers. */
  readonly scheduler: SliceScheduler;
  /** Absent where nothing is traced. */
  readonly traces?: RequestTraces;
}

/** @returns a server that does not listen yet; bodies over 16 MiB are refused with PAYLOAD_TOO_LARGE */
export function httpServer(routes: Routes): Server {
  return createServer(PATIENCE, (request, response) => {
    handle(routes, request, response).catch(() => {
      if (!response.headersSent) reply(response, 500, { status: 'failed' });
      else response.destroy();
    });
  });
}

const JSON_TYPE = /^application\/json *(?:;|$)/i;

async function handle(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://subgraph');
  // A subgraph whose database is gone lives: a new start would not help it.
  if (pathname === '/health/live') return reply(response, 200, { status: 'ok' });
  if (pathname === '/health' || pathname === '/health/ready') return health(routes, response);
  if (pathname !== '/graphql') return reply(response, 404, { status: 'expected /graphql or /health' });
  const bytes = await bodyOf(request);
  if (bytes === undefined)
    return reply(response, 413, refusal('PAYLOAD_TOO_LARGE', `expected at most ${BODY_BYTES} bytes`));
  const claims = authenticated(routes.authenticate, request, bytes);
  if (claims instanceof CodedError) return reply(response, claims.status, refusal(claims.code, claims.message));
  if (bytes.length > 0 && !JSON_TYPE.test(request.headers['content-type'] ?? ''))
    return reply(response, 415, refusal('CONTENT_TYPE', 'expected application/json'));
  const body = jsonOf(bytes.toString('utf8'));
  if (body === undefined) return reply(response, 400, refusal('BAD_REQUEST', 'expected a body of JSON'));
  const headers = headersOf(request);
  const execute = (): Promise<HTTPGraphQLResponse> =>
    routes.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? 'GET',
        headers: new HeaderMap(Object.entries(headers)),
        search,
        body,
      },
      context: () =>
        Promise.resolve(
          Object.assign(routes.contextOf(headers, claims), {
            signal: abortedOnClose(response),
            slices: new AnswerSlices(routes.scheduler, claims.sub),
          } satisfies RunningRequest),
        ),
    });
  const answer = await (routes.traces?.run(headers, execute, outcomeOf) ?? execute());
  response.writeHead(answer.status ?? 200, Object.fromEntries(answer.headers));
  if (answer.body.kind === 'complete') return void response.end(answer.body.string);
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

/** Apollo Server writes errors first, and ours have their code in the extensions. */
function outcomeOf({ status = 200, body }: HTTPGraphQLResponse): { readonly status: number; readonly code?: string } {
  if (body.kind !== 'complete' || !body.string.startsWith('{"errors":')) return { status };
  return { status, code: /"code":"([A-Z][A-Z0-9_]*)"/.exec(body.string)?.[1] ?? 'UNCODED' };
}

/** @returns aborts when the connection closes before the answer is sent */
function abortedOnClose(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort();
  });
  return gone.signal;
}

/** @returns the caller, or why the request is refused */
function authenticated(authenticate: Authenticate, request: IncomingMessage, body: Buffer): ClaimsSubject | CodedError {
  const [claims, ...more] = request.headersDistinct[CLAIMS_HEADER] ?? [];
  try {
    return authenticate({
      method: request.method ?? 'GET',
      host: request.headers.host,
      claims: more.length > 0 ? [claims!, ...more] : claims,
      body,
    });
  } catch (thrown) {
    if (thrown instanceof CodedError) return thrown;
    throw thrown;
  }
}

async function health({ healthy }: Routes, response: ServerResponse): Promise<void> {
  const alive = await healthy().then(
    () => true,
    () => false,
  );
  reply(response, alive ? 200 : 503, { status: alive ? 'ok' : 'the database does not answer' });
}

/** @returns undefined when it is longer than it may be; an empty body is no body */
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('error', reject);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_BYTES) chunks.push(chunk);
      // The rest is read and dropped: a sender that is cut off would see a reset instead of the answer.
      else resolve(void (chunks = []));
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

/** @returns undefined when it is not JSON */
function jsonOf(text: string): unknown {
  if (text === '') return {};
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function headersOf(request: IncomingMessage): Headers {
  const entries = Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);
  return Object.fromEntries(entries) as Headers;
}

const refusal = (code: string, message: string): object => ({ errors: [{ message, extensions: { code } }] });

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
