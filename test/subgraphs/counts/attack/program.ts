/**
 * The integer program of one area and month: how many people of each kind live there, and in the rest of its district, such that every
 * published number fits. Solved twice for a cell, for the least and the greatest count (disclosure auditing). What is known of other
 * areas and months is in the bounds of the cells.
 */
import highsModule from 'highs';
import type { Bounds, MonthKnown } from './knowledge.ts';
import type { Told } from './tables.ts';

// Its types are those of its CommonJS build; what Node imports is the other one, whose default export is the function itself.
const highs = await (highsModule as unknown as typeof highsModule.default)();
const { modelStatus, objectiveSense, variableType } = highs.constants;

interface Row {
  readonly factors: ReadonlyMap<number, number>;
  readonly low: number;
  readonly high: number;
}

/** The feasibility interval of a cell, both ends reached by some solution. */
export interface Feasible {
  readonly least: number;
  readonly greatest: number;
}

export interface Program {
  /** @param cell its place in the tables */
  interval(cell: number): Feasible;
  /** Solves for as many cells as it can at once. @returns counts of each cell that some solution has: the interval is as wide at least */
  reached(cells: readonly number[], solutions: number): ReadonlyMap<number, Feasible>;
  /** Frees what the solver holds. */
  dispose(): void;
}

/** @param district with the rest of it as unknowns of its own: the area that the area is part of, with the other parts of it; absent for who is part of nothing smaller than the city */
export function programOf(
  known: MonthKnown,
  area: string,
  district?: { readonly area: string; readonly others: readonly string[] },
): Program {
  const {
    told: { tables, areas },
    bounds,
  } = known;
  const kinds = tables.kinds.length;
  const isAlone = district === undefined || district.others.length === 0;
  const rows = [
    ...rowsOf(known, areas.get(area)!, bounds.get(area)!, [0]),
    ...(isAlone
      ? []
      : [
          ...restRows(known, district.others, kinds),
          ...rowsOf(known, areas.get(district.area)!, bounds.get(district.area)!, [0, kinds]),
        ]),
  ];
  return solverOf(rows, isAlone ? kinds : 2 * kinds, (cell) => tables.cells[cell]!.kinds);
}

/** @param offsets where the kinds of those begin who live in the area: one block or two */
function rowsOf(
  { told: { tables } }: MonthKnown,
  { shown, facts }: Told,
  { low, high }: Bounds,
  offsets: readonly number[],
): Row[] {
  const ones = (kinds: readonly number[]): Map<number, number> =>
    new Map(offsets.flatMap((offset) => kinds.map((kind) => [offset + kind, 1] as const)));
  const cells = tables.cells.map(({ kinds }, at): Row => ({ factors: ones(kinds), low: low[at]!, high: high[at]! }));
  const others = tables.nested.flatMap(([inner, outer]): Row[] => {
    if (
      shown[inner] === undefined ||
      shown[outer] === undefined ||
      shown[inner] === shown[outer] ||
      low[outer]! > high[inner]!
    )
      return [];
    const within = new Set(tables.cells[inner]!.kinds);
    return [{ factors: ones(tables.cells[outer]!.kinds.filter((kind) => !within.has(kind))), low: 1, high: Infinity }];
  });
  return [...cells, ...others, ...facts];
}

/** The rest of the district as one: each cell of it is the sum of what is known of the areas in it. */
function restRows({ told: { tables }, bounds }: MonthKnown, others: readonly string[], offset: number): Row[] {
  return tables.cells.map(({ kinds }, at): Row => ({
    factors: new Map(kinds.map((kind) => [offset + kind, 1])),
    low: others.reduce((sum, area) => sum + bounds.get(area)!.low[at]!, 0),
    high: others.reduce((sum, area) => sum + bounds.get(area)!.high[at]!, 0),
  }));
}

function solverOf(rows: readonly Row[], columns: number, kindsOf: (cell: number) => readonly number[]): Program {
  const zeros = new Array<number>(columns).fill(0);
  const model = highs.createModel({
    numCols: columns,
    numRows: rows.length,
    colCost: zeros,
    colLower: zeros,
    colUpper: zeros.map(() => highs.infinity),
    rowLower: rows.map(({ low }) => (low === -Infinity ? -highs.infinity : low)),
    rowUpper: rows.map(({ high }) => (high === Infinity ? highs.infinity : high)),
    integrality: zeros.map(() => variableType.integer),
    matrix: matrixOf(rows, columns),
  });
  model.options.set({ output_flag: false });
  const solve = (sense: (typeof objectiveSense)[keyof typeof objectiveSense]): number => {
    model.changeObjectiveSense(sense);
    model.run();
    if (model.getModelStatus() !== modelStatus.optimal)
      throw new Error(`expected a solution, got status ${String(model.getModelStatus())}`);
    return Math.round(model.getObjectiveValue());
  };
  const setCosts = (costs: readonly number[]): void => costs.forEach((cost, kind) => model.changeColCost(kind, cost));
  return {
    interval(cell) {
      model.options.set({ mip_rel_gap: 0 });
      setCosts(costsOf(columns, [cell], kindsOf, () => 1));
      return { least: solve(objectiveSense.minimize), greatest: solve(objectiveSense.maximize) };
    },
    reached(cells, solutions) {
      model.options.set({ mip_rel_gap: ROUGH });
      const seen = new Map(cells.map((cell) => [cell, { least: Infinity, greatest: -Infinity }]));
      for (let solution = 0; solution < solutions; solution++) {
        setCosts(costsOf(columns, cells, kindsOf, (at) => (isHigh(at, solution) ? 1 : -1)));
        solve(objectiveSense.maximize);
        const { colValue } = model.getSolution();
        for (const [cell, so] of seen) {
          const count = kindsOf(cell).reduce((sum, kind) => sum + Math.round(colValue[kind]!), 0);
          seen.set(cell, { least: Math.min(so.least, count), greatest: Math.max(so.greatest, count) });
        }
      }
      return seen;
    },
    dispose: () => model.dispose(),
  };
}

/** Any solution will do, and a good one does for more cells. */
const ROUGH = 0.3;

/** Which cells are to be high: all, none, then other halves each time. */
const isHigh = (at: number, solution: number): boolean =>
  solution < 2 ? solution === 0 : (Math.imul(at + 1, 0x9e3779b1 + 2 * solution) >>> 16) % 2 === 0;

function costsOf(
  columns: number,
  cells: readonly number[],
  kindsOf: (cell: number) => readonly number[],
  weight: (at: number) => number,
): number[] {
  const costs = new Array<number>(columns).fill(0);
  for (const [at, cell] of cells.entries()) for (const kind of kindsOf(cell)) costs[kind]! += weight(at);
  return costs;
}

function matrixOf(rows: readonly Row[], numCols: number) {
  const starts = [0];
  const [indices, values]: [number[], number[]] = [[], []];
  for (const { factors } of rows) {
    for (const [column, factor] of [...factors].sort(([a], [b]) => a - b))
      if (factor !== 0) [indices[indices.length], values[values.length]] = [column, factor];
    starts.push(indices.length);
  }
  return { format: 'csr' as const, numRows: rows.length, numCols, starts, indices, values };
}
