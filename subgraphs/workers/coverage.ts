/** How the cells of workers add up to the counts of an area, by any dimension. Every combination of values has a row, also of zero. */
import { ALL, areasOfVillage } from '../data/area.ts';
import { together, type Exactness } from '../counts/tally.ts';
import { basisOf, type Basis } from '../counts/view.ts';
import type { Part, CountsSnapshot } from '../counts/materialized-counts.ts';
import { SAFE_MONTHS } from '../counts/months-in-row.ts';
import type { WorkerCell } from './sources.ts';

/** Statuses of workers whose data were verified, whether their cover runs or not. */
export const ELIGIBLE: readonly string[] = ['ELIGIBLE', 'REGISTERED', 'ACTIVE', 'IN_ARREARS', 'SUSPENDED'];
/** Statuses of workers whom the city pays for. */
export const FUNDED_WORKER_STATUSES: readonly string[] = ['REGISTERED', 'ACTIVE', 'IN_ARREARS', 'SUSPENDED'];

/** The dimensions that workers are counted by, each with its values in the order of the schema's enum. */
export const DIMENSIONS = {
  occupation: ['OJEK', 'CONSTRUCTION', 'BECAK', 'PKL', 'DRIVER', 'DAY_LABOURER'],
  decileBand: ['D1_2', 'D3_4', 'D5', 'D6_10', 'UNKNOWN'],
  sector: ['TRANSPORT', 'OTHER'],
  status: [
    'PROPOSED',
    'VERIFYING',
    'NEEDS_REPAIR',
    'DUPLICATE',
    'INELIGIBLE',
    'ELIGIBLE',
    'REGISTERED',
    'ACTIVE',
    'IN_ARREARS',
    'SUSPENDED',
    'EXITED',
  ],
} as const;
/** A dimension that workers are counted by. */
export type Dimension = keyof typeof DIMENSIONS;

/** Workers on the roster: all, those whose cover runs, those eligible without it, and those covered whose death benefit is at risk. */
export interface Counts {
  readonly total: number;
  readonly covered: number;
  readonly eligibleNotCovered: number;
  /** Covered, with fewer than three months paid in a row. */
  readonly atRisk: number;
  readonly basis: Basis;
}

/** The counts of one combination of values. */
export type CoverageRow = Counts & Readonly<Partial<Record<Dimension, string>>>;

const NEVER = new Date(0);

interface Area {
  readonly cells: readonly WorkerCell[];
  readonly computedAt: Date;
}

/** All counts of workers of one snapshot, as exactly as they are shown. */
export class Coverages {
  readonly #areas: ReadonlyMap<string | null, Area>;
  readonly #exactness: Exactness;
  readonly #basis: Basis;
  /** Tables that were made: a dashboard requests the same ones all day long. */
  readonly #tables = new Map<string, readonly CoverageRow[]>();

  constructor(snapshot: CountsSnapshot, exactness: Exactness) {
    this.#areas = snapshot.derive(areasOf, exactness);
    this.#exactness = exactness;
    this.#basis = basisOf(snapshot, exactness);
  }

  /** @param area code of a village or a district, ALL, or null: those without a village */
  of(area: string | null): Coverage {
    return new Coverage(this, area);
  }

  /** @returns the counts of an area without any dimension */
  counts(area: string | null): Counts {
    return this.table(area, [])[0]!;
  }

