/** The explorer's files and what it is told about this gateway. The files are built from `web/` and served as they are. */
import type { FastifyInstance } from 'fastify';
import fastifyStatic from '@fastify/static';
import { refuseOtherPages } from './own-page.ts';
import type { ShippedQuestion } from './questions.ts';

/** What the explorer reads from `/explorer/config.json` when it opens. */
interface ExplorerConfig {
  readonly endpoint: string;
  /** Ready questions, in the order they are offered. */
  readonly questions: readonly ShippedQuestion[];
  /** Callers to try the graph as; empty outside development. Their tokens are asked for apart. */
  readonly roles: readonly { readonly name: string; readonly title: string; readonly plans?: boolean }[];
  /** Values of the header `x-purpose` that may be chosen. */
  readonly purposes: readonly { readonly name: string; readonly title: string }[];
}

/** Everything the explorer loads comes from this origin. Monaco, its editor, puts style elements into the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface ExplorerOptions {
  /** Where the built explorer lies. */
  readonly folder: string;
  readonly config: () => ExplorerConfig;
  /** A token for each role of the config but the public; given to the explorer's own page only. */
  readonly tokens: () => Promise<Readonly<Record<string, string>>>;
}

export async function serveExplorer(app: FastifyInstance, { folder, config, tokens }: ExplorerOptions): Promise<void> {
  app.get('/explorer/config.json', (_request, reply) => reply.header('cache-control', 'no-store').send(config()));
  app.post(
    '/explorer/tokens',
    // Before a body is read.
    { onRequest: ({ headers }) => Promise.try(refuseOtherPages, headers) },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ tokens: await tokens() }),
  );
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      response.header('content-security-policy', CONTENT_SECURITY_POLICY);
      // Names under assets/ hold a hash of their content, so they never change.
      if (path.includes('/assets/')) response.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
}
