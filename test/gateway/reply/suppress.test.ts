import fc from 'fast-check';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { rounded } from '../../../gateway/reply/suppress-rounding.ts';
import { suppression, type Exactness, type Suppressed } from '../../../gateway/reply/suppress.ts';

const schema = buildSchema(`
  type Query { city: City districts: [District!]! district(code: ID!): District people(filter: Filter): Page left: Tally right: Tally anything: Thing }
  input Filter { maxAge: Int occupation: Occupation }
  type Page { totalCount: Int }
  type City { total: Int tally: Tally byBand: [BandCount!]! }
  type District { code: ID! workers: Int byOccupation: [OccupationCount!]! byBand: [BandCount!]! cells: [CoverageCell!]! tally: Tally members: Int }
  type OccupationCount { occupation: Occupation! count: Int }
  type BandCount { band: Band! count: Int }
  type CoverageCell { occupation: Occupation! band: Band! count: Int }
  type Tally { total: Int covered: Int open: Int }
  interface Thing { size: Int }
  type Secret implements Thing { size: Int }
  type Plain implements Thing { size: Int }
  enum Occupation { OJEK BECAK PKL }
  enum Band { LOW MIDDLE HIGH }
`);
const minimums = new Map([
  ['District.workers', 5], ['District.members', 5], ['OccupationCount.count', 5], ['BandCount.count', 5], ['CoverageCell.count', 5], ['Page.totalCount', 5],
  ['Tally.total', 5], ['Tally.covered', 5], ['Tally.open', 5], ['Secret.size', 10], ['City.tally', 0],
]);
const EXACT: Exactness = { kind: 'exact' };
const ROUNDED: Exactness = { kind: 'rounded', rounding: { key: 'k'.repeat(32), month: '2026-10' } };

async function answer(text: string, data: unknown, exactness: Exactness = EXACT) {
  const document = parse(text);
  return suppression({ schema, document, operation: getOperationAST(document)!, minimums })!(data, exactness);
}
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const paths = (suppressed: readonly Suppressed[]): string[] => suppressed.map(({ path }) => path.join('.'));

describe('small counts', () => {
  it('are null, and the answer says where and why', async () => {
    const { data, suppressed } = await answer('{ district(code: 1) { code workers } }', { district: { code: '1', workers: 4 } });
    expect(plain(data)).toEqual({ district: { code: '1', workers: null } });
    expect(suppressed).toEqual([{ path: ['district', 'workers'], minimum: 5 }]);
  });

  it('are those under the minimum: zero is one, the minimum is none', async () => {
    expect(paths((await answer('{ district(code: 1) { workers } }', { district: { workers: 0 } })).suppressed)).toHaveLength(1);
    expect(paths((await answer('{ district(code: 1) { workers } }', { district: { workers: 5 } })).suppressed)).toHaveLength(0);
  });

  it.each([['text', '3'], ['a fraction', 3.5], ['a negative', -1], ['an object', { value: 3 }], ['a list', [3]], ['true', true]])('are also %s where a count should be', async (_what, value) => {
    expect(plain((await answer('{ district(code: 1) { workers } }', { district: { workers: value } })).data)).toEqual({ district: { workers: null } });
  });

  it('through an interface go by the strictest type behind it', async () => {
    expect((await answer('{ anything { n: size } }', { anything: { n: 9 } })).suppressed).toEqual([{ path: ['anything', 'n'], minimum: 10 }]);
  });

  it('leave totals that are no count over a part of the people as they are', () => {
    const document = parse('{ city { total } }');
    expect(suppression({ schema, document, operation: getOperationAST(document)!, minimums })).toBeUndefined();
  });

  it('are none where an object holds totals for everybody, on that object and no further', async () => {
    const city = { tally: { total: 3 }, byBand: [{ band: 'LOW', count: 3 }, { band: 'HIGH', count: 30 }] };
    expect(paths((await answer('{ city { tally { total } byBand { band count } } }', { city })).suppressed)).toEqual(['city.byBand.0.count', 'city.byBand.1.count']);
  });

  it('do not change what the executor holds', async () => {
    const held = { district: { workers: 1 } };
    await answer('{ district(code: 1) { workers } }', held);
    expect(held).toEqual({ district: { workers: 1 } });
  });
});