  /** Codes of the districts and villages that records name. */
  areas(): string[] {
    return [...this.#areas.keys()].filter((area): area is string => area !== null && area !== ALL);
  }

  /** @returns a row for each combination of the dimensions' values, in their order */
  table(area: string | null, by: readonly Dimension[]): readonly CoverageRow[] {
    const key = `${area} ${by.join(' ')}`;
    let rows = this.#tables.get(key);
    if (rows === undefined) this.#tables.set(key, (rows = this.#table(this.#cells(area), by)));
    return rows;
  }

  /** @returns covered workers by their months paid in a row, 0 to SAFE_MONTHS, the last for more too */
  months(area: string | null): { months: number; total: number; basis: Basis }[] {
    const covered = this.#cells(area).filter(isCovered);
    return Array.from({ length: SAFE_MONTHS + 1 }, (_, months) => ({
      months,
      total: this.#show(covered.filter((cell) => (cell.months ?? 0) === months)),
      basis: this.#basis,
    }));
  }

  /** @returns when the newest count of the area was made */
  computedAt(area: string | null): Date {
    return this.#areas.get(area)?.computedAt ?? NEVER;
  }

  #cells(area: string | null): readonly WorkerCell[] {
    return this.#areas.get(area)?.cells ?? [];
  }

  #table(cells: readonly WorkerCell[], by: readonly Dimension[]): CoverageRow[] {
    const groups = Map.groupBy(cells, (cell) => by.map((dimension) => cell[dimension]).join(' '));
    return combinations(by).map((values) => ({
      ...Object.fromEntries(by.map((dimension, at) => [dimension, values[at]!])),
      ...this.#countsOf(groups.get(values.join(' ')) ?? []),
    }));
  }

  #countsOf(cells: readonly WorkerCell[]): Counts {
    const covered = cells.filter(isCovered);
    return {
      total: this.#show(cells),
      covered: this.#show(covered),
      eligibleNotCovered: this.#show(cells.filter((cell) => !isCovered(cell) && ELIGIBLE.includes(cell.status))),
      atRisk: this.#show(covered.filter((cell) => (cell.months ?? 0) < SAFE_MONTHS)),
      basis: this.#basis,
    };
  }

  #show(cells: readonly WorkerCell[]): number {
    return this.#exactness.show(together(cells));
  }
}

/** The counts of one area; a table is made when it is first read. */
export class Coverage {
  readonly #of: Coverages;
  readonly #area: string | null;

  constructor(of: Coverages, area: string | null) {
    this.#of = of;
    this.#area = area;
  }

  counts(): Counts {
    return this.#of.counts(this.#area);
  }

  table(...by: readonly Dimension[]): readonly CoverageRow[] {
    return this.#of.table(this.#area, by);
  }

  months(): ReturnType<Coverages['months']> {
    return this.#of.months(this.#area);
  }

  computedAt(): Date {
    return this.#of.computedAt(this.#area);
  }
}

/** @returns the counts of all areas in one snapshot; a function of its own so that a snapshot derives them once */
export const coverages = (snapshot: CountsSnapshot, exactness: Exactness): Coverages =>
  new Coverages(snapshot, exactness);

const isCovered = (cell: WorkerCell): boolean => cell.insurerStatus === 'ACTIVE';

/** Every combination of values, the last dimension the quickest. */
function combinations(by: readonly Dimension[]): string[][] {
  return by.reduce<string[][]>(
    (rows, dimension) => rows.flatMap((row) => DIMENSIONS[dimension].map((value) => [...row, value])),
    [[]],
  );
}

function areasOf(snapshot: CountsSnapshot): ReadonlyMap<string | null, Area> {
  const parts = new Map<string | null, Part[]>();
  for (const part of snapshot.of('workers')) {
    for (const area of areasOfVillage(part.partition)) parts.set(area, [...(parts.get(area) ?? []), part]);
  }
  return new Map([...parts].map(([area, some]) => [area, areaOf(some)]));
}

/** The same cell of several villages becomes one, so that the city's tables cost what a village's do. */
function areaOf(parts: readonly Part[]): Area {
  const all = parts.flatMap((part) => part.cells) as unknown as WorkerCell[];
  const same = Map.groupBy(all, ({ occupation, sector, decileBand, status, insurerStatus, months }) =>
    [occupation, sector, decileBand, status, insurerStatus, months].join(' '),
  );
  const computedAt = parts.reduce((at, part) => (part.computedAt > at ? part.computedAt : at), NEVER);
  return { cells: [...same.values()].map((cells) => ({ ...cells[0]!, ...together(cells) })), computedAt };
}
