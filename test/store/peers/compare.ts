/**
 * Holds what became of a suite's tests to the list of those that are expected to fail. Each entry of a list has a reason, which begins with
 * who fails: `refused by design: ` and `fault: ` the store, `suite: ` the store and a MongoDB 6, `MongoDB: ` a MongoDB 6 alone.
 */
import type { Outcome } from './suite.ts';

export type Server = 'store' | 'mongodb';

/** `expected.json` of a suite. */
export interface Expected {
  /** At least so many tests pass on the store: a suite that stopped half-way has no failure either. */
  readonly passed: number;
  /** The reason by the name of the test. */
  readonly failing: Readonly<Record<string, string>>;
}

export interface Verdict {
  readonly passed: number;
  readonly skipped: number;
  readonly expected: number;
  /** Failed and not listed, with the error. */
  readonly unexpected: readonly string[];
  /** Listed, and passes. */
  readonly mended: readonly string[];
  /** Whatever else makes the list or the run worthless. */
  readonly wrong: readonly string[];
}

const FAILS_ON: Readonly<Record<string, readonly Server[]>> = {
  'refused by design': ['store'],
  fault: ['store'],
  suite: ['store', 'mongodb'],
  MongoDB: ['mongodb'],
};

const failsOn = (reason: string): readonly Server[] | undefined =>
  /^[^:]+: \S/.test(reason) ? FAILS_ON[reason.slice(0, reason.indexOf(':'))] : undefined;

/** What a run on a server says of a suite; `isClean` judges it. */
export function compare(outcomes: readonly Outcome[], expected: Expected, server: Server): Verdict {
  const listed = new Set(
    Object.keys(expected.failing).filter((test) => failsOn(expected.failing[test]!)?.includes(server) === true),
  );
  const passed = outcomes.filter(({ outcome }) => outcome === 'passed');
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
  const ran = new Set([...passed, ...failed].map(({ test }) => test));
  return {
    passed: passed.length,
    skipped: outcomes.length - passed.length - failed.length,
    expected: failed.filter(({ test }) => listed.has(test)).length,
    unexpected: failed.filter(({ test }) => !listed.has(test)).map(({ test, error }) => `${test}: ${error ?? ''}`),
    mended: passed.filter(({ test }) => listed.has(test)).map(({ test }) => test),
    wrong: [
      ...Object.entries(expected.failing)
        .filter(([, reason]) => failsOn(reason) === undefined)
        .map(([test, reason]) => `${test}: no reason that begins with ${Object.keys(FAILS_ON).join(', ')}: ${reason}`),
      ...[...listed].filter((test) => !ran.has(test)).map((test) => `${test}: is listed and did not run`),
      ...(server === 'store' && passed.length < expected.passed
        ? [`${passed.length} tests pass, ${expected.passed} did when the list was written`]
        : []),
    ],
  };
}

/** Whether everything came as listed. */
export const isClean = ({ unexpected, mended, wrong }: Verdict): boolean =>
  unexpected.length + mended.length + wrong.length === 0;

const firstLine = (error: string | undefined): string => (error ?? 'no message').trim().split('\n')[0]!.slice(0, 160);

function reasonFor({ error }: Outcome, before: string | undefined, server: Server): string {
  const known = before === undefined ? undefined : failsOn(before);
  if (before !== undefined && known?.includes(server) === true) return before;
  const line = firstLine(error);
  if (server === 'mongodb') return `${known?.includes('store') === true ? 'suite' : 'MongoDB'}: ${line}`;
  if (known?.includes('mongodb') === true) return `suite: ${line}`;
  return /embedded store|no such command/.test(line) ? `refused by design: ${line}` : `fault: ${line}`;
}

/** The list as this run would have it: reasons that hold stay, new ones are the test's error and want a person's eye. */
export function expectedAfter(outcomes: readonly Outcome[], before: Expected, server: Server): Expected {
  const failing = new Map<string, string>();
  for (const [test, reason] of Object.entries(before.failing)) {
    const others = failsOn(reason)?.filter((one) => one !== server) ?? [];
    if (others.length > 0)
      failing.set(
        test,
        reason.startsWith('suite: ') ? reason.replace(/^suite/, others[0] === 'store' ? 'fault' : 'MongoDB') : reason,
      );
  }
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
  for (const each of failed) failing.set(each.test, reasonFor(each, before.failing[each.test], server));
  return {
    passed: server === 'store' ? outcomes.filter(({ outcome }) => outcome === 'passed').length : before.passed,
    failing: Object.fromEntries([...failing].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
