/** What is counted about workers, and how cells add up to the answers. */
import type { Part, Snapshot, Source } from '../summary.ts';
import { districtOf } from '../area.ts';
import type { WorkerModels } from './models.ts';

/** Statuses of those whose data were found right, whether cover runs or not. */
export const ELIGIBLE = ['ELIGIBLE', 'REGISTERED', 'ACTIVE', 'IN_ARREARS', 'SUSPENDED'];
/** Statuses of those the city pays for. */
export const FUNDED = ['REGISTERED', 'ACTIVE', 'IN_ARREARS', 'SUSPENDED'];
/** Months in a row below which the full death benefit is at risk. */
export const SAFE_MONTHS = 3;

interface WorkerCell {
  readonly occupation: string;
  readonly sector: string;
  readonly decileBand: string;
  readonly status: string;
  readonly insurerStatus?: string | null;
  readonly months?: number | null;
  readonly n: number;
}

interface VerificationCell {
  readonly agency: string;
  readonly verdict: string;
  /** Only of those still pending, whose age grows without a write. */
  readonly requestedOn?: string | null;
  readonly n: number;
}

/** Months are counted up to SAFE_MONTHS; what lies above makes no difference to any question. */
const MONTHS = {
  $cond: [{ $gte: ['$membership.monthsInRow', SAFE_MONTHS] }, SAFE_MONTHS, '$membership.monthsInRow'],
};

export function workerSources({ Worker, Verification }: WorkerModels): Source[] {
  return [
    {
      name: 'workers',
      model: Worker as never,
      partition: 'village',
      cell: {
        occupation: '$occupation',
        sector: '$sector',
        decileBand: '$decileBand',
        status: '$status',
        insurerStatus: '$membership.insurerStatus',
        months: MONTHS,
      },
    },
    {
      name: 'verifications',
      model: Verification as never,
      partition: 'bucket',
      cell: {
        agency: '$agency',
        verdict: '$verdict',
        requestedOn: { $cond: [{ $eq: ['$verdict', 'PENDING'] }, '$requestedOn', null] },
      },
    },
  ];
}

export interface Counts {
  total: number;
  covered: number;
  eligibleNotCovered: number;
  atRisk: number;
}

export interface Coverage extends Counts {
  byOccupation: (Counts & { occupation: string })[];
  byDecileBand: (Counts & { decileBand: string })[];
  byStatus: { status: string; total: number }[];
  byMonthsInRow: { months: number; total: number }[];
  cells: (Counts & { occupation: string; decileBand: string })[];
  sectors: { sector: string; count: number }[];
  computedAt: Date;
}

const SECTORS = ['TRANSPORT', 'OTHER'];
const NEVER = new Date(0);

/** Coverage by area: `null` is those without a village, a code of a village, a district or the city is that area. */
export function coverageByArea(snapshot: Snapshot): ReadonlyMap<string | null, Coverage> {
  const areas = new Map<string | null, Part[]>();
  for (const part of snapshot.of('workers')) {
    for (const area of areasOf(part.partition)) areas.set(area, [...(areas.get(area) ?? []), part]);
  }
  return new Map([...areas].map(([area, parts]) => [area, coverageOf(parts)]));
}

/** The whole city, wherever its people live, is under ALL. */
export const ALL = '*';

function areasOf(village: string | null): (string | null)[] {
  return village === null ? [null, ALL] : [village, districtOf(village), ALL];
}

/** An area where nobody lives. */
export const nobody = (): Coverage => coverageOf([]);

function coverageOf(parts: readonly Part[]): Coverage {
  const cells = parts.flatMap((part) => part.cells) as unknown as WorkerCell[];
  const occupations = sorted(Map.groupBy(cells, (cell) => cell.occupation));
  return {
    ...countsOf(cells),
    byOccupation: occupations.map(([occupation, some]) => ({ occupation, ...countsOf(some) })),
    byDecileBand: sorted(Map.groupBy(cells, (cell) => cell.decileBand)).map(([decileBand, some]) => ({ decileBand, ...countsOf(some) })),
    byStatus: sorted(Map.groupBy(cells, (cell) => cell.status)).map(([status, some]) => ({ status, total: sum(some) })),
    byMonthsInRow: monthsOf(cells),
    cells: occupations.flatMap(([occupation, some]) =>
      sorted(Map.groupBy(some, (cell) => cell.decileBand)).map(([decileBand, few]) => ({ occupation, decileBand, ...countsOf(few) }))),
    sectors: SECTORS.map((sector) => ({ sector, count: sum(cells.filter((cell) => cell.sector === sector)) })),
    computedAt: latest(parts),
  };
}

