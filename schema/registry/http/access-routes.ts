/** Approvals, tokens, the public key and health. */
import type { FastifyInstance } from 'fastify';
import type { TokenDocument } from '../model/documents.ts';
import { approve, deny, revoke } from '../service/approvals.ts';
import { currentState } from '../service/change-supergraph.ts';
import type { Ground } from '../service/ground.ts';
import { listApprovals } from '../service/read-graph.ts';
import { makeToken, revokeToken } from '../service/tokens.ts';
import { approvalView, tokenView, versionView } from '../service/views.ts';
import { route } from './route.ts';
import { shapes } from './shapes.ts';
import { actorOf, publishedView } from './subgraph-routes.ts';

/** Adds the routes. */
export function accessRoutes(app: FastifyInstance, ground: Ground): void {
  approvalRoutes(app, ground);
  tokenRoutes(app, ground);
  const open = { method: 'GET', group: 'Registry', rights: [] } as const;
  route(app, ground, { ...open, url: '/v1/key', summary: 'The public key of signatures: SPKI, DER in base64' }, () => ({
    algorithm: 'Ed25519',
    key: ground.signer.publicKey,
  }));
  route(app, ground, { ...open, url: '/health', summary: 'Whether the registry and its database answer' }, async () => {
    const state = await currentState(ground);
    return { status: 'ok', supergraph: state?._id ?? null };
  });
}

function approvalRoutes(app: FastifyInstance, ground: Ground): void {
  const group = 'Approvals';
  route(
    app,
    ground,
    {
      method: 'GET',
      url: '/v1/approvals',
      group,
      summary: 'Who is asked about what',
      rights: ['read'],
      query: shapes.approvals,
    },
    ({ query: { state } }) => listApprovals(ground, state),
  );
  answerRoutes(app, ground, group);
}

function answerRoutes(app: FastifyInstance, ground: Ground, group: string): void {
  for (const [verb, decide, summary] of [
    ['approve', approve, 'Agrees, as the agency that is asked; the last agreement publishes the version'],
    ['deny', deny, 'Refuses, as the agency that is asked; the version has failed then'],
    ['revoke', revoke, 'Takes an agreement back: the next version waits again; answers which is published still'],
  ] as const)
    route(
      app,
      ground,
      {
        method: 'POST',
        url: `/v1/approvals/:id/${verb}`,
        group,
        summary,
        rights: ['approve'],
        params: shapes.identified,
        body: shapes.answer,
      },
      async ({ params: { id }, body: { why, days }, token }) => {
        const answered = await decide(ground, id, { actor: actorOf(token), why, days });
        const { approval, published, stillPublished } = answered;
        return {
          approval: approvalView(approval),
          ...(published && publishedView(published)),
          ...(stillPublished && { stillPublished: versionView(stillPublished) }),
        };
      },
    );
}

function tokenRoutes(app: FastifyInstance, ground: Ground): void {
  route(
    app,
    ground,
    {
      method: 'GET',
      url: '/v1/token',
      group: 'Tokens',
      summary: 'The token that asks: whose it is, and what it may',
      rights: ['read'],
    },
    ({ token }) => tokenView(token),
  );
  const by = { group: 'Tokens', rights: ['operate'] } as const;
  route(
    app,
    ground,
    {
      ...by,
      method: 'POST',
      url: '/v1/tokens',
      summary: 'Makes a token, which is shown this once',
      body: shapes.token,
    },
    async ({ body, token, reply }) => {
      const made = await makeToken(ground, body, token._id);
      return reply.code(201).send({ token: made.token, ...tokenView(made.kept) });
    },
  );
  route(app, ground, { ...by, method: 'GET', url: '/v1/tokens', summary: 'All tokens, without the tokens' }, async () =>
    (await ground.database.tokens.find().sort({ madeAt: -1 }).limit(1_000).lean<TokenDocument[]>()).map(tokenView),
  );
  route(
    app,
    ground,
    { ...by, method: 'DELETE', url: '/v1/tokens/:id', summary: 'Revokes a token at once', params: shapes.identified },
    async ({ params: { id } }) => tokenView(await revokeToken(ground, id)),
  );
}
