/** A database that nobody has filled yet: nothing is there, and that is no error (docs/data.md tells an operator so). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

const QUESTIONS = {
  workers: [
    '{ workers { nodes { id } } city { workerCount coverage { total covered coverageRate } coverageHistory { month } } verificationFunnel { asked } }',
    {
      workers: { nodes: [] },
      city: { workerCount: 0, coverage: { total: 0, covered: 0, coverageRate: null }, coverageHistory: [] },
      verificationFunnel: [],
    },
  ],
  agencies: [
    '{ city { name } district(code: "32.75.01") { name } agencies { totalCount } publishedFigures { code } }',
    { city: null, district: null, agencies: { totalCount: 0 }, publishedFigures: [] },
  ],
  groups: ['{ groups { kind } city { memberCount } }', { groups: [], city: { memberCount: 0 } }],
  funding: [
    '{ programmes { code } programme(code: "SIGAP") { code } doubleFundingCounts { total byVillage { village { code } count } } }',
    // The row of those without a village is always there.
    { programmes: [], programme: null, doubleFundingCounts: { total: 0, byVillage: [{ village: null, count: 0 }] } },
  ],
} as const;
const NAMES = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[];

let store: TestStore;
let running: RunningSubgraph[];

beforeAll(async () => {
  store = await openTestStore();
  running = await Promise.all(
    NAMES.map((name) =>
      startSubgraph(name, { mongodbUri: store.uri, port: null, recountEvery: 3_600_000, logLevel: 'silent' }),
    ),
  );
  for (const subgraph of running) await subgraph.refresh();
});
afterAll(async () => {
  await Promise.all(running.map((subgraph) => subgraph.stop()));
  await store.close();
});

it.each(NAMES)('%s answers with empty lists and zeros, without an error', async (name) => {
  const [query, nothing] = QUESTIONS[name];
  const claims = { sub: 'public', roles: [], scopes: [], cells: 'perturbed' } as const;
  const { data, errors } = (await running[NAMES.indexOf(name)]!.execute({ query, claims } as never)) as {
    data: unknown;
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toMatchObject(nothing);
});
