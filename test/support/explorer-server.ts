/** The explorer as a browser meets it: the built files under a strict policy, a config, and a small graph behind `/graphql`. */
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSchema, graphql } from 'graphql';
import type { ExplorerConfig } from '../../web/session/config.ts';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const DIST = join(WEB, 'dist');
const VITE = join(WEB, '../node_modules/vite/bin/vite.js');

/** The policy the explorer is promised to work under. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The registry is the one other origin that the page may ask. */
const policyFor = ({ registry }: ExplorerConfig): string =>
  registry === undefined
    ? CONTENT_SECURITY_POLICY
    : CONTENT_SECURITY_POLICY.replace("connect-src 'self'", `connect-src 'self' ${new URL(registry).origin}`);

/** The paths at which the gateway serves the page. */
const VIEWS = new Set(['/', '/data', '/query', '/help', '/registry']);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

const SCHEMA = buildSchema(`
  type Query {
    "The programme on one page / Program satu halaman"
    programme: Programme!
    "Districts, the largest first / Kecamatan"
    districts(first: Int = 12): [District!]!
    slow: Int
    "Stalls, more than a page holds / Lapak"
    stalls(first: Int = 500, after: String): Stalls!
  }
  type Stalls { totalCount: Int! pageInfo: PageInfo! nodes: [Stall!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Stall {
    "Name / Nama"
    name: String!
    "Market / Pasar"
    market: Market!
    "Vendors / Pedagang"
    vendors: Int
    basis: Basis!
  }
  type Market { "Name / Nama" name: String! }
  type Programme { participants: Int! published: Int! liability: Int! shortfall: Int! }
  type District { code: String! name: String! workers: Int small: Int basis: Basis! villages: [Village!]! }
  type Basis { month: String exactness: String! noise: Int! }
  type Village { code: String! name: String! workers: Int! }
`);

const VILLAGES = [
  ['3275011001', 'Bekasi Jaya', 310],
  ['3275011002', 'Margahayu', 287],
  ['3275011003', 'Duren Jaya', 264],
] as const;
const DISTRICTS = [
  {
    code: '327501',
    name: 'Bekasi Timur',
    workers: 1_204,
    villages: VILLAGES.map(([code, name, workers]) => ({ code, name, workers })),
  },
  {
    code: '327502',
    name: 'Bekasi Barat',
    workers: 11_666,
    villages: [{ code: '3275021001', name: '=HYPERLINK("evil")', workers: 4 }],
  },
];

/** One question that reached the graph. */
interface Received {
  readonly query: string;
  readonly operation: string | undefined;
  readonly authorization: string | undefined;
  readonly purpose: string | undefined;
  /** What it says about the plan. */
  readonly plan: string | undefined;
  /** What it says about an explanation. */
  readonly explain: string | undefined;
}

/** Rows of the list that is longer than any page. */
export const STALLS = 100_000;

export interface ExplorerServer {
  readonly origin: string;
  readonly received: Received[];
  /** Statuses that the next questions other than introspection are refused with, in order. */
  readonly refusals: number[];
  close(): Promise<void>;
}

