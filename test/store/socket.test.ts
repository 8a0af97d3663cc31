/** The store's Unix socket: other users of the machine cannot reach it, a folder has one store, and nothing is left behind. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeAddress } from '../../base/store-address.ts';
import { startStore, type RunningStore } from '../../store/serve.ts';
import { socketIn, socketPlace } from '../../store/socket-place.ts';
import { backupStore, restoreStore } from '../../store/storage/backup.ts';
import { StorageEngine } from '../../store/storage/engine.ts';
import { startStoreThread } from '../../store/thread.ts';

let root: string;
const running: RunningStore[] = [];
/** What a failed test left running. */
const children = new Set<ChildProcess>();
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'socket-'));
});
afterEach(async () => {
  children.forEach((child) => child.kill('SIGKILL'));
  children.clear();
  for (const store of running.splice(0)) await store.stop();
  rmSync(root, { recursive: true, force: true });
});

const start = async (folder: string, more: object = {}): Promise<RunningStore> => {
  const store = await startStoreThread({ folder, logLevel: 'silent', ...more });
  running.push(store);
  return store;
};
/** Without it nothing tells a process from a later one of its number (skipped there). */
const HAS_PROC = existsSync('/proc/self/stat');
const main = new URL('../../store/main.ts', import.meta.url).pathname;
const programOf = (folder: string): string[] => [
  '--disable-warning=ExperimentalWarning',
  'store/main.ts',
  '--folder',
  folder,
];
function startProgram(folder: string): ChildProcess {
  const child = spawn(process.execPath, programOf(folder), { stdio: ['ignore', 'pipe', 'ignore'] });
  children.add(child);
  return child;
}
const rights = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const write = async (uri: string, _id: string): Promise<unknown> => {
  const client = await new MongoClient(uri).connect();
  try {
    await client
      .db('d')
      .collection<{ _id: string }>('rows')
      .insertOne({ _id }, { writeConcern: { w: 'majority', j: true } });
    return await client.db('d').collection('rows').countDocuments();
  } finally {
    await client.close();
  }
};

describe('the store at a Unix socket', () => {
  it('serves the driver and mongoose, and opens no port', async () => {
    const store = await start(join(root, 'data'));
    expect(store.port).toBe(0);
    expect(socketIn(store.uri)).toBe(join(root, 'data/store.sock'));
    expect(await write(store.uri, 'a')).toBe(1);
    const connection = await mongoose.createConnection(store.uri).asPromise();
    expect(await connection.collection('none').countDocuments()).toBe(0);
    const session = await connection.startSession();
    await session.withTransaction(
      async () =>
        void (await connection
          .useDb('d')
          .collection('rows')
          .insertOne({ in: 'a transaction' }, { session: session as never })),
    );
    expect(await connection.useDb('d').collection('rows').countDocuments()).toBe(2);
    await session.endSession();
    await connection.close();
    const client = await new MongoClient(store.uri).connect();
    for (const command of ['hello', 'connectionStatus', 'serverStatus'])
      expect(await client.db('admin').command({ [command]: 1 })).toMatchObject({ ok: 1 });
    await client.close();
  });

  it('leaves no file that others may read, whatever the umask and the permissions before', async () => {
    const folder = join(root, 'data');
    mkdirSync(folder, { mode: 0o777 });
    for (const name of ['store.db', 'store.lock', 'store.owner', 'store.uri'])
      writeFileSync(join(folder, name), '', { mode: 0o666 });
    chmodSync(folder, 0o777);
    const before = process.umask(0);
    try {
      const store = await start(folder);
      await write(store.uri, 'a');
    } finally {
      process.umask(before);
    }
    expect(rights(folder)).toBe('700');
    const files = readdirSync(folder).sort();
    expect(files).toEqual([
      'store.db',
      'store.db-shm',
      'store.db-wal',
      'store.lock',
      'store.mark',
      'store.owner',
      'store.sock',
      'store.uri',
    ]);
    for (const name of files) expect(rights(join(folder, name)), name).toBe('600');
  });

  it('writes its address into the folder while it listens, and removes it and the socket when it stops', async () => {
    const folder = join(root, 'data');
    const store = await start(folder);
    expect(storeAddress(folder)).toBe(store.uri);
    await running.pop()!.stop();
    expect(readdirSync(folder).sort()).toEqual(['store.db', 'store.lock', 'store.mark']);
    expect(storeAddress(folder)).toBeUndefined();
    const port = await start(folder, { port: 0 });
    expect(storeAddress(folder)).toBe(port.uri);
    expect(port.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\//);
  });

  it('listens in a short folder of its own where the path is too long for a socket, and removes it at the end', async () => {
    const folder = join(root, 'x'.repeat(60), 'y'.repeat(60));
    const store = await start(folder);
    const socket = socketIn(store.uri)!;
    expect(socket).not.toContain('xxx');
    expect(Buffer.byteLength(socket)).toBeLessThan(108);
    expect([rights(dirname(socket)), rights(socket)]).toEqual(['700', '600']);
    expect(await write(store.uri, 'a')).toBe(1);
    await running.pop()!.stop();
    expect(existsSync(dirname(socket))).toBe(false);
    expect(() => socketPlace(folder, join('/tmp', 'z'.repeat(100)))).toThrow(
      expect.objectContaining({ code: 'SOCKET_REFUSED' }) as Error,
    );
  });

  it('measures the path in bytes, at the longest that fits', () => {
    const longest = process.platform === 'darwin' ? 103 : 107;
    const folderOf = (bytes: number): string =>
      join('/tmp', 'é'.repeat((bytes - '/tmp/'.length - '/store.sock'.length) / 2));
    const fits = longest - ((longest - '/tmp/'.length - '/store.sock'.length) % 2);
    expect(socketPlace(folderOf(fits), root)).toBe(join(folderOf(fits), 'store.sock'));
    expect(dirname(dirname(socketPlace(folderOf(fits + 2), root)))).toBe(root);
  });

  it('names a file in its place that is not a socket', async () => {
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'data/store.sock'), 'a file');
    await expect(start(join(root, 'data'))).rejects.toMatchObject({
      code: 'SOCKET_REFUSED',
      message: expect.stringContaining('store.sock exists and is not a socket') as string,
    });
    expect(readFileSync(join(root, 'data/store.sock'), 'utf8')).toBe('a file');
  });
});

