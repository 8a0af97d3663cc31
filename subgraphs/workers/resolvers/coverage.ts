/** Counts of coverage, and their tables. */
import { rateOf } from '../../counts/rate.ts';
import { stub } from '../../data/stub.ts';
import { subgraphFault } from '../../errors.ts';
import type { CoverageOfArea } from '../coverage-of-area.ts';
import type { Counts, CoverageRow, Dimension } from '../coverage.ts';
import type {
  AreaCoverageResolvers,
  BreakdownFilter,
  BreakdownRowResolvers,
  CoverageCellResolvers,
  CoverageResolvers,
  DecileBandCountResolvers,
  OccupationCountResolvers,
  WorkerDimension,
} from '../resolver-types.ts';

/** `Coverage`: the counts of an area and their tables. @throws from `breakdown` CodedError BAD_BREAKDOWN */
export const coverageResolvers: CoverageResolvers = {
  total: ({ own }) => own.total,
  covered: ({ own }) => own.covered,
  eligibleNotCovered: ({ own }) => own.eligibleNotCovered,
  atRisk: ({ own }) => own.atRisk,
  coverageRate: ({ own }) => rateOf(own.covered, own.total),
  byOccupation: ({ coverage }) => coverage.table('occupation'),
  byDecileBand: ({ coverage }) => coverage.table('decileBand'),
  byStatus: ({ coverage }) => coverage.table('status'),
  cells: ({ coverage }) => coverage.table('occupation', 'decileBand'),
  byMonthsInRow: ({ coverage }) => coverage.months(),
  breakdown: (counts, { by, filter }) => only(breakdown(counts, by), by, filter ?? {}),
  basis: ({ own }) => own.basis,
  computedAt: ({ coverage }) => coverage.computedAt(),
};

const DIMENSION_OF: Readonly<Record<WorkerDimension, Dimension>> = {
  OCCUPATION: 'occupation',
  DECILE_BAND: 'decileBand',
  SECTOR: 'sector',
  STATUS: 'status',
};

/** A row is counted by two dimensions at most: with three it would be single people. */
function breakdown({ coverage, sectors }: CoverageOfArea, by: readonly WorkerDimension[]): readonly CoverageRow[] {
  const dimensions = by.map((name) => DIMENSION_OF[name]);
  if (dimensions.length < 1 || dimensions.length > 2 || new Set(dimensions).size < dimensions.length) {
    throw subgraphFault(
      'BAD_BREAKDOWN',
      `expected one or two different ones, got ${by.length === 0 ? 'none' : by.join(', ')}`,
    );
  }
  return dimensions.join() === 'sector' && sectors !== undefined ? sectors : coverage.table(...dimensions);
}

/** Each list of the filter and what it narrows. */
const FILTERED = {
  occupations: 'OCCUPATION',
  decileBands: 'DECILE_BAND',
  sectors: 'SECTOR',
  statuses: 'STATUS',
} as const satisfies Record<keyof BreakdownFilter, WorkerDimension>;

/**
 * Rows as they are, never counted anew: a filter by something else would be one more dimension.
 * @throws CodedError BAD_BREAKDOWN
 */
function only(
  rows: readonly CoverageRow[],
  by: readonly WorkerDimension[],
  filter: BreakdownFilter,
): readonly CoverageRow[] {
  return Object.entries(FILTERED).reduce((left, [name, dimension]) => {
    const values = filter[name as keyof BreakdownFilter];
    if (values == null) return left;
    if (!by.includes(dimension))
      throw subgraphFault('BAD_BREAKDOWN', `expected ${dimension} in by, as the filter ${name} needs it`);
    return left.filter((row) => (values as readonly unknown[]).includes(row[DIMENSION_OF[dimension]]));
  }, rows);
}

const coverageRate = ({ covered, total }: Counts): number | null => rateOf(covered, total);

/** `OccupationCount`: the rate of a row. */
export const occupationCountResolvers: OccupationCountResolvers = { coverageRate };
/** `DecileBandCount`: the rate of a row. */
export const decileBandCountResolvers: DecileBandCountResolvers = { coverageRate };
/** `CoverageCell`: the rate of a row. */
export const coverageCellResolvers: CoverageCellResolvers = { coverageRate };
/** `BreakdownRow`: the rate of a row. */
export const breakdownRowResolvers: BreakdownRowResolvers = { coverageRate };

/** `AreaCoverage`: the district or the village behind a row, the other null. */
export const areaCoverageResolvers: AreaCoverageResolvers = {
  district: ({ area }) => (area.level === 'DISTRICT' ? stub('District', 'code', area.code) : null),
  village: ({ area }) => (area.level === 'VILLAGE' ? stub('Village', 'code', area.code) : null),
  coverage: ({ area }) => area.coverage,
};
