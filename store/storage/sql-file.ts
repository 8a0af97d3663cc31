/** One connection to the store's SQLite file, with its statements kept prepared. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type SqlRow = Record<string, SQLInputValue | Uint8Array>;

export class SqlFile {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.path = path;
    this.#database = new DatabaseSync(path, { readOnly: options.readOnly ?? false });
    this.#database.exec('PRAGMA busy_timeout = 5000');
  }

  /** The connection itself, for `backup`. */
  get database(): DatabaseSync {
    return this.#database;
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
    return this.#prepared(sql).all(...values) as SqlRow[];
  }

  get(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    return this.#prepared(sql).get(...values) as SqlRow | undefined;
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** Statements must be forgotten when a table they name goes. */
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

export function asBuffer(value: SQLInputValue | Uint8Array | undefined): Buffer {
  const bytes = value as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
