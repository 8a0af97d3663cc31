/** Sessions and the one transaction each may have open. */
import { storeFault, StoreError } from '../errors.ts';
import { isDocument, isNumeric, toNumber, type Document } from '../value/types.ts';
import { Binary } from 'bson';
import { decode } from '../value/decode.ts';
import type { StorageEngine } from '../storage/engine.ts';
import { insertRow, removeRow, replaceRow, type Encoded } from '../storage/rows.ts';
import { conflict, type TransactionView } from '../storage/transaction-view.ts';

/** A session of a client, by the id that its driver has given it. */
export interface Session {
  /** In hexadecimal. */
  readonly id: string;
  /** The number of its last transaction or retryable write. */
  number: number;
  state: 'none' | 'open' | 'committed' | 'aborted';
  transaction: TransactionView | undefined;
  /** The connection the transaction was begun on. */
  owner: object | undefined;
  lastUsed: number;
}

/** MongoDB's localLogicalSessionTimeoutMinutes, in milliseconds. */
const SESSION_TIMEOUT = 30 * 60_000;
/** MongoDB's transactionLifetimeLimitSeconds, in milliseconds. */
const TRANSACTION_LIFETIME = 60_000;

/** The sessions of a store. */
export class Sessions {
  readonly #engine: StorageEngine;
  readonly #sessions = new Map<string, Session>();

  constructor(engine: StorageEngine) {
    this.#engine = engine;
  }

  /** The session a command names. */
  of(command: Document): Session | undefined {
    const lsid = command.get('lsid');
    const id = isDocument(lsid) ? lsid.get('id') : undefined;
    if (!(id instanceof Binary)) return undefined;
    const name = Buffer.from(id.value()).toString('hex');
    let session = this.#sessions.get(name);
    if (session === undefined) {
      session = { id: name, number: -1, state: 'none', transaction: undefined, owner: undefined, lastUsed: Date.now() };
      this.#sessions.set(name, session);
    }
    session.lastUsed = Date.now();
    return session;
  }

  /** The transaction of a command, begun when it has `startTransaction`. @throws StoreError NoSuchTransaction, TransactionTooOld … */
  transactionOf(command: Document, session: Session | undefined, owner: object): TransactionView | undefined {
    if (command.get('autocommit') !== false) return undefined;
    const txnNumber = command.get('txnNumber');
    if (session === undefined || !isNumeric(txnNumber))
      throw storeFault('InvalidOptions', "'autocommit' needs an lsid and a txnNumber");
    const number = toNumber(txnNumber);
    if (number < session.number)
      throw storeFault(
        'TransactionTooOld',
        `Cannot start transaction ${number} on session because a newer transaction with txnNumber ${session.number} has already started.`,
      );
    if (command.get('startTransaction') === true) this.#begin(session, number, owner);
    else if (number !== session.number || session.state === 'aborted' || session.state === 'none')
      throw noTransaction(number);
    return session.transaction;
  }

  /** Checks the number that a commit or abort names. @throws StoreError NoSuchTransaction */
  check(command: Document, session: Session | undefined): void {
    const txnNumber = command.get('txnNumber');
    const number = isNumeric(txnNumber) ? toNumber(txnNumber) : -1;
    if (session === undefined || session.number !== number) throw noTransaction(number);
  }

  #begin(session: Session, number: number, owner: object): void {
    if (session.transaction !== undefined) this.abort(session);
    Object.assign(session, { number, state: 'open', owner, transaction: this.#engine.begin() });
    const { transaction } = session;
    const timer = setTimeout(() => {
      if (session.transaction === transaction) this.abort(session);
    }, TRANSACTION_LIFETIME);
    timer.unref();
    void transaction!.ended.then(() => clearTimeout(timer));
  }

  /** Writes what the transaction wrote, all or nothing. @throws StoreError WriteConflict, NoSuchTransaction */
  commit(session: Session): void {
    if (session.state === 'committed') return;
    const { transaction } = session;
    if (transaction === undefined) throw noTransaction(session.number);
    try {
      this.#replay(transaction);
      session.state = 'committed';
    } catch (thrown) {
      session.state = 'aborted';
      throw thrown instanceof StoreError && thrown.codeName === 'DuplicateKey' ? conflict() : thrown;
    } finally {
      session.transaction = undefined;
      this.#close(transaction);
    }
  }

  /** What it has made and not brought to its name goes. */
  #close(transaction: TransactionView): void {
    transaction.close();
    const { catalog } = this.#engine;
    // By name: what was rolled back has been read anew.
    const left = [...transaction.made.values()].flatMap(
      ({ collection: { db }, unfinished }) => catalog.find(db, unfinished) ?? [],
    );
    if (left.length > 0) this.#engine.writeJoined(() => left.forEach((collection) => catalog.drop(collection)));
  }

  #replay(transaction: TransactionView): void {
    const { live, catalog } = this.#engine;
    const writer = { view: live, catalog };
    const encoded = (bytes: Buffer): Encoded => ({ document: decode(bytes), bytes });
    const changes = [...transaction.changes()].filter(
      ({ before, after }) => before !== undefined || after !== undefined,
    );
    const made = [...transaction.made.values()];
    if (changes.length === 0 && made.length === 0) return;
    live.committing = transaction;
    try {
      this.#engine.writeAllOrNothing(() => {
        for (const { collection, name } of made) {
          if (catalog.find(collection.db, name) !== undefined) throw conflict();
          catalog.rename(collection, collection.db, name);
        }
        // Removals first, so that a unique value may move from one document to another.
        for (const { collection, row, before, after } of changes) {
          if (catalog.find(collection.db, collection.name) !== collection) throw conflict();
          if (before !== undefined && after === undefined) removeRow(writer, collection, row, decode(before));
        }
        for (const { collection, row, before, after } of changes) {
          if (after === undefined) continue;
          if (before === undefined) insertRow(writer, collection, encoded(after), row);
          else replaceRow(writer, collection, row, decode(before), encoded(after));
        }
      });
    } finally {
      live.committing = undefined;
    }
  }

  abort(session: Session): void {
    const { transaction } = session;
    session.transaction = undefined;
    if (transaction !== undefined) this.#close(transaction);
    if (session.state === 'open') session.state = 'aborted';
  }

  /** Aborts the transactions that were begun on a connection. */
  abortOf(owner: object): void {
    for (const session of this.#sessions.values())
      if (session.owner === owner && session.transaction !== undefined) this.abort(session);
  }

  end(id: string): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) this.abort(session);
    this.#sessions.delete(id);
  }

  abortAll(): void {
    for (const session of this.#sessions.values()) this.abort(session);
  }

  sweep(now = Date.now()): void {
    for (const session of this.#sessions.values())
      if (now - session.lastUsed > SESSION_TIMEOUT && session.transaction === undefined)
        this.#sessions.delete(session.id);
  }
}

/** The error for a transaction that is not open; its label makes a driver run the whole transaction again. */
export function noTransaction(number: number): StoreError {
  const error = storeFault(
    'NoSuchTransaction',
    `Given transaction number ${number} does not match any in-progress transactions.`,
  );
  error.labels = ['TransientTransactionError'];
  return error;
}