describe('a second store on one folder', () => {
  it.each([
    ['socket', {}],
    ['port', { port: 0 }],
  ])('is refused by its name while the first runs, at a %s, and the first goes on', async (_how, more) => {
    const folder = join(root, 'data');
    const store = await start(folder);
    for (const again of [() => start(folder, more), () => startStore({ folder, ...more })])
      await expect(again()).rejects.toMatchObject({
        code: 'STORE_IN_USE',
        message: expect.stringContaining(folder) as string,
      });
    expect(await write(store.uri, 'a')).toBe(1);
    expect(storeAddress(folder)).toBe(store.uri);
    const copy = join(root, 'copy.db');
    await backupStore(folder, copy);
    expect(() => restoreStore(copy, folder)).toThrow(expect.objectContaining({ code: 'STORE_IN_USE' }) as Error);
    await running.pop()!.stop();
    expect(await write((await start(folder, more)).uri, 'b')).toBe(2);
  });

  it('is refused across processes with the number of the first, also without its lock file, and starts at once when the first was killed, whose socket and short folder it removes', async () => {
    for (const folder of [join(root, 'short'), join(root, 'long'.repeat(20), 'long'.repeat(20))]) {
      const before = Date.now();
      const child = startProgram(folder);
      await new Promise((resolve) => child.stdout!.once('data', resolve));
      const uri = storeAddress(folder)!;
      await write(uri, 'a');
      for (const removed of HAS_PROC ? [undefined, 'store.lock'] : [undefined]) {
        if (removed !== undefined) rmSync(join(folder, removed));
        const { status, stderr } = spawnSync(process.execPath, programOf(folder), {
          encoding: 'utf8',
          timeout: 30_000,
        });
        const told = /^STORE_IN_USE: Another store runs on this folder: (.*), by process (\d+) since (\S+Z)\n$/.exec(
          stderr,
        );
        expect([status, told?.[1], told?.[2]], stderr).toEqual([1, folder, String(child.pid)]);
        expect(Date.parse(told![3]!)).toBeGreaterThanOrEqual(before);
      }
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const socket = socketIn(uri)!;
      expect(existsSync(socket)).toBe(true);
      const store = await start(folder);
      expect(await write(store.uri, 'b')).toBe(2);
      if (socketIn(store.uri) !== socket) expect(existsSync(dirname(socket))).toBe(false);
    }
  }, 120_000);

  it('is none where the folder is a copy of the first, made while that runs, and the first keeps its socket', async () => {
    for (const folder of [join(root, 'short'), join(root, 'long'.repeat(20), 'long'.repeat(20))]) {
      const child = startProgram(folder);
      await once(child.stdout!, 'data');
      const uri = storeAddress(folder)!;
      await write(uri, 'a');
      const copy = `${folder}-copy`;
      cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
      const ofCopy = await start(copy);
      expect(socketIn(ofCopy.uri)).not.toBe(socketIn(uri));
      expect([await write(ofCopy.uri, 'b'), await write(ofCopy.uri, 'c')]).toEqual([2, 3]);
      expect(await write(uri, 'd')).toBe(2);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }, 120_000);

  it.skipIf(!HAS_PROC).each([
    ['another boot of the machine', (boot: string, ticks: string) => `${boot.replace(/^./, 'x')} ${ticks}`],
    ['a later process', (boot: string, ticks: string) => `${boot} ${Number(ticks) + 1}`],
  ])('does not take a process that has the number of a killed one for it: of %s', async (_how, changed) => {
    const folder = join(root, 'data');
    const child = startProgram(folder);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    const owner = join(folder, 'store.owner');
    const left = JSON.parse(readFileSync(owner, 'utf8')) as { pid: number; identity: string };
    const other = startProgram(join(root, 'other'));
    await new Promise((resolve) => other.stdout!.once('data', resolve));
    const { identity } = JSON.parse(readFileSync(join(root, 'other/store.owner'), 'utf8')) as { identity: string };
    expect(left.pid).toBe(child.pid);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    // The number of the killed process now belongs to a running one.
    const [boot, ticks] = identity.split(' ') as [string, string];
    writeFileSync(owner, JSON.stringify({ ...left, pid: other.pid, identity: changed(boot, ticks) }));
    expect(await write((await start(folder)).uri, 'a')).toBe(1);
  });
});

it.skipIf(process.getuid?.() !== 0).each([
  ['a start', []],
  ['a check', ['check']],
  ['accept-loss', ['accept-loss']],
  ['a copy', ['backup', '--to', join(tmpdir(), 'not-made.db')]],
])(
  '%s of a folder that belongs to another user says so by its code and the name of the file (skipped where no other can be played)',
  (_what, words) => {
    const folder = join(root, 'data');
    StorageEngine.open(folder).close();
    chmodSync(root, 0o755);
    const attempt = `process.setegid(65534); process.seteuid(65534);
    process.argv.push('main.ts', ...${JSON.stringify([...words, '--folder', folder])}); await import(${JSON.stringify(main)});`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', attempt], {
      encoding: 'utf8',
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^(STORE_UNWRITABLE|NOT_PRIVATE): /)]);
    expect(stderr).toContain(folder);
  },
);

