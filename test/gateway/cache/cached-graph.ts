/** A gateway with a guard over subgraphs in this process, whose answers say who was told to ask, and when. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { vi } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { composeSubgraphs } from '../../../schema/composition/compose-subgraphs.ts';

export const CACHED_HEADER = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective", "@requiresScopes"])
  @link(url: "https://sigap-graph.id/privacy/v1.2", import: ["@personal", "@harmless", "@mask", "@filters"])
  @link(url: "https://sigap-graph.id/cache/v1.0", import: ["@cacheControl", "@frozen", "@cacheTag"])
  @composeDirective(name: "@personal") @composeDirective(name: "@harmless") @composeDirective(name: "@mask")
  @composeDirective(name: "@filters") @composeDirective(name: "@cacheControl") @composeDirective(name: "@frozen")
  @composeDirective(name: "@cacheTag")
directive @personal(category: privacy__Category! = GENERAL, subject: String) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @harmless(because: String!) on FIELD_DEFINITION | SCALAR
directive @mask(as: privacy__Mask!, by: String, of: String) on FIELD_DEFINITION
directive @filters(fields: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @cacheControl(maxAge: Int, scope: cache__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
directive @frozen(month: String, always: Boolean! = false) on FIELD_DEFINITION
directive @cacheTag(name: String!) repeatable on FIELD_DEFINITION
enum privacy__Category { GENERAL SPECIFIC }
enum privacy__Mask { NIK NAME KPJ PHONE DATE TEXT BY_FIELD }
enum cache__Scope { PUBLIC PRIVATE }
`;

const SDL = `${CACHED_HEADER}
type Query {
  live(of: [Int!], text: String): Seen @cacheControl(maxAge: 30) @cacheTag(name: "live")
  frozen(month: String): Seen @cacheControl(maxAge: 30) @frozen(month: "month")
  mine: Seen @cacheControl(maxAge: 30, scope: PRIVATE)
  guarded: Seen @requiresScopes(scopes: [["finance:read"]]) @cacheControl(maxAge: 30, scope: PRIVATE)
  unsaid: Seen
  faulty: Seen @cacheControl(maxAge: 30)
  person: Person
  long: Seen @cacheControl(maxAge: 3600)
}
type Mutation { change: Int @cacheTag(name: "live") other: Int }
type Seen @cacheControl(inheritMaxAge: true) { by: String! nth: Int! large: String thing: Thing }
type Thing @key(fields: "id") @cacheControl(inheritMaxAge: true) { id: ID! added: Int }
type Person @personal @requiresScopes(scopes: [["person:read"]]) { token: ID! @harmless(because: "x") }
`;

/** In the middle of a month. */
export const NOON = new Date('2026-03-15T03:00:00Z');

/** Puts the clock of a test forward. */
export const later = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1_000);

const OPERATE_TOKEN = 'an operators token of 30 letters';
/** Settings of a gateway with an operators' port, for `operator`. */
export const OPERATED: Partial<GatewaySettings> = {
  purposes: ['AUDIT'],
  operatePort: 0,
  operateToken: OPERATE_TOKEN,
};

export interface CachedGraph {
  readonly gateway: RunningGateway;
  /** How many requests the subgraph has answered. */
  readonly asked: () => number;
  /** Of each request, who was told to ask. */
  readonly told: (ClaimsSubject | undefined)[];
  /** Of each request, which subgraph was asked, and about which entities. */
  readonly requests: { readonly subgraph: string; readonly query: string; readonly entities: readonly string[] }[];
  /** While true no subgraph answers; a name: only that one does not. */
  down: boolean | string;
  /** Awaited before a subgraph answers. */
  gate: Promise<void>;
  /** Changes a subgraph's reply. */
  tamper: ((subgraph: string, reply: never) => unknown) | undefined;
  bearer(...words: string[]): Promise<Record<string, string>>;
  /** @param more of the body, by POST */
  ask(query: string, headers?: Record<string, string>, more?: object): Promise<CachedReply>;
  get(query: string, headers?: Record<string, string>, variables?: object): Promise<CachedReply>;
  /** Asks at the operators' port; with a body by POST. */
  operator(path: string, body?: object): Promise<Response>;
  stop(): Promise<void>;
}

interface CachedReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
  readonly json: any;
}

