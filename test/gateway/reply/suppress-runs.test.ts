/** An attacker who has villages in one list and their districts in another. */
import fc from 'fast-check';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';
import { suppression } from '../../../gateway/reply/suppress.ts';

const schema = buildSchema('type Query { villages: [Village!]! districts: [District!]! } type Village { code: ID! people: Int } type District { code: ID! people: Int }');
const MINIMUM = 5;
const minimums = new Map(['Village.people', 'District.people'].map((field) => [field, MINIMUM]));
const document = parse('{ villages { code people } districts { code people } }');

it('a small village has room among those of its district, though its district stands in another list', async () => {
  const district = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 6 });
  let judged = 0;
  await fc.assert(fc.asyncProperty(fc.array(district, { minLength: 3, maxLength: 6 }), async (city) => {
    const sumOf = (people: readonly number[]): number => people.reduce((a, b) => a + b, 0);
    const answer = { villages: city.flat().map((people, code) => ({ code, people })), districts: city.map((people, code) => ({ code, people: sumOf(people) })) };
    const { data } = await suppression({ schema, document, operation: getOperationAST(document)!, minimums })!(answer, { kind: 'exact' });
    const shown = data as Record<'villages' | 'districts', { people: number | null }[]>;
    let from = 0;
    for (const [at, people] of city.entries()) {
      const parts = shown.villages.slice(from, (from += people.length));
      const hidden = people.filter((_, index) => parts[index]!.people === null);
      if (shown.districts[at]!.people === null || hidden.length === 0) continue;
      judged++;
      expect({ city, at, safe: hidden.length > 1 && sumOf(hidden) >= MINIMUM }).toEqual({ city, at, safe: true });
    }
  }), { numRuns: 300, seed: 6 });
  expect(judged).toBeGreaterThan(50);
});
