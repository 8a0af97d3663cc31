/** Acknowledged writes survive, damage is found, and a copy of a running store can be restored. */
import { spawnSync } from 'node:child_process';
import fs, { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Document } from 'mongodb';
import { expect, test, vi } from 'vitest';
import { startStoreThread } from '../../store/thread.ts';
import { backupStore, restoreStore } from '../../store/storage/backup.ts';
import { StorageEngine, type StorageWork } from '../../store/storage/engine.ts';
import { SqlFile } from '../../store/storage/sql-file.ts';
import { valueKey } from '../../store/value/key.ts';
import { crashRounds, LEAST_WRITES } from './crash.ts';

test(
  'kills during writes lose nothing that was acknowledged, and no start after one is refused',
  { timeout: 300_000 },
  async () => {
    const report = await crashRounds(8);
    expect(report).toMatchObject({ lost: 0, doubled: 0, refused: 0 });
    expect(report.acknowledged).toBeGreaterThanOrEqual(8 * LEAST_WRITES);
    expect(report.durable).toBeGreaterThanOrEqual(8);
  },
);

async function filled(folder: string, work: (client: MongoClient) => Promise<void>): Promise<void> {
  const store = await startStoreThread({ folder, port: 0, logLevel: 'silent' });
  const client = await new MongoClient(store.uri).connect();
  await work(client);
  await client.close();
  await store.stop();
}

test('one byte changed in a document is found at the start, and the file is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-damage-'));
  await filled(
    folder,
    async (client) =>
      void (await client
        .db('d')
        .collection('rows')
        .insertMany(Array.from({ length: 500 }, (_none, i): Document => ({ text: `needle-${i}-`.repeat(10) })))),
  );
  const path = join(folder, 'store.db');
  const at = readFileSync(path).indexOf('needle-77-');
  expect(at).toBeGreaterThan(0);
  const file = openSync(path, 'r+');
  writeSync(file, 'N', at);
  closeSync(file);
  await expect(startStoreThread({ folder, port: 0, logLevel: 'silent' })).rejects.toThrow(
    /store\.db is damaged: d\.rows/,
  );
  rmSync(folder, { recursive: true });
});

test("damage in a file too large to be checked first is found while the store serves, and then every command is refused with the file's name", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-damage-'));
  await filled(
    folder,
    async (client) =>
      void (await client
        .db('d')
        .collection('rows')
        .insertMany(Array.from({ length: 500 }, (_none, i): Document => ({ i, text: `needle-${i}-`.repeat(10) })))),
  );
  const path = join(folder, 'store.db');
  const file = openSync(path, 'r+');
  writeSync(file, 'N', readFileSync(path).indexOf('needle-77-'));
  closeSync(file);
  const store = await startStoreThread({ folder, port: 0, logLevel: 'silent', checkedAtOnce: 1 });
  const client = await new MongoClient(store.uri).connect();
  const rows = client.db('d').collection('rows');
  await expect(rows.find().toArray()).rejects.toThrow(/store\.db is damaged: d\.rows: the checksum of row 78/);
  await expect
    .poll(() => rows.findOne({ i: 1 }).then(() => '', String), { timeout: 10_000 })
    .toMatch(/store\.db is damaged/);
  await client.close();
  await store.stop();
  rmSync(folder, { recursive: true });
});

test('the check of a folder without a store fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const main = new URL('../../store/main.ts', import.meta.url).pathname;
  const check = () =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'check', '--folder', folder], {
      encoding: 'utf8',
    });
  expect(check()).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('does not exist') });
  StorageEngine.open(folder).close();
  expect(check()).toMatchObject({ status: 0, stdout: `${folder}: whole\n` });
  rmSync(folder, { recursive: true });
});

test('a file without damage that is checked while the store serves is served as before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-whole-'));
  await filled(folder, async (client) => void (await client.db('d').collection('rows').insertOne({ i: 1 })));
  const store = await startStoreThread({ folder, port: 0, logLevel: 'silent', checkedAtOnce: 1 });
  const client = await new MongoClient(store.uri).connect();
  await client.db('d').dropCollection('rows');
  await client.db('d').collection('more').insertOne({ i: 2 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await client.db('d').collection('more').countDocuments()).toBe(1);
  await client.close();
  await store.stop();
  rmSync(folder, { recursive: true });
});

test('j: true waits until the log is on the disk, and only j: true', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-sync-'));
  const engine = StorageEngine.open(folder);
  await engine.onDisk();
  const waiting: (() => void)[] = [];
  vi.spyOn(fs, 'fdatasync').mockImplementation(((_file: number, done: (thrown: null) => void) =>
    waiting.push(() => done(null))) as never);
  function* work(): StorageWork<string> {
    return 'written';
  }
  expect(await engine.write(work(), false)).toBe('written');
  expect(waiting).toHaveLength(0);
  const settled: string[] = [];
  const writes = ['first', 'second', 'third'].map((name) => engine.write(work(), true).then(() => settled.push(name)));
  await new Promise((resolve) => setImmediate(resolve));
  expect([waiting.length, settled]).toEqual([1, []]);
  waiting.shift()!();
  await expect.poll(() => waiting.length).toBe(1);
  // Those that came while the disk was busy wait for the next time, together.
  expect(settled).toEqual(['first']);
  waiting.shift()!();
  await Promise.all(writes);
  expect(settled).toEqual(['first', 'second', 'third']);
  vi.restoreAllMocks();
  engine.close();
  rmSync(folder, { recursive: true });
});