it.skipIf(process.getuid?.() !== 0)(
  'another user of the machine can neither read the data nor reach the socket (skipped where no other can be played)',
  async () => {
    const folder = join(root, 'data');
    chmodSync(root, 0o755);
    const store = await start(folder);
    await write(store.uri, 'a');
    const socket = socketIn(store.uri)!;
    const attempts = `
    const { readFileSync, readdirSync } = require('node:fs');
    process.setegid(65534); process.seteuid(65534);
    const tell = (what, thrown) => console.log(what, thrown ? thrown.code : 'OPEN');
    for (const read of [() => readdirSync(${JSON.stringify(folder)}), () => readFileSync(${JSON.stringify(join(folder, 'store.db'))}), () => readFileSync(${JSON.stringify(join(folder, 'store.db-wal'))})]) { try { read(); tell('read'); } catch (thrown) { tell('read', thrown); } }
    require('node:net').connect(${JSON.stringify(socket)}).on('error', (thrown) => tell('connect', thrown)).on('connect', function () { tell('connect'); this.destroy(); });`;
    const { stdout } = spawnSync(process.execPath, ['-e', attempts], { encoding: 'utf8' });
    expect(stdout.trim().split('\n')).toEqual(['read EACCES', 'read EACCES', 'read EACCES', 'connect EACCES']);
    const own = createConnection(socket);
    await once(own, 'connect');
    own.destroy();
  },
);
