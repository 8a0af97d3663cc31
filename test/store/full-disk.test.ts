/** A disk without room: writes are refused with a code and leave nothing, reads go on, and writes succeed again once there is room. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStoreProgram, type Program } from '../chaos/programs.ts';
import { smallDisk, type SmallDisk } from '../chaos/small-disk.ts';

let folder: string;
let disk: SmallDisk | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  mkdirSync(folder, { recursive: true });
  disk = smallDisk(join(folder, 'disk'), 16);
});
afterAll(() => {
  disk?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a store whose disk is full', () => {
  let store: Program | undefined;
  let client: MongoClient | undefined;
  afterAll(async () => {
    await client?.close();
    await store?.kill();
  });

  it('refuses writes, answers reads, keeps what it acknowledged and writes again once there is room', async (test) => {
    if (disk?.isFileSystem !== true) return test.skip('only root can mount a file system that fills up');
    store = await startStoreProgram(disk.folder);
    client = await new MongoClient(store.address).connect();
    const rows = client.db('full').collection<{ _id: number; text: string }>('rows');
    const text = 'x'.repeat(20_000);
    let acknowledged = 0;
    const write = async (): Promise<void> => {
      await rows.insertOne({ _id: acknowledged, text });
      acknowledged++;
    };
    for (let row = 0; row < 20; row++) await write();
    disk.fill(store.child.pid!);
    const refusal = async (): Promise<unknown> => {
      for (let row = 0; row < 1_000; row++)
        try {
          await write();
        } catch (thrown) {
          return thrown;
        }
      return undefined;
    };
    expect(await refusal()).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
    expect(await refusal()).toMatchObject({ code: 14031 });
    expect(await rows.countDocuments()).toBe(acknowledged);
    expect(await rows.findOne({ _id: acknowledged - 1 })).toMatchObject({ text });
    for (const refused of [rows.createIndex({ text: 1 }), rows.drop(), client.db('full').createCollection('fresh')])
      await expect(refused).rejects.toMatchObject({ code: 14031 });
    expect(await rows.countDocuments()).toBe(acknowledged);
    disk.free(store.child.pid!);
    await write();
    expect((await rows.find().toArray()).map(({ _id }) => _id)).toEqual(
      Array.from({ length: acknowledged }, (_, at) => at),
    );
  });
});

describe('a store that cannot write its folder at the start', () => {
  const start = (): { status: number | null; stderr: string } =>
    spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'store/main.ts', '--port', '0', '--folder', join(disk!.folder, 'new')],
      { encoding: 'utf8', timeout: 60_000 },
    );
  const UNWRITABLE = /^STORE_UNWRITABLE: The folder of the store cannot be written: (\S+): (.*)\n$/;

  it.for([
    ['its disk is full', () => disk!.fill(0), () => disk!.free(0), /the disk is full/],
    [
      'it may only be read',
      () => execFileSync('mount', ['-o', 'remount,ro', disk!.folder]),
      () => execFileSync('mount', ['-o', 'remount,rw', disk!.folder]),
      /may only be read/,
    ],
  ] as const)('says that %s, and names the file', ([_how, begin, end, why], test) => {
    if (disk?.isFileSystem !== true) return test.skip('only root can mount a file system');
    mkdirSync(join(disk.folder, 'new'), { recursive: true });
    begin();
    const { status, stderr } = start();
    end();
    const told = UNWRITABLE.exec(stderr);
    expect([status, told?.[1]], stderr).toEqual([1, expect.stringContaining(disk.folder)]);
    expect(told![2]).toMatch(why);
  });
});
