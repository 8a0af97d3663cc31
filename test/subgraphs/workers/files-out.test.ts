/** The filters that files are made by, against what each worker's record says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

interface Row {
  readonly id: string;
  readonly batch: string;
  readonly membership: {
    readonly insurerStatus: string;
    readonly from: string;
    readonly to: string | null;
    readonly paidThrough: string | null;
  } | null;
}

let graph: SampleGraph;
let all: Row[];

async function workers(filter: string): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const { data, errors } = await graph.ask(
      `query Page($after: String) { workers(first: 100, after: $after, sort: ENROLLED_EARLIEST, filter: { ${filter} }) {
        pageInfo { hasNextPage endCursor } nodes { id batch membership { insurerStatus from to paidThrough } } } }`,
      { after },
    );
    expect(errors).toBeUndefined();
    rows.push(...(data.workers.nodes as Row[]));
    after = data.workers.pageInfo.hasNextPage ? (data.workers.pageInfo.endCursor as string) : null;
  } while (after !== null);
  return rows;
}
const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id).sort();

beforeAll(async () => {
  graph = await startSampleGraph();
  all = await workers('');
}, FILL_MS);
afterAll(() => graph.stop());

describe('workers are found by', () => {
  it('the batch that they were enrolled with', async () => {
    expect(all).toHaveLength(11_666);
    const batches = [...new Set(all.map(({ batch }) => batch))].sort();
    expect(batches.length).toBeGreaterThan(2);
    const two = [batches[0]!, batches.at(-1)!];
    expect(ids(await workers(`batches: ${JSON.stringify(two)}`))).toEqual(
      ids(all.filter(({ batch }) => two.includes(batch))),
    );
    expect(await workers('batches: ["1999-01"]')).toEqual([]);
  });

  it.each(['2025-09', '2025-10', '2025-11', '2025-12', '2026-01'])(
    'a contribution for %s or before that is not paid, of a membership that runs',
    async (month) => {
      const due = all.filter(
        ({ membership: kept }) =>
          kept !== null &&
          kept.to === null &&
          kept.insurerStatus !== 'CLOSED' &&
          kept.from.slice(0, 7) <= month &&
          (kept.paidThrough === null || kept.paidThrough < month),
      );
      expect(ids(await workers(`contributionDueBy: "${month}"`))).toEqual(ids(due));
    },
  );

  it('both together, and more of them the later the month', async () => {
    const counts = [];
    for (const month of ['2025-10', '2025-12', '2026-01'])
      counts.push((await workers(`contributionDueBy: "${month}", statuses: [ACTIVE, IN_ARREARS]`)).length);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBeLessThan(counts[2]!);
  });
});

it('a month that is none is refused', async () => {
  const { errors } = await graph.ask('{ workers(filter: { contributionDueBy: "2025-13" }) { totalCount } }');
  expect(errors?.[0]?.extensions?.['code']).toBe('BAD_PERIOD');
});

it('the class of a rate is the income of which work accident is one per cent', async () => {
  const { data } = await graph.ask('{ contributionRates { jkk wageClass } }');
  const rates = data.contributionRates as { jkk: number; wageClass: number }[];
  expect(rates.length).toBeGreaterThan(1);
  for (const { jkk, wageClass } of rates) expect(Number(wageClass)).toBe(Number(jkk) * 100);
});
