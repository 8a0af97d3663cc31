/** Which day it is, the data say: the sample stands at 31 December 2025 whatever the clock says, a living database at today in Jakarta. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aboutOf, connectDatabase } from '../../subgraphs/data/database.ts';
import { startSubgraph } from '../../subgraphs/serve.ts';
import { FILL_MS, startSampleStore, type Answer } from '../support/sample.ts';

let store: Awaited<ReturnType<typeof startSampleStore>>;

beforeAll(async () => {
  store = await startSampleStore();
}, FILL_MS);
afterAll(() => store.stop());

const CLAIMS = {
  exact: { sub: 'auditor', roles: [], scopes: ['cell:exact'], cells: 'exact' },
  public: { sub: 'public', roles: [], scopes: [], cells: 'perturbed', month: '2025-12' },
} as const;
/** In the months of half the rate (PP 50/2025). */
const HALF = Date.parse('2026-06-15T00:00:00Z');
/** The evening before them in London: in Jakarta their first day. */
const FIRST = Date.parse('2026-03-31T20:00:00Z');

async function ask(
  name: 'workers' | 'funding',
  query: string,
  claims: (typeof CLAIMS)[keyof typeof CLAIMS],
  now = HALF,
): Promise<Answer['data']> {
  const subgraph = await startSubgraph(name, {
    mongodbUri: store.uri,
    port: null,
    recountEvery: 3_600_000,
    logLevel: 'silent',
    now: () => now,
  });
  try {
    const { data, errors } = (await subgraph.execute({ query, claims } as never)) as Answer;
    expect(errors).toBeUndefined();
    return data;
  } finally {
    await subgraph.stop();
  }
}

const COST = '{ doubleFundingCounts { total monthlyCost basis { month } byVillage { count monthlyCost } } }';
const FUNNEL = '{ verificationFunnel { asOf } }';

async function costs(claims: keyof typeof CLAIMS, now = HALF) {
  const { doubleFundingCounts: counts } = await ask('funding', COST, CLAIMS[claims], now);
  for (const { count, monthlyCost } of counts.byVillage)
    expect(monthlyCost * counts.total).toBe(count * counts.monthlyCost);
  return {
    total: counts.total as number,
    monthlyCost: counts.monthlyCost as number,
    month: counts.basis.month as string | null,
  };
}

describe('a clock of 2026', () => {
  afterAll(() => void vi.useRealTimers());

  it('leaves the cost of people paid for twice in the sample as it was in December 2025, for every caller', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: HALF });
    expect(await costs('public')).toEqual({ total: 284, monthlyCost: 284 * 16_800, month: '2025-12' });
    expect(await costs('exact')).toEqual({ total: 284, monthlyCost: 284 * 16_800, month: null });
    expect((await ask('workers', FUNNEL, CLAIMS.exact)).verificationFunnel[0].asOf).toBe('2025-12-31');
  });

  it('is the clock of a living database, in Jakarta', async () => {
    // Nothing but the clock that the subgraph was given says so: the machine's own stands elsewhere.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2025-06-15T00:00:00Z') });
    for (const name of ['workers', 'funding']) {
      const connection = await connectDatabase(store.uri, name);
      await aboutOf(connection).deleteOne({ _id: 'data' });
      await connection.close();
    }
    expect(await costs('exact', FIRST)).toEqual({ total: 284, monthlyCost: 284 * 8_400, month: null });
    expect((await ask('workers', FUNNEL, CLAIMS.exact, FIRST)).verificationFunnel[0].asOf).toBe('2026-04-01');
  });
});

it('is read elsewhere only where something happens at that moment', () => {
  const reading = globSync('subgraphs/**/*.ts')
    .filter((file) => /new Date\(\)|Date\.now\b/.test(readFileSync(file, 'utf8')))
    .sort();
  // When people were found, when counts were worked out, how long a lease runs, when rows of a file came; and the clock that all others are given.
  expect(reading).toEqual([
    'subgraphs/counts/materialized-counts.ts',
    'subgraphs/counts/recount-queue.ts',
    'subgraphs/funding/double-funding.ts',
    'subgraphs/import/begin-import.ts',
    'subgraphs/import/card-claims.ts',
    'subgraphs/import/correct-row.ts',
    'subgraphs/import/finish-import.ts',
    'subgraphs/import/follow-rejected.ts',
    'subgraphs/import/take-rows.ts',
    'subgraphs/import/undo-import.ts',
    'subgraphs/serve.ts',
  ]);
});