const isCovered = (cell: WorkerCell): boolean => cell.insurerStatus === 'ACTIVE';

function countsOf(cells: readonly WorkerCell[]): Counts {
  const covered = cells.filter(isCovered);
  return {
    total: sum(cells),
    covered: sum(covered),
    eligibleNotCovered: sum(cells.filter((cell) => !isCovered(cell) && ELIGIBLE.includes(cell.status))),
    atRisk: sum(covered.filter((cell) => (cell.months ?? 0) < SAFE_MONTHS)),
  };
}

function monthsOf(cells: readonly WorkerCell[]): { months: number; total: number }[] {
  const covered = cells.filter(isCovered);
  return Array.from({ length: SAFE_MONTHS + 1 }, (_, months) => ({
    months,
    total: sum(covered.filter((cell) => (cell.months ?? 0) === months)),
  }));
}

export interface Funnel {
  readonly agency: string;
  readonly asked: number;
  readonly answered: number;
  readonly verdicts: { verdict: string; count: number }[];
  readonly pending: { requestedOn: string; n: number }[];
  readonly computedAt: Date;
}

/** The funnel by agency, in the order of their codes. */
export function funnels(snapshot: Snapshot): ReadonlyMap<string, Funnel> {
  const parts = snapshot.of('verifications');
  const cells = parts.flatMap((part) => part.cells) as unknown as VerificationCell[];
  const computedAt = latest(parts);
  return new Map(sorted(Map.groupBy(cells, (cell) => cell.agency)).map(([agency, some]) => [agency, funnelOf(agency, some, computedAt)]));
}

function funnelOf(agency: string, cells: readonly VerificationCell[], computedAt: Date): Funnel {
  const pending = cells.filter((cell) => cell.verdict === 'PENDING');
  return {
    agency,
    asked: sum(cells),
    answered: sum(cells) - sum(pending),
    verdicts: sorted(Map.groupBy(cells, (cell) => cell.verdict)).map(([verdict, some]) => ({ verdict, count: sum(some) })),
    pending: sorted(Map.groupBy(pending, (cell) => cell.requestedOn!)).map(([requestedOn, some]) => ({ requestedOn, n: sum(some) })),
    computedAt,
  };
}

/** Upper bounds in days; a request older than the last is in the band after it. */
const AGES = [['D0_7', 7], ['D8_14', 14], ['D15_30', 30], ['D31_UP', Infinity]] as const;
const DAY_MS = 86_400_000;

/** @param asOf the day to count to, `YYYY-MM-DD` */
export function ageing(funnel: Funnel, asOf: string): { age: string; count: number }[] {
  const counts = new Map<string, number>(AGES.map(([age]) => [age, 0]));
  for (const { requestedOn, n } of funnel.pending) {
    const days = (Date.parse(asOf) - Date.parse(requestedOn)) / DAY_MS;
    const [age] = AGES.find(([, most]) => days <= most)!;
    counts.set(age, counts.get(age)! + n);
  }
  return [...counts].map(([age, count]) => ({ age, count }));
}

/** Fewer requests than this are as old as the oldest: its day would say that a hidden count is not zero. */
const FEWEST = 5;

/** @returns the day of the oldest pending request, undefined where few are of its age */
export function oldestOf(funnel: Funnel, asOf: string): string | undefined {
  const band = ageing(funnel, asOf).findLast(({ count }) => count > 0);
  return band !== undefined && band.count >= FEWEST ? funnel.pending[0]!.requestedOn : undefined;
}

const sum = (cells: readonly { n: number }[]): number => cells.reduce((total, { n }) => total + n, 0);

const latest = (parts: readonly Part[]): Date => parts.reduce((at, part) => (part.computedAt > at ? part.computedAt : at), NEVER);

const sorted = <Value>(groups: Map<string, Value>): [string, Value][] => [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
