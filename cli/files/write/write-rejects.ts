/** Writes the rows that were not taken, with the reason before them, in the columns of their file: to be corrected there and imported again. */
import { writeTable } from './table-writer.ts';

/** A row that was not taken. */
export interface RejectToWrite {
  /** Its line in the file that was imported. */
  readonly line: number;
  /** As they came. */
  readonly cells: readonly string[];
  /** What names the row in the graph. */
  readonly id: string;
  /** Sentences that say what is wrong. */
  readonly reasons: readonly string[];
}

/** The columns before those of the file. The first two are no field's, so that an import passes them over; the third names the row that is corrected. */
export const REJECT_TITLES = ['Baris asal (line)', 'Alasan ditolak (reasons)', 'Baris ditolak (rejectedRow)'] as const;

/** Where rejected rows go, and the form of the file that they came from. */
export interface RejectsToWrite {
  readonly path: string;
  /** Titles of the imported file. */
  readonly header: readonly string[];
  /** Between the cells of the imported file, where that is CSV. */
  readonly delimiter?: string | undefined;
}

/**
 * @param to its path ends in `.csv` or `.xlsx`
 * @returns how many rows were written; the file is whole then, and readable by its owner alone
 * @throws CodedError FILE_NAME, FILE_EXISTS, FILE_UNWRITABLE, FILE_TOO_LONG, and what the rows throw; nothing is left then
 */
export async function writeRejects(
  to: RejectsToWrite,
  rows: AsyncIterable<RejectToWrite> | Iterable<RejectToWrite>,
): Promise<number> {
  const { path, header, delimiter } = to;
  const writer = await writeTable({ path, titles: [...REJECT_TITLES, ...header], delimiter });
  let written = 0;
  try {
    for await (const { line, cells, reasons, id } of rows) {
      await writer.add([line, reasons.join('; '), id, ...cells]);
      written++;
    }
    await writer.finish();
    return written;
  } catch (thrown) {
    await writer.discard();
    throw thrown;
  }
}
