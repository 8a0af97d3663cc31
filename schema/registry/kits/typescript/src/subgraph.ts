/** Starts the subgraph: `POST /graphql` for the gateway, `GET /health`, nothing else. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { claimsVerifier, type Caller } from './claims.js';
import { CodedError, formatError } from './coded-error.js';
import { contextOf, type Context } from './context.js';
import { nesting } from './nesting.js';
import type { Records } from './records.js';
import { resolversOf } from './resolvers.js';
import type { Options } from './options.js';

/** A thousand keys of entities stay far below it. */
const BODY_BYTES = 4 * 1024 * 1024;
/** ms in which a request has to arrive. */
const ARRIVES_WITHIN = 10_000;
const LOOPBACK = /^(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?$/;

/** Who asks while there is no key: whoever works at this machine, for trying out. */
const ANYBODY: Caller = { sub: 'unguarded', roles: [], scopes: ['person:read', 'person:all-agencies'] };

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** @returns the SDL that is published; with the fields on other agencies' types where they are asked for */
export function subgraphSdl(extensions: boolean): string {
  const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  return extensions ? `${read('schema.graphql')}\n${read('extensions.graphql')}` : read('schema.graphql');
}

export async function startSubgraph(options: Options, records: Records, now = Date.now): Promise<Running> {
  const apollo = new ApolloServer<Context>({
    schema: buildSubgraphSchema({
      typeDefs: parse(subgraphSdl(options.extensions)),
      resolvers: resolversOf(options.keys.encryptionKey, options.extensions) as never,
    }),
    introspection: !options.production,
    hideSchemaDetailsFromClientErrors: options.production,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: 20_000 },
    validationRules: [nesting],
    formatError,
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    stopOnTerminationSignals: false,
  });
  await apollo.start();
  const callerOf = authentication(options, now);
  const server = createServer(
    { requestTimeout: ARRIVES_WITHIN, headersTimeout: ARRIVES_WITHIN, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      answer(request, response).catch(() => reply(response, 500, refusal('INTERNAL', 'The subgraph failed')));
    },
  );
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/health') return health(records, response);
    if (path !== '/graphql') return reply(response, 404, refusal('NOT_FOUND', 'Expected /graphql or /health'));
    const body = await bodyOf(request);
    if (body === undefined)
      return reply(response, 413, refusal('PAYLOAD_TOO_LARGE', `Expected at most ${BODY_BYTES} bytes`));
    const caller = attempt(() => callerOf(request, body));
    if (caller instanceof CodedError) return reply(response, caller.status, refusal(caller.code, caller.message));
    const parsed = attempt(() => documentOf(request, body));
    if (parsed instanceof CodedError) return reply(response, parsed.status, refusal(parsed.code, parsed.message));
    const {
      status,
      headers,
      body: result,
    } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: parsed,
      },
      context: async () => contextOf(records, caller, now()),
    });
    if (result.kind !== 'complete') throw new Error('expected a whole answer');
    response.writeHead(status ?? 200, Object.fromEntries(headers)).end(result.string);
  }
  return {
    url: `http://${options.host}:${await listen(server, options)}/graphql`,
    stop: () => stop(server, apollo, records),
  };
}

function authentication(
  { claimsKeys }: Options,
  now: () => number,
): (request: IncomingMessage, body: Buffer) => Caller {
  if (claimsKeys.length === 0)
    return ({ headers }) => {
      // A page of another site can reach this machine under a name of its own; the Host header then has that name.
      if (!LOOPBACK.test(headers.host ?? ''))
        throw new CodedError('CLAIMS_MISSING', 401, 'This subgraph answers its gateway only');
      return ANYBODY;
    };
  const verify = claimsVerifier('kit-name', claimsKeys, now);
  return ({ method, headersDistinct }, body) => {
    // The query of a GET stands in its URL, which no signature covers.
    if (method !== 'POST') throw new CodedError('CLAIMS_BAD', 401, 'Expected POST');
    return verify(headersDistinct['x-sigap-claims'] ?? [], body);
  };
}

function documentOf({ headers }: IncomingMessage, body: Buffer): unknown {
  if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? ''))
    throw new CodedError('BAD_CONTENT_TYPE', 415, 'Expected application/json');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new CodedError('BAD_REQUEST', 400, 'Expected a body of JSON');
  }
}

function attempt<Value>(run: () => Value): Value | CodedError {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof CodedError) return thrown;
    throw thrown;
  }
}

/** @returns undefined where it is longer than it may be; the rest is read and dropped, so that the sender sees the answer */
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('error', reject);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_BYTES) chunks.push(chunk);
      else resolve(void (chunks = []));
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

async function health(records: Records, response: ServerResponse): Promise<void> {
  const alive = await records.ping().then(
    () => true,
    () => false,
  );
  reply(response, alive ? 200 : 503, { status: alive ? 'ok' : 'the database does not answer' });
}

const refusal = (code: string, message: string): object => ({ errors: [{ message, extensions: { code } }] });

function reply(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function listen(server: Server, { host, port }: Options): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function stop(server: Server, apollo: ApolloServer<Context>, records: Records): Promise<void> {
  await new Promise((done) => server.close(done));
  await apollo.stop();
  await records.close();
}
