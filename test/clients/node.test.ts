/** `node(id:)`: what has an id in the whole graph is asked for again by it alone, and persons are not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { request } from 'graphql-request';
import { Kind, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILL_MS } from '../support/sample.ts';
import { startClientsGraph, type ClientsGraph } from './clients-graph.ts';

let graph: ClientsGraph;
beforeAll(async () => (graph = await startClientsGraph()), FILL_MS);
afterAll(() => graph?.stop());

interface Answer {
  readonly data?: { readonly node: Readonly<Record<string, unknown>> | null } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}
const NODE = 'query Again($id: ID!) { node(id: $id) { __typename id } }';

async function ask(id: string, query = NODE, token?: string): Promise<Answer & { readonly kept: string | null }> {
  const answer = await fetch(graph.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: { id } }),
  });
  return { ...((await answer.json()) as Answer), kept: answer.headers.get('cache-control') };
}

describe('an id', () => {
  it('finds what it is of', async () => {
    const all = await request<Record<string, unknown>>(
      graph.url,
      `{ city { id } district(code: "32.75.01") { id } village(code: "32.75.01.1001") { id }
         agency(code: "DINSOS") { id } publishedFigures { id } }`,
    );
    const ids = Object.values(all).map((each) => ([each].flat()[0] as { id: string }).id);
    expect(ids).toHaveLength(5);
    for (const id of ids) {
      const { data, errors } = await ask(id);
      expect([errors, data?.node]).toEqual([undefined, { __typename: id.slice(0, id.indexOf(':')), id }]);
    }
  });

  it('leads to what other agencies know, and the answer may be kept', async () => {
    const both = await ask(
      'District:32.75.01',
      `query Again($id: ID!) { node(id: $id) { id ... on District { name coverage { covered basis { month } } } ... on Village { population } } }`,
    );
    const byCode = await request<{ district: { coverage: unknown } }>(
      graph.url,
      '{ district(code: "32.75.01") { coverage { covered basis { month } } } }',
    );
    expect(both.data?.node).toEqual({
      id: 'District:32.75.01',
      name: 'Bekasi Timur',
      coverage: byCode.district.coverage,
    });
    expect(both.kept).toMatch(/^max-age=\d+, public$/);
  });

  it('of nothing is null, without an error', async () => {
    for (const id of ['District:99.99.99', 'Village:32.75.01', 'Agency:dinsos', 'City:{"$ne":""}']) {
      const { data, errors } = await ask(id);
      expect([errors, data], id).toEqual([undefined, { node: null }]);
    }
  });

  it.each([
    'Worker:3275010101010001',
    '3275010101010001',
    'Person:psr_abcdefghijklmnopqrstuvwxyz',
    'Programme:SIGAP',
    'District:',
    '__proto__:x',
    'constructor:x',
    '',
  ])('of another kind is refused by its form, alike for everybody, and not repeated: %s', async (id) => {
    const callers = [undefined, await graph.token('auditor')];
    const answers = await Promise.all(callers.map((token) => ask(id, NODE, token)));
    const told = answers.map(({ data, errors }) => ({
      data,
      errors: errors?.map(({ message, extensions }) => [message, extensions.code]),
    }));
    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toEqual({
      data: { node: null },
      errors: [[expect.stringContaining('expected City, District'), 'BAD_NODE_ID']],
    });
    expect(JSON.stringify(told)).not.toMatch(/3275|psr_|SIGAP/);
  });
});

it('no record of a person is a Node, nor anything that takes a right', () => {
  const supergraph = parse(readFileSync(join(import.meta.dirname, '../../schema/supergraph.graphql'), 'utf8'));
  const nodes = supergraph.definitions.filter(
    (type) => type.kind === Kind.OBJECT_TYPE_DEFINITION && type.interfaces?.some(({ name }) => name.value === 'Node'),
  );
  expect(nodes.map((type) => 'name' in type && type.name?.value)).toEqual([
    'Agency',
    'City',
    'District',
    'PublishedFigure',
    'Village',
  ]);
  const ruled = nodes.flatMap((type) => ('directives' in type ? (type.directives ?? []) : []));
  expect(ruled.map(({ name }) => name.value)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/personal|requiresScopes|authenticated|policy/)]),
  );
});

describe('one area, by its code and by its id', () => {
  const BY_CODE = gql`
    query ByCode {
      district(code: "32.75.01") {
        id
        name
      }
    }
  `;
  const BY_ID = gql`
    query ById {
      node(id: "District:32.75.01") {
        id
        ... on District {
          population
        }
      }
    }
  `;
  const both = { id: 'District:32.75.01', name: 'Bekasi Timur', population: expect.any(Number) };

  it('is one object in Apollo Client, without a word of configuration', async () => {
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: graph.url }) });
    for (const query of [BY_CODE, BY_ID]) await client.query({ query });
    const districts = Object.values(client.cache.extract() as Record<string, object>).filter(
      (each) => '__typename' in each && each.__typename === 'District',
    );
    expect(districts).toEqual([{ __typename: 'District', ...both }]);
  });

  it('is one object in urql, without a word of configuration', async () => {
    const client = new Client({
      url: graph.url,
      preferGetMethod: false,
      exchanges: [cacheExchange({}), fetchExchange],
    });
    for (const query of [BY_CODE, BY_ID]) expect((await client.query(query, {}).toPromise()).error).toBeUndefined();
    const WHOLE = gql`
      query Whole {
        district(code: "32.75.01") {
          id
          name
          population
        }
      }
    `;
    const kept = await client.query(WHOLE, {}, { requestPolicy: 'cache-only' }).toPromise();
    expect(kept.data).toEqual({ district: both });
  });
});
