/** Apollo Client 4 with the files of `sigap client init`: its cache, and the ways it has of sending. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ApolloClient, gql, HttpLink, InMemoryCache, type ApolloLink } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Written from '../../cli/client/template/apollo.ts';
import { FILL_MS } from '../support/sample.ts';
import { startClientsGraph, type ClientsGraph } from './clients-graph.ts';
import { watchedFetch } from './watched-fetch.ts';

const COVERED = gql`
  query Covered {
    district(code: "32.75.01") {
      id
      name
      coverage {
        covered
        basis {
          month
          exactness
          noise
        }
      }
    }
  }
`;
const RATE = gql`
  query Rate {
    district(code: "32.75.01") {
      id
      population
      coverage {
        total
        coverageRate
        basis {
          month
        }
      }
    }
  }
`;
const CITY = gql`
  query City {
    city {
      id
      participants
    }
  }
`;
const COUNTED = gql`
  query Counted {
    city {
      id
      counted: participants
    }
  }
`;
/** Longer than what is asked for here may be kept, and shorter than the gateway gives it where a subgraph does not answer. */
const LATER_MS = 20 * 3_600_000;

let graph: ClientsGraph;
let template: typeof Written;
beforeAll(async () => {
  graph = await startClientsGraph({ maxBatch: 5 });
  template = (await import(join(graph.project, 'graph/apollo.ts'))) as typeof Written;
}, FILL_MS);
afterAll(() => graph?.stop());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  graph.down = false;
});

const clientBy = (link: ApolloLink): ApolloClient =>
  new ApolloClient({ link, cache: new InMemoryCache({ typePolicies: template.typePolicies }) });

describe('two tiles over one area', () => {
  it('ask once each, keep all they asked, and ask no more', async () => {
    const sent = watchedFetch();
    const client = template.graphClient({ url: graph.url });
    const seen: { covered?: unknown; rate?: unknown } = {};
    const errors: unknown[] = [];
    const watch = (tile: keyof typeof seen, query: typeof COVERED) =>
      client.watchQuery({ query }).subscribe(({ data, error }) => {
        if (error !== undefined) errors.push(error);
        seen[tile] = data;
      });
    const tiles = [watch('covered', COVERED), watch('rate', RATE)];
    await vi.waitUntil(() => seen.covered !== undefined && seen.rate !== undefined, { timeout: 20_000 });
    // A loop would ask again as soon as the cache has told of the other's answer.
    await client.query({ query: CITY });
    for (const tile of tiles) tile.unsubscribe();
    expect(errors).toEqual([]);
    expect(sent.map(({ body }) => (body as { operationName: string }).operationName)).toEqual([
      'Covered',
      'Rate',
      'City',
    ]);
    expect(client.readQuery({ query: COVERED })).toMatchObject({
      district: { coverage: { covered: expect.any(Number), basis: { month: '2025-12', noise: 10 } } },
    });
    expect(client.readQuery({ query: RATE })).toMatchObject({
      district: { coverage: { total: expect.any(Number), coverageRate: expect.any(Number) } },
    });
  });

  it('lose what they asked where the cache is not told what our types are', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const client = new ApolloClient({ link: new HttpLink({ uri: graph.url }), cache: new InMemoryCache() });
    await client.query({ query: COVERED });
    await client.query({ query: RATE });
    expect(client.readQuery({ query: COVERED })).toBeNull();
  });

  it('never complete the counts of one month by those of another, as where a month ends while the page is open', async () => {
    const client = template.graphClient({ url: graph.url });
    const { data } = await client.query<{ district: { coverage: object } }>({ query: COVERED });
    const basis = { __typename: 'CountBasis', month: '2025-11', exactness: 'PERTURBED', noise: 10 };
    const before = { district: { ...data!.district, coverage: { ...data!.district.coverage, basis } } };
    client.writeQuery({ query: COVERED, data: before });
    expect(client.readQuery({ query: COVERED })).toMatchObject({ district: { coverage: { basis } } });
    await client.query({ query: RATE });
    expect(client.readQuery({ query: COVERED })).toBeNull();
    expect(client.readQuery({ query: RATE })).toMatchObject({
      district: { coverage: { basis: { month: '2025-12' } } },
    });
  });
});

describe('how old an answer is', () => {
  it('is told of each answer of the graph, not of the cache', async () => {
    const told: unknown[] = [];
    const client = template.graphClient({
      url: graph.url,
      onFreshness: (freshness, { operationName }) => told.push([operationName, freshness?.because]),
    });
    const ask = (fetchPolicy: 'network-only' | 'cache-first') => client.query({ query: COUNTED, fetchPolicy });
    await ask('network-only');
    await ask('cache-first');
    graph.down = true;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS });
    const { data } = await ask('network-only');
    expect(data).toMatchObject({ city: { counted: 54_666 } });
    expect(told).toEqual([
      ['Counted', undefined],
      ['Counted', 'SUBGRAPH_UNAVAILABLE'],
    ]);
  });
});

describe('persisted queries', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const persisted = (useGETForHashedQueries: boolean): ApolloLink =>
    new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(new HttpLink({ uri: graph.url }));
  const question = (alias: string) => gql`query Persisted { city { id ${alias}: participants } }`;
  const isFull = (body: unknown): boolean => (body as { query?: string } | undefined)?.query !== undefined;

  it('are registered on the first request and asked by their hash then, by POST', async () => {
    const sent = watchedFetch();
    const client = clientBy(persisted(false));
    for (let time = 0; time < 2; time++) {
      const { data } = await client.query({ query: question('byPost'), fetchPolicy: 'network-only' });
      expect(data).toMatchObject({ city: { byPost: 54_666 } });
    }
    expect(sent.map(({ method, body }) => [method, isFull(body)])).toEqual([
      ['POST', false],
      ['POST', true],
      ['POST', false],
    ]);
  });

  it('are asked by GET', async () => {
    const sent = watchedFetch();
    const client = clientBy(persisted(true));
    for (let time = 0; time < 2; time++) {
      const { data } = await client.query({ query: question('byGet'), fetchPolicy: 'network-only' });
      expect(data).toMatchObject({ city: { byGet: 54_666 } });
    }
    expect(sent.map(({ method, url, body }) => [method, url.searchParams.has('query') || isFull(body)])).toEqual([
      ['GET', false],
      ['POST', true],
      ['GET', false],
    ]);
  });
});

describe('a batch', () => {
  it('is one request with an answer for each', async () => {
    const sent = watchedFetch();
    const client = clientBy(new BatchHttpLink({ uri: graph.url, batchInterval: 20 }));
    const answers = await Promise.all([COVERED, RATE, CITY].map((query) => client.query({ query })));
    expect(answers.map(({ data }) => Object.keys(data as object))).toEqual([['district'], ['district'], ['city']]);
    expect(sent.map(({ body }) => (body as unknown[]).length)).toEqual([3]);
  });
});
