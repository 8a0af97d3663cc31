/** Lists of areas, sorted and filtered by the counts as they are shown: the order reveals nothing that the numbers do not. */
import { rateOf } from '../counts/rate.ts';
import { boundsInOrder, inRange } from '../data/ranges.ts';
import type { Counts, Coverage, Coverages } from './coverage.ts';

/** The arguments of `areasByCoverage`. */
export interface AreasArguments {
  readonly level: 'DISTRICT' | 'VILLAGE';
  readonly filter?: AreasFilter | null;
  readonly sort: string;
  /** How many areas at most; not a page, since there are few areas. */
  readonly most?: number | null;
}

interface AreasFilter {
  readonly districts?: readonly string[] | null;
  readonly coverageRateFrom?: number | null;
  readonly coverageRateTo?: number | null;
  readonly totalFrom?: number | null;
  readonly totalTo?: number | null;
  readonly eligibleNotCoveredFrom?: number | null;
  readonly atRiskFrom?: number | null;
}

/** An area with the counts that it was sorted and filtered by. */
export interface AreaWithCounts {
  readonly code: string;
  readonly level: AreasArguments['level'];
  readonly coverage: { readonly coverage: Coverage; readonly own: Counts };
}

/** Dots in a code: `32.75.01` is a district, `32.75.01.1001` a village. */
const DOTS = { DISTRICT: 2, VILLAGE: 3 } as const;

type Order = (a: AreaWithCounts, b: AreaWithCounts) => number;

const byCode: Order = (a, b) => (a.code < b.code ? -1 : 1);
/** Areas without anybody have no rate; they come last either way. */
const rate = ({ coverage: { own } }: AreaWithCounts, none: number): number => rateOf(own.covered, own.total) ?? none;
const largest =
  (name: 'total' | 'eligibleNotCovered' | 'atRisk'): Order =>
  (a, b) =>
    b.coverage.own[name] - a.coverage.own[name];

const ORDERS: Readonly<Record<string, Order>> = {
  CODE: byCode,
  COVERAGE_RATE_LOWEST: (a, b) => rate(a, 2) - rate(b, 2),
  COVERAGE_RATE_HIGHEST: (a, b) => rate(b, -1) - rate(a, -1),
  TOTAL_LARGEST: largest('total'),
  ELIGIBLE_NOT_COVERED_LARGEST: largest('eligibleNotCovered'),
  AT_RISK_LARGEST: largest('atRisk'),
};

/**
 * @returns the areas of one level that pass the filter, in the order of `sort`, then of their codes
 * @throws CodedError BAD_NUMBER, BAD_RANGE
 */
export function areasWithCounts(coverages: Coverages, { level, filter, sort, most }: AreasArguments): AreaWithCounts[] {
  inRange('most', most, 1);
  validate(filter ?? {});
  const areas = coverages.areas().filter((code) => code.split('.').length - 1 === DOTS[level]);
  const counted = areas.map((code) => ({
    code,
    level,
    coverage: { coverage: coverages.of(code), own: coverages.counts(code) },
  }));
  const order = ORDERS[sort]!;
  return counted
    .filter((area) => passes(area, filter ?? {}))
    .sort((a, b) => order(a, b) || byCode(a, b))
    .slice(0, most ?? Infinity);
}

/** A filter that no area can pass is a mistake: a rate in per cent, or bounds in the wrong order. */
function validate(filter: AreasFilter): void {
  for (const name of ['coverageRateFrom', 'coverageRateTo'] as const)
    inRange(name, filter[name], 0, 1, ' (a share, not per cent)');
  for (const name of ['totalFrom', 'totalTo', 'eligibleNotCoveredFrom', 'atRiskFrom'] as const)
    inRange(name, filter[name], 0);
  boundsInOrder('coverageRate', filter.coverageRateFrom, filter.coverageRateTo);
  boundsInOrder('total', filter.totalFrom, filter.totalTo);
}

function passes({ code, coverage: { own } }: AreaWithCounts, filter: AreasFilter): boolean {
  const share = rateOf(own.covered, own.total);
  return (
    (filter.districts == null ||
      filter.districts.some((district) => code === district || code.startsWith(`${district}.`))) &&
    (filter.coverageRateFrom == null || (share !== null && share >= filter.coverageRateFrom)) &&
    (filter.coverageRateTo == null || (share !== null && share <= filter.coverageRateTo)) &&
    own.total >= (filter.totalFrom ?? 0) &&
    own.total <= (filter.totalTo ?? Infinity) &&
    own.eligibleNotCovered >= (filter.eligibleNotCoveredFrom ?? 0) &&
    own.atRisk >= (filter.atRiskFrom ?? 0)
  );
}
