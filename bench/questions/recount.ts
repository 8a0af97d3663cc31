/** What the sum of record keys takes of a recount: the pipeline of `subgraphs/counts/materialized-counts.ts` with it and without, in turn. */
import { recordKeys } from '../../subgraphs/counts/record-key.ts';
import { connectDatabase } from '../../subgraphs/data/database.ts';
import { recountQueue } from '../../subgraphs/counts/recount-queue.ts';
import { DEVELOPMENT_KEYS } from '../../subgraphs/settings.ts';
import { partitionOfId, MaterializedCounts, type Source } from '../../subgraphs/counts/materialized-counts.ts';
import { workerModels } from '../../subgraphs/workers/models.ts';
import { workerSources } from '../../subgraphs/workers/sources.ts';
import { median } from '../gateway/rounds.ts';

/** @returns medians of counting every village's workers once, ms of CPU time of this process, the store's thread included: what else runs here does not matter */
export async function recountTimes(mongodbUri: string, rounds: number): Promise<{ without: number; kept: number }> {
  const connection = await connectDatabase(mongodbUri, 'workers');
  const models = workerModels(connection, recountQueue(connection), recordKeys(DEVELOPMENT_KEYS.recordKey, 'workers'));
  const sources = workerSources(models);
  const villages = (await new MaterializedCounts(connection, sources).partitions())
    .map(partitionOfId)
    .filter(([name]) => name === 'workers')
    .map(([, village]) => village);
  const times: Record<'without' | 'kept', number[]> = { without: [], kept: [] };
  for (let round = 0; round < rounds; round++) {
    // Each has the first turn as often as the other.
    const turns = round % 2 === 0 ? (['without', 'kept'] as const) : (['kept', 'without'] as const);
    for (const turn of turns) times[turn].push(await timeOf(sources[0]!, villages, turn === 'kept'));
  }
  await connection.close();
  return { without: median(times.without), kept: median(times.kept) };
}

async function timeOf(
  { model, partition, cell }: Source,
  villages: readonly (string | null)[],
  keys: boolean,
): Promise<number> {
  const begun = process.cpuUsage();
  for (const village of villages) {
    await model.aggregate([
      { $match: { [partition]: village } },
      { $group: { _id: cell, n: { $sum: 1 }, ...(keys && { key: { $sum: '$recordKey' } }) } },
    ]);
  }
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}
