/** Subgraphs: seen, checked, published, retracted, quarantined. */
import type { FastifyInstance } from 'fastify';
import { registryFault } from '../errors.ts';
import type { TokenDocument } from '../model/documents.ts';
import { currentState } from '../service/change-supergraph.ts';
import { checkVersion } from '../service/check-version.ts';
import type { Actor, Ground } from '../service/ground.ts';
import { freeName, nameHolder, moveSubgraph } from '../service/names.ts';
import { quarantine, release, retract, type Operated } from '../service/operate.ts';
import { publish, type Published } from '../service/publish.ts';
import { publishTogether } from '../service/publish-together.ts';
import { listSubgraphs, showSubgraph, showVersion } from '../service/read-graph.ts';
import { requirePartnerAddress } from '../service/partner-address.ts';
import { supergraphView, versionView } from '../service/views.ts';
import { route } from './route.ts';
import { shapes } from './shapes.ts';

const group = 'Subgraphs';

/** Adds the routes. */
export function subgraphRoutes(app: FastifyInstance, ground: Ground): void {
  readRoutes(app, ground);
  publishRoutes(app, ground);
  togetherRoute(app, ground);
  nameRoutes(app, ground);
  const acts = { retract, quarantine, release };
  for (const [verb, act] of Object.entries(acts))
    route(
      app,
      ground,
      {
        method: 'POST',
        url: `/v1/subgraphs/:name/${verb}`,
        group,
        summary: SUMMARIES[verb as keyof typeof acts],
        rights: verb === 'retract' ? ['publish', 'operate'] : ['operate'],
        params: shapes.named,
        body: shapes.reason,
      },
      async ({ params: { name }, body: { why }, token }) => {
        if (verb === 'retract') await ownerFor(ground, token, name);
        return operatedView(await act(ground, name, { actor: actorOf(token), why }));
      },
    );
}

const SUMMARIES = {
  retract: 'Takes a subgraph out of the graph, as its owner; answers what clients can no longer ask',
  quarantine: 'Takes the fields of a subgraph out until it is released; answers what clients can no longer ask',
  release: 'Puts a quarantined subgraph back',
} as const;

function readRoutes(app: FastifyInstance, ground: Ground): void {
  const read = { method: 'GET', group, rights: ['read'] } as const;
  route(app, ground, { ...read, url: '/v1/subgraphs', summary: 'All subgraphs, and where they stand' }, () =>
    listSubgraphs(ground),
  );
  route(
    app,
    ground,
    { ...read, url: '/v1/subgraphs/:name', summary: 'One subgraph with its versions', params: shapes.named },
    ({ params: { name } }) => showSubgraph(ground, name),
  );
  route(
    app,
    ground,
    {
      ...read,
      url: '/v1/subgraphs/:name/versions/:number',
      summary: 'One version with its SDL, its report and its approvals',
      params: shapes.version,
    },
    ({ params: { name, number } }) => showVersion(ground, name, number),
  );
}

function publishRoutes(app: FastifyInstance, ground: Ground): void {
  const by = { method: 'POST', group, rights: ['publish', 'operate'], params: shapes.named } as const;
  route(
    app,
    ground,
    { ...by, url: '/v1/subgraphs/:name/check', summary: 'Checks a candidate; writes nothing', body: shapes.check },
    async ({ params: { name }, body, token }) => {
      requireAddress(token, body.url);
      const owner = await ownerFor(ground, token, name, body.owner);
      return checkVersion(ground, await currentState(ground), { name, owner, url: body.url, sdl: body.sdl });
    },
  );
  route(
    app,
    ground,
    {
      ...by,
      url: '/v1/subgraphs/:name/versions',
      summary: 'Publishes a version: 201 published, 200 unchanged, 202 waits for approvals, 422 failed its check',
      body: shapes.publish,
    },
    async ({ params: { name }, body: { sdl, url, why, owner }, token, reply }) => {
      requireAddress(token, url);
      const candidate = { name, owner: await ownerFor(ground, token, name, owner), url, sdl, why };
      const published = await publish(ground, candidate, actorOf(token));
      return reply.code(statusOf(published)).send(publishedView(published));
    },
  );
}

