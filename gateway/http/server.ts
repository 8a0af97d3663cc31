/** The gateway's HTTP server: GraphQL by its own handler, everything else (health, explorer) by a router. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { CodedError } from '../../base/errors.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { refuseDoubled } from './doubled-headers.ts';
import { httpFault } from './errors.ts';
import { serveExplorer, type ExplorerOptions } from './explorer.ts';
import { graphqlHandler, type GraphqlListener } from './graphql-handler.ts';
import { graphqlPath, type GraphqlPathOf } from './graphql-path.ts';
import type { GraphqlHandler } from './graphql-request.ts';
import { LeavingServer, type FrontTls, type LeaveOptions, type Listener } from './leave.ts';
import type { ValidateHost } from './own-hosts.ts';
import type { Readiness } from '../fetch/subgraph-health.ts';
import { refusal } from './refusal.ts';
import type { ReportFailure } from './report-failure.ts';
import type { ObserveRequests } from '../watch/request-watch.ts';
import { clientAddresses, NO_PROXIES, type ClientAddresses } from './trusted-proxies.ts';
import { answerUnreadable } from './unreadable-request.ts';
import { serveSchemaFile } from './schema-file.ts';
import { serveSubgraphHealth, type SubgraphHealthOptions } from './subgraph-health.ts';

/** What the server is made from. */
export interface HttpServerOptions {
  /** Where the graph is; `/graphql` when left out. */
  readonly graphqlPath?: string;
  /** Names of the contracts that are served at paths of their own; none when left out. */
  readonly contracts?: readonly string[];
  /** Runs before everything else, health included. */
  readonly validateHost: ValidateHost;
  readonly handler: GraphqlHandler;
  /** Which pages of other sites may ask. */
  readonly crossOrigin: CrossOrigin;
  /** For `/health/ready`. */
  readonly readiness: () => Readiness;
  /** For `/health/subgraphs`; without it there is no such path. */
  readonly subgraphs?: Omit<SubgraphHealthOptions, 'clientOf'>;
  /** The explorer; without it `/` is not served. */
  readonly explorer?: ExplorerOptions;
  /** The largest body, bytes. */
  readonly maxBody: number;
  /** Bytes of all bodies of requests under way; no bound when left out. */
  readonly maxBodies?: number;
  /** ms for a client to read a whole answer; no bound when left out */
  readonly writeTimeout?: number;
  /** Connections at once, half of them from one address; no bound when left out. */
  readonly maxConnections?: number;
  /** Plain HTTP when left out. */
  readonly tls?: FrontTls;
  /** Who is the client of a request; who is connected when left out. */
  readonly clients?: ClientAddresses;
  /** ms for a client to send a whole request */
  readonly bodyTimeout: number;
  readonly onFailure?: ReportFailure;
  /** Told of every request to the graph; absent: nobody observes. */
  readonly observe?: ObserveRequests;
}

/** Headers of every answer: no guessing of types, no framing, no referrer, no use by other origins. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** The server of one process. */
export interface HttpServer {
  /** It does not listen yet. */
  readonly server: Server;
  /** For a server that receives its connections from another process. @param stop resolves once no new one can arrive */
  stopsListening(stop: () => Promise<void>): void;
  /** Closes it once its requests are answered; a second call waits for the first. */
  leave(options: LeaveOptions): Promise<void>;
  /** True from the first call of `leave`. */
  readonly leaving: boolean;
  /** Connections of clients that are open. */
  readonly connections: number;
}

/** Makes the server with all its routes. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const refuse = refuser(options.onFailure);
  const { clients = clientAddresses(NO_PROXIES) } = options;
  const { clientOf, isProxy } = clients;
  const graphql = graphqlHandler({ ...options, clientOf, headers: SECURITY_HEADERS });
  const placeOf = graphqlPath(options.graphqlPath ?? '/graphql', options.contracts);
  let http!: LeavingServer;
  const pages = Fastify({
    serverFactory: (page) => {
      http = new LeavingServer(
        { ...timeouts(options.bodyTimeout), maxConnections: options.maxConnections, isProxy, tls: options.tls },
        ofOwnHost(options.validateHost, routed(placeOf, graphql, page)),
      );
      return http.server;
    },
    genReqId: () => randomUUID(),
    clientErrorHandler: answerUnreadable(SECURITY_HEADERS, (code) => options.observe?.unreadable(code)),
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  });
  addHooks(pages, refuse);
  await addRoutes(pages, options, clientOf);
  await pages.ready();
  return {
    server: http.server,
    stopsListening: (stop) => void (http.stopListening = stop),
    // The router answers until the last connection is closed: closed earlier, it would answer health checks with an error of its own.
    leave: async (how) => {
      await http.leave(how);
      await pages.close();
    },
    get leaving() {
      return http.leaving;
    },
    get connections() {
      return http.connections;
    },
  };
}

async function addRoutes(
  pages: FastifyInstance,
  { readiness, subgraphs, handler, crossOrigin, contracts = [], explorer }: HttpServerOptions,
  clientOf: ClientAddresses['clientOf'],
): Promise<void> {
  addHealth(pages, readiness);
  if (subgraphs) serveSubgraphHealth(pages, { ...subgraphs, clientOf });
  serveSchemaFile(pages, { handler, clientOf, crossOrigin, contracts });
  if (explorer) await serveExplorer(pages, explorer);
}

/** @param most ms for a client to send a whole request */
const timeouts = (most: number) => ({
  requestTimeout: most,
  headersTimeout: most,
  connectionsCheckingInterval: 1_000,
  // Longer than proxies and load balancers keep theirs (60 s): one that is closed here first, as Node does after 5 s, loses what they send on it.
  keepAliveTimeout: KEPT,
  // Clients are told KEPT, and a request that was sent by then is read even where this process was held up for seconds.
  keepAliveTimeoutBuffer: 10_000,
});

/** How long a connection may be idle, ms. */
const KEPT = 65_000;

/** @returns the listener for requests to this gateway's own names; all others are refused here */
function ofOwnHost(validateHost: ValidateHost, listener: Listener): Listener {
  return (request, response) => {
    try {
      validateHost(request);
    } catch (thrown) {
      const { status, headers, body } = refusal(thrown, { connection: 'close' });
      return void response
        .writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': Buffer.byteLength(body) })
        .end(body);
    }
    listener(request, response);
  };
}

/** The graph's requests go past the router of the pages. */
function routed(placeOf: GraphqlPathOf, graphql: GraphqlListener, page: Listener): Listener {
  return (request, response) => {
    const place = placeOf(request.url);
    if (place === undefined) page(request, response);
    else graphql(request, response, place);
  };
}

type Refuse = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Whatever a route throws leaves as a coded error. The router's own refusals, such as a path that cannot be decoded, become NOT_FOUND. */
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
