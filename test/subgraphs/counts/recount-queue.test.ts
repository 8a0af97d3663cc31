/** What a process had claimed when it was killed is claimed at once by the next on this machine, and by none while it runs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGone, THIS_HOLDER, type LeaseHolder } from '../../../subgraphs/counts/lease-holder.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { connectDatabase, type DatabaseConnection } from '../../../subgraphs/data/database.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

let store: TestStore;
let connection: DatabaseConnection;
const children: ChildProcess[] = [];

beforeAll(async () => {
  store = await openTestStore();
  connection = await connectDatabase(store.uri, 'queue');
});
beforeEach(() => connection.dropDatabase());
afterEach(() => Promise.all(children.splice(0).map(killed)));
afterAll(async () => {
  await connection.close();
  await store.close();
});

const entries = () => connection.collection<{ _id: string; leasedUntil: Date; leasedBy: LeaseHolder }>('dirty');

/** A process that claims one partition over the same database and never finishes it. */
async function claimant(): Promise<ChildProcess> {
  const program = `
    import { connectDatabase } from './subgraphs/data/database.ts';
    import { recountQueue } from './subgraphs/counts/recount-queue.ts';
    const claim = await recountQueue(await connectDatabase(${JSON.stringify(store.uri)}, 'queue')).claim();
    console.log(claim.id);
    setInterval(() => {}, 1000);`;
  const words = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  expect(String(said)).toBe('t:a\n');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe('a partition that a process had claimed', () => {
  it('is claimed by the next process once that one was killed, and not before', async () => {
    await recountQueue(connection).mark(['t:a']);
    const child = await claimant();
    expect(await recountQueue(connection).claim()).toBeUndefined();
    await killed(child);
    const next = recountQueue(connection);
    expect((await next.claim())?.id).toBe('t:a');
    // It holds it now: another queue of this process, which runs, has nothing to do.
    expect(await recountQueue(connection).claim()).toBeUndefined();
    expect(await entries().findOne({})).toMatchObject({ leasedBy: THIS_HOLDER });
  }, 60_000);

  it('is left where it ran on another machine, until its time is over', async () => {
    await recountQueue(connection).mark(['t:a']);
    const child = await claimant();
    await killed(child);
    await entries().updateOne({}, { $set: { 'leasedBy.host': 'elsewhere' } });
    expect(await recountQueue(connection).claim()).toBeUndefined();
    await entries().updateOne({}, { $set: { leasedUntil: new Date(Date.now() - 1) } });
    expect((await recountQueue(connection).claim())?.id).toBe('t:a');
  }, 60_000);
});

describe('a process', () => {
  it('that runs here is not gone, nor is one elsewhere', () => {
    expect(isGone(THIS_HOLDER)).toBe(false);
    expect(isGone({ ...THIS_HOLDER, pid: process.ppid, startedAt: null })).toBe(process.platform === 'linux');
    expect(isGone({ ...THIS_HOLDER, host: 'elsewhere', pid: 2 ** 22 + 1 })).toBe(false);
  });

  it('is gone where its number is no process, or one that began at another time', () => {
    expect(isGone({ ...THIS_HOLDER, pid: 2 ** 22 + 1 })).toBe(true);
    expect(isGone({ ...THIS_HOLDER, startedAt: '0' })).toBe(true);
  });
});
