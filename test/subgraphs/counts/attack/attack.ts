/** The attack on the sample: all that is published of all months, and the feasibility interval of each small cell. */
import { perturbationBy, type PTable } from '../../../../subgraphs/counts/ptable.ts';
import { perturbedBy, type Exactness, type Tally } from '../../../../subgraphs/counts/tally.ts';
import { ALL } from '../../../../subgraphs/data/area.ts';
import type { CountsSnapshot } from '../../../../subgraphs/counts/materialized-counts.ts';
import { know, type MonthKnown } from './knowledge.ts';
import { doublesTold, membersTold, verificationsTold } from './other-tables.ts';
import { programOf, type Feasible, type Program } from './program.ts';
import type { SampleMonth } from './sample-months.ts';
import { trueCount, type MonthTold } from './tables.ts';
import { workersTold } from './worker-tables.ts';

export const SOURCES = ['workers', 'members', 'doubles', 'verifications'] as const;
type Source = (typeof SOURCES)[number];
export const LEVELS = ['village', 'district', 'city', 'agency'] as const;
type Level = (typeof LEVELS)[number];

/** A cell with people in it, but fewer than the minimum. */
export interface SmallCell {
  readonly source: Source;
  readonly level: Level;
  readonly month: string;
  readonly area: string;
  readonly cell: number;
  readonly name: string;
  readonly shown: number;
  readonly truth: number;
  /** What follows without the integer program. */
  readonly low: number;
  readonly high: number;
}

export type Found = SmallCell & Feasible;

export type Knowledge = Readonly<Record<Source, readonly MonthKnown[]>>;

const TOLD: Readonly<Record<Source, (month: SampleMonth, exactness: Exactness) => MonthTold>> = {
  workers: ({ month, workers }, exactness) => workersTold(month, workers, exactness),
  members: ({ month, groups }, exactness) => membersTold(month, groups, exactness),
  doubles: ({ month, funding }, exactness) => doublesTold(month, funding, exactness),
  verifications: ({ month, workers }, exactness) => verificationsTold(month, workers, exactness),
};
/** Where nobody is counted there is nothing to find. */
const isEmpty = (snapshot: CountsSnapshot): boolean => snapshot.parts.every(({ cells }) => cells.length === 0);

/** How numbers are looked up; without anything as the subgraphs do, under the sample's secret. */
export interface LookUp {
  /** By cell keys that merely add up, as the method is published, and not scattered as here. */
  readonly keysAddUp?: boolean;
  /** Any odd number: as under another secret, since keys that are multiplied add up as before. */
  readonly secret?: number;
}

export function knowledgeOf(
  months: readonly SampleMonth[],
  ptable: PTable,
  { keysAddUp = false, secret = 1 }: LookUp = {},
): Knowledge {
  const perturb = perturbationBy(ptable);
  const shown = keysAddUp ? ({ n, key }: Tally) => perturb(n, key) : perturbedBy(ptable).show;
  const exactness: Exactness = {
    ...perturbedBy(ptable),
    show: ({ n, key }) => shown({ n, key: Math.imul(key, secret) >>> 0 }),
  };
  const counted = { workers: 'workers', members: 'groups', doubles: 'funding', verifications: 'workers' } as const;
  return Object.fromEntries(
    SOURCES.map((source) => {
      const some = months.filter((month) => !isEmpty(month[counted[source]]));
      return [
        source,
        know(
          some.map((month) => TOLD[source](month, exactness)),
          ptable,
          keysAddUp,
        ),
      ];
    }),
  ) as unknown as Knowledge;
}

/** Counts from here on are published as they come. */
export function smallCells(knowledge: Knowledge, minimum: number): SmallCell[] {
  return SOURCES.flatMap((source) =>
    knowledge[source].flatMap(({ told, bounds }) =>
      [...told.areas].flatMap(([area, one]) =>
        told.tables.cells.flatMap((each, cell): SmallCell[] => {
          const [truth, shown] = [trueCount(each, one), one.shown[cell]];
          if (truth < 1 || truth >= minimum || shown === undefined || one.exact.has(cell)) return [];
          const { low, high } = bounds.get(area)!;
          return [
            {
              source,
              level: levelOf(area, source),
              month: told.month,
              area,
              cell,
              name: each.names[0]!,
              shown,
              truth,
              low: low[cell]!,
              high: high[cell]!,
            },
          ];
        }),
      ),
    ),
  );
}

function levelOf(area: string, source: Source): Level {
  if (source === 'verifications' && area !== ALL) return 'agency';
  const dots = area.split('.').length - 1;
  return dots === 3 ? 'village' : dots === 2 ? 'district' : 'city';
}

/** Cells of one program together, so that each is built once. */
export function attack(knowledge: Knowledge, cells: readonly SmallCell[]): Found[] {
  return byProgram(knowledge, cells, (program, some) =>
    some.map((cell) => ({ ...cell, ...program.interval(cell.cell) })),
  );
}

/** Solutions that are tried for all cells of an area before each is solved by itself. */
const SOLUTIONS = 8;
const WIDE = 5;

/**
 * All cells: one whose interval is seen to be wide is left at what was seen, every other is solved by itself.
 * @param onArea called after each area and month
 */
export function attackAll(
  knowledge: Knowledge,
  cells: readonly SmallCell[],
  onArea: (found: readonly Found[]) => void,
): Found[] {
  return byProgram(knowledge, cells, (program, some) => {
    const seen = program.reached(
      some.map(({ cell }) => cell),
      SOLUTIONS,
    );
    const found = some.map((cell) => {
      const reached = seen.get(cell.cell)!;
      return { ...cell, ...(reached.greatest - reached.least >= WIDE ? reached : program.interval(cell.cell)) };
    });
    onArea(found);
    return found;
  });
}

function byProgram(
  knowledge: Knowledge,
  cells: readonly SmallCell[],
  solve: (program: Program, some: readonly SmallCell[]) => Found[],
): Found[] {
  const programs = Map.groupBy(cells, ({ source, month, area }) => `${source} ${month} ${area}`);
  return [...programs.values()].flatMap((some) => {
    const program = programFor(knowledge, some[0]!);
    try {
      return solve(program, some);
    } finally {
      program.dispose();
    }
  });
}

function programFor(knowledge: Knowledge, { source, month, area }: SmallCell): Program {
  return programOf(
    knowledge[source].find(({ told }) => told.month === month)!,
    area,
  );
}

/** Widths of intervals, and whether they keep what is demanded. */
export interface Figures {
  readonly cells: number;
  /** Of all cells, in per cent with one digit: interval of one value, at least 3 apart, at least 5 apart. */
  readonly single: number;
  readonly narrowest: number;
  readonly atLeast5: number;
  readonly median: number;
}

export function figuresOf(found: readonly Feasible[]): Figures {
  const widths = found.map(({ least, greatest }) => greatest - least).sort((a, b) => a - b);
  return {
    cells: widths.length,
    single: widths.filter((width) => width === 0).length,
    narrowest: widths[0]!,
    atLeast5: Math.floor((widths.filter((width) => width >= 5).length / widths.length) * 1_000) / 10,
    median: widths[Math.floor(widths.length / 2)]!,
  };
}
