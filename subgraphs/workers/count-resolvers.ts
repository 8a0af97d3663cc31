/** Fields of the `workers` subgraph that count people. */
import { ALL } from '../data/area.ts';
import { subgraphFault } from '../errors.ts';
import { monthsOf, type Months } from '../counts/history.ts';
import { rateOf } from '../counts/rate.ts';
import type { CountsView } from '../counts/view.ts';
import { stub, type IResolvers, type Resolve } from '../resolvers.ts';
import { areasWithCounts, type AreasArguments } from './areas-by-count.ts';
import { coverages, type Counts, type Coverage, type Dimension, type CoverageRow } from './coverage.ts';
import { funnels, type Funnel } from './funnel.ts';
import type { WorkersContext } from './resolvers.ts';

interface Area {
  readonly code: string;
}
interface Month {
  readonly month?: string | null;
}

/** Coverage of an area and what stands beside it in the graph. */
interface CoverageOfArea {
  readonly coverage: Coverage;
  /** The four counts of the area itself: exact where it is the city. */
  readonly own: Counts;
  /** Rows by sector, where some of them is exact: in the city. */
  readonly sectors?: readonly CoverageRow[];
}

function coverageIn(view: CountsView, area: string): CoverageOfArea {
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
  return view.derive(coverages).table(ALL, ['sector']).map((row, at) => {
    const { total } = exact[at]!;
    return total === 0 || total >= view.exactness.minimum ? { ...row, total } : row;
  });
}

const coveredIn = (view: CountsView): object => ({ count: view.derive(coverages).counts(ALL).covered, basis: view.basis });

const DIMENSION_OF: Readonly<Record<string, Dimension>> = { OCCUPATION: 'occupation', DECILE_BAND: 'decileBand', SECTOR: 'sector', STATUS: 'status' };

/** A row is counted by two things at most: three would be single people. */
function breakdown({ coverage, sectors }: CoverageOfArea, { by }: { by: readonly string[] }): readonly CoverageRow[] {
  const dimensions = by.map((name) => DIMENSION_OF[name]!);
  if (dimensions.length < 1 || dimensions.length > 2 || new Set(dimensions).size < dimensions.length) {
    throw subgraphFault('BAD_BREAKDOWN', `expected one or two different ones, got ${by.length === 0 ? 'none' : by.join(', ')}`);
  }
  return dimensions.join() === 'sector' && sectors !== undefined ? sectors : coverage.table(...dimensions);
}

const CHANGES = ['total', 'covered', 'eligibleNotCovered', 'atRisk'] as const;

const coverageOf = async (code: string, { month }: Month, { cells }: WorkersContext): Promise<CoverageOfArea> => coverageIn(await cells(month), code);

async function coverageHistory(area: string, months: Months, { history }: WorkersContext): Promise<object[]> {
  const rows = await monthsOf(history, months, (view) => coverageIn(view, area), CHANGES, ({ own }) => own);
  return rows.map(({ month, of, change }) => ({ month, coverage: of, change }));
}

/** The counts of a district or a village. */
export const areaResolvers = {
  workerCount: async ({ code }: Area, _args: unknown, { cells }: WorkersContext) => (await cells()).derive(coverages).counts(code).total,
  workerSectors: async ({ code }: Area, _args: unknown, { cells }: WorkersContext) => sectorsOf(await cells(), code),
  coverage: ({ code }: Area, args: Month, context: WorkersContext) => coverageOf(code, args, context),
  coverageHistory: ({ code }: Area, args: Months, context: WorkersContext) => coverageHistory(code, args, context),
};

function sectorsOf(view: CountsView, area: string): object[] {
  return view.derive(coverages).table(area, ['sector']).map(({ sector, total, basis }) => ({ sector, count: total, basis }));
}

const coverageRate: Resolve = ({ covered, total }: Counts) => rateOf(covered, total);

/** Every month that is kept, of nothing before the first request too; none where the agency verifies nothing. */
async function funnelHistory({ code }: Area, months: Months, { history, cells }: WorkersContext): Promise<object[]> {
  let isVerifier = verifies(code, await cells());
  const funnelOfMonth = (view: CountsView): FunnelAt => {
    isVerifier ||= verifies(code, view);
    return funnelIn(view, code);
  };
  const rows = await monthsOf(history, months, funnelOfMonth, ['asked', 'answered'], (funnel) => funnel);
  return isVerifier ? rows.map(({ month, of, change }) => ({ month, funnel: of, change })) : [];
}

/** A funnel and the day its ages are counted to; null: today. */
type FunnelAt = Funnel & { readonly day: string | null };

