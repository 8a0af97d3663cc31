/** Opens the sheet of a workbook that has the table. */
import { quote } from '../../../../base/errors.ts';
import { tableFileFault } from '../errors.ts';
import { findHeader, LOOKED_AT_ROWS, type FoundHeader } from '../header/find-header.ts';
import { peeked, type Peeked } from '../peeked.ts';
import { SheetRemarks, sheetRows } from './sheet-rows.ts';
import { openWorkbook, type Sheet, type Workbook } from './workbook.ts';

/** A sheet with its titles found. */
export interface OpenedSheet {
  readonly sheet: string;
  readonly rows: Peeked;
  readonly found: FoundHeader;
  readonly notes: string[];
  /** Notes that are whole only when the rows have ended. */
  readonly remarks: () => Iterable<string>;
  /** How much has been read, from 0 to 1. */
  readonly share: () => number;
  readonly close: () => Promise<void>;
}

/** The titles by which a row of titles is known, and how many of them it must have. */
interface Known {
  readonly titles: ReadonlySet<string>;
  readonly least: number;
}

/** One sheet, looked at. */
interface LookedAt {
  readonly sheet: Sheet;
  readonly rows: Peeked;
  readonly found: FoundHeader | undefined;
  readonly remarks: SheetRemarks;
  readonly bytes: () => number;
}

/**
 * @param name of the sheet; without it, the only visible one that has a row of titles
 * @throws CodedError FILE_EMPTY, FILE_NO_HEADER, FILE_SHEETS, and what opening a workbook throws
 */
export async function openSheet(path: string, known: Known, name: string | undefined): Promise<OpenedSheet> {
  const workbook = await openWorkbook(path);
  try {
    const looked = await lookAt(workbook, known, name);
    const one = theOne(looked, known, name);
    for (const other of looked) if (other !== one) await other.rows.close();
    const size = workbook.archive.sizeOf(one.sheet.part);
    return {
      sheet: one.sheet.name,
      found: one.found,
      rows: { ...one.rows, from: (at) => closing(one.rows.from(at), workbook.close) },
      notes: sheetNotes(workbook.sheets, one.sheet),
      remarks: () => one.remarks.notes(),
      share: () => (size === 0 ? 1 : Math.min(1, one.bytes() / size)),
      close: async () => {
        await one.rows.close();
        workbook.close();
      },
    };
  } catch (thrown) {
    workbook.close();
    throw thrown;
  }
}

async function lookAt(workbook: Workbook, known: Known, name: string | undefined): Promise<LookedAt[]> {
  const sheets = workbook.sheets.filter((sheet) => (name === undefined ? sheet.visible : sheet.name === name));
  if (sheets.length === 0)
    throw tableFileFault('FILE_SHEETS', `expected one of ${namesOf(workbook.sheets)}, got ${quote(name ?? 'none')}`);
  const looked: LookedAt[] = [];
  for (const sheet of sheets) {
    const remarks = new SheetRemarks();
    let bytes = 0;
    const source = sheetRows(workbook, sheet, remarks, (read) => (bytes = read));
    const rows = await peeked(source, LOOKED_AT_ROWS);
    looked.push({ sheet, rows, remarks, found: findHeader(rows.first, known.titles, known.least), bytes: () => bytes });
  }
  return looked;
}

function theOne(
  looked: readonly LookedAt[],
  known: Known,
  name: string | undefined,
): LookedAt & { readonly found: FoundHeader } {
  const tables = looked.filter((one): one is LookedAt & { readonly found: FoundHeader } => one.found !== undefined);
  if (tables.length > 1 && name === undefined)
    throw tableFileFault(
      'FILE_SHEETS',
      `expected one sheet with a table, got ${namesOf(tables.map(({ sheet }) => sheet))}; name one with --sheet`,
    );
  if (tables[0] !== undefined) return tables[0];
  if (looked.every(({ rows }) => rows.first.length === 0))
    throw tableFileFault('FILE_EMPTY', 'expected rows, got none');
  throw tableFileFault(
    'FILE_NO_HEADER',
    `expected a row with at least ${known.least} titles that are known, such as NIK and Nama, got none in ${namesOf(looked.map(({ sheet }) => sheet))}`,
  );
}

function sheetNotes(sheets: readonly Sheet[], read: Sheet): string[] {
  const others = sheets.filter((sheet) => sheet !== read);
  const hidden = others.filter(({ visible }) => !visible);
  const seen = others.filter(({ visible }) => visible);
  return [
    ...(seen.length > 0 ? [`Sheets that were not read: ${namesOf(seen)}.`] : []),
    ...(hidden.length > 0 ? [`Hidden sheets that were not read: ${namesOf(hidden)}.`] : []),
  ];
}

const namesOf = (sheets: readonly Sheet[]): string => sheets.map(({ name }) => quote(name)).join(', ');

async function* closing<Row>(
  rows: AsyncGenerator<Row, void, undefined>,
  close: () => void,
): AsyncGenerator<Row, void, undefined> {
  try {
    yield* rows;
  } finally {
    close();
  }
}
