/** Which collections and indexes there are. It is kept in memory; the file has it too, and is changed first. */
import { randomUUID } from 'node:crypto';
import { Binary, UUID } from 'bson';
import { decode } from '../value/decode.ts';
import { encode } from '../value/encode.ts';
import type { Document } from '../value/types.ts';
import { ID_SPEC, indexOf, type IndexInfo } from '../index/spec.ts';
import { asBuffer, asText, type SqlFile, type SqlRow } from './sql-file.ts';

/** A collection, as everything but the file knows it. */
export interface Collection {
  readonly id: number;
  db: string;
  name: string;
  readonly options: Document;
  readonly uuid: Binary;
  indexes: IndexInfo[];
  /** The next row number; rows count up in the order of insertion. */
  nextRow: number;
  dropped: boolean;
  /** Counts the writes since the start. */
  changes: number;
}

/** The tables of every file. Each collection has a table `d` with its number, each index a table `i` with its number. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
  CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT, name TEXT, uuid BLOB, options BLOB, UNIQUE (db, name));
  CREATE TABLE IF NOT EXISTS indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER, spec BLOB, multikey TEXT);
  CREATE TABLE IF NOT EXISTS builds (id INTEGER PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS garbage (name TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS retries (session BLOB, number INTEGER, statement INTEGER, count INTEGER, result BLOB, PRIMARY KEY (session, number, statement)) WITHOUT ROWID;
`;

/** A table of more rows than this is emptied in slices (`emptied`) instead of dropped at once. */
const MOST_AT_ONCE = 5000;
/** Made in a transaction, until it commits. */
const UNFINISHED_TRANSACTION = '.tmp.transaction.';

/** Whether a collection is not yet what it is to become: nobody but its maker sees it, and a start drops it. */
export const isUnfinished = ({ name }: Pick<Collection, 'name'>): boolean => name.includes(UNFINISHED_TRANSACTION);

/** The collections of a store. Whatever changes it must run inside a write of the engine. */
export class Catalog {
  readonly #file: SqlFile;
  readonly #collections = new Map<string, Collection>();
  /** Counts the indexes that were completed, so that a transaction knows which are newer than its snapshot. */
  builds = 0;
  /** Tables of what was dropped, still to be emptied. */
  readonly garbage = new Set<string>();

  constructor(file: SqlFile) {
    this.#file = file;
    this.load();
  }

  /** Reads everything again, as after a change that was rolled back. What work under way knows stays the same object. */
  load(): void {
    const before = new Map(this.list().map((collection) => [collection.id, collection]));
    const indexesBefore = new Map(this.list().flatMap(({ indexes }) => indexes.map((index) => [index.id, index])));
    this.#collections.clear();
    this.garbage.clear();
    const byId = new Map<number, Collection>();
    for (const row of this.#file.all('SELECT id, db, name, uuid, options FROM collections ORDER BY id')) {
      const collection = this.#loaded(row, before.get(Number(row.id)));
      byId.set(collection.id, collection);
      this.#collections.set(`${collection.db}.${collection.name}`, collection);
    }
    const unfinished = new Set(this.#file.all('SELECT id FROM builds').map(({ id }) => Number(id)));
    for (const row of this.#file.all('SELECT id, collection, spec, multikey FROM indexes ORDER BY id')) {
      const index = this.#loadedIndex(row, indexesBefore.get(Number(row.id)));
      if (unfinished.has(index.id)) index.builtAt = undefined;
      byId.get(Number(row.collection))?.indexes.push(index);
    }
    for (const { name } of this.#file.all('SELECT name FROM garbage')) this.garbage.add(asText(name));
  }

  #loaded(row: SqlRow, before: Collection | undefined): Collection {
    const id = Number(row.id);
    const last = this.#file.get(`SELECT max(rid) AS last FROM d${id}`);
    const [db, name, nextRow] = [asText(row.db), asText(row.name), Number(last?.last ?? 0) + 1];
    if (before === undefined)
      return collectionOf({ id, db, name, uuid: asBuffer(row.uuid), options: decode(asBuffer(row.options)), nextRow });
    // An open transaction may have taken numbers that are not in the file yet.
    const kept = { nextRow: Math.max(before.nextRow, nextRow), changes: before.changes + 1 };
    return Object.assign(before, { db, name, indexes: [], ...kept });
  }

  #loadedIndex(row: SqlRow, before: IndexInfo | undefined): IndexInfo {
    const bytes = asBuffer(row.spec);
    const flags = Array.from(asText(row.multikey), (flag) => flag === '1');
    // One that is not known is served to no transaction that is open: it may be newer than its snapshot.
    if (before === undefined || !encode(before.spec).equals(bytes))
      return indexOf(Number(row.id), decode(bytes), flags, ++this.builds);
    before.multikey.forEach((_was, i) => {
      before.multikey[i] = flags[i] ?? false;
    });
    return before;
  }

  /** Drops what a crash has left: indexes half filled, collections of transactions that did not commit. */
  dropUnfinished(): void {
    for (const collection of this.list()) {
      if (isUnfinished(collection)) this.drop(collection);
      else for (const index of collection.indexes) if (index.builtAt === undefined) this.dropIndex(collection, index);
    }
  }

