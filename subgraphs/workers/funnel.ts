/** How many verifications each agency has answered, and how long its answers take. */
import { together, type Exactness } from '../counts/tally.ts';
import { basisOf, type Basis } from '../counts/view.ts';
import type { CountsSnapshot } from '../counts/materialized-counts.ts';
import type { VerificationCell } from './sources.ts';

const VERDICTS = ['MATCH', 'MISMATCH', 'NOT_FOUND', 'EXPIRED', 'PENDING'] as const;
/** Upper bounds in days; a request older than the last is in the band after it. */
const AGES = [
  ['D0_7', 7],
  ['D8_14', 14],
  ['D15_30', 30],
  ['D31_UP', Infinity],
] as const;
type Age = (typeof AGES)[number][0];
/** Days within which answers are counted. */
const WITHIN = [7, 30, 90] as const;
const DAY_MS = 86_400_000;
/**
 * A median of fewer answers, or the day of fewer requests, reveals something of each. The number shown decides, so that a null reveals
 * no more than the number does: when this many and the noise are shown, there are at least this many.
 */
const FEWEST = 5;
const isEnough = (shown: number, { noise }: Exactness): boolean => shown >= FEWEST + noise;

interface Turnaround {
  /** Days within which half of the answers were received, and nine of ten; null where too few are shown. */
  readonly medianDays: number | null;
  readonly p90Days: number | null;
  /** Share of the answers shown that did not come within the first of the bounds, 0 to 1; null where none is shown. */
  readonly lateRate: number | null;
  readonly within: { days: number; answered: number; basis: Basis }[];
  readonly basis: Basis;
}

/** What was requested to be verified, what was answered, and how long that took. */
export interface FunnelCounts {
  readonly asked: number;
  readonly answered: number;
  readonly pending: number;
  readonly verdicts: { verdict: string; count: number; basis: Basis }[];
  readonly turnaround: Turnaround;
  readonly basis: Basis;
  readonly computedAt: Date;
  /** Requests without an answer, which grow older without a write. */
  readonly waiting: Waiting;
}

/** The funnel of one agency. */
export interface Funnel extends FunnelCounts {
  readonly agency: string;
}

interface Waiting {
  /** @param asOf the day to count to, `YYYY-MM-DD` */
  byAge(asOf: string): { age: Age; count: number; basis: Basis }[];
  /** @returns the day of the oldest pending request in the highest age that is shown; null where few are: it would reveal a single one */
  oldest(asOf: string): string | null;
}

/** The funnels of one snapshot. */
export interface Funnels {
  /** Codes of the agencies with a request, in their order. */
  readonly agencies: readonly string[];
  /** Of all agencies together; its noise is its own, not the sum of theirs. */
  all(): FunnelCounts;
  /** @returns the funnel of an agency; zeros where it has no request yet */
  of(agency: string): Funnel;
}

/** @returns the funnels of one snapshot, as exactly as they are shown; each agency's is made when it is first read */
export function funnels(snapshot: CountsSnapshot, exactness: Exactness): Funnels {
  const parts = snapshot.of('verifications');
  const everyone = parts.flatMap((part) => part.cells) as unknown as VerificationCell[];
  const cells = Map.groupBy(everyone, (cell) => cell.agency);
  // Before the first request there is no part of verifications: the funnel is as new as all other counts.
  const computedAt = (parts.length > 0 ? parts : snapshot.parts).reduce(
    (at, part) => (part.computedAt > at ? part.computedAt : at),
    new Date(0),
  );
  const shown = { exactness, basis: basisOf(snapshot, exactness), computedAt };
  const made = new Map<string, Funnel>();
  let all: FunnelCounts | undefined;
  return {
    agencies: [...cells.keys()].sort(),
    all: () => (all ??= countsOf(everyone, shown)),
    of(agency) {
      let funnel = made.get(agency);
      if (funnel === undefined) made.set(agency, (funnel = { agency, ...countsOf(cells.get(agency) ?? [], shown) }));
      return funnel;
    },
  };
}

