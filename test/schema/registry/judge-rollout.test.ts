/** When a version that was published minutes ago is taken back. */
import { describe, expect, it } from 'vitest';
import { judgeRollout } from '../../../schema/registry/service/judge-rollout.ts';
import { FEDERATION, one, openTestRegistry } from './fixtures.ts';

const RULE = { window: 600_000, leastRequests: 50, above: 0.1 };
const judged = (age: number, now: [number, number], before?: [number, number]) =>
  judgeRollout(
    {
      age,
      now: { requests: now[0], failures: now[1] },
      ...(before && { before: { requests: before[0], failures: before[1] } }),
    },
    RULE,
  );

describe('the rule', () => {
  it.each<[string, string | undefined, Parameters<typeof judged>]>([
    ['takes back what fails where nothing failed', 'back', [1_000, [100, 11], [1_000, 0]]],
    ['leaves what fails as often as it may', undefined, [1_000, [100, 10], [1_000, 0]]],
    ['compares with the version before', undefined, [1_000, [100, 40], [1_000, 350]]],
    ['and takes back what fails more than that', 'back', [1_000, [100, 46], [1_000, 350]]],
    ['says nothing of few requests', undefined, [1_000, [49, 49], [1_000, 0]]],
    ['says nothing after the first minutes', undefined, [600_001, [100, 100], [1_000, 0]]],
    ['judges a first version too', 'back', [1_000, [50, 50]]],
    ['takes a version before that nobody asked for one without failures', 'back', [1_000, [100, 11], [0, 0]]],
  ])('%s', (_what, expected, args) => {
    expect(judged(...args) === undefined ? undefined : 'back').toBe(expected);
  });

  it('says by how much in words for its owner', () => {
    expect(judged(1_000, [200, 50], [100, 1])).toBe(
      '50 of 200 requests failed (25 %), 1 % before it, and 10 % more is allowed',
    );
  });
});

it('a version that hurts is rolled back by what gateways report, others are not, and its owner is told', async () => {
  const test = await openTestRegistry();
  const publish = async (name: string, sdl: string) =>
    (await test.ask(`/v1/subgraphs/${name}/versions`, { body: { sdl, url: 'http://x.test', why: 'A test.' } })).body
      .supergraph.hash as string;
  const report = (subgraph: string, supergraph: string, requests: number, failures: number) =>
    test.registry.report([{ subgraph, supergraph, requests, failures }]);
  const versionOf = async (name: string, number: number) =>
    (await test.ask(`/v1/subgraphs/${name}/versions/${number}`)).body;

  await publish('shop', one('price'));
  const first = await publish('library', one('books'));
  expect(await report('shop', first, 1_000, 20)).toBeUndefined();
  const second = await publish('shop', `${FEDERATION} type Query { price: Int cost: Int }`);
  // Reports of what was served before it do not count against it.
  expect(await report('shop', first, 500, 500)).toBeUndefined();
  expect(await report('shop', second, 40, 40)).toBeUndefined();
  expect((await versionOf('shop', 2)).state).toBe('PUBLISHED');
  const back = await report('shop', second, 40, 40);
  expect(back).toMatchObject({ cause: { kind: 'ERRORS', subgraphs: ['shop'] }, by: 'REGISTRY' });
  expect((await test.ask('/v1/supergraph')).body).not.toContain('cost');
  expect(await versionOf('shop', 2)).toMatchObject({ state: 'ROLLED_BACK', note: expect.stringContaining('80 of 80') });
  expect((await test.ask('/v1/subgraphs/shop')).body).toMatchObject({
    current: { number: 1, state: 'PUBLISHED' },
    newest: { number: 2, state: 'ROLLED_BACK', note: expect.stringContaining('80 of 80') },
  });
  expect((await versionOf('library', 1)).state).toBe('PUBLISHED');

  // A first version leaves the graph; where the rest does not compose without it, it stays and says so.
  const third = await publish('museum', one('halls'));
  await report('museum', third, 100, 100);
  expect((await test.ask('/v1/supergraph')).body).not.toContain('halls');
  expect((await test.ask('/v1/subgraphs/museum')).body.newest.state).toBe('ROLLED_BACK');
  await test.close();

  const alone = await openTestRegistry();
  const { body } = await alone.ask('/v1/subgraphs/only/versions', {
    body: { sdl: one('a'), url: 'http://x.test', why: 'A test.' },
  });
  await alone.registry.report([{ subgraph: 'only', supergraph: body.supergraph.hash, requests: 100, failures: 100 }]);
  expect((await alone.ask('/v1/subgraphs/only')).body.current).toMatchObject({
    state: 'PUBLISHED',
    note: expect.stringContaining('could not be taken back'),
  });
  await alone.close();
});
