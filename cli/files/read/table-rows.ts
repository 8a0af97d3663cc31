/**
 * The rows of a table below its titles, without those that are no data: empty ones, the numbers of columns (`1 2 3`), titles that are printed
 * again on each page, totals, and signatures below. What was left out is said with its line, so that nothing goes unnoticed.
 */
import { titleKey } from './header/title-key.ts';
import { columnLetters, type Columns } from './header/columns.ts';
import type { RawRow } from './raw-row.ts';

/** A row of data. */
export interface TableRow {
  /** Line of a CSV file on which it begins, or row of a sheet; from 1. */
  readonly line: number;
  /** A cell for each title. A row that has more cells than there are titles keeps them all: nobody knows which one is too many. */
  readonly cells: string[];
}

const TOTAL = /^(?:sub ?-?total|total|grand total|jumlah|jml)\b/i;
/** A number of a person has more digits than a sum. */
const LONG_NUMBER = /\d{12}/;
/** Rows that a note names; more are counted. */
const NAMED = 10;
/** A table of as many columns has no row of data with a single cell. */
const WIDE = 3;

/** What is left out of a table, and why. */
type LeftOut = 'number of its column in each cell' | 'titles again' | 'a total' | 'text below the table';

/** Lines by what was said of them. */
class Lines {
  readonly #lines = new Map<string, number[]>();
  readonly #counts = new Map<string, number>();

  add(what: string, line: number): void {
    const lines = this.#lines.get(what) ?? [];
    this.#lines.set(what, lines);
    if (lines.length < NAMED) lines.push(line);
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  *notes(): Generator<string> {
    for (const [what, lines] of this.#lines) {
      const more = this.#counts.get(what)! - lines.length;
      yield `${what}: ${lines.length === 1 && more === 0 ? 'line' : 'lines'} ${lines.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
    }
  }
}

/**
 * @param counted whether the file counts cells (CSV), so that one too many tells that a row is torn
 * @param notes what was left out is added to them when the last row has been read
 */
export async function* tableRows(
  rows: AsyncIterable<RawRow>,
  { header, places }: Columns,
  { counted, notes }: { readonly counted: boolean; readonly notes: string[] },
): AsyncGenerator<TableRow> {
  const lines = new Lines();
  const width = Math.max(...places) + 1;
  let first = true;
  let before = 0;
  let ended = false;
  for await (const row of rows) {
    if (row.cells.every((cell) => cell === '')) continue;
    const cells = places.map((at) => row.cells[at] ?? '');
    const beyond = row.cells.slice(width).some((cell) => cell !== '');
    const gap = before > 0 && row.line > before + 1;
    const why = leftOut(cells, header, { first, ended: ended || gap });
    before = row.line;
    if (why !== undefined) {
      lines.add(`Left out, ${why}`, row.line);
      ended ||= why === 'a total';
      continue;
    }
    first = false;
    ended = false;
    if (beyond && counted) {
      lines.add('More cells than titles, perhaps a comma in a value without quotation marks', row.line);
      yield { line: row.line, cells: [...row.cells] };
      continue;
    }
    if (beyond) lines.add(`A cell beyond the last title (column ${columnLetters(width - 1)}) was not read`, row.line);
    if (cells.some((cell) => cell !== '')) yield { line: row.line, cells };
  }
  notes.push(...lines.notes());
}

/** @param ended whether an empty line or a total stands between this row and the last row of data */
function leftOut(
  cells: readonly string[],
  header: readonly string[],
  { first, ended }: { readonly first: boolean; readonly ended: boolean },
): LeftOut | undefined {
  const filled = cells.filter((cell) => cell !== '');
  if (first && isNumbersOfColumns(filled)) return 'number of its column in each cell';
  if (isTitles(cells, header)) return 'titles again';
  if (isTotal(filled)) return 'a total';
  return ended && header.length >= WIDE && filled.length === 1 && !LONG_NUMBER.test(filled[0]!)
    ? 'text below the table'
    : undefined;
}

/** `1 2 3` or `(1) (2) (3)`, as official forms have below their titles. */
function isNumbersOfColumns(filled: readonly string[]): boolean {
  const numbers = filled.map((cell) => /^\(?(\d{1,2})\)?$/.exec(cell)?.[1]);
  return numbers.length >= WIDE && numbers.every((number, at) => Number(number) === Number(numbers[0]) + at);
}

const isTitles = (cells: readonly string[], header: readonly string[]): boolean =>
  cells.filter((cell, at) => cell !== '' && titleKey(cell) === titleKey(header[at]!)).length > header.length / 2;

function isTotal(filled: readonly string[]): boolean {
  if (filled.length === 0 || !TOTAL.test(filled[0]!) || filled.some((cell) => LONG_NUMBER.test(cell))) return false;
  return filled.slice(1).every((cell) => /^[\d.,\s-]*(?:orang|peserta|jiwa|pekerja)?$/i.test(cell));
}
