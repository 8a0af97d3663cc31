/** How workers of an area are covered: in the city exactly where its totals are exact for everybody. */
import { monthsOf, type Months } from '../counts/history.ts';
import type { Basis, CountsView } from '../counts/view.ts';
import { ALL } from '../data/area.ts';
import type { WorkersContext } from './context.ts';
import { coverages, type Counts, type Coverage, type CoverageRow } from './coverage.ts';
import type { CoverageMonth } from './parents.ts';

/** Coverage of an area and what stands beside it in the graph. */
export interface CoverageOfArea {
  readonly coverage: Coverage;
  /** The four counts of the area itself: exact where it is the city. */
  readonly own: Counts;
  /** Rows by sector, where some of them is exact: in the city. */
  readonly sectors?: readonly CoverageRow[];
}

export interface SectorTotal {
  readonly sector: string;
  readonly count: number;
  readonly basis: Basis;
}

/** What is told of a month beside the one before. */
export type CoverageChange = 'total' | 'covered' | 'eligibleNotCovered' | 'atRisk';
const CHANGES: readonly CoverageChange[] = ['total', 'covered', 'eligibleNotCovered', 'atRisk'];

/** @param area code of a district or a village, or ALL */
export function coverageIn(view: CountsView, area: string): CoverageOfArea {
  const of = view.derive(coverages);
  if (area !== ALL) return { coverage: of.of(area), own: of.counts(area) };
  return { coverage: of.of(ALL), own: view.exact().derive(coverages).counts(ALL), sectors: sectorsOfCity(view) };
}

/**
 * How many the city has in each sector is exact for everybody, since what the programme costs tells it; the rest of a row is not. A
 * number too small to be published stays perturbed.
 */
function sectorsOfCity(view: CountsView): readonly CoverageRow[] {
  const exact = view.exact().derive(coverages).table(ALL, ['sector']);
  return view
    .derive(coverages)
    .table(ALL, ['sector'])
    .map((row, at) => {
      const { total } = exact[at]!;
      return total === 0 || total >= view.exactness.minimum ? { ...row, total } : row;
    });
}

/** @throws CodedError BAD_PERIOD_RANGE */
export async function coverageHistory(
  area: string,
  months: Months,
  { history }: WorkersContext,
): Promise<CoverageMonth[]> {
  const rows = await monthsOf(
    history,
    months,
    (view) => coverageIn(view, area),
    CHANGES,
    ({ own }) => own,
  );
  return rows.map(({ month, of, change }) => ({ month, coverage: of, change }));
}

export function sectorsOf(view: CountsView, area: string): SectorTotal[] {
  return view
    .derive(coverages)
    .table(area, ['sector'])
    .map(({ sector, total, basis }) => ({ sector: sector!, count: total, basis }));
}
