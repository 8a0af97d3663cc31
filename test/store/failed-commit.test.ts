/** A commit that fails, as on a full disk, leaves nothing: neither in the file nor in what the store remembers of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIndexes } from '../../store/commands/admin.ts';
import type { Request } from '../../store/commands/request.ts';
import { checkedSpec } from '../../store/index/spec.ts';
import type { Collection } from '../../store/storage/catalog.ts';
import { StorageEngine } from '../../store/storage/engine.ts';
import { insertRow } from '../../store/storage/rows.ts';
import { encode } from '../../store/value/encode.ts';
import { documentOf, type Value } from '../../store/value/types.ts';

let folder: string;
let engine: StorageEngine;
let rows: Collection;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-commit-'));
  engine = StorageEngine.open(folder);
  rows = engine.writeNow(() => {
    const made = engine.catalog.create('d', 'rows');
    engine.catalog.addIndex(made, checkedSpec(documentOf({ key: documentOf({ a: 1 }) })));
    // More than are dropped at once.
    for (let i = 0; i < 5001; i += 1) insert(made, i, i);
    return made;
  });
});
afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

function insert(into: Collection, id: number, a: Value): void {
  const document = documentOf({ _id: id, a });
  insertRow({ view: engine.live, catalog: engine.catalog }, into, { document, bytes: encode(document) });
}

/** What the store takes its file for. */
const state = (): unknown => ({
  garbage: [...engine.catalog.garbage],
  collections: engine.catalog.list().map((one) => ({
    name: one.name,
    dropped: one.dropped,
    rows: engine.live.countRows(one),
    indexes: one.indexes.map(({ name, multikey, builtAt }) => ({ name, multikey, built: builtAt !== undefined })),
  })),
});

function withoutRoom(change: () => void): void {
  const exec = engine.file.exec.bind(engine.file);
  vi.spyOn(engine.file, 'exec').mockImplementation((sql) => {
    if (sql === 'COMMIT') throw new Error('database or disk is full');
    exec(sql);
  });
  expect(() => engine.writeNow(change)).toThrow('disk is full');
  vi.restoreAllMocks();
}

it.each<[string, () => void]>([
  ['a collection dropped', () => engine.catalog.drop(rows)],
  ['an index dropped', () => engine.catalog.dropIndex(rows, rows.indexes[1]!)],
  ['a collection made', () => void engine.catalog.create('d', 'fresh')],
  [
    'an index made',
    () => void engine.catalog.addIndex(rows, checkedSpec(documentOf({ key: documentOf({ b: 1 }) })), true),
  ],
  ['a collection renamed', () => engine.catalog.rename(rows, 'd', 'other')],
  ['the first array of an index', () => insert(rows, 6000, [1, 10])],
])('%s is undone, also after the next write and the next start', async (_what, change) => {
  const before = state();
  withoutRoom(change);
  expect(state()).toEqual(before);
  engine.writeNow(() => undefined);
  // What is garbage is emptied after a write, in slices.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(state()).toEqual(before);
  engine.close();
  engine = StorageEngine.open(folder);
  expect(state()).toEqual(before);
});

it('the first array of an index is noted when it is written again', () => {
  withoutRoom(() => insert(rows, 6000, [1, 10]));
  engine.writeNow(() => insert(rows, 6000, [1, 10]));
  engine.close();
  engine = StorageEngine.open(folder);
  expect(engine.catalog.find('d', 'rows')!.indexes[1]!.multikey).toEqual([true]);
});

it('work under way goes on with the collection that it knows, and takes no number twice', () => {
  withoutRoom(() => void engine.catalog.create('d', 'fresh'));
  expect(engine.catalog.find('d', 'rows')).toBe(rows);
  engine.writeNow(() => insert(rows, 6000, 1));
  expect(engine.live.countRows(rows)).toBe(5002);
});

it('an index that could be neither filled nor dropped is made anew by the next createIndexes', async () => {
  const spec = checkedSpec(documentOf({ key: documentOf({ b: 1 }) }));
  engine.writeNow(() => engine.catalog.addIndex(rows, spec, true));
  const { catalog } = engine;
  const target = { db: 'd', target: 'rows', namespace: 'd.rows', collection: rows, journal: false, deadline: Infinity };
  const request = { engine, catalog, ...target, array: () => [spec] } as unknown as Request;
  expect(await createIndexes(request)).toMatchObject({ numIndexesBefore: 2, numIndexesAfter: 3 });
  const made = rows.indexes[2]!;
  expect(engine.live.serves(made)).toBe(true);
  expect(engine.live.countEntries(rows, made, { low: Buffer.alloc(0), high: Buffer.of(0xff) })).toBe(5001);
});