describe('an attacker who subtracts', () => {
  it('by area: finds two districts hidden, for the total of the city is known', async () => {
    const { suppressed } = await answer('{ districts { workers } }', { districts: [100, 3, 40, 60].map((workers) => ({ workers })) });
    expect(paths(suppressed)).toEqual(['districts.1.workers', 'districts.2.workers']);
  });

  it('by two hidden counts of one each: finds a third hidden', async () => {
    const { suppressed } = await answer('{ districts { workers } }', { districts: [100, 1, 1, 60].map((workers) => ({ workers })) });
    expect(paths(suppressed)).toEqual(['districts.1.workers', 'districts.2.workers', 'districts.3.workers']);
  });

  it('by alias: the same list twice, once with another field beside it, hides the same', async () => {
    const rows = [100, 3, 40, 60].map((workers, code) => ({ code, workers }));
    const { suppressed } = await answer('{ a: districts { workers } b: districts { code n: workers } }', { a: rows, b: rows.map(({ code, workers }) => ({ code, n: workers })) });
    expect(paths(suppressed)).toEqual(['a.1.workers', 'a.2.workers', 'b.1.n', 'b.2.n']);
  });

  it('by aliases with filters that differ by one person', async () => {
    const text = '{ a: people(filter: {maxAge: 60}) { totalCount } b: people(filter: {maxAge: 61}) { totalCount } }';
    const { suppressed } = await answer(text, { a: { totalCount: 103 }, b: { totalCount: 105 } });
    expect(suppressed.length).toBeGreaterThan(0);
  });

  it('by occupations under aliases, one of them hidden', async () => {
    const text = '{ a: people(filter: {occupation: OJEK}) { totalCount } b: people(filter: {occupation: PKL}) { totalCount } c: people(filter: {occupation: BECAK}) { totalCount } }';
    expect(paths((await answer(text, { a: { totalCount: 300 }, b: { totalCount: 200 }, c: { totalCount: 2 } })).suppressed)).toEqual(['b.totalCount', 'c.totalCount']);
  });

  it('by band: margins beside the cells, rows in any order', async () => {
    const cells = [['OJEK', 'LOW', 20], ['PKL', 'HIGH', 30], ['OJEK', 'HIGH', 3], ['PKL', 'LOW', 40]].map(([occupation, band, count]) => ({ occupation, band, count }));
    const byOccupation = [{ occupation: 'OJEK', count: 23 }, { occupation: 'PKL', count: 70 }];
    const text = '{ district(code: 1) { byOccupation { occupation count } cells { occupation band count } } }';
    const { suppressed } = await answer(text, { district: { byOccupation, cells } });
    // Hiding one more of the row and of the column leaves a fourth corner to be worked out: all four go.
    expect(paths(suppressed).filter((path) => path.includes('cells'))).toHaveLength(4);
  });

  it('without asking for the labels: a table whose rows cannot be told apart is hidden whole', async () => {
    const text = '{ district(code: 1) { byOccupation { count } cells { x: occupation y: occupation count } } }';
    const cells = [20, 3, 30, 40].map((count) => ({ x: 'OJEK', y: 'OJEK', count }));
    expect(paths((await answer(text, { district: { byOccupation: [], cells } })).suppressed)).toHaveLength(4);
  });

  it('by subgraph: the same figure from two of them hides in both', async () => {
    const { suppressed } = await answer('{ left { total covered open } district(code: 1) { workers } }', { left: { total: 50, covered: 47, open: 3 }, district: { workers: 47 } });
    expect(paths(suppressed)).toEqual(['left.covered', 'left.open', 'district.workers']);
  });

  it('by a total that is hidden for another reason while its parts are shown', async () => {
    const text = '{ districts { workers byOccupation { occupation count } } }';
    const district = (workers: number, ...counts: number[]) => ({ workers, byOccupation: counts.map((count, at) => ({ occupation: ['OJEK', 'BECAK', 'PKL'][at], count })) });
    const { suppressed } = await answer(text, { districts: [district(2, 2), district(12, 6, 6), district(90, 45, 45)] });
    const hidden = paths(suppressed);
    expect(hidden).toContain('districts.1.workers');
    expect(hidden.filter((path) => path.startsWith('districts.1.byOccupation')).length).toBeGreaterThanOrEqual(2);
  });
});

/**
 * Fills the hidden cells of a table with whole numbers that agree with its margins, until each has had two values or there
 * is no way left: by trial, which is not the solver's method. A margin under the minimum is hidden itself, and looks like
 * one hidden for another's sake. @returns undefined when the trial takes too long to judge
 */
