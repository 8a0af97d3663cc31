/** The explorer's files, built from `web/`, and the configuration it reads from this gateway. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyStatic from '@fastify/static';
import { refuseOtherPages } from './own-page.ts';
import type { ShippedQuestion } from './questions.ts';

/** A ready change with what its variables start from. */
interface ReadyChange extends ShippedQuestion {
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the explorer reads from `/explorer/config.json` when it opens. */
interface ExplorerConfig {
  readonly endpoint: string;
  /** Ready questions, in the order of the explorer's list. */
  readonly questions: readonly ShippedQuestion[];
  /** Ready changes, a mutation each, listed behind the questions. */
  readonly changes: readonly ReadyChange[];
  /** Roles to try the graph with; empty outside of development. Their tokens are fetched from `/explorer/tokens`. */
  readonly roles: readonly { readonly name: string; readonly title: string; readonly plans?: boolean }[];
  /** Values that the header `x-purpose` may have. */
  readonly purposes: readonly { readonly name: string; readonly title: string }[];
  /** How readers sign in; absent where they cannot. */
  readonly signIn?: SignIn;
  /** Whether an answer with personal data leaves only once its record is durable; otherwise the page takes no table with persons away. */
  readonly recordsReads: boolean;
  /** Name of the city whose page it is. */
  readonly city: string;
  /** Whether the figures are those of the sample: the page says so on every view and in every file. */
  readonly sampleData: boolean;
}

/** A client of an OpenID provider: public, by code flow with PKCE. */
export interface SignIn {
  /** URL of the provider; its endpoints that the page calls are of the same origin. */
  readonly issuer: string;
  readonly clientId: string;
  /** With spaces between, `openid` among them. */
  readonly scopes: string;
  /** What a token is requested for (RFC 8707). */
  readonly resource?: string;
}

/**
 * The explorer loads everything from this origin. Its editor, Monaco, adds style elements to the page.
 * @param others URLs whose origins the page may call too: that of the OpenID issuer, that of the registry
 */
const contentSecurityPolicy = (others: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "worker-src 'self'",
    ["connect-src 'self'", ...others.map((url) => new URL(url).origin)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What the explorer is served from. */
export interface ExplorerOptions {
  /** The folder of the built files. */
  readonly folder: string;
  readonly config: () => ExplorerConfig;
  /** How readers sign in; absent where they cannot. */
  readonly signIn?: SignIn | undefined;
  /** A token for each role of the config except the public one; sent to the explorer's own page only. */
  readonly tokens: () => Promise<Readonly<Record<string, string>>>;
  readonly registry?: ExplorerRegistry | undefined;
}

/** The registry that the page shows. */
export interface ExplorerRegistry {
  readonly url: string;
  /** A token of it to try the page with, in development; sent to the explorer's own page only. */
  readonly token?: string | undefined;
}

/** Views of the page beside `/`. The page itself reads which one its address names. */
const VIEWS = ['/data', '/query', '/help', '/registry'];

/** Adds the explorer's routes: `/`, its other views and its files, `/explorer/config.json`, `/explorer/tokens`, `/explorer/registry-token`. */
export async function serveExplorer(
  app: FastifyInstance,
  { folder, config, signIn, tokens, registry }: ExplorerOptions,
): Promise<void> {
  const policy = contentSecurityPolicy([signIn?.issuer, registry?.url].filter((url) => url !== undefined));
  app.get('/explorer/config.json', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ ...config(), signIn, registry: registry?.url }),
  );
  // Before a body is read.
  const ownPage = { onRequest: ({ headers }: FastifyRequest) => Promise.try(refuseOtherPages, headers) };
  app.post('/explorer/tokens', ownPage, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ tokens: await tokens() }),
  );
  app.post('/explorer/registry-token', ownPage, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ token: registry?.token ?? null }),
  );
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      response.header('content-security-policy', policy);
      // Names under assets/ hold a hash of their content, so they never change.
      if (path.includes('/assets/')) response.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  for (const view of VIEWS) app.get(view, (_request, reply) => reply.sendFile('index.html'));
}
