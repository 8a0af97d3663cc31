/** urql with its defaults and with the template's cache, graphql-request, curl. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gql } from '@urql/core';
import { request } from 'graphql-request';
import { cacheExchange, Client, fetchExchange } from 'urql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Freshness from '../../cli/client/template/freshness.ts';
import type * as Written from '../../cli/client/template/urql.ts';
import { FILL_MS } from '../support/sample.ts';
import { startClientsGraph, type ClientsGraph } from './clients-graph.ts';
import { watchedFetch } from './watched-fetch.ts';

const run = promisify(execFile);
const DISTRICT = gql`
  query District($code: ID!) {
    district(code: $code) {
      id
      name
      coverage {
        covered
        basis {
          month
        }
      }
    }
  }
`;
const RATE = gql`
  query Rate {
    district(code: "32.75.01") {
      id
      coverage {
        coverageRate
      }
    }
  }
`;
const ANSWER = {
  district: { name: 'Bekasi Timur', coverage: { covered: expect.any(Number) as number, basis: { month: '2025-12' } } },
};

/** Longer than what is asked for here may be kept, and shorter than the gateway gives it where a subgraph does not answer. */
const LATER_MS = 20 * 3_600_000;

let graph: ClientsGraph;
beforeAll(async () => (graph = await startClientsGraph()), FILL_MS);
afterAll(() => graph?.stop());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  graph.down = false;
});

describe('urql', () => {
  it('is answered as it asks by itself', async () => {
    const sent = watchedFetch();
    const client = new Client({ url: graph.url, exchanges: [cacheExchange, fetchExchange] });
    const { data, error } = await client.query(DISTRICT, { code: '32.75.01' });
    expect(error).toBeUndefined();
    expect(data).toMatchObject(ANSWER);
    // Its own choice: a short question goes in the URL.
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });

  it('keeps by the keys of the template what two questions asked of one area, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { graphClient } = (await import(join(graph.project, 'graph/urql.ts'))) as typeof Written;
    const client = graphClient({ url: graph.url });
    await client.query(DISTRICT, { code: '32.75.01' });
    await client.query(RATE, {});
    const sent = watchedFetch();
    const { data } = await client.query(DISTRICT, { code: '32.75.01' });
    expect(data).toMatchObject(ANSWER);
    expect([sent, warn.mock.calls]).toEqual([[], []]);
  });

  it('asks with a token or a key by POST, as the template has it: nothing that is asked for stands in a URL', async () => {
    const { graphClient } = (await import(join(graph.project, 'graph/urql.ts'))) as typeof Written;
    const credentials = [{}, { token: await graph.token('analyst') }, { apiKey: await graph.apiKey('dashboard') }];
    const sent = watchedFetch();
    for (const credential of credentials) {
      const client = graphClient({ ...credential, url: graph.url });
      const { data, error } = await client.query(DISTRICT, { code: '32.75.01' });
      expect([error, data]).toMatchObject([undefined, ANSWER]);
    }
    expect(sent.map(({ method, url }) => [method, url.search !== ''])).toEqual([
      ['GET', true],
      ['POST', false],
      ['POST', false],
    ]);
  });
});

describe('how old an answer is', () => {
  it('stands in the result of urql, also with the template’s cache', async () => {
    const { graphClient } = (await import(join(graph.project, 'graph/urql.ts'))) as typeof Written;
    const { freshnessOf } = (await import(join(graph.project, 'graph/freshness.ts'))) as typeof Freshness;
    const client = graphClient({ url: graph.url });
    const ask = () => client.query(DISTRICT, { code: '32.75.02' }, { requestPolicy: 'network-only' });
    const first = await ask();
    expect(freshnessOf(first.extensions)).toBeUndefined();
    graph.down = true;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS });
    const { data, extensions } = await ask();
    expect(data).toEqual(first.data);
    expect(freshnessOf(extensions)).toMatchObject({ because: 'SUBGRAPH_UNAVAILABLE', state: 'STALE' });
  });
});

describe('graphql-request', () => {
  it('is answered', async () => {
    expect(await request(graph.url, DISTRICT, { code: '32.75.01' })).toMatchObject(ANSWER);
  });
});

const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);
/** Where it is not installed there is nothing to try. */
describe.runIf(hasCurl)('curl', () => {
  const BODY = '{"query":"{ city { participants } }"}';
  const curl = async (...words: string[]): Promise<unknown> =>
    JSON.parse((await run('curl', ['--silent', '--noproxy', '*', ...words])).stdout);

  it('is answered with a content type, and by GET without any', async () => {
    const answer = { data: { city: { participants: 54_666 } } };
    expect(await curl(graph.url, '-H', 'content-type: application/json', '-d', BODY)).toEqual(answer);
    expect(await curl(graph.url, '--json', BODY)).toEqual(answer);
    expect(await curl(graph.url, '--get', '--data-urlencode', 'query={ city { participants } }')).toEqual(answer);
  });

  it('is told which header to send where it sends a form, as it does by itself', async () => {
    expect(await curl(graph.url, '-d', BODY)).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('expected the header content-type: application/json') as string,
          extensions: { code: 'CONTENT_TYPE' },
        },
      ],
    });
  });
});
