/** The supergraph: as gateways take it, its history, and what operators do to it. */
import type { FastifyInstance } from 'fastify';
import { readText } from '../model/texts.ts';
import type { Ground } from '../service/ground.ts';
import { pinSupergraph, rollback, unpin } from '../service/operate.ts';
import { diffSupergraphs, listSupergraphs, servedNow, showSupergraph } from '../service/read-graph.ts';
import { route } from './route.ts';
import { shapes } from './shapes.ts';
import { actorOf, operatedView } from './subgraph-routes.ts';

const group = 'Supergraph';

/** Header of the signature: base64, Ed25519 over the body. */
const SIGNATURE_HEADER = 'x-supergraph-signature';

/** Adds the routes. */
export function supergraphRoutes(app: FastifyInstance, ground: Ground): void {
  servedRoute(app, ground);
  historyRoutes(app, ground);
  const operate = { method: 'POST', group, rights: ['operate'], body: shapes.reason } as const;
  route(
    app,
    ground,
    {
      ...operate,
      url: '/v1/supergraphs/:number/pin',
      summary: 'Serves this supergraph, whatever is published, until it is unpinned',
      params: shapes.numbered,
    },
    async ({ params: { number }, body: { why }, token }) =>
      operatedView(await pinSupergraph(ground, number, { actor: actorOf(token), why })),
  );
  route(
    app,
    ground,
    { ...operate, url: '/v1/supergraph/unpin', summary: 'Serves what is published again' },
    async (asked) => operatedView(await unpin(ground, { actor: actorOf(asked.token), why: asked.body.why })),
  );
  route(
    app,
    ground,
    {
      ...operate,
      url: '/v1/supergraph/rollback',
      summary: 'Goes back to the supergraph before; again: to the one before that',
    },
    async ({ body: { why }, token }) => operatedView(await rollback(ground, { actor: actorOf(token), why })),
  );
}

function servedRoute(app: FastifyInstance, ground: Ground): void {
  route(
    app,
    ground,
    {
      method: 'GET',
      url: '/v1/supergraph',
      group,
      summary: 'The SDL that is served now, with its ETag and its signature; 304 for one that has it',
      rights: ['read'],
      query: shapes.variant,
    },
    async ({ query: { variant }, request, reply }) => {
      const { hash, signature, number } = await servedNow(ground, variant);
      const etag = `"${hash}"`;
      reply.header('etag', etag).header('x-supergraph-number', String(number)).header('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply
        .header(SIGNATURE_HEADER, signature)
        .type('application/graphql; charset=utf-8')
        .send(await readText(ground.database, hash));
    },
  );
}

function historyRoutes(app: FastifyInstance, ground: Ground): void {
  const read = { method: 'GET', group, rights: ['read'] } as const;
  route(
    app,
    ground,
    { ...read, url: '/v1/supergraphs', summary: 'The history, the newest first', query: shapes.history },
    ({ query: { limit, before } }) => listSupergraphs(ground, limit, before),
  );
  route(
    app,
    ground,
    { ...read, url: '/v1/supergraphs/:number', summary: 'One supergraph with its SDL', params: shapes.numbered },
    ({ params: { number } }) => showSupergraph(ground, number),
  );
  route(
    app,
    ground,
    {
      ...read,
      url: '/v1/supergraphs/:a/diff/:b',
      summary: 'What differs between two supergraphs',
      params: shapes.pair,
    },
    ({ params: { a, b } }) => diffSupergraphs(ground, a, b),
  );
}
