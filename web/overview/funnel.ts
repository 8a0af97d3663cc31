/** The verification funnel: the city's stages, and its agencies. */
import { figureAt, valueAt, type Part } from '../numbers/figure-at.ts';
import type { Marked } from '../numbers/marks.ts';
import type { VerificationAnswer } from './answers.ts';

/** One bar of the funnel. */
export interface Stage {
  /** `asked`, `answered`, `pending`, or a verdict as the schema names it. */
  readonly name: string;
  readonly count: Marked;
}

/** What was requested, what of it was answered and how, and what waits. */
export function stagesIn(part: Part): Stage[] {
  const at = ['city', 'funnel'] as const;
  const verdicts = (valueAt(part.data, [...at, 'verdicts']) ?? []) as readonly { verdict: string }[];
  const basis = [...at, 'basis'];
  const answers = verdicts.flatMap(({ verdict }, index) =>
    // Those that wait are the stage `pending`.
    verdict === 'PENDING' ? [] : [{ name: verdict, count: figureAt(part, [...at, 'verdicts', index, 'count'], basis) }],
  );
  const stage = (name: string): Stage => ({ name, count: figureAt(part, [...at, name]) });
  return [stage('asked'), stage('answered'), ...answers, stage('pending')];
}

/** How many wait for how long, the shortest first. */
export function agesIn(part: Part): Stage[] {
  const at = ['city', 'funnel', 'pendingByAge'] as const;
  const ages = (valueAt(part.data, at) ?? []) as readonly { age: string }[];
  return ages.map(({ age }, index) => ({
    name: age,
    count: figureAt(part, [...at, index, 'count'], ['city', 'funnel', 'basis']),
  }));
}

export interface AgencyRow {
  readonly code: string;
  readonly name: string;
  readonly asked: Marked;
  readonly pending: Marked;
  /** Days; of no value where fewer than five answers are certain. */
  readonly medianDays: number | null;
  readonly p90Days: number | null;
  /** Day of the oldest request that waits, `YYYY-MM-DD`. */
  readonly oldest: string | null;
}

/** What must be said below the list: how many have their time in common with another, and whether a day is not shown. */
export function remarksOf(rows: readonly AgencyRow[]): { readonly tied: number; readonly withheld: boolean } {
  const timed = rows.filter(({ medianDays }) => medianDays !== null);
  const alike = [...Map.groupBy(timed, ({ medianDays }) => medianDays).values()].filter((same) => same.length > 1);
  const gap = ({ medianDays, p90Days, oldest }: AgencyRow): boolean => [medianDays, p90Days, oldest].includes(null);
  return { tied: alike.flat().length, withheld: rows.some(gap) };
}

/** The agencies in the order of the answer. */
export function agenciesIn(part: Part): AgencyRow[] {
  const { verificationFunnel } = (part.data ?? {}) as Partial<VerificationAnswer>;
  return (verificationFunnel ?? []).map(({ agency, turnaround, oldestPending }, index) => ({
    code: agency.code,
    name: agency.name ?? agency.code,
    asked: figureAt(part, ['verificationFunnel', index, 'asked']),
    pending: figureAt(part, ['verificationFunnel', index, 'pending']),
    ...turnaround,
    oldest: oldestPending,
  }));
}