test('the log is carried into the file while the store serves, and stays short', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-log-'));
  const megabyte = Buffer.alloc(1 << 20, 7);
  await filled(folder, async (client) => {
    for (let i = 0; i < 8; i += 1) {
      await client
        .db('d')
        .collection('rows')
        .insertMany(Array.from({ length: 36 }, () => ({ megabyte })));
      await expect
        .poll(() => statSync(join(folder, 'store.db')).size >> 20, { timeout: 20_000 })
        .toBeGreaterThanOrEqual(36 * (i - 3));
    }
    // 288 MB were written; writers wait once the log has passed 128 MB, and the write that passes it adds 36.
    expect(statSync(join(folder, 'store.db-wal')).size >> 20).toBeLessThan(180);
  });
  rmSync(folder, { recursive: true });
});

test('a half filled index and a collection of a transaction that did not commit are dropped at the next start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-half-'));
  const before = StorageEngine.open(folder);
  before.writeNow(() => {
    const rows = before.catalog.create('d', 'rows', new Map());
    before.catalog.addIndex(
      rows,
      new Map<string, never>([
        ['key', new Map([['a', 1]])],
        ['name', 'a_1'],
      ] as never),
      true,
    );
    before.catalog.createUnfinished('d', 'rows');
  });
  before.close();
  const after = StorageEngine.open(folder);
  expect(after.catalog.list('d').map(({ name, indexes }) => [name, indexes.map((index) => index.name)])).toEqual([
    ['rows', ['_id_']],
  ]);
  after.close();
  rmSync(folder, { recursive: true });
});

test('a collection whose validator is no longer offered is not written to unchecked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-schema-'));
  const before = StorageEngine.open(folder);
  const validator = new Map([['$jsonSchema', new Map()]]);
  before.writeNow(() => before.catalog.create('d', 'rows', new Map([['validator', validator]])));
  before.close();
  await filled(folder, async (client) => {
    const rows = client.db('d').collection('rows');
    await expect(rows.insertOne({ a: 1 })).rejects.toMatchObject({ code: 115 });
    expect(await rows.countDocuments()).toBe(0);
    await expect(rows.updateOne({ a: 1 }, { $set: { b: 1 } }, { upsert: true })).rejects.toMatchObject({ code: 115 });
    await client.db('d').collection('unchecked').insertOne({ a: 1 });
  });
  rmSync(folder, { recursive: true });
});

test.each(['1', '2'])('a file of format %s gets new keys at the start', async (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'store-format-'));
  await filled(folder, async (client) => {
    const rows = client.db('d').collection<Document>('rows');
    await rows.createIndex({ a: 1 });
    await rows.insertMany([
      { _id: 1, a: [] },
      { _id: 2, a: null },
      { _id: 3, a: [3, 1] },
    ] as unknown as Document[]);
  });
  const file = new SqlFile(join(folder, 'store.db'));
  // As it was written before: the empty array by a key of its own kind.
  file.run('UPDATE i2 SET key = ? WHERE rid = 1', valueKey([[]]));
  file.run("UPDATE meta SET value = ? WHERE name = 'format'", format);
  file.close();
  await filled(folder, async (client) => {
    const rows = client.db('d').collection<Document>('rows');
    expect((await rows.find().hint({ a: 1 }).sort({ a: 1 }).toArray()).map(({ _id }) => _id as unknown)).toEqual([
      1, 2, 3,
    ]);
    expect(await rows.countDocuments({ a: [] })).toBe(1);
  });
  rmSync(folder, { recursive: true });
});

test('a copy of a store that is being written can be restored', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-backup-'));
  const copy = join(folder, 'copy.db');
  await filled(join(folder, 'a'), async (client) => {
    const rows = client.db('d').collection('rows');
    await rows.insertMany(Array.from({ length: 1000 }, (_none, i): Document => ({ i })));
    const writing = Promise.all(Array.from({ length: 50 }, (_none, i) => rows.insertOne({ later: i })));
    await backupStore(join(folder, 'a'), copy);
    await writing;
  });
  expect(statSync(copy).size).toBeGreaterThan(10_000);
  restoreStore(copy, join(folder, 'b'));
  await filled(join(folder, 'b'), async (client) =>
    expect(
      await client
        .db('d')
        .collection('rows')
        .countDocuments({ i: { $gte: 0 } }),
    ).toBe(1000),
  );
  rmSync(folder, { recursive: true });
});
