/** One command as it was received, and typed reading of its arguments. */
import { storeFault, type StoreError } from '../errors.ts';
import type { HeldBytes, Holder } from '../held-bytes.ts';
import { shown } from '../value/shown.ts';
import { isDocument, isNumeric, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import type { StorageEngine, StorageWork } from '../storage/engine.ts';
import type { Catalog, Collection } from '../storage/catalog.ts';
import type { TransactionView } from '../storage/transaction-view.ts';
import type { View } from '../storage/view.ts';
import type { Cursors } from './cursors.ts';
import type { Sessions, Session } from './sessions.ts';

/** What all commands of a store share. */
export interface Shared {
  readonly engine: StorageEngine;
  readonly cursors: Cursors;
  readonly sessions: Sessions;
  /** What is held for all clients. */
  readonly held: HeldBytes;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The TCP port; 0 for a Unix socket. */
  port: number;
  /** How many are open. */
  connections: number;
}

/** What a handler returns: fields of a reply, or a whole reply in bytes. */
type Reply = Readonly<Record<string, unknown>> | Buffer;
/** Runs one command. @throws StoreError, which becomes the error reply */
export type Handler = (request: Request) => Promise<Reply> | Reply;

/** @param field where the value stands: `update.updates` @param expected `type 'array'` */
export function wrongType(field: string, value: Value, expected: string): StoreError {
  return storeFault('TypeMismatch', `BSON field '${field}' is the wrong type '${typeOf(value)}', expected ${expected}`);
}

/** What a request is made of: the store, the command and what was sent beside it, the session and its transaction. */
export type RequestParts = Pick<Request, 'shared' | 'command' | 'sequences' | 'session' | 'transaction' | 'holder'>;

/** Flags that MongoDB takes as a number too. */
const MAY_BE_NUMBERS: ReadonlySet<string> = new Set(['bypassDocumentValidation', 'new', 'remove', 'upsert']);

/** One command, on the database and collection that it names; reading an argument of the wrong type throws StoreError TypeMismatch. */
export class Request {
  readonly shared: Shared;
  /** The name of the command: of its first field. */
  readonly name: string;
  readonly command: Document;
  /** Lists of documents that were sent beside the command, as bytes, by the field that they stand for. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  readonly session: Session | undefined;
  readonly transaction: TransactionView | undefined;
  /** The connection, as the one for which the command's cursors are held. */
  readonly holder: Holder;
  /** When `maxTimeMS` is over, in milliseconds since 1970. */
  readonly deadline: number;

  constructor({ shared, command, sequences, session, transaction, holder }: RequestParts) {
    this.shared = shared;
    this.name = command.keys().next().value ?? '';
    this.command = command;
    this.sequences = sequences;
    this.session = session;
    this.transaction = transaction;
    this.holder = holder;
    const limit = this.number('maxTimeMS') ?? 0;
    this.deadline = limit > 0 ? Date.now() + limit : Infinity;
  }

  /** The request with another command, in the same session and transaction. */
  withCommand(command: Document): Request {
    const { shared, sequences, session, transaction, holder } = this;
    return new Request({ shared, command, sequences, session, transaction, holder });
  }

  get engine(): StorageEngine {
    return this.shared.engine;
  }

  get catalog(): Catalog {
    return this.shared.engine.catalog;
  }

  /** What the command reads and writes: its transaction's view, or the live one. */
  get view(): View {
    return this.transaction ?? this.shared.engine.live;
  }

  /** The name of the database. @throws StoreError InvalidNamespace */
  get db(): string {
    return checkedDb(this.command.get('$db'));
  }

  /** The name of the collection. @throws StoreError InvalidNamespace */
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

  /** The collection, if it exists. */
  get collection(): Collection | undefined {
    return this.find(this.target);
  }

  /** A collection of the database, if it exists: for a transaction also one that it has made. */
  find(name: string): Collection | undefined {
    return this.transaction?.made.get(`${this.db}.${name}`)?.collection ?? this.catalog.find(this.db, name);
  }

  /** @param says what the command says of one that is not there: each of MongoDB's has its own, and clients compare them @throws StoreError NamespaceNotFound */
  needCollection(says = `ns does not exist: ${this.namespace}`): Collection {
    const { collection } = this;
    if (collection === undefined) throw storeFault('NamespaceNotFound', says);
    return collection;
  }

  document(name: string): Document | undefined {
    const value = this.command.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isDocument(value)) throw wrongType(`${this.name}.${name}`, value, "type 'object'");
    return value;
  }

  array(name: string): Value[] | undefined {
    const value = this.command.get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw wrongType(`${this.name}.${name}`, value, "type 'array'");
    return value;
  }

  number(name: string): number | undefined {
    const value = this.command.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isNumeric(value)) throw wrongType(`${this.name}.${name}`, value, 'a number');
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
    const value = this.command.get(name);
    if (value === undefined || value === null) return false;
    if (typeof value !== 'boolean' && !(MAY_BE_NUMBERS.has(name) && isNumeric(value)))
      throw wrongType(`${this.name}.${name}`, value, "type 'bool'");
    return isTrue(value);
  }

  /** Whether the first statement that fails ends a list of them. */
  get ordered(): boolean {
    return (this.command.get('ordered') ?? null) === null || this.flag('ordered');
  }

  /** Whether a write must be on the disk before it is acknowledged (`j: true`). */
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

  /** @throws StoreError OperationNotSupportedInTransaction */
  refuseInTransaction(): void {
    if (this.transaction !== undefined)
      throw storeFault(
        'OperationNotSupportedInTransaction',
        `Cannot run '${this.name}' in a multi-document transaction.`,
      );
  }
}

/** The name of a database, if it is one. @throws StoreError InvalidNamespace */
function checkedDb(name: Value | undefined): string {
  if (typeof name !== 'string' || name === '' || /[/\\. "$*<>:|?\0]/.test(name) || name.length > 63)
    throw storeFault('InvalidNamespace', `Invalid database name: '${shown(name)}'`);
  return name;
}

/** The name of a collection, if it is one that a client may use. @throws StoreError InvalidNamespace */
export function checkedName(name: string): string {
  if (name === '' || name.startsWith('.') || name.includes('$') || name.includes('\0') || name.length > 235)
    throw storeFault('InvalidNamespace', `Invalid collection name: '${name}'`);
  return name;
}
