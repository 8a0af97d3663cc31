/** The gateway's HTTP server: GraphQL at its own door, everything else (health, explorer) behind a router. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { CodedError } from '../../base/errors.ts';
import { refuseDoubled } from './doubled-headers.ts';
import { httpFault } from './errors.ts';
import { serveExplorer, type ExplorerOptions } from './explorer.ts';
import { graphqlHandler, isGraphqlPath } from './graphql-handler.ts';
import type { GraphqlHandler } from './graphql-request.ts';
import { LeavingServer, type LeaveOptions, type Listener } from './leave.ts';
import type { ValidateHost } from './own-hosts.ts';
import type { Readiness } from '../fetch/subgraph-health.ts';
import { refusal } from './refusal.ts';
import type { ReportFailure } from './report-failure.ts';
import { serveSubgraphHealth, type SubgraphHealthOptions } from './subgraph-health.ts';

export interface HttpServerOptions {
  /** Stands before everything, health included. */
  readonly validateHost: ValidateHost;
  readonly handler: GraphqlHandler;
  readonly preflight: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly readiness: () => Readiness;
  /** Absent: not told to anybody. */
  readonly subgraphs?: SubgraphHealthOptions;
  /** The built explorer's folder and what it is told; without it `/` is not served. */
  readonly explorer?: ExplorerOptions;
  /** bytes */
  readonly maxBody: number;
  /** What the bodies of requests under way may weigh together, bytes; no bound unless told. */
  readonly maxBodies?: number;
  /** ms for a client to take a whole answer; no bound unless told */
  readonly writeTimeout?: number;
  /** Connections at once, of one address half of them; no bound unless told. */
  readonly maxConnections?: number;
  /** ms for a client to send a whole request */
  readonly bodyTimeout: number;
  readonly onFailure?: ReportFailure;
}

/** Put on every answer: none of it may be guessed, framed or sent on. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export interface HttpServer {
  /** Not listening yet. */
  readonly server: Server;
  /** For a server that gets its connections from elsewhere. @param stop resolves when no new one can come any more */
  stopsListening(stop: () => Promise<void>): void;
  /** Closes it with its requests answered; a second call waits for the first. */
  leave(how: LeaveOptions): Promise<void>;
  /** True from the first call of `leave`. */
  readonly leaving: boolean;
}

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const refuse = refuser(options.onFailure);
  const door = graphqlHandler({ ...options, headers: SECURITY_HEADERS });
  const timeouts = {
    requestTimeout: options.bodyTimeout,
    headersTimeout: options.bodyTimeout,
    connectionsCheckingInterval: 1_000,
  };
  let http!: LeavingServer;
  const pages = Fastify({
    serverFactory: (page) => {
      http = new LeavingServer(
        { ...timeouts, maxConnections: options.maxConnections },
        ofOwnHost(options.validateHost, (request, response) =>
          isGraphqlPath(request.url) ? door(request, response) : page(request, response),
        ),
      );
      return http.server;
    },
    genReqId: () => randomUUID(),
    frameworkErrors: refuse,
  });
  addHooks(pages, refuse);
  addHealth(pages, options.readiness);
  if (options.subgraphs) serveSubgraphHealth(pages, options.subgraphs);
  if (options.explorer) await serveExplorer(pages, options.explorer);
  await pages.ready();
  return {
    server: http.server,
    stopsListening: (stop) => void (http.stopListening = stop),
    // The pages answer until the last connection is closed: closing them first would make health a 503 of another kind.
    leave: async (how) => {
      await http.leave(how);
      await pages.close();
    },
    get leaving() {
      return http.leaving;
    },
  };
}

/** The listener for requests that name this gateway; all others end here. */
function ofOwnHost(judge: ValidateHost, listener: Listener): Listener {
  return (request, response) => {
    try {
      judge(request);
    } catch (thrown) {
      const { status, headers, body } = refusal(thrown, { connection: 'close' });
      return void response
        .writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': Buffer.byteLength(body) })
        .end(body);
    }
    listener(request, response);
  };
}

type Refuse = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Whatever a page throws leaves as a coded error; the router's own refusals (a path that cannot be decoded) are paths nothing is served at. */
function refuser(onFailure?: ReportFailure): Refuse {
  return (thrown, request, reply) => {
    const status = (thrown as { statusCode?: unknown } | undefined)?.statusCode;
    const isRouters = typeof status === 'number' && status >= 400 && status < 500;
    const coded = isRouters ? notFound(request) : thrown;
    onFailure?.(coded, request.id);
    const { status: code, headers, body } = refusal(coded);
    return reply
      .code(code)
      .headers({ ...SECURITY_HEADERS, ...headers, 'x-request-id': request.id })
      .send(body);
  };
}

function notFound(request: FastifyRequest): CodedError {
  return httpFault('NOT_FOUND', request.url.split('?')[0]!.slice(0, 80));
}

function addHooks(pages: FastifyInstance, refuse: Refuse): void {
  pages.addHook('onRequest', async ({ raw }, reply) => {
    reply.headers(SECURITY_HEADERS);
    refuseDoubled(raw.rawHeaders);
  });
  pages.setNotFoundHandler((request, reply) => refuse(notFound(request), request, reply));
  pages.setErrorHandler(refuse);
}

function addHealth(pages: FastifyInstance, readiness: () => Readiness): void {
  pages.get('/health/live', (_request, reply) => reply.header('cache-control', 'no-store').send({ state: 'live' }));
  pages.get('/health/ready', (_request, reply) => {
    const now = readiness();
    return reply
      .code(now.state === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(now);
  });
}
