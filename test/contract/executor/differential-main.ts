/** The differential test for as long as one likes: `npm run differential -- --runs 100000 --from 1`, or `--minutes 30`. Prints each failing seed. */
import { writeFileSync } from 'node:fs';
import { runSeed } from './differential.ts';
import { WIDENINGS } from './random-graph.ts';
import { commandOptions } from '../../support/command-options.ts';

const values = commandOptions({
  runs: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  questions: { type: 'string', default: '10' },
  minutes: { type: 'string', default: 'Infinity' },
  verbose: { type: 'boolean' },
});
const wanted = Number(values.runs);
const started = performance.now();
let [runs, spoiled, skipped, unplanned, seed, failed] = [0, 0, 0, 0, Number(values.from), 0];
const PROGRESS_EVERY = 1000;
const isOver = (): boolean => runs >= wanted || performance.now() - started >= Number(values.minutes) * 60_000;
for (let told = 0; !isOver(); seed++) {
  if (runs >= told + PROGRESS_EVERY)
    process.stdout.write(`${(told = runs)} runs, seed ${seed}, ${failed} differences\n`);
  const result = await runSeed(seed, Number(values.questions));
  runs += result.runs;
  spoiled += result.spoiled;
  unplanned += result.unplanned;
  if (result.skipped !== undefined) skipped++;
  if (result.skipped !== undefined && values.verbose) process.stdout.write(`seed ${seed}: ${result.skipped}\n`);
  for (const difference of result.differences) {
    failed++;
    process.stdout.write(`seed ${seed}: ${difference.why}\n${difference.question.query}\n`);
  }
  if (result.differences.length > 0) keep(seed, result.differences[0]!.why);
}
const seconds = Math.round((performance.now() - started) / 1000);
process.stdout.write(
  `${runs} runs, ${spoiled} of them once more with failing subgraphs, on ${seed - Number(values.from) - skipped} graphs in ${seconds} s, ${skipped} cuts that do not compose, ${unplanned} operations the planner failed on, ${failed} differences\n`,
);
process.exitCode = failed === 0 ? 0 : 1;

/** A failing seed becomes a case of the suite. */
function keep(seed: number, was: string): void {
  writeFileSync(
    new URL(`cases/seed-${seed}.json`, import.meta.url),
    `${JSON.stringify({ seed, questions: Number(values.questions), widenings: WIDENINGS, was: was.split('\n')[0] })}\n`,
  );
}
