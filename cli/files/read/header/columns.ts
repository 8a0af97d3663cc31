/** From the titles of a file to the columns of a table: which columns are read, and what they are called. */
import type { RawRow } from '../raw-row.ts';
import type { FoundHeader } from './find-header.ts';

/** The columns that are read. */
export interface Columns {
  /** Titles, each of them once: a second `Nama` is `Nama (2)`. A column without a title has an empty one. */
  readonly header: readonly string[];
  /** Their places in a row of the file, from 0. */
  readonly places: readonly number[];
  readonly notes: readonly string[];
}

/** @param rows those below the titles that have been read; a column without a title counts where they have something in it */
export function tableColumns({ titles }: FoundHeader, rows: readonly RawRow[]): Columns {
  const width = Math.max(titles.length, ...rows.map(({ cells }) => cells.length));
  const places = Array.from({ length: width }, (_, at) => at).filter(
    (at) => (titles[at] ?? '') !== '' || (at < titles.length && rows.some(({ cells }) => (cells[at] ?? '') !== '')),
  );
  const seen = new Map<string, number>();
  const notes: string[] = [];
  const header = places.map((at) => {
    const title = (titles[at] ?? '').replace(/\s+/g, ' ');
    const times = (seen.get(title) ?? 0) + 1;
    seen.set(title, times);
    if (title === '') notes.push(`Column ${columnLetters(at)} has no title.`);
    else if (times > 1)
      notes.push(
        `The title "${title}" stands more than once; in column ${columnLetters(at)} it is read as "${title} (${times})".`,
      );
    return title === '' || times === 1 ? title : `${title} (${times})`;
  });
  return { header, places, notes };
}

/** @returns what Excel calls a column: `A` for 0, `AA` for 26 */
export function columnLetters(at: number): string {
  const rest = Math.floor(at / 26);
  return `${rest === 0 ? '' : columnLetters(rest - 1)}${String.fromCharCode(65 + (at % 26))}`;
}