interface Shown {
  readonly exactness: Exactness;
  readonly basis: Basis;
  readonly computedAt: Date;
}

function countsOf(cells: readonly VerificationCell[], shown: Shown): FunnelCounts {
  const { basis, computedAt, exactness } = shown;
  const show = (some: readonly VerificationCell[]): number => exactness.show(together(some));
  const answered = cells.filter(({ verdict }) => verdict !== 'PENDING');
  const pending = cells.filter(({ verdict }) => verdict === 'PENDING');
  return {
    asked: show(cells),
    answered: show(answered),
    pending: show(pending),
    verdicts: VERDICTS.map((verdict) => ({
      verdict,
      count: show(cells.filter((cell) => cell.verdict === verdict)),
      basis,
    })),
    turnaround: turnaroundOf(answered, shown),
    basis,
    computedAt,
    waiting: waitingOf(pending, shown),
  };
}

function turnaroundOf(answered: readonly VerificationCell[], { exactness, basis }: Shown): Turnaround {
  const dated = answered.filter(({ days }) => days != null);
  const isShown = isEnough(exactness.show(together(dated)), exactness);
  const within = WITHIN.map((days) => ({
    days,
    answered: exactness.show(together(dated.filter((cell) => cell.days! <= days))),
    basis,
  }));
  return {
    medianDays: isShown ? quantileOf(dated, 0.5) : null,
    p90Days: isShown ? quantileOf(dated, 0.9) : null,
    lateRate: lateRateOf(within[0]!.answered, exactness.show(together(answered))),
    within,
    basis,
  };
}

/** Of the numbers shown, so that it tells no more than they do. */
const lateRateOf = (inTime: number, answered: number): number | null =>
  answered === 0 ? null : Math.max(0, 1 - inTime / answered);

/** The least number of days within which a share of the answers were received. */
function quantileOf(cells: readonly VerificationCell[], share: number): number {
  const { n } = together(cells);
  let reached = 0;
  const sorted = cells.toSorted((a, b) => a.days! - b.days!);
  return sorted.find((cell) => (reached += cell.n) >= n * share)!.days!;
}

/** There are as many cells as people who wait, so they are read once a day and not once a request. */
function waitingOf(cells: readonly VerificationCell[], { exactness, basis }: Shown): Waiting {
  const agesOn = ofOneDay((asOf) => {
    const groups = Map.groupBy(cells, (cell) => ageOf(cell, asOf));
    return AGES.map(([age]) => ({
      age,
      count: exactness.show(together(groups.get(age) ?? [])),
      oldest: oldestOf(groups.get(age) ?? []),
    }));
  });
  return {
    byAge: (asOf) => agesOn(asOf).map(({ age, count }) => ({ age, count, basis })),
    oldest(asOf) {
      const oldest = agesOn(asOf).findLast(({ count }) => count > 0);
      return oldest !== undefined && isEnough(oldest.count, exactness) ? oldest.oldest : null;
    },
  };
}

/** @returns what was made of the latest day requested, made again for another day */
function ofOneDay<Made>(make: (day: string) => Made): (day: string) => Made {
  let held: { readonly day: string; readonly made: Made } | undefined;
  return (day) => {
    if (held?.day !== day) held = { day, made: make(day) };
    return held.made;
  };
}

const oldestOf = (cells: readonly VerificationCell[]): string | null =>
  cells.reduce<string | null>(
    (oldest, { requestedOn }) => (oldest === null || requestedOn! < oldest ? requestedOn! : oldest),
    null,
  );

function ageOf({ requestedOn }: VerificationCell, asOf: string): Age {
  const days = (Date.parse(asOf) - Date.parse(requestedOn!)) / DAY_MS;
  return AGES.find(([, most]) => days <= most)![0];
}
