/** An attacker who knows which aliases make up which: a district and its villages, with others between them. */
import fc from 'fast-check';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { suppression, type Exactness } from '../../../gateway/reply/suppress.ts';

const schema = buildSchema(`
  type Query { village(code: ID!): Area district(code: ID!): Area }
  type Area { people: Int byOccupation: [OccupationCount!]! }
  type OccupationCount { occupation: Occupation! people: Int }
  enum Occupation { OJEK BECAK }
`);
const MINIMUM = 5;
const minimums = new Map(['Area.people', 'OccupationCount.people'].map((field) => [field, MINIMUM]));
const ROUNDED: Exactness = { kind: 'rounded', rounding: { key: 'k'.repeat(32), month: '2026-10' } };
const EXACT: Exactness = { kind: 'exact' };

interface Attack {
  /** People of the villages of one district. */
  readonly villages: readonly number[];
  /** Villages of other districts, asked besides. */
  readonly others: readonly number[];
  /** Whether the district is asked by the villages' own field. */
  readonly oneField: boolean;
  /** Whether rows below are asked instead. */
  readonly rows: boolean;
}

/** @returns what is shown of the district and of its villages, null where it is hidden */
async function shownOf({ villages, others, oneField, rows }: Attack, exactness: Exactness): Promise<{ readonly whole: number | null; readonly parts: readonly (number | null)[] }> {
  const below = rows ? '{ byOccupation { occupation people } }' : '{ people }';
  const names = [...others.map((_, at) => `x${at}`), ...villages.map((_, at) => `v${at}`)];
  const document = parse(`{ d: ${oneField ? 'village' : 'district'}(code: "d") ${below} ${names.map((name) => `${name}: village(code: "${name}") ${below}`).join(' ')} }`);
  const area = (people: number): object => (rows ? { byOccupation: [{ occupation: 'OJEK', people }, { occupation: 'BECAK', people: 1_000 + people * 7 }] } : { people });
  const data = { d: area(villages.reduce((a, b) => a + b, 0)), ...Object.fromEntries([...others, ...villages].map((people, at) => [names[at]!, area(people)])) };
  const { data: shown } = await suppression({ schema, document, operation: getOperationAST(document)!, minimums })!(data, exactness);
  const read = (name: string): number | null => {
    const area = (shown as Record<string, { people: number | null; byOccupation: { people: number | null }[] }>)[name]!;
    return rows ? area.byOccupation[0]!.people : area.people;
  };
  return { whole: read('d'), parts: villages.map((_, at) => read(`v${at}`)) };
}

/** Between what the hidden villages can each be, by the one sum that he knows. */
function roomOfHidden({ whole, parts }: Awaited<ReturnType<typeof shownOf>>, exactness: Exactness): number {
  const slack = exactness.kind === 'rounded' ? 4 : 0;
  const [low, high] = [(shown: number): number => Math.max(MINIMUM, shown - slack), (shown: number): number => shown + slack];
  const shown = parts.filter((part) => part !== null);
  if (whole === null) return Infinity;
  const most = high(whole) - shown.reduce((sum, part) => sum + low(part), 0);
  const least = parts.length - shown.length > 1 ? 0 : Math.max(0, low(whole) - shown.reduce((sum, part) => sum + high(part), 0));
  return most - least;
}

const attacks = (others: number): fc.Arbitrary<Attack> => fc.record({
  villages: fc.tuple(fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 3, maxLength: 5 }), fc.integer({ min: 1, max: 4 }), fc.nat(5)).map(([large, small, at]) => large.toSpliced(at, 0, small)),
  others: fc.array(fc.integer({ min: 5, max: 60 }), { maxLength: others }),
  oneField: fc.boolean(),
  rows: fc.boolean(),
});

describe('a small village among four to six that make up a district, each under an alias', () => {
  it.each([['exact', EXACT], ['rounded', ROUNDED]] as const)('keeps its room when counts are %s', async (_how, exactness) => {
    let judged = 0;
    await fc.assert(fc.asyncProperty(attacks(5), async (attack) => {
      const shown = await shownOf(attack, exactness);
      expect(shown.parts).toContain(null);
      if (shown.whole !== null) judged++;
      expect(roomOfHidden(shown, exactness)).toBeGreaterThanOrEqual(MINIMUM);
    }), { numRuns: 400, seed: 6 });
    // Where all is hidden nothing was shown to be safe.
    expect(judged).toBeGreaterThan(100);
  });
});
