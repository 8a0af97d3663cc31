/**
 * Opens a file that an agency sent: CSV or XLSX, whatever it is called, and gives its rows one by one, so that a file of a million rows takes
 * no more memory than one of ten.
 */
import { csvForm } from './csv/csv-form.ts';
import { csvRows } from './csv/csv-rows.ts';
import { tableFileFault } from './errors.ts';
import { tableColumns } from './header/columns.ts';
import { findHeader, LOOKED_AT_ROWS, type FoundHeader } from './header/find-header.ts';
import { titleKey } from './header/title-key.ts';
import { inspectFile, type InspectedFile } from './inspect-file.ts';
import { fieldsByTitle, type RowKind } from './mapping/fields.ts';
import type { Mapping } from './mapping/read-mapping.ts';
import { peeked, type Peeked } from './peeked.ts';
import { tableRows, type TableRow } from './table-rows.ts';
import { openSheet } from './xlsx/open-sheet.ts';

/** What is known of a file before it is read. */
export interface OpenTableOptions {
  /** What its rows are: their usual titles tell the row of titles. */
  readonly kind: RowKind;
  /** Titles that this file has instead of the usual ones, or beside them. */
  readonly mapping?: Mapping;
  /** The sheet of a workbook; without it, the only one that has a table. */
  readonly sheet?: string;
  /** The largest file, in bytes; 150 MB when left out. */
  readonly mostBytes?: number;
}

/** A table of a file. */
export interface Table {
  readonly kind: 'csv' | 'xlsx';
  /** Between the cells of a CSV file. */
  readonly delimiter?: string;
  /** The sheet that is read. */
  readonly sheet?: string;
  /** Titles of the columns, each once; a column without one has an empty title. */
  readonly header: readonly string[];
  /** Line of the first row of titles. */
  readonly headerLine: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  /** The rows of data, once; they end with a CodedError where the file does. Breaking off closes the file. */
  readonly rows: AsyncIterable<TableRow>;
  /** What a person should know of how the file was read, without a value of a cell; whole when the rows have ended. */
  readonly notes: readonly string[];
  /** How much has been read, from 0 to 1. */
  readonly share: () => number;
  /** Closes the file; for whoever does not take the rows. */
  readonly close: () => Promise<void>;
}

const MOST_BYTES = 150_000_000;
/** A row of titles has at least this many that are known; one is enough where a mapping names it. */
const LEAST_TITLES = 2;

/** @throws CodedError of `errors.ts`, whose messages hold no value of a cell */
export async function openTable(path: string, options: OpenTableOptions): Promise<Table> {
  const inspected = await inspectFile(path, options.mostBytes ?? MOST_BYTES);
  const named = Object.values(options.mapping ?? {})
    .flat()
    .map(titleKey);
  const known: KnownTitles = {
    titles: new Set([...fieldsByTitle(options.kind).keys(), ...named]),
    least: named.length > 0 ? Math.min(named.length, LEAST_TITLES) : LEAST_TITLES,
  };
  return inspected.kind === 'csv' ? openCsv(path, inspected, known) : openXlsx(path, inspected, known, options.sheet);
}

/** The titles by which a row of titles is known. */
export interface KnownTitles {
  readonly titles: ReadonlySet<string>;
  readonly least: number;
}

async function openCsv(path: string, file: InspectedFile, known: KnownTitles): Promise<Table> {
  const form = await csvForm(path, file.encoding, known.titles);
  let bytes = 0;
  const rows = await peeked(
    csvRows(path, form, (read) => (bytes = read)),
    LOOKED_AT_ROWS,
  );
  const notes =
    file.encoding.name === 'windows-1252' ? ['The text is read as Windows-1252, since it is not UTF-8.'] : [];
  const found = await headerOf(rows, known);
  const { delimiter } = form;
  return {
    kind: 'csv',
    delimiter,
    ...tableOf({ file, rows, found, notes, counted: true }),
    share: () => bytes / file.bytes,
  };
}

async function openXlsx(
  path: string,
  file: InspectedFile,
  known: KnownTitles,
  name: string | undefined,
): Promise<Table> {
  const { sheet, rows, found, notes, remarks, share, close } = await openSheet(path, known, name);
  const table = tableOf({ file, rows, found, notes, counted: false, remarks });
  return { kind: 'xlsx', sheet, ...table, share, close };
}

/** @throws CodedError FILE_EMPTY, FILE_NO_HEADER */
async function headerOf(rows: Peeked, known: KnownTitles): Promise<FoundHeader> {
  const found = findHeader(rows.first, known.titles, known.least);
  if (found !== undefined) return found;
  await rows.close();
  throw rows.first.length === 0
    ? tableFileFault('FILE_EMPTY', 'expected rows, got empty lines')
    : tableFileFault(
        'FILE_NO_HEADER',
        `expected a row with at least ${known.least} titles that are known, such as NIK and Nama, got none among the first ${rows.first.length} rows`,
      );
}

interface Opened {
  readonly file: InspectedFile;
  readonly rows: Peeked;
  readonly found: FoundHeader;
  readonly notes: string[];
  readonly counted: boolean;
  /** Notes that are whole only at the end. */
  readonly remarks?: () => Iterable<string>;
}

function tableOf({
  file,
  rows,
  found,
  notes,
  counted,
  remarks,
}: Opened): Pick<Table, 'header' | 'headerLine' | 'sha256' | 'rows' | 'notes' | 'close'> {
  const below = found.at + found.rows;
  const columns = tableColumns(found, rows.first.slice(below));
  notes.push(...columns.notes);
  const above = rows.first.slice(0, found.at).map(({ line }) => line);
  if (above.length > 0)
    notes.push(`Above the titles, not read: ${above.length === 1 ? 'row' : 'rows'} ${above.join(', ')}.`);
  return {
    header: columns.header,
    headerLine: rows.first[found.at]!.line,
    sha256: file.sha256,
    notes,
    rows: withRemarks(tableRows(rows.from(below), columns, { counted, notes }), notes, remarks),
    close: rows.close,
  };
}

async function* withRemarks(
  rows: AsyncIterable<TableRow>,
  notes: string[],
  remarks: (() => Iterable<string>) | undefined,
): AsyncGenerator<TableRow> {
  yield* rows;
  notes.push(...(remarks?.() ?? []));
}