  find(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`);
  }

  /** The collections of a database, or of all. */
  list(db?: string): Collection[] {
    return [...this.#collections.values()].filter((collection) => db === undefined || collection.db === db);
  }

  create(db: string, name: string, options: Document = new Map()): Collection {
    const uuid = Buffer.from(new UUID(randomUUID()).buffer);
    this.#file.run(
      'INSERT INTO collections (db, name, uuid, options) VALUES (?, ?, ?, ?)',
      db,
      name,
      uuid,
      encode(options),
    );
    const id = Number(this.#file.get('SELECT last_insert_rowid() AS id')!.id);
    this.#file.exec(`CREATE TABLE d${id} (rid INTEGER PRIMARY KEY, bson BLOB NOT NULL, crc INTEGER NOT NULL)`);
    const collection = collectionOf({ id, db, name, uuid, options, nextRow: 1 });
    this.#collections.set(`${db}.${name}`, collection);
    this.addIndex(collection, ID_SPEC);
    return collection;
  }

  /** Makes a collection that only its transaction sees, until `rename` gives it its name. */
  createUnfinished(db: string, name: string): Collection {
    return this.create(db, `${name}${UNFINISHED_TRANSACTION}${randomUUID()}`);
  }

  rename(collection: Collection, db: string, name: string): void {
    this.#file.run('UPDATE collections SET db = ?, name = ? WHERE id = ?', db, name, collection.id);
    this.#collections.delete(`${collection.db}.${collection.name}`);
    Object.assign(collection, { db, name });
    this.#collections.set(`${db}.${name}`, collection);
  }

  drop(collection: Collection): void {
    for (const index of [...collection.indexes]) this.dropIndex(collection, index);
    this.#file.run('DELETE FROM collections WHERE id = ?', collection.id);
    this.#dropTable(`d${collection.id}`, collection.nextRow);
    this.#collections.delete(`${collection.db}.${collection.name}`);
    collection.dropped = true;
  }

  #dropTable(name: string, rows: number): void {
    if (rows <= MOST_AT_ONCE) this.#file.exec(`DROP TABLE ${name}`);
    else {
      this.#file.run('INSERT INTO garbage (name) VALUES (?)', name);
      this.garbage.add(name);
    }
    this.#file.forget();
  }

  /** Empties the tables of what was dropped, a little at a time: SQLite itself would read all their pages at once. */
  *emptied(): Generator<undefined, void> {
    for (const name of this.garbage) {
      const key = name.startsWith('d') ? 'rid' : 'key, rid';
      while (
        this.#file.run(
          `DELETE FROM ${name} WHERE (${key}) <= (SELECT ${key} FROM ${name} ORDER BY ${key} LIMIT 1 OFFSET 499)`,
        ) > 0
      )
        yield undefined;
      this.#file.exec(`DROP TABLE ${name}`);
      this.#file.run('DELETE FROM garbage WHERE name = ?', name);
      this.garbage.delete(name);
      this.#file.forget();
      yield undefined;
    }
  }

  /** Makes the index empty. @param filling whether it must be filled before anything is read by it; `publish` ends that */
  addIndex(collection: Collection, spec: Document, filling = false): IndexInfo {
    this.#file.run(
      'INSERT INTO indexes (collection, spec, multikey) VALUES (?, ?, ?)',
      collection.id,
      encode(spec),
      '',
    );
    const id = Number(this.#file.get('SELECT last_insert_rowid() AS id')!.id);
    this.#file.exec(`CREATE TABLE i${id} (key BLOB, rid INTEGER, PRIMARY KEY (key, rid)) WITHOUT ROWID`);
    const index = indexOf(id, spec);
    collection.indexes.push(index);
    collection.changes += 1;
    if (filling) this.#file.run('INSERT INTO builds (id) VALUES (?)', id);
    index.builtAt = filling ? undefined : ++this.builds;
    return index;
  }

  /** From now on the index may be read. */
  publish(index: IndexInfo): void {
    this.#file.run('DELETE FROM builds WHERE id = ?', index.id);
    index.builtAt = ++this.builds;
  }

  dropIndex(collection: Collection, index: IndexInfo): void {
    this.#file.run('DELETE FROM indexes WHERE id = ?', index.id);
    this.#file.run('DELETE FROM builds WHERE id = ?', index.id);
    this.#dropTable(`i${index.id}`, collection.nextRow);
    collection.indexes = collection.indexes.filter((other) => other !== index);
    collection.changes += 1;
    index.dropped = true;
  }

  /** Notes that documents have arrays on the paths of an index; never undone. */
  markMultikey(index: IndexInfo, arrays: readonly boolean[]): void {
    if (!arrays.some((array, i) => array && !index.multikey[i])) return;
    arrays.forEach((array, i) => {
      index.multikey[i] ||= array;
    });
    this.#file.run('UPDATE indexes SET multikey = ? WHERE id = ?', index.multikey.map(Number).join(''), index.id);
  }
}

/** The columns of a collection in the table of collections, and the next row number, which follows from its documents. */
type CollectionRow = Pick<Collection, 'id' | 'db' | 'name' | 'options' | 'nextRow'> & { readonly uuid: Buffer };

function collectionOf({ id, db, name, uuid, options, nextRow }: CollectionRow): Collection {
  return {
    id,
    db,
    name,
    options,
    uuid: new Binary(uuid, 4),
    indexes: [],
    nextRow,
    dropped: false,
    changes: 0,
  };
}
