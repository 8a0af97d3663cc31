/** What a case is, and the three ways it ends: it returns, or throws Unmet, or throws NotApplicable. */
import type { AskedSubgraph } from './asked-subgraph.ts';

/** One thing that a gateway relies on. */
export interface ConformanceCase {
  /** `claims-replayed`: stable, scorecards are compared by it. */
  readonly name: string;
  /** One sentence, what is expected. */
  readonly what: string;
  /** Waits for most of its time, so it begins with the run and is read at its place. */
  readonly waits?: true;
  readonly run: (subgraph: AskedSubgraph) => Promise<void>;
}

/** The subgraph did something else; the message says what was expected and what came. */
export class Unmet extends Error {}

/** The case has nothing to judge here; the message says why. */
export class NotApplicable extends Error {}

/** @throws Unmet where it does not hold */
export function expect(holds: boolean, expected: string, got?: unknown): asserts holds {
  if (!holds) throw new Unmet(got === undefined ? `expected ${expected}` : `expected ${expected}, got ${short(got)}`);
}

/** @throws NotApplicable where it does not hold */
export function need(holds: boolean, why: string): asserts holds {
  if (!holds) throw new NotApplicable(why);
}

const LONGEST = 160;

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
