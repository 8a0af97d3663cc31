/**
 * A table as a reader takes it away: in the order and filter on screen, with human headings, and with what must be known of each number.
 * All formats of a table (CSV, XLSX, copy) are written from what `laidOut` makes of it, so that they say the same.
 */
import type { Say } from '../language/say.ts';
import { distinct, wordsOfMark, type Mark } from '../numbers/marks.ts';

/** How a column's values are written: `count` of people, `percent` of a rate from 0 to 1, `date` YYYY-MM-DD, `month` YYYY-MM. */
export type ColumnType = 'text' | 'count' | 'number' | 'rupiah' | 'percent' | 'date' | 'month' | 'truth';

export interface ExportColumn {
  /** Of the answer, such as `coverage.total`; for programs, never shown. */
  readonly key: string;
  /** From the schema's description, in the reader's language. */
  readonly heading: string;
  readonly type: ColumnType;
  /** Behind the heading in brackets, such as `orang`. */
  readonly unit?: string;
}

export type ExportValue = string | number | boolean | null;

export interface ExportCell {
  readonly value: ExportValue;
  /** What must be known of it; why there is none where it is null. */
  readonly marks?: readonly Mark[];
  /** Where it is not that of the column. */
  readonly type?: ColumnType;
}

export interface ExportTable {
  readonly columns: readonly ExportColumn[];
  /** As many cells a row as there are columns. */
  readonly rows: readonly (readonly ExportCell[])[];
}

/** The reader's language. */
export interface ExportWords {
  readonly say: Say;
  /** `November 2026` of `2026-11`. */
  readonly month: (month: string) => string;
  /** `28 November 2026` of `2026-11-28`. */
  readonly day: (date: string) => string;
}

/** A column as it is written: headings end with the marks that hold for all of it, and marks that differ have a column of their own. */
export interface WrittenColumn {
  readonly heading: string;
  readonly type: ColumnType;
}

/** A value, or the word that says why there is none. */
export type WrittenCell = { readonly value: ExportValue; readonly type?: ColumnType } | { readonly gap: string };

export interface WrittenTable {
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly WrittenCell[])[];
}

/** @returns the table as every format writes it: exact and perturbed numbers never stand beside each other unmarked */
export function laidOut(table: ExportTable, words: ExportWords): WrittenTable {
  const needsMarks = marksIn(table).some(({ kind }) => kind !== 'EXACT');
  const once = onceEach(words);
  const columns = table.columns.map((column, at) => written(column, cellsAt(table, at), needsMarks, once));
  return {
    columns: columns.flatMap(({ heads }) => heads),
    rows: table.rows.map((row) => columns.flatMap(({ cellsOf }, at) => cellsOf(row[at]!))),
  };
}

/** Words that are made once a mark: a long table has the same few marks in each of its cells. */
function onceEach(words: ExportWords): ExportWords {
  const said = new Map<string, string>();
  const say: ExportWords['say'] = (key, values) => {
    const place = `${key} ${JSON.stringify(values ?? {})}`;
    const text = said.get(place) ?? words.say(key, values);
    said.set(place, text);
    return text;
  };
  return { ...words, say };
}

/** @returns each mark of a table once, in the order of the legend */
export function marksIn({ rows }: ExportTable): Mark[] {
  return distinct(rows.flatMap((row) => row.flatMap(({ marks = [] }) => marks)));
}

const cellsAt = ({ rows }: ExportTable, at: number): ExportCell[] => rows.map((row) => row[at]!);

interface Written {
  readonly heads: readonly WrittenColumn[];
  readonly cellsOf: (cell: ExportCell) => readonly WrittenCell[];
}

function written(
  { heading, unit, type }: ExportColumn,
  cells: readonly ExportCell[],
  needsMarks: boolean,
  words: ExportWords,
): Written {
  const textOf = (cell: ExportCell): string => (needsMarks ? marksOf(cell, words) : '');
  const title = unit === undefined ? heading : `${heading} (${unit})`;
  const ofCell = (cell: ExportCell): WrittenCell => valueOf(cell, type, words);
  const valued = cells.filter(({ value }) => value !== null).map(textOf);
  const [first = ''] = valued;
  const isSame = valued.every((text) => text === first);
  if (isSame) {
    const head = first === '' ? title : `${title} [${first}]`;
    return { heads: [{ heading: head, type }], cellsOf: (cell) => [ofCell(cell)] };
  }
  const beside = { heading: words.say('export.marksOf', { heading }), type: 'text' as const };
  return {
    heads: [{ heading: title, type }, beside],
    cellsOf: (cell) => [ofCell(cell), { value: cell.value === null ? '' : textOf(cell) }],
  };
}

/** A gap is told by its own word where the value would stand, so that an empty cell never looks like a zero. */
function valueOf({ value, marks = [], type }: ExportCell, ofColumn: ColumnType, words: ExportWords): WrittenCell {
  if (value !== null || marks.length === 0)
    return { value: rounded(value, type ?? ofColumn), ...(type !== undefined && { type }) };
  return { gap: `[${marks.map((mark) => wordOf(mark, words)).join('; ')}]` };
}

/**
 * Decimals that say something: of a share, from 0 to 1, hundredths of a percentage point, which one person in ten thousand makes; of other
 * numbers millionths. What a computer has behind them is the remainder of its division.
 */
const DECIMALS: Readonly<Partial<Record<ColumnType, number>>> = { percent: 4, number: 6 };

function rounded(value: ExportValue, type: ColumnType): ExportValue {
  const decimals = DECIMALS[type];
  return typeof value !== 'number' || decimals === undefined ? value : Number(value.toFixed(decimals));
}

const marksOf = ({ marks = [] }: ExportCell, words: ExportWords): string =>
  marks.map((mark) => wordOf(mark, words)).join('; ');

function wordOf(mark: Mark, { say, month }: ExportWords): string {
  const { word, values } = wordsOfMark(mark, month);
  return say(word, values);
}
