/**
 * Retryable writes: what each statement of a numbered command did, written in the same SQLite transaction as the write, so that a command
 * that is sent again, even after a crash, is answered and not applied again.
 */
import { decode } from '../value/decode.ts';
import { encode } from '../value/encode.ts';
import { isNumeric, toNumber, type Document } from '../value/types.ts';
import { asBuffer } from '../storage/sql-file.ts';
import { storeFault } from '../errors.ts';
import type { Request } from './request.ts';

/** What the statements of one numbered command have done. */
export interface Retry {
  /** What a statement did before; `undefined` when it has not run. */
  done(statement: number): Document | undefined;
  /** Notes what statements `from`, `from + 1` … did. Call it inside the write. */
  note(from: number, count: number, result: Document): void;
}

const NEVER: Retry = { done: () => undefined, note() {} };

/** @throws StoreError TransactionTooOld */
export function retryOf(request: Request): Retry {
  const number = request.command.get('txnNumber');
  const { session, transaction, engine } = request;
  if (session === undefined || transaction !== undefined || !isNumeric(number)) return NEVER;
  const at = toNumber(number);
  if (at < session.number)
    throw storeFault(
      'TransactionTooOld',
      `Retryable write with txnNumber ${at} is prohibited because a newer one has started.`,
    );
  if (at > session.number) Object.assign(session, { number: at, state: 'none' });
  const key = Buffer.from(session.id, 'hex');
  const known = engine.file
    .all('SELECT statement, count, result FROM retries WHERE session = ? AND number = ?', key, at)
    .map((row) => ({ from: Number(row.statement), count: Number(row.count), result: decode(asBuffer(row.result)) }));
  return {
    done: (statement) => known.find(({ from, count }) => statement >= from && statement < from + count)?.result,
    note(from, count, result) {
      if (from === 0) engine.file.run('DELETE FROM retries WHERE session = ? AND number < ?', key, at);
      engine.file.run(
        'INSERT OR REPLACE INTO retries (session, number, statement, count, result) VALUES (?, ?, ?, ?, ?)',
        key,
        at,
        from,
        count,
        encode(result),
      );
    },
  };
}
