/** The differential test for as long as one likes: `npm run differential -- --runs 100000 --from 1`. Prints each failing seed. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runSeed } from './differential.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' }, questions: { type: 'string', default: '10' }, keep: { type: 'string' }, verbose: { type: 'boolean' } } });
const wanted = Number(values.runs);
const started = performance.now();
let [runs, skipped, unplanned, seed, failed] = [0, 0, 0, Number(values.from), 0];
for (; runs < wanted; seed++) {
  const result = await runSeed(seed, Number(values.questions));
  runs += result.runs;
  unplanned += result.unplanned;
  if (result.skipped !== undefined) skipped++;
  if (result.skipped !== undefined && values.verbose) process.stdout.write(`seed ${seed}: ${result.skipped}\n`);
  for (const difference of result.differences) {
    failed++;
    process.stdout.write(`seed ${seed}: ${difference.why}\n${difference.question.query}\n`);
  }
  if (values.keep !== undefined && result.differences.length > 0) writeFileSync(`${values.keep}/${seed}.json`, `${JSON.stringify(result.differences[0], undefined, 2)}\n`);
}
const seconds = Math.round((performance.now() - started) / 1000);
process.stdout.write(`${runs} runs on ${seed - Number(values.from) - skipped} graphs in ${seconds} s, ${skipped} cuts that do not compose, ${unplanned} operations the planner failed on, ${failed} differences\n`);
process.exitCode = failed === 0 ? 0 : 1;
