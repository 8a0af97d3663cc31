/** Why the cells of a table are as they are. */
import type { Answer } from '../../graph/ask.ts';
import type { PlacedTable, Table } from '../../graph/table.ts';
import { explanationIn } from './explanation.ts';
import { ValueReasons, type Reasons } from './value-reasons.ts';

/** @param row one of the table's @returns undefined for a cell that nothing is said of */
export type WhyOf = (row: Table['rows'][number], column: number) => Reasons | undefined;

/** @returns undefined for an answer that was not explained */
export function whyOfCells(answer: Answer, placed: PlacedTable | undefined): WhyOf | undefined {
  const explanation = explanationIn(answer);
  if (explanation === undefined || placed === undefined) return undefined;
  const reasons = new ValueReasons(answer, explanation);
  const indexes = new Map(placed.table.rows.map((row, index) => [row, index]));
  return (row, column) => {
    const path = placed.paths[indexes.get(row) ?? -1]?.[column];
    const found = path && reasons.at(path);
    return found === undefined || found.values.length === 0 ? undefined : found;
  };
}
