/** Kills a store during writes, some with `j: true`, again and again: `npm run store:crash -- 200`. Also used by durability.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { killStore, startKilled, untilAcknowledged, writeUntilKilled } from './killed-store.ts';

/** How many writes are acknowledged before each kill, at least. */
export const LEAST_WRITES = 10;

export interface CrashReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Of these, with `j: true`. */
  readonly durable: number;
  /** Starts that were refused, though nothing but kills had happened. */
  readonly refused: number;
  readonly lost: number;
  readonly doubled: number;
  /** From the beginning of the process to its first answer, in ms. */
  readonly medianStart: number;
  readonly slowestStart: number;
}

/** @returns what the kills did; `lost`, `doubled` and `refused` are to be zero */
export async function crashRounds(rounds: number): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'store-crash-'));
  const acknowledged = new Map<number, boolean>();
  const starts: number[] = [];
  let [next, lost, doubled, refused] = [0, 0, 0, 0];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const started = await startKilled(folder).catch(() => undefined);
      if (started === undefined) {
        refused += 1;
        break;
      }
      starts.push(Math.round(started.ms));
      const client = await new MongoClient(started.uri, {
        retryWrites: false,
        serverSelectionTimeoutMS: 3000,
      }).connect();
      const rows = client.db('c').collection<{ _id: number; u: number }>('rows');
      if (round === 0) await rows.createIndex({ u: 1 }, { unique: true });
      const found = await rows.find().toArray();
      const byIndex = await rows
        .find({ u: { $gte: 0 } })
        .hint({ u: 1 })
        .toArray();
      const stored = new Set(found.map(({ _id }) => _id));
      for (const id of acknowledged.keys()) if (!stored.has(id)) lost += 1;
      if (new Set(byIndex.map(({ u }) => u)).size !== byIndex.length || byIndex.length !== found.length) doubled += 1;
      const writing = round === rounds ? undefined : writeUntilKilled(client, acknowledged, () => next++);
      // By what was done and not by a time: a busy machine does little in any.
      if (writing !== undefined) await untilAcknowledged(acknowledged, LEAST_WRITES + Math.random() * 100, writing);
      await killStore(started.child);
      await writing;
      await client.close(true);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  starts.sort((a, b) => a - b);
  return {
    rounds,
    acknowledged: acknowledged.size,
    durable: [...acknowledged.values()].filter(Boolean).length,
    refused,
    lost,
    doubled,
    medianStart: starts[starts.length >> 1]!,
    slowestStart: starts.at(-1)!,
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const report = await crashRounds(Number(process.argv[2] ?? 200));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = report.lost + report.doubled + report.refused > 0 ? 1 : 0;
}
