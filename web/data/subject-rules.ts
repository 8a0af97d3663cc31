/** What each subject can be broken down by, narrowed by and measured in: what the graph has a count for. */
import { BREAKDOWNS, type Breakdown, type Measure, type Subject } from '../address/data-view.ts';
import type { Choice, Filter } from './choice.ts';

interface SubjectRules {
  /** What it is broken down by when the reader has not said. */
  readonly by: readonly Breakdown[];
  /** Whether the graph counts by these together. */
  readonly fits: (by: readonly Breakdown[]) => boolean;
  readonly filters: readonly Filter[];
  /** Whether these filters are possible together with these breakdowns. */
  readonly narrows: (by: readonly Breakdown[], filters: readonly Filter[]) => boolean;
  /** Whether it can be asked for a district or a village. */
  readonly areas: boolean;
  readonly measures: (by: readonly Breakdown[], filters: Choice['filters']) => readonly Measure[];
  /** Those that are shown when the reader has not said; all of them when left out. */
  readonly usual?: (by: readonly Breakdown[]) => readonly Measure[];
  /** Whether it is counted at the end of a month, or paid within a year. */
  readonly time: 'MONTH' | 'YEAR' | 'NONE';
}

/** What workers are counted by: the graph takes at most two of them at once. */
export const WORKER_BREAKDOWNS = ['occupation', 'band', 'sector', 'status'] as const satisfies readonly Breakdown[];

const only =
  (...allowed: readonly Breakdown[]) =>
  (by: readonly Breakdown[]): boolean =>
    by.every((each) => allowed.includes(each)) && !(by.includes('district') && by.includes('village'));

const always = (): boolean => true;

const COVERAGE_MEASURES = ['total', 'covered', 'coverageRate', 'eligibleNotCovered', 'atRisk'] as const;
const GROUP_MEASURES = ['total', 'covered', 'coverageRate', 'atRisk'] as const;
const FUNNEL_MEASURES = ['asked', 'answered', 'pending', 'medianDays', 'p90Days', 'lateRate'] as const;
const MONEY_OF_MONTHS = ['liability', 'billed', 'paid', 'unpaid', 'paidToDate', 'remaining', 'ceiling'] as const;
const MONEY_OF_YEAR = ['liability', 'billed', 'paid', 'unpaid', 'remaining', 'ceiling', 'shortfall'] as const;

/** Breakdowns of a funnel's own lists: they have one count a row. */
const inFunnel = (by: readonly Breakdown[]): boolean => by.includes('verdict') || by.includes('age');

export const SUBJECT_RULES: Readonly<Record<Subject, SubjectRules>> = {
  coverage: {
    by: [],
    fits: only('district', 'village', 'month', ...WORKER_BREAKDOWNS),
    filters: ['occupation', 'band', 'status'],
    // Every district in every month, counted by what is filtered: a question of that size is refused. Villages come page by page.
    narrows: (by, filters) =>
      !(filters.length > 0 && by.includes('district') && by.includes('month')) &&
      new Set([...by.filter((each) => (WORKER_BREAKDOWNS as readonly string[]).includes(each)), ...filters]).size <= 2,
    areas: true,
    measures: () => COVERAGE_MEASURES,
    usual: () => ['total', 'covered', 'coverageRate', 'eligibleNotCovered'],
    time: 'MONTH',
  },
  groups: {
    by: ['group'],
    fits: (by) => by.length > 0 && only('group', 'district', 'village', 'month')(by),
    filters: ['group'],
    narrows: always,
    areas: true,
    measures: () => GROUP_MEASURES,
    time: 'MONTH',
  },
  verification: {
    by: [],
    fits: (by) => only('agency', 'verdict', 'age', 'month')(by) && !(by.includes('verdict') && by.includes('age')),
    filters: ['agency', 'verdict'],
    narrows: always,
    areas: false,
    measures: (by, { verdict }) => {
      if (inFunnel(by)) return ['count'];
      return verdict === undefined ? FUNNEL_MEASURES : verdict === 'PENDING' ? ['pending'] : ['count'];
    },
    time: 'MONTH',
  },
  money: {
    by: ['month'],
    fits: (by) => by.length > 0 && only('month', 'programme')(by),
    filters: ['programme'],
    narrows: always,
    areas: false,
    measures: (by) => (by.includes('month') ? MONEY_OF_MONTHS : MONEY_OF_YEAR),
    usual: (by) => (by.includes('month') ? ['billed', 'paid', 'unpaid', 'paidToDate', 'ceiling'] : MONEY_OF_YEAR),
    time: 'YEAR',
  },
  'double-funding': {
    by: ['month'],
    fits: (by) => by.length > 0 && only('village', 'month')(by),
    filters: [],
    narrows: always,
    areas: false,
    // The graph has the change of all together, not of each village.
    measures: (by) => (by.includes('village') ? ['people', 'monthlyCost'] : ['people', 'peopleChange', 'monthlyCost']),
    time: 'MONTH',
  },
  published: {
    by: [],
    fits: (by) => by.length === 0,
    filters: [],
    narrows: always,
    areas: false,
    measures: () => ['published', 'computed'],
    time: 'NONE',
  },
};

/** @returns the breakdowns that the graph has beside another */
export const breakdownsBeside = (subject: Subject, other: Breakdown | undefined): readonly Breakdown[] =>
  BREAKDOWNS.filter(
    (each) => each !== other && SUBJECT_RULES[subject].fits(other === undefined ? [each] : [other, each]),
  );

/** Measures of which parts add up to the whole; the others are rates, medians and running sums. */
export const ADDITIVE: ReadonlySet<Measure> = new Set([
  'total',
  'covered',
  'eligibleNotCovered',
  'atRisk',
  'asked',
  'answered',
  'pending',
  'count',
  'liability',
  'billed',
  'paid',
  'unpaid',
  'people',
  'monthlyCost',
]);
