/** What was on the disk and is gone is told at the start, in a sentence, and nothing else keeps a store from starting. */
import { spawnSync } from 'node:child_process';
import fs, {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startStore } from '../../store/serve.ts';
import { backupStore, restoreStore } from '../../store/storage/backup.ts';
import { StorageEngine, type StorageWork } from '../../store/storage/engine.ts';
import { SqlFile } from '../../store/storage/sql-file.ts';
import { readMark, type SyncMark } from '../../store/storage/sync-mark.ts';
import { damageRounds, DAMAGES } from './damage.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'store-loss-'));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

it('each kind of damage to a killed store is named or takes nothing away', { timeout: 90_000 }, async () => {
  const report = await damageRounds(Object.keys(DAMAGES).length);
  expect(report).toMatchObject({ silent: [], falselyRefused: [], nameless: [], stuck: [] });
  expect(report.named).toBeGreaterThanOrEqual(6);
});

/** Writes a row of its own each time. */
function* row(engine: StorageEngine): StorageWork<void> {
  engine.file.exec('CREATE TABLE IF NOT EXISTS d99 (rid INTEGER PRIMARY KEY)');
  engine.file.run('INSERT INTO d99 DEFAULT VALUES');
}
const rowsIn = (engine: StorageEngine): number => Number(engine.file.get('SELECT count(*) AS n FROM d99')!.n);

/** The files as a kill after `writes` writes with `j: true`, and then `plain` without, leaves them. */
async function killedAfter(writes: number, plain = 0): Promise<string> {
  const [running, killed] = [join(root, 'running'), join(root, 'killed')];
  const engine = StorageEngine.open(running);
  for (let i = 0; i < writes; i += 1) await engine.write(row(engine), true);
  for (let i = 0; i < plain; i += 1) await engine.write(row(engine), false);
  cpSync(running, killed, { recursive: true });
  engine.close();
  return killed;
}
const command = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'store/main.ts', ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });
const refusal = (folder: string): Promise<unknown> =>
  startStore({ folder, port: 0 }).then(
    async (store) => void (await store.stop()),
    (thrown: unknown) => thrown,
  );