function togetherRoute(app: FastifyInstance, ground: Ground): void {
  route(
    app,
    ground,
    {
      method: 'POST',
      url: '/v1/versions',
      group,
      summary: 'Publishes several subgraphs as one change; owners are not asked',
      rights: ['operate'],
      body: shapes.together,
    },
    async ({ body: { subgraphs, why }, token, reply }) => {
      const candidates = subgraphs.map((each) => ({ ...each, why }));
      const { versions, supergraph } = await publishTogether(ground, candidates, actorOf(token));
      return reply
        .code(supergraph === undefined ? 200 : 201)
        .send({ versions: versions.map(versionView), supergraph: supergraph && supergraphView(supergraph) });
    },
  );
}

function nameRoutes(app: FastifyInstance, ground: Ground): void {
  const by = { method: 'POST', group, rights: ['operate'], params: shapes.named } as const;
  route(
    app,
    ground,
    { ...by, url: '/v1/subgraphs/:name/move', summary: 'Gives a subgraph to another agency', body: shapes.move },
    async ({ params: { name }, body: { why, owner }, token }) => {
      await moveSubgraph(ground, name, { actor: actorOf(token), why, owner });
      return showSubgraph(ground, name);
    },
  );
  route(
    app,
    ground,
    {
      ...by,
      url: '/v1/subgraphs/:name/free',
      summary: 'Frees a name of which nothing is published: whoever publishes next has it',
      body: shapes.reason,
    },
    async ({ params: { name }, body: { why }, token }) => {
      await freeName(ground, name, { actor: actorOf(token), why });
      return { name };
    },
  );
}

function requireAddress({ rights }: TokenDocument, url: string): void {
  if (!rights.includes('operate')) requirePartnerAddress(url);
}

/** @returns who acts with a token */
export function actorOf({ agency, _id }: TokenDocument): Actor {
  return { agency, token: _id };
}

/** @returns what a change is answered with */
export function operatedView({ supergraph, lost }: Operated) {
  return { supergraph: supergraphView(supergraph), lost };
}

/** @returns what a publish is answered with */
export function publishedView({ version, report, supergraph, unchanged }: Published) {
  return { version: versionView(version), report, supergraph: supergraph && supergraphView(supergraph), unchanged };
}

function statusOf({ supergraph, report, unchanged }: Published): number {
  if (unchanged) return 200;
  if (supergraph !== undefined) return 201;
  return report.outcome === 'waits' ? 202 : 422;
}

/**
 * Whose subgraph a token may publish: its agency's, if it names it; an operator's token anybody's.
 * @returns the owner @throws CodedError REGISTRY_FORBIDDEN, REGISTRY_NAME
 */
async function ownerFor(ground: Ground, token: TokenDocument, name: string, asked?: string): Promise<string> {
  const known = await nameHolder(ground, name);
  if (known !== undefined && asked !== undefined && known !== asked)
    throw registryFault('REGISTRY_FORBIDDEN', `${name} belongs to ${known}, got ${asked}`);
  const owner = known ?? asked ?? token.agency;
  if (token.rights.includes('operate')) return owner;
  if (owner !== token.agency)
    throw registryFault(
      'REGISTRY_FORBIDDEN',
      `${name} belongs to ${owner}, expected a token of theirs, got one of ${token.agency}`,
    );
  if (!token.subgraphs.includes('*') && !token.subgraphs.includes(name))
    throw registryFault(
      'REGISTRY_FORBIDDEN',
      `the token is for ${token.subgraphs.join(', ') || 'no subgraph'}, got ${name}`,
    );
  return owner;
}
