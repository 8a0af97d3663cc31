/** A store as a process that is killed while it is written. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { MongoClient } from 'mongodb';

const runtime = new URL('../../base/runtime.mjs', import.meta.url).href;
const main = new URL('../../store/main.ts', import.meta.url).pathname;

/** @throws Error where it does not start */
export function startKilled(folder: string): Promise<{ child: ChildProcess; uri: string; ms: number }> {
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      runtime,
      '--disable-warning=ExperimentalWarning',
      main,
      '--folder',
      folder,
      '--port',
      '0',
      '--log-level',
      'silent',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the store ended with ${code}`)));
    child.stdout!.once('data', (line: Buffer) =>
      resolve({ child, uri: /mongodb:\S+/.exec(String(line))![0], ms: performance.now() - begun }),
    );
  });
}

/** Ends a store by SIGKILL. */
export async function killStore(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** @returns once so many more writes are acknowledged, some of them with `j: true`, and then a moment that is never the same; or once `writing` has ended */
export async function untilAcknowledged(
  acknowledged: ReadonlyMap<number, boolean>,
  more: number,
  writing: Promise<void>,
): Promise<void> {
  const durable = (): number => [...acknowledged.values()].filter(Boolean).length;
  const [enough, durableBefore] = [acknowledged.size + more, durable()];
  let ended = false;
  void writing.then(() => (ended = true));
  while (!ended && (acknowledged.size < enough || durable() === durableBefore)) await setTimeout(2);
  await setTimeout(Math.random() * 20);
}

/**
 * Two writers whose writes wait for the disk, two whose do not, until the store is gone.
 * @param acknowledged takes the numbers of the documents, and whether each was written with `j: true`
 * @param bytes at most, of each document
 */
export async function writeUntilKilled(
  client: MongoClient,
  acknowledged: Map<number, boolean>,
  nextId: () => number,
  bytes = 0,
): Promise<void> {
  const rows = client.db('c').collection<{ _id: number; u: number; w: number; text: string }>('rows');
  await Promise.allSettled(
    [true, true, false, false].map(async (j) => {
      for (;;) {
        const id = nextId();
        const text = 'x'.repeat(Math.floor(Math.random() * bytes));
        await rows.insertOne({ _id: id, u: id, w: 0, text }, { writeConcern: { w: 1, j } });
        acknowledged.set(id, j);
        await rows.updateOne({ _id: id }, { $inc: { w: 1 } }, { writeConcern: { w: 1, j } });
      }
    }),
  );
}
