/** One command as it came, and typed reading of its arguments. */
import { storeFault } from '../errors.ts';
import { isDocument, isNumeric, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import type { StorageEngine, StorageWork } from '../storage/engine.ts';
import type { Catalog, Collection } from '../storage/catalog.ts';
import type { TransactionView } from '../storage/transaction-view.ts';
import type { View } from '../storage/view.ts';
import type { Cursors } from './cursors.ts';
import type { Sessions, Session } from './sessions.ts';

/** What all commands share. */
export interface Shared {
  readonly engine: StorageEngine;
  readonly cursors: Cursors;
  readonly sessions: Sessions;
  readonly startedAt: number;
  readonly port: () => number;
  connections: number;
}

/** What a handler answers: fields of a reply, or a whole reply in bytes. */
type Reply = Readonly<Record<string, unknown>> | Buffer;
export type Handler = (request: Request) => Promise<Reply> | Reply;

export class Request {
  readonly shared: Shared;
  readonly name: string;
  readonly command: Document;
  /** Lists of documents that came beside the command, as bytes. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  readonly session: Session | undefined;
  readonly transaction: TransactionView | undefined;
  readonly deadline: number;

  constructor(
    shared: Shared,
    command: Document,
    sequences: ReadonlyMap<string, readonly Buffer[]>,
    session: Session | undefined,
    transaction: TransactionView | undefined,
  ) {
    this.shared = shared;
    this.name = command.keys().next().value ?? '';
    this.command = command;
    this.sequences = sequences;
    this.session = session;
    this.transaction = transaction;
    const limit = this.number('maxTimeMS') ?? 0;
    this.deadline = limit > 0 ? Date.now() + limit : Infinity;
  }

  get engine(): StorageEngine {
    return this.shared.engine;
  }

  get catalog(): Catalog {
    return this.shared.engine.catalog;
  }

  get view(): View {
    return this.transaction ?? this.shared.engine.live;
  }

  get db(): string {
    const db = this.command.get('$db');
    if (typeof db !== 'string' || db === '' || /[/\\. "$*<>:|?\0]/.test(db) || db.length > 63)
      throw storeFault('InvalidNamespace', `Invalid database name: '${String(db)}'`);
    return db;
  }

  /** The name of the collection the command is on. */
  get target(): string {
    const name = this.command.get(this.name);
    if (typeof name !== 'string')
      throw storeFault(
        'InvalidNamespace',
        `collection name has invalid type ${name === undefined ? 'missing' : typeOf(name)}`,
      );
    return checkedName(name);
  }

  get namespace(): string {
    return `${this.db}.${this.target}`;
  }

  get collection(): Collection | undefined {
    return this.catalog.find(this.db, this.target);
  }

  needCollection(): Collection {
    const { collection } = this;
    if (collection === undefined) throw storeFault('NamespaceNotFound', `ns does not exist: ${this.namespace}`);
    return collection;
  }

  document(name: string): Document | undefined {
    const value = this.command.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isDocument(value))
      throw storeFault(
        'TypeMismatch',
        `BSON field '${this.name}.${name}' is the wrong type '${typeOf(value)}', expected type 'object'`,
      );
    return value;
  }

  array(name: string): Value[] | undefined {
    const value = this.command.get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value))
      throw storeFault(
        'TypeMismatch',
        `BSON field '${this.name}.${name}' is the wrong type '${typeOf(value)}', expected type 'array'`,
      );
    return value;
  }

  number(name: string): number | undefined {
    const value = this.command.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isNumeric(value))
      throw storeFault(
        'TypeMismatch',
        `BSON field '${this.name}.${name}' is the wrong type '${typeOf(value)}', expected a number`,
      );
    return toNumber(value);
  }

  /** A whole number that is not below zero. */
  count(name: string): number | undefined {
    const value = this.number(name);
    if (value !== undefined && (value < 0 || !Number.isInteger(value)))
      throw storeFault('Location51024', `BSON field '${name}' value must be >= 0, actual value '${value}'`);
    return value;
  }

  flag(name: string): boolean {
    return isTrue(this.command.get(name));
  }

  get journal(): boolean {
    return isTrue(this.document('writeConcern')?.get('j'));
  }

  /** Runs work that reads. */
  read<Result>(work: StorageWork<Result>): Promise<Result> {
    return this.engine.read(work, this.deadline);
  }

  /** Runs work that writes: into the transaction, or into the file. */
  write<Result>(work: StorageWork<Result>): Promise<Result> {
    return this.transaction === undefined
      ? this.engine.write(work, this.journal, this.deadline)
      : this.engine.read(work, this.deadline);
  }

  refuseInTransaction(): void {
    if (this.transaction !== undefined)
      throw storeFault(
        'OperationNotSupportedInTransaction',
        `Cannot run '${this.name}' in a multi-document transaction.`,
      );
  }
}

/** @throws StoreError InvalidNamespace */
export function checkedName(name: string): string {
  if (name === '' || name.startsWith('.') || name.includes('$') || name.includes('\0') || name.length > 235)
    throw storeFault('InvalidNamespace', `Invalid collection name: '${name}'`);
  return name;
}
