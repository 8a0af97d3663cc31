/** What a developer sees of a refusal in each client: a code, and how long to wait. */
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { ClientError, GraphQLClient } from 'graphql-request';
import { Client, fetchExchange } from 'urql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILL_MS } from '../support/sample.ts';
import { startClientsGraph, type ClientsGraph } from './clients-graph.ts';

const ROLES = join(import.meta.dirname, '../../gateway/guard/identity/roles.json');
const OPEN = '{ city { id participants } }';
const OF_PERSONS = '{ workers(first: 3) { nodes { id name } } }';

interface Told {
  readonly code: unknown;
  readonly retryAfter?: unknown;
}
type Ask = (query: string, token: string) => Promise<Told | undefined>;

const toldBy = (errors: readonly { readonly extensions?: Record<string, unknown> }[] = []): Told | undefined => {
  const extensions = errors[0]?.extensions;
  return extensions && { code: extensions['code'], retryAfter: extensions['retryAfter'] };
};

let folder: string;
let graph: ClientsGraph;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roles-'));
  graph = await startClientsGraph({ roles: twoAMinute(join(folder, 'roles.json')) });
}, FILL_MS);
afterAll(async () => {
  await graph?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The shipped roles, with two requests a minute for a dashboard and for the public, which a dashboard is too. */
function twoAMinute(path: string): string {
  const file = JSON.parse(readFileSync(ROLES, 'utf8')) as { roles: Record<string, { budget: object }> };
  for (const name of ['public', 'dashboard'])
    file.roles[name]!.budget = { ...file.roles[name]!.budget, requestsPerMinute: 2 };
  writeFileSync(path, JSON.stringify(file));
  return path;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const CLIENTS: Readonly<Record<string, Ask>> = {
  'Apollo Client': async (query, token) => {
    const link = new HttpLink({ uri: graph.url, headers: bearer(token) });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const { error } = await client.query({ query: gql(query), errorPolicy: 'all' });
    return CombinedGraphQLErrors.is(error) ? toldBy(error.errors) : error && { code: error };
  },
  urql: async (query, token) => {
    const client = new Client({
      url: graph.url,
      exchanges: [fetchExchange],
      fetchOptions: { headers: bearer(token) },
    });
    const { error } = await client.query(query, {});
    return toldBy(error?.graphQLErrors) ?? (error && { code: error });
  },
  'graphql-request': async (query, token) => {
    try {
      await new GraphQLClient(graph.url, { headers: bearer(token) }).request(query);
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof ClientError)) throw thrown;
      return toldBy(thrown.response.errors as never);
    }
  },
};

describe.each(Object.entries(CLIENTS))('%s', (name, ask) => {
  it('says that a token has expired', async () => {
    expect(await ask(OPEN, await graph.token('analyst', -600))).toEqual({ code: 'TOKEN_EXPIRED' });
  });

  it('says which field may not be read', async () => {
    expect(await ask(OF_PERSONS, await graph.token('analyst'))).toEqual({ code: 'FORBIDDEN_FIELD' });
  });

  it('says that it asks too often, and how long to wait', async () => {
    const token = await graph.token('dashboard', 600, `hurried-${name}`);
    for (let time = 0; time < 2; time++) expect(await ask(OPEN, token)).toBeUndefined();
    expect(await ask(OPEN, token)).toEqual({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  });
});

it('says to every other client by the header Retry-After how long to wait', async () => {
  const headers = { 'content-type': 'application/json', ...bearer(await graph.token('dashboard', 600, 'by-fetch')) };
  const send = () => fetch(graph.url, { method: 'POST', headers, body: JSON.stringify({ query: OPEN }) });
  for (let time = 0; time < 2; time++) expect((await send()).status).toBe(200);
  const late = await send();
  expect([late.status, Number(late.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
});
