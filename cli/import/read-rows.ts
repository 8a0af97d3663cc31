/** The rows of a file as they are sent: the cells of the columns that are fields, a batch at a time. */
import { openTable, type OpenTableOptions, type Table } from '../files/read/open-table.ts';
import { isNotKept, type RowKind } from '../files/read/mapping/fields.ts';
import { proposeMapping } from '../files/read/mapping/propose-mapping.ts';
import { REJECT_TITLES } from '../files/write/write-rejects.ts';
import { fieldsOfColumns, readMapping, type Mapping } from '../files/read/mapping/read-mapping.ts';
import type { SentRow } from './import-graph.ts';

/** Which file, and how it is read. */
export interface FileToImport {
  readonly path: string;
  readonly kind: RowKind;
  readonly mapping?: string | undefined;
  readonly sheet?: string | undefined;
  readonly mostBytes: number;
}

/** An open file with its columns. */
export interface OpenedFile {
  readonly table: Table;
  /** Fields, in the order of the cells that are sent. */
  readonly columns: readonly string[];
  /** Titles of these columns. */
  readonly titles: readonly string[];
  /** Titles that are no field, and those of them that are known and have no place in the graph. */
  readonly unused: readonly string[];
  readonly notKept: readonly string[];
  /** Fields that several columns may be. */
  readonly doubtful: readonly { readonly field: string; readonly titles: readonly string[] }[];
  readonly rows: () => AsyncGenerator<FileRow>;
}

/** A row as it is sent, and as it stands in the file: a cell for each title of the table, and those beyond. */
export interface FileRow extends SentRow {
  readonly whole: readonly string[];
}

/** @throws CodedError of the reader */
export async function openFile({ path, kind, mapping: file, sheet, mostBytes }: FileToImport): Promise<OpenedFile> {
  const given = file === undefined ? undefined : readMapping(file, kind);
  const constants = given?.constants ?? {};
  const options: OpenTableOptions = {
    kind,
    mostBytes,
    ...(given !== undefined && { mapping: given.titles }),
    ...(sheet !== undefined && { sheet }),
  };
  const table = await openTable(path, options);
  try {
    const proposed = proposeMapping(table.header, kind);
    const fields = fieldsOfColumns(withRejectedRow(given?.titles ?? proposed.mapping, table.header), table.header);
    const places = fields.flatMap((field, at) => (field === null ? [] : [at]));
    const others = table.header.filter((title, at) => title !== '' && fields[at] === null);
    return {
      table,
      columns: [...places.map((at) => fields[at]!), ...Object.keys(constants)],
      titles: [...places.map((at) => table.header[at]!), ...Object.keys(constants)],
      unused: others.filter((title) => !isNotKept(title, kind)),
      notKept: others.filter((title) => isNotKept(title, kind)),
      doubtful: given === undefined ? proposed.doubtful : [],
      rows: () => rowsOf(table, places, Object.values(constants)),
    };
  } catch (thrown) {
    await table.close();
    throw thrown;
  }
}

/** What names a rejected row is read of every file that has it, whatever the mapping of its other columns. */
function withRejectedRow(mapping: Mapping, header: readonly string[]): Mapping {
  const [, , title] = REJECT_TITLES;
  return header.includes(title) ? { ...mapping, rejectedRow: [title] } : mapping;
}

async function* rowsOf(
  { rows, header }: Table,
  places: readonly number[],
  constants: readonly string[],
): AsyncGenerator<FileRow> {
  for await (const { line, cells } of rows) {
    // A torn row has more cells than titles: what is too much is sent behind the others, and the row is not taken.
    const sent = [...places.map((at) => cells[at] ?? ''), ...constants, ...cells.slice(header.length)];
    yield { line, cells: sent, whole: cells };
  }
}

/** The most rows that the graph takes at once, and the most characters: far below what a gateway reads of a body. */
const MOST_ROWS = 500;
const MOST_CHARACTERS = 300_000;

/** Rows in batches. */
export async function* batchesToSend(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  let characters = 0;
  for await (const row of rows) {
    const own = row.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (batch.length === MOST_ROWS || (batch.length > 0 && characters + own > MOST_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += own;
  }
  if (batch.length > 0) yield batch;
}