const funnelIn = (view: CountsView, agency: string): FunnelAt => ({ ...view.derive(funnels).of(agency), day: view.snapshot.asOf ?? null });

/** Who is asked by the newest counts verifies: in a month before its first request such an agency has a funnel too, of nothing. */
const verifies = (agency: string, ...views: readonly CountsView[]): boolean => views.some((view) => view.derive(funnels).agencies.includes(agency));

async function verificationFunnel(_: unknown, { month }: Month, { cells }: WorkersContext): Promise<FunnelAt[]> {
  const [view, newest] = [await cells(month), await cells()];
  const agencies = new Set([view, newest].flatMap((each) => each.derive(funnels).agencies));
  return [...agencies].sort().map((agency) => funnelIn(view, agency));
}

async function funnelOf({ code }: Area, { month }: Month, { cells }: WorkersContext): Promise<FunnelAt | null> {
  const view = await cells(month);
  return verifies(code, view, await cells()) ? funnelIn(view, code) : null;
}

const dayOf = async ({ day }: FunnelAt, { today }: WorkersContext): Promise<string> => day ?? (await today());

export const countResolvers = {
  Query: {
    verificationFunnel,
    areasByCoverage: async (_: unknown, args: AreasArguments & Month, { cells }: WorkersContext) =>
      areasWithCounts((await cells(args.month)).derive(coverages), args).map((area) => ({ area })),
  },
  City: {
    workerCount: async (_: unknown, _args: unknown, { totals }: WorkersContext) => (await totals()).derive(coverages).counts(ALL).total,
    // As they are now, for everybody: what the programme costs is worked out from them, and shows each of them exactly.
    workerSectors: async (_: unknown, _args: unknown, { totals }: WorkersContext) => sectorsOf(await totals(), ALL),
    coverage: (_: unknown, args: Month, context: WorkersContext) => coverageOf(ALL, args, context),
    coverageHistory: (_: unknown, args: Months, context: WorkersContext) => coverageHistory(ALL, args, context),
    // The city's own count of the same month, which `coverage` shows exactly too.
    workersCovered: async (_: unknown, _args: unknown, { cells }: WorkersContext) => coveredIn((await cells()).exact()),
    workersWithoutVillage: async (_: unknown, _args: unknown, { cells }: WorkersContext) => (await cells()).derive(coverages).counts(null).total,
  },
  Agency: {
    funnel: funnelOf,
    funnelHistory,
  },
  types: {
    Coverage: {
      total: ({ own }: CoverageOfArea) => own.total,
      covered: ({ own }: CoverageOfArea) => own.covered,
      eligibleNotCovered: ({ own }: CoverageOfArea) => own.eligibleNotCovered,
      atRisk: ({ own }: CoverageOfArea) => own.atRisk,
      coverageRate: ({ own }: CoverageOfArea) => rateOf(own.covered, own.total),
      byOccupation: ({ coverage }: CoverageOfArea) => coverage.table('occupation'),
      byDecileBand: ({ coverage }: CoverageOfArea) => coverage.table('decileBand'),
      byStatus: ({ coverage }: CoverageOfArea) => coverage.table('status'),
      cells: ({ coverage }: CoverageOfArea) => coverage.table('occupation', 'decileBand'),
      byMonthsInRow: ({ coverage }: CoverageOfArea) => coverage.months(),
      breakdown,
      basis: ({ own }: CoverageOfArea) => own.basis,
      computedAt: ({ coverage }: CoverageOfArea) => coverage.computedAt(),
    },
    OccupationCount: { coverageRate },
    DecileBandCount: { coverageRate },
    CoverageCell: { coverageRate },
    BreakdownRow: { coverageRate },
    AreaCoverage: {
      district: ({ area }: { area: Area & { level: string } }) => (area.level === 'DISTRICT' ? stub('District', 'code', area.code) : null),
      village: ({ area }: { area: Area & { level: string } }) => (area.level === 'VILLAGE' ? stub('Village', 'code', area.code) : null),
      coverage: ({ area }: { area: { coverage: CoverageOfArea } }) => area.coverage,
    },
    AgencyFunnel: {
      agency: ({ agency }: Funnel) => stub('Agency', 'code', agency),
      pendingByAge: async (funnel: FunnelAt, _args: unknown, context: WorkersContext) => funnel.pending.byAge(await dayOf(funnel, context)),
      oldestPending: async (funnel: FunnelAt, _args: unknown, context: WorkersContext) => funnel.pending.oldest(await dayOf(funnel, context)),
      asOf: (funnel: FunnelAt, _args: unknown, context: WorkersContext) => dayOf(funnel, context),
    },
  } satisfies IResolvers,
};
