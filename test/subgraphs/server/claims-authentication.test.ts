import { request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { CLAIMS_HEADER, type ClaimsSubject } from '../../../base/claims.ts';
import { SliceScheduler } from '../../../base/time-slices.ts';
import { claimsKey, claimsSigner } from '../../../gateway/guard/claims/sign-claims.ts';
import { claimsAuthentication, UNGUARDED } from '../../../subgraphs/server/claims-authentication.ts';
import { httpServer } from '../../../subgraphs/server/http.ts';

const SECRET = 'a secret of the gateway, long enough for it';
const VERIFIER: ClaimsSubject = { sub: 'user:v', roles: ['verifier'], scopes: ['person:read'], agency: 'DINSOS' };
const SDL =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { who: String! } type Person @key(fields: "id") { id: ID! }';
const ASK = '{"query":"{ who }"}';

const sign = claimsSigner({ secret: SECRET });
const keyOf = (subgraph: string): string => claimsKey(SECRET, subgraph).export().toString('base64url');
const door = (given: object) =>
  claimsAuthentication({
    subgraph: 'workers',
    keys: undefined,
    capacity: 1_000,
    host: '127.0.0.1',
    nodeEnv: 'development',
    ...given,
  });

describe('a subgraph over HTTP', () => {
  const apollo = new ApolloServer<object>({
    schema: buildSubgraphSchema({
      typeDefs: parse(SDL),
      resolvers: {
        Query: {
          who: (_: unknown, _args: unknown, { claims }: { claims: ClaimsSubject }) =>
            `${claims.sub} ${claims.agency ?? ''}`,
        },
      } as never,
    }),
    includeStacktraceInErrorResponses: false,
  });
  const servers: Server[] = [];
  let keyed: number;
  let open: number;

  const listen = async (authenticate: ReturnType<typeof claimsAuthentication>): Promise<number> => {
    const server = httpServer({
      apollo,
      authenticate,
      contextOf: (_headers, claims) => ({ claims }),
      healthy: async () => {},
      scheduler: new SliceScheduler(),
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  };
  beforeAll(async () => {
    await apollo.start();
    keyed = await listen(door({ keys: keyOf('workers') }));
    open = await listen(door({}));
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await apollo.stop();
  });

  function ask(
    port: number,
    body: string,
    headers: Record<string, string | string[]> = {},
    { method = 'POST', path = '/graphql' } = {},
  ): Promise<{ status: number; text: string; code: string | undefined; headers: IncomingHttpHeaders }> {
    return new Promise((resolve, reject) => {
      const sent = send(
        { port, host: '127.0.0.1', method, path, headers: { 'content-type': 'application/json', ...headers } },
        (response) => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (part: string) => (text += part))
            .on('end', () =>
              resolve({
                status: response.statusCode!,
                text,
                code: (JSON.parse(text) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions
                  .code,
                headers: response.headers,
              }),
            );
        },
      );
      sent.on('error', reject).end(body);
    });
  }
  const signed = (body: string, subgraph = 'workers') => ({ [CLAIMS_HEADER]: sign(VERIFIER, subgraph, body) });

  it('answers its gateway, and knows the caller', async () => {
    expect(await ask(keyed, ASK, signed(ASK))).toMatchObject({
      status: 200,
      text: '{"data":{"who":"user:v DINSOS"}}\n',
    });
  });

  it('refuses every other client, whatever it sends', async () => {
    for (const query of [
      '{ who }',
      '{ _service { sdl } }',
      '{ _entities(representations: [{ __typename: "Person", id: "1" }]) { __typename } }',
      '{ __schema { types { name } } }',
      '{ nonsense',
    ]) {
      expect(await ask(keyed, JSON.stringify({ query }))).toMatchObject({ status: 401, code: 'CLAIMS_MISSING' });
    }
  });

  it('refuses claims that are sent again', async () => {
    const claims = signed(ASK);
    expect((await ask(keyed, ASK, claims)).status).toBe(200);
    expect(await ask(keyed, ASK, claims)).toMatchObject({ status: 401, code: 'CLAIMS_REPLAYED' });
  });

  it('refuses claims for another body, another subgraph, altered or twice', async () => {
    const other = '{"query":"{ _service { sdl } }"}';
    expect((await ask(keyed, other, signed(ASK))).code).toBe('CLAIMS_BAD');
    expect((await ask(keyed, `${ASK} `, signed(ASK))).code).toBe('CLAIMS_BAD');
    expect((await ask(keyed, ASK, signed(ASK, 'groups'))).code).toBe('CLAIMS_BAD');
    expect(
      (await ask(keyed, ASK, { [CLAIMS_HEADER]: [sign(VERIFIER, 'workers', ASK), sign(VERIFIER, 'workers', ASK)] }))
        .code,
    ).toBe('CLAIMS_BAD');
    const [version, who, ...rest] = sign(VERIFIER, 'workers', ASK).split('.') as [string, string];
    const raised = Buffer.from(
      Buffer.from(who, 'base64url').toString().replace('"person:read"', '"person:all-agencies"'),
    ).toString('base64url');
    expect(raised).not.toBe(who);
    expect((await ask(keyed, ASK, { [CLAIMS_HEADER]: [version, raised, ...rest].join('.') })).code).toBe('CLAIMS_BAD');
  });

  it('refuses claims that are too old or from the future', async () => {
    for (const now of [Date.now() - 60_000, Date.now() + 60_000]) {
      const stale = claimsSigner({ secret: SECRET, now: () => now });
      expect((await ask(keyed, ASK, { [CLAIMS_HEADER]: stale(VERIFIER, 'workers', ASK) })).code).toBe('CLAIMS_EXPIRED');
    }
  });

  it('refuses a query in the URL, which no signature covers', async () => {
    expect((await ask(keyed, '', signed(''), { method: 'GET', path: '/graphql?query=%7Bwho%7D' })).code).toBe(
      'CLAIMS_BAD',
    );
  });

  it('reports its health to everybody, at each path', async () => {
    for (const path of ['/health', '/health/ready', '/health/live'])
      expect((await ask(keyed, '', {}, { method: 'GET', path })).text).toBe('{"status":"ok"}');
  });

  it('accepts the previous key while keys are changed', async () => {
    const both = await listen(door({ keys: `${keyOf('later')},${keyOf('workers')}` }));
    expect((await ask(both, ASK, signed(ASK))).status).toBe(200);
  });

  it('without a key accepts this machine, under no name but its own', async () => {
    expect((await ask(open, ASK)).text).toContain(UNGUARDED.sub);
    expect((await ask(open, ASK, { host: 'localhost:4001' })).status).toBe(200);
    expect((await ask(open, ASK, { host: 'rebound.example' })).code).toBe('CLAIMS_MISSING');
  });

  it('without a key does not start in production, nor where other machines can reach it', () => {
    expect(() => door({ nodeEnv: 'production' })).toThrow(
      expect.objectContaining({ code: 'CLAIMS_KEYS_MISSING' }) as Error,
    );
    for (const host of ['0.0.0.0', '::', '10.0.0.7', 'workers'])
      expect(() => door({ host })).toThrow(expect.objectContaining({ code: 'CLAIMS_KEYS_MISSING' }) as Error);
    for (const host of ['localhost', '127.0.0.1', '::1']) expect(() => door({ host })).not.toThrow();
  });
});
