import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shownSettings } from '../../../base/settings.ts';
import { planOutline } from '../../../gateway/observe/plan-outline.ts';
import { gatewayDefaults, gatewayOptions } from '../../../gateway/settings.ts';
import { composeSmall, PEOPLE, PLACES, startSmallSubgraph } from '../../support/small-graph.ts';
import { observedGateway, type ObservedGateway } from './observed-gateway.ts';

let observed: ObservedGateway;
afterEach(async () => {
  await observed?.stop();
  observed = undefined as never;
});

const NIK = '3275014107800003';
const lineOf = (message: string): Promise<Readonly<Record<string, unknown>>> =>
  vi.waitFor(() => {
    const line = observed.lines.find(({ msg }) => msg === message);
    expect(line).toBeDefined();
    return line!;
  }, 10_000);

describe('a request in the log', () => {
  it('has its operation, client, status, bytes and the ms of each stage, whatever the level, and nothing that was sent', async () => {
    observed = await observedGateway({ accessLog: true }, { level: 'warn' });
    await observed.ask(
      { query: `query One($t: ID!) { a${NIK}: person(token: $t) { name } }`, variables: { t: NIK } },
      {
        'apollographql-client-name': 'papan',
        'apollographql-client-version': '1.2',
        'x-request-id': 'trace-of-this-one',
      },
    );
    const line = await lineOf('request');
    expect(line).toMatchObject({
      requestId: 'trace-of-this-one',
      method: 'POST',
      status: 200,
      operation: 'One',
      client: 'papan 1.2',
    });
    const stages = Object.values(line['stages'] as Record<string, number>);
    expect(stages.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(line['ms'] as number, 0);
    expect(line['bytesOut']).toBeGreaterThan(10);
    expect(JSON.stringify(observed.lines)).not.toContain(NIK);
  });

  it('is not there unless it is asked for', async () => {
    observed = await observedGateway();
    await observed.ask({ query: '{ people { name } }' });
    await vi.waitFor(async () =>
      expect((await observed.metrics()).get('sigap_client_requests_total{client_name="unnamed",code="OK"}')).toBe(1),
    );
    expect(observed.lines.filter(({ msg }) => msg === 'request')).toEqual([]);
  });

  it('that was slow has its plan and its fetches, without the text of an operation', async () => {
    observed = await observedGateway({ slowRequest: 1 });
    await observed.ask({
      query: `{ a${NIK}: person(token: "${NIK}") { name home { name } } people { home { name } } }`,
    });
    const line = await lineOf('slow request');
    expect(line['plan']).toMatch(/^people, then \(?places for /);
    expect(line['fetches']).toMatchObject([{ subgraph: 'people' }, { subgraph: 'places' }]);
    expect(JSON.stringify(observed.lines)).not.toContain(NIK);
  });
});

it('a plan in one line says the order and stars the numbers in aliases', async () => {
  observed = await observedGateway();
  const fetch = (serviceName: string) =>
    ({ kind: 'Fetch', serviceName, operation: '', operationName: undefined, operationKind: 'query' }) as const;
  const node = {
    kind: 'Sequence',
    nodes: [
      fetch('a'),
      {
        kind: 'Parallel',
        nodes: [
          { kind: 'Flatten', path: [`x${NIK}`, '@'], node: fetch('b') },
          { kind: 'Condition', condition: 'c', ifClause: fetch('d') },
        ],
      },
    ],
  };
  expect(planOutline({ kind: 'QueryPlan', node } as never)).toBe('a, then (b for x****************.@, perhaps d)');
});

describe('the gateway itself in the log', () => {
  it('tells a new supergraph with what it changes, and one that is refused', async () => {
    observed = await observedGateway();
    const urls = { people: observed.people.url, places: 'http://127.0.0.1:1' };
    writeFileSync(
      observed.file,
      composeSmall(urls, { people: PEOPLE, places: PLACES.replace('size: Int!', 'area: Float') }),
    );
    const told = await lineOf('a new supergraph serves');
    expect(told).toMatchObject({
      level: 30,
      added: ['Place.area: Float'],
      removed: ['Place.size: Int!'],
      subgraphsMoved: ['places'],
    });
    expect(told['generation']).not.toBe(told['before']);
    writeFileSync(observed.file, 'no supergraph');
    expect(await lineOf('new supergraph refused; the last good one stays in use')).toMatchObject({
      code: 'SUPERGRAPH_REFUSED',
    });
  });

  it('tells why requests to a subgraph are refused, where it is called, and how long that lasted', async () => {
    observed = await observedGateway({ retries: 0 });
    const { port } = observed.people;
    await observed.people.stop();
    for (let time = 0; time < 25; time++) await observed.ask({ query: `{ people { name } }` });
    expect(await lineOf('requests to a subgraph are refused: it fails')).toMatchObject({
      level: 40,
      subgraph: 'people',
      address: `http://127.0.0.1:${port}`,
      code: 'SUBGRAPH_UNREACHABLE',
    });
    expect((await observed.metrics()).get('sigap_subgraph_breaker_open{subgraph="people"}')).toBe(1);
    const again = await startSmallSubgraph('people', port);
    expect(await lineOf('requests to a subgraph pass again: it answers')).toMatchObject({ subgraph: 'people' });
    await again.stop();
  });

  it('tells each part that has stopped', async () => {
    observed = await observedGateway();
    const { lines } = observed;
    await observed.gateway.stop();
    const parts = lines.filter(({ msg }) => msg === 'stopped').map(({ part }) => part);
    expect(parts.indexOf('http')).toBeGreaterThanOrEqual(0);
    expect(parts.indexOf('fetcher')).toBeGreaterThan(parts.indexOf('http'));
  });
});

it('options are shown where they differ from their default, without a secret', () => {
  const settings = gatewayDefaults({
    port: 4_123,
    operateToken: 'a-secret-that-nobody-may-see',
    redisUrl: 'redis://user:password@cache:6379' as never,
    subgraphUrls: new Map([['people', 'http://user:password@people:4001/graphql']]),
  });
  const shown = shownSettings(gatewayOptions, settings);
  expect(shown).toMatchObject({
    PORT: 4_123,
    OPERATE_TOKEN: '(secret)',
    SUBGRAPH_URLS: { people: 'http://people:4001/graphql' },
  });
  expect(JSON.stringify(shown)).not.toMatch(/password|a-secret/);
  expect(Object.keys(shown)).not.toContain('HOST');
});
