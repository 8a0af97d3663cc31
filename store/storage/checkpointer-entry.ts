/** What runs in the thread of a checkpointer; started by checkpointer.ts. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Checkpointed } from './checkpointer.ts';

const database = new DatabaseSync(workerData as string);
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort!.on('message', () => {
  const { busy, log, checkpointed } = checkpoint.get() as Record<string, number>;
  parentPort!.postMessage({ whole: busy === 0 && log === checkpointed } satisfies Checkpointed);
});