function valuesOf(table: readonly (readonly number[])[], hidden: ReadonlySet<string>): readonly Set<number>[] | undefined {
  const unknowns = table.flatMap((row, r) => row.flatMap((_, c) => (hidden.has(`${r},${c}`) ? [[r, c] as const] : [])));
  const left = (lines: readonly (readonly (readonly [number, string])[])[]) => lines.map((line) => {
    const known = line.reduce((sum, [value]) => sum + value, 0) >= 5;
    return { known, left: known ? line.reduce((sum, [value, at]) => sum + (hidden.has(at) ? value : 0), 0) : 15 };
  });
  const rows = left(table.map((row, r) => row.map((value, c) => [value, `${r},${c}`] as const)));
  const columns = left(table[0]!.map((_, c) => table.map((row, r) => [row[c]!, `${r},${c}`] as const)));
  const values = unknowns.map(() => new Set<number>());
  const tried: number[] = [];
  let steps = 0;
  const fill = (at: number): void => {
    if (++steps > 50_000 || values.every((seen) => seen.size > 1)) return;
    if (at === unknowns.length) {
      if ([...rows, ...columns].every((line) => !line.known || line.left === 0)) tried.forEach((value, index) => values[index]!.add(value));
      return;
    }
    const [r, c] = unknowns[at]!;
    for (let value = Math.min(rows[r]!.left, columns[c]!.left); value >= 0; value--) {
      rows[r]!.left -= value; columns[c]!.left -= value; tried.push(value);
      fill(at + 1);
      tried.pop(); rows[r]!.left += value; columns[c]!.left += value;
    }
  };
  fill(0);
  return steps > 50_000 ? undefined : values;
}

describe('an attacker with every margin of a table', () => {
  it('can fill each hidden cell in more than one way', async () => {
    const table = fc.array(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    let judged = 0;
    await fc.assert(fc.asyncProperty(table, async (counts) => {
      const cells = counts.flatMap((row, r) => row.map((count, c) => ({ occupation: ['OJEK', 'BECAK', 'PKL'][r], band: ['LOW', 'MIDDLE', 'HIGH'][c], count })));
      const { suppressed } = await answer('{ district(code: 1) { cells { occupation band count } } }', { district: { cells } });
      const hidden = new Set(suppressed.map(({ path }) => `${Math.floor(Number(path[2]) / 3)},${Number(path[2]) % 3}`));
      if (hidden.size === 0) return;
      const values = valuesOf(counts, hidden);
      judged += values === undefined ? 0 : 1;
      for (const seen of values ?? []) expect(seen.size).toBeGreaterThan(1);
    }), { numRuns: 300 });
    expect(judged).toBeGreaterThan(50);
  });
});

describe('rounding', () => {
  const round = (value: number, coordinate = 'District.workers') => rounded(value, coordinate, { key: 'k'.repeat(32), month: '2026-10' });

  it('gives a multiple of five less than five away, and leaves one where it is', () => {
    fc.assert(fc.property(fc.integer({ min: 5, max: 100_000 }), (value) => {
      expect(round(value) % 5).toBe(0);
      expect(Math.abs(round(value) - value)).toBeLessThan(5);
      if (value % 5 === 0) expect(round(value)).toBe(value);
    }));
  });

  it('is fair: the mean of many counts stays what it was', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => index + 5);
    const drift = values.reduce((sum, value) => sum + round(value) - value, 0) / values.length;
    expect(Math.abs(drift)).toBeLessThan(0.1);
  });

  it('gives nothing new for asking again: by alias, by area, in another order', async () => {
    const row = (workers: number) => ({ workers });
    const one = (await answer('{ districts { workers } }', { districts: [row(103), row(57)] }, ROUNDED)).data as { districts: { workers: number }[] };
    const two = (await answer('{ a: districts { x: workers } b: district(code: 1) { y: workers } }', { a: [{ x: 57 }, { x: 103 }], b: { y: 103 } }, ROUNDED)).data as { a: { x: number }[]; b: { y: number } };
    expect(two.a.map(({ x }) => x).reverse()).toEqual(one.districts.map(({ workers }) => workers));
    expect(two.b.y).toBe(one.districts[0]!.workers);
  });

  it('throws anew each month and with each key', () => {
    const values = Array.from({ length: 200 }, (_, index) => index * 5 + 7);
    const under = (key: string, month: string) => values.map((value) => rounded(value, 'A.b', { key, month })).join();
    expect(new Set([under('a'.repeat(32), '2026-10'), under('a'.repeat(32), '2026-11'), under('b'.repeat(32), '2026-10')]).size).toBe(3);
  });

  it('shows every count for who may see all', async () => {
    expect(await answer('{ district(code: 1) { workers } }', { district: { workers: 1 } }, { kind: 'all' })).toEqual({ data: { district: { workers: 1 } }, suppressed: [] });
  });
});

it('answers for a large table without holding up others', async () => {
  const districts = Array.from({ length: 56 }, (_, area) => ({
    byOccupation: ['OJEK', 'BECAK', 'PKL'].map((occupation, at) => ({ occupation, count: (area * 7 + at * 13) % 60 })),
    cells: ['OJEK', 'BECAK', 'PKL'].flatMap((occupation, at) => ['LOW', 'MIDDLE', 'HIGH'].map((band, b) => ({ occupation, band, count: (area * 11 + at * 17 + b * 5) % 60 }))),
  }));
  const { suppressed } = await answer('{ districts { byOccupation { occupation count } cells { occupation band count } } }', { districts });
  expect(suppressed.length).toBeGreaterThan(50);
});
