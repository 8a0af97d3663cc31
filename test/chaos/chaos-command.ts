/**
 * `npm run chaos [-- --only NAME --json]`: breaks what a gateway stands on, one thing after the other, and prints what clients saw, what the
 * operator saw and how long both took. Ends with 1 where an innocent question failed, an affected one got something else than it should,
 * nobody was told, or it did not mend.
 */
import { hasPrometheus } from './prometheus.ts';
import { runScenario, type Outcome } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { rowOf, HEAD } from './table.ts';
import { commandOptions } from '../support/command-options.ts';

const values = commandOptions({
  only: { type: 'string' },
  json: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
});
const { only = '', json, list } = values;
const chosen = SCENARIOS.filter(({ name }) => name.includes(only));
if (chosen.length === 0) {
  process.stderr.write(`--only: expected a part of one of these names, got ${only}\n`);
  for (const { name } of SCENARIOS) process.stderr.write(`  ${name}\n`);
  process.exit(1);
}
if (list) for (const { name, does } of chosen) console.log(`${name}: ${does}`);
else await run();

async function run(): Promise<void> {
  if (!json && !hasPrometheus())
    console.log(
      'Prometheus (Debian: prometheus) is not on this machine: alerts are named by their metric and not evaluated.\n',
    );
  if (!json) console.log(HEAD);
  const outcomes: Outcome[] = [];
  for (const scenario of chosen) {
    const outcome = await runScenario(scenario);
    outcomes.push(outcome);
    if (!json) console.log(rowOf(outcome));
  }
  if (json) console.log(JSON.stringify(outcomes, null, 2));
  for (const { name, wrong } of outcomes) for (const each of wrong) process.stderr.write(`${name}: ${each}\n`);
  process.exitCode = outcomes.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}
