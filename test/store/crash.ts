/** Kills a store during writes, again and again: `npm run store:crash -- 200`. Also used by durability.test.ts. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';

const runtime = new URL('../../base/runtime.mjs', import.meta.url).href;
const main = new URL('../../store/main.ts', import.meta.url).pathname;

function start(folder: string): Promise<{ child: ChildProcess; uri: string; ms: number }> {
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

/** The limit for a start, from the beginning of the process to its first answer, in ms; checked by the command, not by the test. */
const START_LIMIT = 2000;

export interface CrashReport {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly medianStart: number;
  readonly slowestStart: number;
}

/** @throws when an acknowledged write is gone or a unique index is broken */
export async function crashRounds(rounds: number): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'store-crash-'));
  const acknowledged = new Map<number, Set<number>>();
  const starts: number[] = [];
  let [next, lost, doubled] = [0, 0, 0];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const { child, uri, ms } = await start(folder);
      starts.push(Math.round(ms));
      const client = await new MongoClient(uri, { retryWrites: false, serverSelectionTimeoutMS: 3000 }).connect();
      const rows = client.db('c').collection<{ _id: number; u: number; w: number }>('rows');
      if (round === 0) await rows.createIndex({ u: 1 }, { unique: true });
      const found = await rows.find().toArray();
      const byIndex = await rows
        .find({ u: { $gte: 0 } })
        .hint({ u: 1 })
        .toArray();
      const stored = new Set(found.map(({ _id }) => _id));
      for (const ids of acknowledged.values()) for (const id of ids) if (!stored.has(id)) lost += 1;
      if (new Set(byIndex.map(({ u }) => u)).size !== byIndex.length || byIndex.length !== found.length) doubled += 1;
      if (round < rounds) {
        const ids = new Set<number>();
        acknowledged.set(round, ids);
        const writers = Promise.allSettled(
          Array.from({ length: 4 }, async () => {
            for (;;) {
              const id = next++;
              await rows.insertOne({ _id: id, u: id, w: 0 });
              ids.add(id);
              await rows.updateOne({ _id: id }, { $inc: { w: 1 } });
            }
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 150));
        child.removeAllListeners('exit');
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
        await writers;
        await client.close(true);
      } else {
        await client.close(true);
        child.removeAllListeners('exit');
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  starts.sort((a, b) => a - b);
  return {
    rounds,
    acknowledged: [...acknowledged.values()].reduce((total, ids) => total + ids.size, 0),
    lost,
    doubled,
    medianStart: starts[starts.length >> 1]!,
    slowestStart: starts.at(-1)!,
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const report = await crashRounds(Number(process.argv[2] ?? 200));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = report.lost + report.doubled > 0 || report.slowestStart > START_LIMIT ? 1 : 0;
}
