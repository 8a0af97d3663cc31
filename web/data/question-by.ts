/** What the rows of a shipped question's table are about: the column that names them, by which a picture can be drawn. */
import { cellOf, type DataTable } from './data-table.ts';

/**
 * @param persons whether the rows are persons, of whom there is no picture
 * @returns none too where each number is written in its own way, which no axis has, and where several rows have the same name: a picture could not tell them apart
 */
export function questionBy({ columns, rows }: DataTable, persons: boolean): readonly string[] {
  const name = columns.find(({ kind }) => kind === 'NAME');
  if (name === undefined || persons) return [];
  const figures = columns.filter(({ kind }) => kind === 'FIGURE');
  if (rows.some((row) => figures.some((figure) => cellOf(row, figure).writing !== undefined))) return [];
  const names = new Set(rows.map((row) => cellOf(row, name).value));
  return names.size < rows.length ? [] : [name.id];
}
