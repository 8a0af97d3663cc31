/**
 * Finds the row of titles: agencies write a title of the page, a date and empty lines above it, and join cells, so that a title stands in two
 * rows. It is the row that has most of the titles that are known; nothing is guessed from how a row looks.
 */
import type { RawRow } from '../raw-row.ts';
import { titleKey } from './title-key.ts';

/** The titles of a table and where they stand. */
export interface FoundHeader {
  /** Place of the first row of titles among the rows that were looked at. */
  readonly at: number;
  /** Rows that the titles take. */
  readonly rows: 1 | 2;
  readonly titles: readonly string[];
  /** How many different titles are known. */
  readonly score: number;
}

/** Rows from the top, empty ones left out, among which the titles are looked for. */
export const LOOKED_AT_ROWS = 40;
/** A cell with as many digits in a row is data. */
const DATA = /\d{6}/;

/**
 * @param known normalised titles (`titleKey`)
 * @param least how many of them a row must have
 * @returns the row with most of them, or `undefined`
 */
export function findHeader(
  rows: readonly RawRow[],
  known: ReadonlySet<string>,
  least: number,
): FoundHeader | undefined {
  const found = rows.flatMap((row, at) => [oneRow(row, at, known), twoRows(row, rows[at + 1], at, known)]);
  const enough = found.filter((one): one is FoundHeader => one !== undefined && one.score >= least);
  return enough.reduce<FoundHeader | undefined>((best, one) => (isBetter(one, best) ? one : best), undefined);
}

/** A row above that adds no title is none of the titles. */
const isBetter = (one: FoundHeader, best: FoundHeader | undefined): boolean =>
  best === undefined || one.score > best.score || (one.score === best.score && one.rows < best.rows);

const isData = ({ cells }: RawRow): boolean => cells.some((cell) => DATA.test(cell));

function scoreOf(titles: readonly string[], known: ReadonlySet<string>): number {
  return new Set(titles.map(titleKey).filter((key) => known.has(key))).size;
}

function oneRow(row: RawRow, at: number, known: ReadonlySet<string>): FoundHeader | undefined {
  if (isData(row)) return undefined;
  return { at, rows: 1, titles: row.cells, score: scoreOf(row.cells, known) };
}

/** Of a title above and one below, the lower one counts, or the two together (`Tanggal` over `Lahir`). */
function twoRows(
  upper: RawRow,
  lower: RawRow | undefined,
  at: number,
  known: ReadonlySet<string>,
): FoundHeader | undefined {
  if (lower === undefined || isData(upper) || isData(lower)) return undefined;
  if (scoreOf(lower.cells, known) === 0) return undefined;
  const width = Math.max(upper.cells.length, lower.cells.length);
  let over = '';
  const titles = Array.from({ length: width }, (_, column) => {
    const above = upper.cells[column] ?? '';
    const below = lower.cells[column] ?? '';
    over = above || (below === '' ? '' : over);
    return joined(above, below, over, known);
  });
  return { at, rows: 2, titles, score: scoreOf(titles, known) };
}

/** @param over the title above, which a joined cell has in its first column only */
function joined(above: string, below: string, over: string, known: ReadonlySet<string>): string {
  if (below === '') return above;
  const both = `${over} ${below}`;
  return known.has(titleKey(both)) ? both : below;
}