describe('a log that lacks what was on the disk', () => {
  it('is told with the number of writes that are missing and since when, by every command that reads it', async () => {
    const folder = await killedAfter(20);
    const log = join(folder, 'store.db-wal');
    truncateSync(log, statSync(log).size / 2);
    const begun = Date.now();
    for (const words of [[], ['check'], ['backup', '--to', join(root, 'copy.db')]]) {
      const { status, stderr } = command(...words, '--folder', folder);
      const told =
        /^STORE_LOSS: .*: (\S+) is cut or damaged after frame \d+ of \d+: (\d+) writes acknowledged with j: true are missing, those since (\S+Z) until (\S+Z)/.exec(
          stderr,
        );
      expect([status, told?.[1]], stderr).toEqual([1, log]);
      expect(stderr).toContain(`accept-loss --folder "${folder}"`);
      expect(Number(told![2])).toBeGreaterThan(5);
      expect(Number(told![2])).toBeLessThan(20);
      expect(Date.parse(told![3]!)).toBeLessThanOrEqual(Date.parse(told![4]!));
      expect(Date.parse(told![4]!)).toBeLessThanOrEqual(begun);
    }
    expect(existsSync(join(root, 'copy.db'))).toBe(false);
    const accepted = command('accept-loss', '--folder', folder);
    expect(accepted).toMatchObject({ status: 0, stdout: expect.stringMatching(/starts without what is missing/) });
    expect(accepted.stderr).toMatch(/"loss":"\S*store\.db-wal is cut or damaged/);
    expect(readdirSync(folder).filter((name) => name.includes('before-accept-loss'))).toHaveLength(1);
    const engine = StorageEngine.open(folder);
    expect(rowsIn(engine)).toBeGreaterThan(0);
    await engine.write(row(engine), true);
    engine.close();
    expect(command('check', '--folder', folder)).toMatchObject({ status: 0 });
    expect(command('accept-loss', '--folder', folder).stdout).toBe(`${folder}: nothing is missing\n`);
  }, 120_000);

  it('is told also by a check and a copy where the file itself is gone', async () => {
    const folder = await killedAfter(3);
    rmSync(join(folder, 'store.db'));
    for (const words of [['check'], ['backup', '--to', join(root, 'copy.db')]])
      expect(command(...words, '--folder', folder)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^STORE_LOSS: .*store\.db does not exist: \d+ writes/),
      });
  }, 120_000);

  it('is no loss where only what had not reached the disk is cut off', async () => {
    const folder = await killedAfter(3, 3);
    const { frames } = readMark(join(folder, 'store.db')) as SyncMark;
    const log = join(folder, 'store.db-wal');
    expect(statSync(log).size).toBeGreaterThan(32 + frames * (8192 + 24));
    truncateSync(log, 32 + frames * (8192 + 24));
    const engine = StorageEngine.open(folder);
    expect(rowsIn(engine)).toBe(3);
    engine.close();
  });

  it('is told where it has been carried over, since what is left of it would stand above what is newer', async () => {
    const running = join(root, 'running');
    const engine = StorageEngine.open(running);
    for (let i = 0; i < 5; i += 1) await engine.write(row(engine), true);
    engine.file.exec('PRAGMA wal_checkpoint(PASSIVE)');
    cpSync(running, join(root, 'killed'), { recursive: true });
    engine.close();
    const log = join(root, 'killed/store.db-wal');
    const whole = statSync(log).size;
    rmSync(join(root, 'gone'), { recursive: true, force: true });
    cpSync(join(root, 'killed'), join(root, 'gone'), { recursive: true });
    rmSync(join(root, 'gone/store.db-wal'));
    // Without any of the log everything is there.
    const carried = StorageEngine.open(join(root, 'gone'));
    expect(rowsIn(carried)).toBe(5);
    carried.close();
    // The first commits made the tables; their pages in the log are older than those in the file.
    truncateSync(log, 32 + Math.floor(whole / 2 / 8216) * 8216);
    expect(await refusal(join(root, 'killed'))).toMatchObject({ code: 'STORE_LOSS' });
  });
});

