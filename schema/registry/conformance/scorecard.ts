/** The results of a run as a text for a terminal or a page. */
import type { ConformanceResult } from './run-conformance.ts';

const SIGN = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' } as const;

/** @returns a line a case, with why it failed or was skipped, and the score at the end */
export function scorecard(name: string, results: readonly ConformanceResult[]): string {
  const widest = Math.max(0, ...results.map((each) => each.case.length));
  const lines = results.map(
    ({ case: one, what, outcome, why }) =>
      `${SIGN[outcome]} ${one.padEnd(widest)}  ${what}${why === '' ? '' : `\n     ${' '.repeat(widest)}  ${why}`}`,
  );
  const of = (outcome: ConformanceResult['outcome']): number =>
    results.filter((each) => each.outcome === outcome).length;
  const score = `${name}: ${of('passed')} of ${results.length - of('skipped')} passed, ${of('failed')} failed, ${of('skipped')} skipped`;
  return `${[...lines, score].join('\n')}\n`;
}
