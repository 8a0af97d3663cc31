/** How workers of an area are covered. Totals of the city are exact for everybody, all else is as exact as the caller may see it. */
import { monthsOf, type Month, type Months } from '../counts/history.ts';
import type { Basis, CountsView } from '../counts/view.ts';
import { ALL } from '../data/area.ts';
import type { WorkersContext } from './context.ts';
import { coverages, type Counts, type Coverage, type CoverageRow } from './coverage.ts';

/** Coverage of an area with the counts of the area itself. */
export interface CoverageOfArea {
  readonly coverage: Coverage;
  /** The four counts of the area itself: exact where it is the city. */
  readonly own: Counts;
  /** Rows by sector with exact totals; of the city only. */
  readonly sectors?: readonly CoverageRow[];
}

/** Workers of one sector in an area. */
export interface SectorTotal {
  readonly sector: string;
  readonly count: number;
  readonly basis: Basis;
}

/** The numbers whose change from month to month is shown. */
type CoverageChange = 'total' | 'covered' | 'eligibleNotCovered' | 'atRisk';
const CHANGES: readonly CoverageChange[] = ['total', 'covered', 'eligibleNotCovered', 'atRisk'];

/** The coverage of an area in one month, with the change since the month before. */
export interface CoverageMonth extends Pick<Month<CoverageOfArea, CoverageChange>, 'month' | 'change'> {
  readonly coverage: CoverageOfArea;
}

/** @param area code of a district or a village, or ALL @returns its coverage as this caller may see it */
export function coverageIn(view: CountsView, area: string): CoverageOfArea {
  const of = view.derive(coverages);
  if (area !== ALL) return { coverage: of.of(area), own: of.counts(area) };
  return { coverage: of.of(ALL), own: view.exact().derive(coverages).counts(ALL), sectors: sectorsOfCity(view) };
}

/**
 * The total of each sector in the city is exact for everybody, since it follows from what the programme costs; the rest of a row is
 * not. A total too small to be published stays perturbed.
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

/** @param area code of a district or a village, or ALL @returns the months in their order @throws CodedError BAD_PERIOD_RANGE */
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

/** @param area code of a district or a village, or ALL @returns both sectors in the order of the schema's enum */
export function sectorsOf(view: CountsView, area: string): SectorTotal[] {
  return view
    .derive(coverages)
    .table(area, ['sector'])
    .map(({ sector, total, basis }) => ({ sector: sector!, count: total, basis }));
}