describe('a copy that is put back', () => {
  it('is refused where a part of it stands in a log, or is missing', async () => {
    const engine = StorageEngine.open(join(root, 'running'));
    await engine.write(row(engine), true);
    const restore = () => restoreStore(join(root, 'running/store.db'), join(root, 'other'));
    expect(restore).toThrow(/store\.db is in use, and \S+store\.db-wal has what is missing in it/);
    engine.close();
    const cut = await killedAfter(5);
    truncateSync(join(cut, 'store.db-wal'), 5000);
    expect(() => restoreStore(join(cut, 'store.db'), join(root, 'other'))).toThrow(/writes acknowledged with j: true/);
    for (const name of ['empty.db', 'other.db']) {
      writeFileSync(join(root, name), '');
      if (name === 'other.db') new SqlFile(join(root, name)).exec('CREATE TABLE t (a)');
      expect(() => restoreStore(join(root, name), join(root, 'other'))).toThrow(/is no copy of a store/);
    }
    expect(existsSync(join(root, 'other'))).toBe(false);
  });

  it('leaves nothing beside it where the disk is full, and says so', async () => {
    const folder = join(root, 'data');
    StorageEngine.open(folder).close();
    vi.spyOn(fs, 'renameSync').mockImplementation(() => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    syncBuiltinESMExports();
    try {
      await expect(backupStore(folder, join(root, 'copies/a.db'))).rejects.toMatchObject({
        code: 'STORE_UNWRITABLE',
        message: expect.stringContaining('copies/a.db: the disk is full') as string,
      });
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
    expect(readdirSync(join(root, 'copies'))).toEqual([]);
  });
});

describe('a mark beside the file', () => {
  it('is written after the sync that it tells of and before the write is acknowledged', async () => {
    const engine = StorageEngine.open(join(root, 'data'));
    await engine.onDisk();
    const number = (): number => (readMark(engine.path) as SyncMark).number;
    const before = number();
    let synced = (): void => undefined;
    const sync = vi.spyOn(fs, 'fdatasync').mockImplementation(((_file: number, done: (thrown: null) => void) => {
      synced = () => done(null);
    }) as never);
    const acknowledged = engine.write(row(engine), true).then(() => number());
    await expect.poll(() => sync.mock.calls.length).toBe(1);
    expect(number()).toBe(before);
    synced();
    expect(await acknowledged).toBe(before + 1);
    vi.restoreAllMocks();
    engine.close();
  });

  it('moves on half a second after a write that nobody waits for', async () => {
    const engine = StorageEngine.open(join(root, 'data'));
    await engine.onDisk();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sync = vi.spyOn(fs, 'fdatasync');
    await engine.write(row(engine), false);
    vi.advanceTimersByTime(499);
    expect(sync).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(sync).toHaveBeenCalledTimes(1);
    await engine.onDisk();
    vi.useRealTimers();
    engine.close();
  });

  it('is not needed by the file of a store that was stopped, and its loss is told where the store was killed', async () => {
    const folder = await killedAfter(3);
    mkdirSync(join(root, 'copied'));
    copyFileSync(join(root, 'running/store.db'), join(root, 'copied/store.db'));
    const engine = StorageEngine.open(join(root, 'copied'));
    expect(rowsIn(engine)).toBe(3);
    engine.close();
    rmSync(join(folder, 'store.mark'));
    expect(await refusal(folder)).toMatchObject({
      code: 'STORE_LOSS',
      message: expect.stringContaining('store.mark is missing') as string,
    });
  });

  it('is not taken for that of a backup that is put back', async () => {
    const running = join(root, 'running');
    const engine = StorageEngine.open(running);
    await engine.write(row(engine), true);
    const copy = join(root, 'copy.db');
    await backupStore(running, copy);
    for (let i = 0; i < 5; i += 1) await engine.write(row(engine), true);
    engine.close();
    restoreStore(copy, running);
    const restored = StorageEngine.open(running);
    expect(rowsIn(restored)).toBe(1);
    restored.close();
    // A copy also starts where it is put by hand.
    mkdirSync(join(root, 'by hand'));
    copyFileSync(copy, join(root, 'by hand/store.db'));
    StorageEngine.open(join(root, 'by hand')).close();
    // An older file put over a newer one by hand is a loss.
    copyFileSync(copy, join(running, 'store.db'));
    expect(await refusal(running)).toMatchObject({ code: 'STORE_LOSS' });
  });
});

it('an emptied store.db is told after a clean stop, with and without its mark and log', async () => {
  const folder = await killedAfter(2);
  const stopped = join(root, 'running');
  truncateSync(join(stopped, 'store.db'), 0);
  expect(await refusal(stopped)).toMatchObject({
    code: 'STORE_LOSS',
    message: expect.stringMatching(
      /store\.db is empty: 2 writes acknowledged with j: true are missing, all until/,
    ) as string,
  });
  truncateSync(join(folder, 'store.db'), 0);
  rmSync(join(folder, 'store.mark'));
  expect(await refusal(folder)).toMatchObject({
    message: expect.stringMatching(/store\.db is empty, and \S*store\.db-wal shows that there was one/) as string,
  });
});

it('a file that is no store, larger than what is checked at once, is refused by its name', async () => {
  const folder = join(root, 'data');
  mkdirSync(folder);
  writeFileSync(join(folder, 'store.db'), Buffer.alloc(9 * 1024 * 1024, 'no store '));
  expect(await refusal(folder)).toMatchObject({
    message: expect.stringMatching(
      new RegExp(`^${join(folder, 'store.db')} is damaged: file is not a database`),
    ) as string,
  });
});