/** Builds `web/dist` when a source is newer than it, so that the test never judges an old page. */
export async function buildExplorer(): Promise<void> {
  const built = join(DIST, 'index.html');
  const sources = globSync(['**/*.{ts,tsx,css,html}', 'public/*'], { cwd: WEB, exclude: ['dist'] });
  const newest = Math.max(...sources.map((file) => statSync(join(WEB, file)).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  // A process of its own: vitest's NODE_ENV would build React's development half into the page.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [VITE, 'build', WEB], { env });
}

/** Serves until closed, on a free port of this machine. */
export async function startExplorer(config: ExplorerConfig): Promise<ExplorerServer> {
  const received: Received[] = [];
  const refusals: number[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://explorer');
    response.setHeader('content-security-policy', policyFor(config));
    if (pathname === '/graphql') return void answer(request, response, received, refusals);
    if (pathname === '/explorer/config.json')
      return void sendJson(response, 200, { ...config, roles: config.roles.map(({ token: _apart, ...role }) => role) });
    if (pathname === '/explorer/tokens') return void sendTokens(request, response, config);
    sendFile(response, VIEWS.has(pathname) ? '/index.html' : pathname);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refusals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As the gateway does it: test/gateway/http/explorer-tokens.test.ts. */
function sendTokens({ method, headers }: IncomingMessage, response: ServerResponse, { roles }: ExplorerConfig): void {
  const own =
    method === 'POST' &&
    headers['x-sigap-explorer'] !== undefined &&
    headers.origin === `http://${headers.host}` &&
    headers['sec-fetch-site'] === 'same-origin';
  if (!own) return sendJson(response, 403, {});
  sendJson(response, 200, {
    tokens: Object.fromEntries(roles.flatMap(({ name, token }) => (token === undefined ? [] : [[name, token]]))),
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  received: Received[],
  refusals: number[],
): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { query, variables, operationName } = JSON.parse(body);
  const {
    authorization,
    'x-purpose': purpose,
    'apollo-expose-query-plan': plan,
    'x-explain': explain,
  } = request.headers;
  received.push({
    query,
    operation: operationName ?? undefined,
    authorization,
    purpose: purpose as string | undefined,
    plan: plan as string | undefined,
    explain: explain as string | undefined,
  });
  const refused = operationName === 'IntrospectionQuery' ? undefined : refusals.shift();
  if (refused !== undefined)
    return sendJson(response, refused, { errors: [{ message: 'Refused', extensions: { code: 'REFUSED' } }] });
  if (plan === 'dry-run')
    return sendJson(response, 200, {
      data: null,
      extensions: {
        cost: { estimated: 12 },
        apolloQueryPlan: { object: {}, text: `QueryPlan {\n  Fetch(service: "agencies") { ${operationName} }\n}` },
      },
    });
  if (query.includes('slow')) await new Promise((resolve) => response.once('close', resolve));
  if (response.closed) return;
  sendJson(
    response,
    200,
    await graphql({ schema: SCHEMA, source: query, rootValue: ROOT, variableValues: variables, operationName }),
  );
}

/** Their numbers run against their order, so that an order by them is another one; every thousandth owes its number. */
const stallAt = (index: number) => ({
  name: `Stall ${index}`,
  market: { name: `Market ${index % 8}` },
  vendors: () => {
    if (index % 1000 !== 7) return STALLS - index;
    throw Object.assign(new Error('not perturbed'), { extensions: { code: 'UNPERTURBED_COUNT' } });
  },
  basis: { month: '2025-12', exactness: 'PERTURBED', noise: 10 },
});

const ROOT = {
  programme: { participants: 54_666, published: 54_666, liability: 587_966_400, shortfall: 7_966_400 },
  stalls: ({ first, after }: { first: number; after?: string | null }) => {
    const start = after == null ? 0 : Number(after);
    const end = Math.min(STALLS, start + first);
    const nodes = Array.from({ length: end - start }, (_, index) => stallAt(start + index));
    return { totalCount: STALLS, pageInfo: { hasNextPage: end < STALLS, endCursor: String(end) }, nodes };
  },
  districts: ({ first }: { first: number }) =>
    DISTRICTS.slice(0, first).map((district) => ({
      ...district,
      basis: { month: '2025-12', exactness: 'PERTURBED', noise: 8 },
      small: () => {
        throw Object.assign(new Error('A count was not perturbed by its subgraph'), {
          extensions: { code: 'UNPERTURBED_COUNT' },
        });
      },
    })),
};

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendFile(response: ServerResponse, path: string): void {
  const file = join(DIST, path);
  if (!file.startsWith(DIST) || !existsSync(file)) return void response.writeHead(404).end();
  if (path.startsWith('/assets/')) response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  response
    .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    .end(readFileSync(file));
}
