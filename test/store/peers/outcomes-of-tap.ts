/** What became of the tests of one file, by the TAP that it printed: a test is a comment and the assertions that follow it. */
import type { Outcome } from './suite.ts';

export function outcomesOfTap(output: string): Outcome[] {
  const outcomes: { test: string; outcome: 'passed' | 'failed'; error?: string }[] = [];
  for (const line of output.split('\n')) {
    if (/^1\.\.\d/.test(line)) break;
    const title = /^# (.+)$/.exec(line)?.[1];
    if (title !== undefined) outcomes.push({ test: title, outcome: 'passed' });
    const broken = /^not ok \d+ ?(.*)$/.exec(line)?.[1];
    const last = outcomes.at(-1);
    if (broken === undefined || last?.outcome === 'failed') continue;
    if (last === undefined) outcomes.push({ test: '(before the first test)', outcome: 'failed', error: broken });
    else Object.assign(last, { outcome: 'failed', error: broken });
  }
  return outcomes;
}
