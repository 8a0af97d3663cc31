/** Whether a version that was published minutes ago hurts: a rule over counts, which reads no clock and no database. */

/** Requests to a subgraph, and how many of them failed. */
export interface Outcomes {
  readonly requests: number;
  readonly failures: number;
}

/** When a version is taken back. */
export interface RolloutRule {
  /** How long after it began to serve a version is judged, ms. Later its errors are its owner's to solve. */
  readonly window: number;
  /** Fewer requests than this say nothing. */
  readonly leastRequests: number;
  /** By how much its share of failures may be above that of the version before, 0 to 1. */
  readonly above: number;
}

/** What is judged. */
interface Rollout {
  /** Since when it serves, ms ago. */
  readonly age: number;
  readonly now: Outcomes;
  /** Of the version before, while it served; none for a first version. */
  readonly before?: Outcomes;
}

/** @returns why the version is taken back; undefined while it stays */
export function judgeRollout({ age, now, before }: Rollout, rule: RolloutRule): string | undefined {
  if (age > rule.window || now.requests < rule.leastRequests) return undefined;
  const usual = before === undefined || before.requests === 0 ? 0 : before.failures / before.requests;
  const share = now.failures / now.requests;
  if (share <= usual + rule.above) return undefined;
  return `${now.failures} of ${now.requests} requests failed (${percent(share)}), ${percent(usual)} before it, and ${percent(rule.above)} more is allowed`;
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
