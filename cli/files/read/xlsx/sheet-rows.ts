/** The rows of a sheet, streamed. */
import { cleanCell } from '../clean-cell.ts';
import { tableFileFault } from '../errors.ts';
import { columnLetters } from '../header/columns.ts';
import type { RawRow } from '../raw-row.ts';
import { numberText, unescaped } from './cell-text.ts';
import type { Sheet, Workbook } from './workbook.ts';
import { xmlEvents } from './xml-events.ts';

/** Columns that are read; cells further to the right are passed over. */
const MOST_COLUMNS = 1000;

/** What a sheet has besides values, for the notes. */
export class SheetRemarks {
  readonly formulas = new Map<number, number>();
  /** Columns of days that have an hour. */
  readonly hours = new Set<number>();
  uncomputed = 0;
  hiddenRows = 0;
  readonly hiddenColumns: string[] = [];

  *notes(): Generator<string> {
    for (const [column, cells] of this.formulas)
      yield `Column ${columnLetters(column)} has formulas (${cells}): what they gave when the file was saved was read.`;
    for (const column of this.hours) yield `Column ${columnLetters(column)} has days with an hour: the day was read.`;
    if (this.uncomputed > 0) yield `Formulas without a value, read as empty: ${this.uncomputed}.`;
    if (this.hiddenRows > 0) yield `Rows that are hidden in Excel, read as the others: ${this.hiddenRows}.`;
    if (this.hiddenColumns.length > 0)
      yield `Columns that are hidden in Excel, read as the others: ${this.hiddenColumns.join(', ')}.`;
  }
}

/** @param onBytes told how many bytes of the unpacked sheet have been read so far */
export async function* sheetRows(
  workbook: Workbook,
  sheet: Sheet,
  remarks: SheetRemarks,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<RawRow> {
  const reader = new SheetReader(workbook, remarks);
  const source = counted(workbook.archive.read(sheet.part), onBytes);
  const events = xmlEvents(source, reader);
  try {
    while ((await events.next()).done !== true) {
      yield* reader.rows;
      reader.rows.length = 0;
    }
  } finally {
    await events.return();
  }
}

async function* counted(
  pieces: AsyncIterable<Buffer>,
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    onBytes?.(bytes);
    yield piece;
  }
}

/** Takes the events of a sheet's XML and makes rows. */
class SheetReader {
  /** Rows that have become whole. */
  readonly rows: RawRow[] = [];
  readonly #workbook: Workbook;
  readonly #remarks: SheetRemarks;
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  #formula = false;
  #value = '';
  #taking = false;
  #aloud = 0;

  constructor(workbook: Workbook, remarks: SheetRemarks) {
    this.#workbook = workbook;
    this.#remarks = remarks;
  }

  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#taking = true;
    else if (name === 't') this.#taking = this.#aloud === 0;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'f') this.#formula = true;
    else if (name === 'rPh') this.#aloud++;
    else if (name === 'col' && isTrue(attributes['hidden'])) this.#hideColumns(attributes);
  };

  readonly close = (name: string): void => {
    if (name === 'c') this.#closeCell();
    else if (name === 'v' || name === 't') this.#taking = false;
    else if (name === 'row') this.rows.push({ line: this.#line, cells: this.#cells });
    else if (name === 'rPh') this.#aloud--;
  };

  readonly text = (text: string): void => {
    if (this.#taking) this.#value += text;
  };

  #openRow(attributes: Readonly<Record<string, string>>): void {
    const line = Number(attributes['r'] ?? this.#line + 1);
    if (!Number.isSafeInteger(line) || line <= this.#line)
      throw tableFileFault('FILE_BROKEN', `expected a row after row ${this.#line}, got an earlier one`);
    this.#line = line;
    this.#cells = [];
    this.#column = -1;
    if (isTrue(attributes['hidden'])) this.#remarks.hiddenRows++;
  }

  #openCell({ r, t, s }: Readonly<Record<string, string>>): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t ?? 'n';
    this.#style = Number(s ?? 0);
    this.#formula = false;
    this.#value = '';
  }

  #closeCell(): void {
    if (this.#formula) this.#remarkFormula();
    if (this.#value === '' || this.#column >= MOST_COLUMNS) return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = cleanCell(this.#cellText());
  }

  #remarkFormula(): void {
    const { formulas } = this.#remarks;
    if (this.#value === '') this.#remarks.uncomputed++;
    else if (this.#column < MOST_COLUMNS) formulas.set(this.#column, (formulas.get(this.#column) ?? 0) + 1);
  }

  #cellText(): string {
    const { texts, forms, days1904 } = this.#workbook;
    if (this.#type === 's') return unescaped(texts.at(Number(this.#value)) ?? this.#noText());
    if (this.#type === 'b') return this.#value === '1' ? 'TRUE' : 'FALSE';
    if (this.#type === 'n') return this.#day(numberText(this.#value, forms[this.#style] ?? { is: 'number' }, days1904));
    // Of type `d` days stand as ISO 8601.
    if (this.#type === 'd') return this.#day(this.#value.replace(/T00:00:00(?:\.0+)?Z?$/, ''));
    return unescaped(this.#value);
  }

  /** No field is a moment: of a day with an hour, as forms on the web have them, the day counts. */
  #day(text: string): string {
    if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:/.test(text)) return text;
    this.#remarks.hours.add(this.#column);
    return text.slice(0, 10);
  }

  #noText(): never {
    throw tableFileFault('FILE_BROKEN', `expected a shared text in row ${this.#line}, got the number of none`);
  }

  #hideColumns({ min, max }: Readonly<Record<string, string>>): void {
    for (let at = Number(min) - 1; at < Math.min(Number(max), MOST_COLUMNS); at++)
      this.#remarks.hiddenColumns.push(columnLetters(at));
  }
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

/** `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    if (letter < 'A' || letter > 'Z') break;
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  if (column === 0)
    throw tableFileFault('FILE_BROKEN', 'expected a reference such as B2 at each cell, got another or none');
  return column - 1;
}
