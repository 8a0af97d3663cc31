/** A batch of changes: each row by itself, and what became of it. */
import { CodedError } from '../../base/errors.ts';
import { changeFault } from './errors.ts';

/** Why a row was refused. */
interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What became of a row, as it is kept with the key. */
export interface RowOutcome {
  /** Place in the input, from 0. */
  readonly row: number;
  /** Id of the record; null where there is none. */
  readonly record: string | null;
  readonly refusal: Refusal | null;
}

const MOST_ROWS = 100;

/** @throws CodedError BATCH_SIZE */
export function validateBatch(rows: readonly unknown[]): void {
  if (rows.length === 0 || rows.length > MOST_ROWS)
    throw changeFault('BATCH_SIZE', `expected 1 to ${MOST_ROWS} rows, got ${rows.length}`);
}

/**
 * @param recordOf the record that a row names
 * @param work does one row and states the record's id, or throws a CodedError of a bad request (4xx), which is this row's alone; it must note nothing before it throws
 * @returns an outcome a row
 */
export async function eachRow<Row>(
  rows: readonly Row[],
  work: (row: Row, at: number) => string | Promise<string>,
  recordOf: (row: Row) => string | null = () => null,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const [row, input] of rows.entries()) {
    try {
      outcomes.push({ row, record: await work(input, row), refusal: null });
    } catch (thrown) {
      outcomes.push({ row, record: recordOf(input), refusal: refusalOf(thrown) });
    }
  }
  return outcomes;
}

/** Another failure, a lost database or two writers in one record, is the whole batch's. */
function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof CodedError && thrown.status < 500) return { code: thrown.code, message: thrown.message };
  throw thrown;
}

/** @throws CodedError BAD_RECORD for a record of an earlier row: which of the two would count? */
export function onceInBatch(seen: Set<string>, key: string, field: string): void {
  if (seen.has(key)) throw changeFault('BAD_RECORD', `${field}: expected it once in the batch`);
  seen.add(key);
}

/** @returns how many rows were done and refused, beside the rows */
export function batchOf<Row extends RowOutcome>(rows: readonly Row[]) {
  const refused = rows.filter(({ refusal }) => refusal !== null).length;
  return { done: rows.length - refused, refused, rows };
}