/** A subgraph: its SDL, and its resolvers. */
export interface InProcessSubgraph {
  readonly sdl: string;
  readonly resolvers: object;
}

export async function startCachedGraph(
  settings: Partial<GatewaySettings> = {},
  onEnded?: (tags: readonly string[]) => void,
): Promise<CachedGraph> {
  let nth = 0;
  const seen = (claims: ClaimsSubject | undefined) => ({
    by: words(claims),
    nth: ++nth,
    large: 'x'.repeat(2_000),
    thing: { id: '1', added: 1 },
  });
  const resolvers = {
    Query: {
      ...Object.fromEntries(
        ['live', 'frozen', 'mine', 'guarded', 'unsaid', 'long'].map((name) => [
          name,
          (_: unknown, _args: unknown, { claims }: { claims?: ClaimsSubject }) => seen(claims),
        ]),
      ),
      faulty: () => {
        throw new Error('no');
      },
      person: () => ({ token: 'psr_a' }),
    },
    Mutation: { change: () => 1, other: () => 1 },
  };
  return startGatewayOver({ one: { sdl: SDL, resolvers } }, settings, onEnded);
}

/** @param subgraphs by their names */
export async function startGatewayOver(
  subgraphs: Readonly<Record<string, InProcessSubgraph>>,
  settings: Partial<GatewaySettings> = {},
  onEnded?: (tags: readonly string[]) => void,
): Promise<CachedGraph> {
  const folder = mkdtempSync(join(tmpdir(), 'cached-'));
  const named = Object.entries(subgraphs);
  const composed = composeSubgraphs(named.map(([name, { sdl }]) => ({ name, url: 'http://127.0.0.1:1/', sdl })));
  if (composed.errors) throw new Error(JSON.stringify(composed.errors));
  const graph = {
    asked: () => graph.told.length,
    told: [],
    requests: [],
    down: false,
    gate: Promise.resolve(),
  } as unknown as CachedGraph & {
    gateway: RunningGateway;
  };
  graph.gateway = await startGateway({
    settings: gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: folder, ...settings }),
    log: logOf('test', 'silent'),
    source: fixedSupergraph(composed.supergraphSdl),
    inProcess: Object.fromEntries(named.map(([name, subgraph]) => [name, executeOf(graph, name, subgraph) as never])),
    onEnded,
  });
  const send = async (path: string, init: RequestInit): Promise<CachedReply> => {
    const response = await fetch(`${graph.gateway.url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === '' ? undefined : JSON.parse(text),
    };
  };
  return Object.assign(graph, {
    bearer: async (...line: string[]) => ({
      authorization: `Bearer ${await tokenCommand(line, { KEYS_FOLDER: folder })}`,
    }),
    ask: (query: string, headers = {}, more = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, ...more }),
      }),
    get: (query: string, headers = {}, variables?: object) => {
      const search = new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) });
      return send(`/graphql?${search}`, { headers: { 'apollo-require-preflight': 'true', ...headers } });
    },
    operator: (path: string, body?: object) =>
      fetch(`${graph.gateway.operateUrl}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${OPERATE_TOKEN}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    stop: async () => {
      await graph.gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

interface AskedOfSubgraph {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly claims?: ClaimsSubject;
}

function executeOf(graph: CachedGraph, subgraph: string, { sdl, resolvers }: InProcessSubgraph) {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
  return async ({ query, variables = {}, claims }: AskedOfSubgraph) => {
    graph.told.push(claims);
    const lists = Object.values(variables).filter(Array.isArray) as { id?: string; token?: string }[][];
    const entities = lists.flatMap((list) => list.map(({ id, token }) => id ?? token ?? ''));
    graph.requests.push({ subgraph, query, entities });
    await graph.gate;
    if (graph.down === true || graph.down === subgraph) throw new Error('gone');
    const context = { claims };
    const reply = await graphql({ schema, source: query, variableValues: variables, contextValue: context });
    return (graph.tamper?.(subgraph, reply as never) ?? reply) as never;
  };
}

/** Who asks, as a subgraph is told. */
export const words = (claims: ClaimsSubject | undefined): string =>
  claims === undefined
    ? 'nobody'
    : [claims.sub, claims.roles.join('+'), claims.agency, claims.purpose, claims.month, claims.cells].join(' ');
