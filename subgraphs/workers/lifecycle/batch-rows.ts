/** A batch of changes: each row by itself, and what became of it. */
import { CodedError } from '../../../base/errors.ts';
import { lifecycleErrors, lifecycleFault } from './errors.ts';

/** Why a row was refused. */
interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What became of a row, as it is kept with the key. */
export interface RowOutcome {
  /** Place in the input, from 0. */
  readonly row: number;
  /** Id of the worker; null where there is none. */
  readonly worker: string | null;
  readonly refusal: Refusal | null;
}

const MOST_ROWS = 100;

/** @throws CodedError BATCH_SIZE */
export function validateBatch(rows: readonly unknown[]): void {
  if (rows.length === 0 || rows.length > MOST_ROWS)
    throw lifecycleFault('BATCH_SIZE', `expected 1 to ${MOST_ROWS} rows, got ${rows.length}`);
}

/**
 * @param workerOf the worker whom a row names
 * @param work does one row and states the worker's id, or throws a CodedError of `lifecycleErrors`, which is this row's alone; it must note nothing before it throws
 * @returns an outcome a row
 */
export async function eachRow<Row>(
  rows: readonly Row[],
  work: (row: Row, at: number) => string | Promise<string>,
  workerOf: (row: Row) => string | null = () => null,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const [row, input] of rows.entries()) {
    try {
      outcomes.push({ row, worker: await work(input, row), refusal: null });
    } catch (thrown) {
      outcomes.push({ row, worker: workerOf(input), refusal: refusalOf(thrown) });
    }
  }
  return outcomes;
}

/** Another failure, a lost database or two writers in one record, is the whole batch's. */
function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof CodedError && Object.hasOwn(lifecycleErrors, thrown.code))
    return { code: thrown.code, message: thrown.message };
  throw thrown;
}

/** @throws CodedError BAD_RECORD for a worker of an earlier row: which of the two would count? */
export function onceInBatch(seen: Set<string>, key: string, field: string): void {
  if (seen.has(key)) throw lifecycleFault('BAD_RECORD', `${field}: expected it once in the batch`);
  seen.add(key);
}
