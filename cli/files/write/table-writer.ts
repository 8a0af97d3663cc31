/** Writes a table into a file, row by row: only its owner may read it, and it is there whole or not at all. */
import { randomUUID } from 'node:crypto';
import { linkSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tableWriteFault } from './errors.ts';
import { csvLines } from './csv-lines.ts';
import { expectNewTable } from './expect-new-table.ts';
import type { TableFacts, TableForm, WrittenCell } from './table-form.ts';
import { XlsxForm } from './xlsx-form.ts';

/** What a file is begun with. */
export interface TableToWrite {
  readonly path: string;
  readonly titles: readonly string[];
  /** What a reader of a workbook should know of it, on a sheet of its own, asked for at the end; a CSV file has no place for it. */
  readonly about?: () => TableFacts;
  /** Between the cells of a CSV file; a comma when left out. */
  readonly delimiter?: string | undefined;
}

/** A file that is being written. */
export interface TableWriter {
  readonly add: (cells: readonly WrittenCell[]) => Promise<void>;
  /** Makes it whole and gives it its name. @throws CodedError FILE_EXISTS */
  readonly finish: () => Promise<void>;
  /** Leaves nothing of it. */
  readonly discard: () => Promise<void>;
}

/** Permissions of a file for its owner alone. */
const OWN = 0o600;

/** @throws CodedError FILE_NAME, FILE_EXISTS, FILE_UNWRITABLE */
export async function writeTable(table: TableToWrite): Promise<TableWriter> {
  const { path } = table;
  expectNewTable(path);
  const form = formOf(table);
  const partial = `${path}.${randomUUID()}.partial`;
  const file = await open(partial, 'wx', OWN).catch((thrown: unknown) => {
    throw tableWriteFault(
      'FILE_UNWRITABLE',
      `expected a disk with room, got ${(thrown as NodeJS.ErrnoException).code}: ${path}`,
    );
  });
  const remove = (): void => rmSync(partial, { force: true });
  // A command that is interrupted leaves no half of a file with persons in it.
  process.once('exit', remove);
  const discard = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    remove();
    process.off('exit', remove);
  };
  await form.begin(file);
  return {
    add: (cells) => form.row(cells),
    async finish() {
      await form.end();
      await file.sync();
      await file.close();
      name(partial, path);
      await discard();
    },
    discard,
  };
}

const formOf = ({ path, titles, about, delimiter }: TableToWrite): TableForm =>
  /\.csv$/i.test(path) ? csvLines(titles, delimiter) : new XlsxForm(titles, about);

/** A link fails where the name is taken, and a rename would replace what has it. */
function name(partial: string, path: string): void {
  try {
    linkSync(partial, path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw code === 'EEXIST'
      ? tableWriteFault('FILE_EXISTS', `expected a new name, got ${path}`)
      : tableWriteFault('FILE_UNWRITABLE', `expected a folder that you may write in, got ${code}: ${path}`);
  }
}
