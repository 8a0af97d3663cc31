/** One connection to the store's SQLite file, with its statements kept prepared. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A row by the names of its columns. */
export type SqlRow = Record<string, SQLInputValue | Uint8Array>;

/** An open connection; it waits at most 5 seconds for the locks of others. */
export class SqlFile {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.path = path;
    this.#database = new DatabaseSync(path, { readOnly: options.readOnly ?? false });
    this.#database.exec('PRAGMA busy_timeout = 5000');
  }

  /** Runs statements that take no values. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Whether a transaction is open: what fails for good may have ended it. */
  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** All rows of a query. */
  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
    return this.#prepared(sql).all(...values);
  }

  /** The first row of a query. */
  get(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    return this.#prepared(sql).get(...values);
  }

  /** Runs a statement. @returns how many rows it changed */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** Forgets the prepared statements; call it when a table that they may name was dropped. */
  forget(): void {
    this.#statements.clear();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      if (this.#statements.size > 2000) this.#statements.clear();
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The text of a column. @throws TypeError for another type, which only a damaged file has */
export function asText(value: SQLInputValue | Uint8Array | undefined): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`expected text in a column of the store's file, got ${value === null ? 'null' : typeof value}`);
}

/** The bytes of a column, not copied. */
export function asBuffer(value: SQLInputValue | Uint8Array | undefined): Buffer {
  const bytes = value as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
