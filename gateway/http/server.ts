/** The gateway's HTTP server: GraphQL at its own door, everything else (health, explorer) behind a router. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { httpFault } from './errors.ts';
import { serveExplorer, type ExplorerOptions } from './explorer.ts';
import { graphqlDoor, isGraphqlPath } from './graphql-door.ts';
import type { GraphqlHandler } from './graphql-request.ts';
import type { JudgeHost } from './own-hosts.ts';
import type { Readiness } from './readiness.ts';
import { refusal } from './refusal.ts';

export interface HttpOptions {
  /** Stands before everything, health included. */
  readonly judgeHost: JudgeHost;
  readonly handler: GraphqlHandler;
  readonly preflight: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly readiness: () => Readiness;
  /** The built explorer's folder and what it is told; without it `/` is not served. */
  readonly explorer?: ExplorerOptions;
  /** bytes */
  readonly maxBody: number;
  /** ms for a client to send a whole request */
  readonly bodyTimeout: number;
  readonly onFailure?: (thrown: unknown, requestId: string) => void;
}

/** Put on every answer: none of it may be guessed, framed or sent on. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** @returns a server that is not listening yet, and how it is closed with its requests answered */
export async function createHttpServer(options: HttpOptions): Promise<{ server: Server; close(): Promise<void> }> {
  const door = graphqlDoor({ ...options, headers: SECURITY_HEADERS });
  const pages = Fastify({
    serverFactory: (page) =>
      createServer({ requestTimeout: options.bodyTimeout, headersTimeout: options.bodyTimeout, connectionsCheckingInterval: 1_000 },
        ofOwnHost(options.judgeHost, (request, response) => (isGraphqlPath(request.url) ? door(request, response) : page(request, response)))),
    forceCloseConnections: 'idle',
  });
  addHooks(pages);
  addHealth(pages, options.readiness);
  if (options.explorer) await serveExplorer(pages, options.explorer);
  await pages.ready();
  return { server: pages.server, close: () => pages.close() };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The listener for requests that name this gateway; all others end here. */
function ofOwnHost(judge: JudgeHost, listener: Listener): Listener {
  return (request, response) => {
    try {
      judge(request);
    } catch (thrown) {
      const { status, headers, body } = refusal(thrown, { connection: 'close' });
      return void response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
    }
    listener(request, response);
  };
}

function addHooks(pages: FastifyInstance): void {
  pages.addHook('onRequest', async (_request, reply) => void reply.headers(SECURITY_HEADERS));
  pages.setNotFoundHandler((request, reply) => {
    const { status, headers, body } = refusal(httpFault('NOT_FOUND', request.url.split('?')[0]!.slice(0, 80)));
    return reply.code(status).headers(headers).send(body);
  });
  pages.setErrorHandler((thrown, _request, reply) => {
    const { status, headers, body } = refusal(thrown);
    return reply.code(status).headers(headers).send(body);
  });
}

function addHealth(pages: FastifyInstance, readiness: () => Readiness): void {
  pages.get('/health/live', (_request, reply) => reply.header('cache-control', 'no-store').send({ state: 'live' }));
  pages.get('/health/ready', (_request, reply) => {
    const now = readiness();
    return reply.code(now.state === 'ready' ? 200 : 503).header('cache-control', 'no-store').send(now);
  });
}
