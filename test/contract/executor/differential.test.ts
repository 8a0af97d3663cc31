import { readdirSync, readFileSync } from 'node:fs';
import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSeed } from './differential.ts';
import type { Widening } from './random-graph.ts';

/** Graphs and operations on each; cuts that do not compose make up for the difference to 1,000 runs. */
const GRAPHS = 130;
const QUESTIONS = 15;
const KEPT = new URL('cases/', import.meta.url);

interface KeptCase {
  readonly seed: number;
  readonly questions: number;
  /** Those there were when it was found. */
  readonly widenings?: readonly Widening[];
}

describe('any federated graph', () => {
  it('is answered as the uncut schema answers', { timeout: 600_000 }, async () => {
    let runs = 0;
    const graph = asyncProperty(integer({ min: 1, max: 2 ** 31 }), async (seed) => {
      const result = await runSeed(seed, QUESTIONS);
      runs += result.runs;
      expect(result.differences.map(({ why, question }) => `seed ${seed}: ${why}\n${question.query}`)).toEqual([]);
    });
    // Always the same graphs here; `npm run differential` is for new ones. A smaller seed is no smaller graph, so there is nothing to shrink.
    await assert(graph, { numRuns: GRAPHS, endOnFailure: true, seed: 5 });
    expect(runs).toBeGreaterThan(1000);
  });

  for (const name of readdirSync(KEPT)) {
    it(`is answered so for the kept case ${name}`, async () => {
      const { seed, questions, widenings = [] } = JSON.parse(readFileSync(new URL(name, KEPT), 'utf8')) as KeptCase;
      expect((await runSeed(seed, questions, widenings)).differences).toEqual([]);
    });
  }
});
