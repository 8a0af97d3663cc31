/** Occupation by welfare decile, as a grid. */
import { figureAt, type Part } from '../numbers/figure-at.ts';
import type { Marked } from '../numbers/marks.ts';
import type { OccupationsAnswer } from './answers.ts';

export const MEASURES = ['coverageRate', 'total', 'covered', 'eligibleNotCovered'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Heat {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column; of no value where the graph has no such row. */
  readonly cell: (row: string, column: string) => Marked;
  /** The greatest value; 0 where there is none. */
  readonly greatest: number;
}

/** Rows and columns in the order of the answer; columns without anybody are left out. */
export function heatOf(part: Part, measure: Measure): Heat {
  const { city } = (part.data ?? {}) as Partial<OccupationsAnswer>;
  const breakdown = city?.coverage?.breakdown ?? [];
  const cells = new Map(
    breakdown.map((row, index) => [
      keyOf(row.occupation, row.decileBand),
      figureAt(part, ['city', 'coverage', 'breakdown', index, measure]),
    ]),
  );
  const peopled = new Set(breakdown.filter(({ total }) => total !== 0).map(({ decileBand }) => decileBand));
  return {
    rows: [...new Set(breakdown.map(({ occupation }) => occupation))],
    columns: [...new Set(breakdown.map(({ decileBand }) => decileBand))].filter((band) => peopled.has(band)),
    cell: (row, column) => cells.get(keyOf(row, column)) ?? { value: null, marks: [] },
    greatest: Math.max(0, ...[...cells.values()].map(({ value }) => value ?? 0)),
  };
}

const keyOf = (row: string, column: string): string => `${row} ${column}`;
