/** Rows in columns, for people to read. */
import { oneLine } from '../terminal/one-line.ts';

/** @returns lines, each cell as wide as the widest of its column; `empty` where there is no row */
export function tableText(titles: readonly string[], rows: readonly (readonly unknown[])[], empty: string): string {
  if (rows.length === 0) return empty;
  const cells = [titles, ...rows].map((row) => row.map(cellText));
  const widths = titles.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}
