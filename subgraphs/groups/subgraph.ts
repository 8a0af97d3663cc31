/** The `groups` subgraph, owned by BKPSDM and others. */
import { addRecordKeys } from '../counts/keeps-record-keys.ts';
import { recordKeys } from '../counts/record-key.ts';
import { dataClock, ensureIndexes } from '../database.ts';
import { ensureExchange, exchangeOf, publishTokens } from '../exchange.ts';
import { partitionQueue } from '../partition-queue.ts';
import { sealWith } from '../seal.ts';
import { FrozenMonths } from '../frozen-months.ts';
import type { Subgraph } from '../subgraph.ts';
import { split, Summary } from '../summary.ts';
import { groupLoaders } from './loaders.ts';
import { groupModels, type GroupModels } from './models.ts';
import { groupsResolvers, type GroupsContext } from './resolvers.ts';
import { visibleMembers } from './visible.ts';
import { FUNDED, memberSources } from './member-counts.ts';

export const groups: Subgraph = {
  name: 'groups',
  port: 4003,
  async open({ connection, keys, city, now }) {
    const queue = partitionQueue(connection);
    const keyOf = recordKeys(keys.recordKey, 'groups');
    const models = groupModels(connection, queue, keyOf);
    await ensureIndexes(connection, Object.values(models));
    const summary = new Summary(connection, memberSources(models));
    const months = new FrozenMonths({ connection, summary, queues: [queue], now: await dataClock(connection, now) });
    const exchange = exchangeOf(connection);
    await ensureExchange(exchange, 'groups');
    const redo = async (id: string): Promise<void> => {
      await summary.recount(id);
      const [, village] = split(id);
      await publishTokens(exchange, 'groups', village, await fundedTokens(models, village));
    };
    return {
      resolvers: groupsResolvers(models, city, sealWith(keys.encryptionKey)),
      context(_headers, claims): GroupsContext {
        const visible = visibleMembers(models, claims);
        return { visible, load: groupLoaders(models, visible), ...months.countsFor(claims) };
      },
      works: [{ queue, all: () => summary.partitions(), redo }],
      missing: async () => (await addRecordKeys([models.Member] as never, keyOf)) > 0 || (await summary.missing()),
      freeze: () => months.freeze(),
    };
  },
};

/** Tokens of the members of a village the city pays for. */
async function fundedTokens({ Member }: GroupModels, village: string | null): Promise<Set<string>> {
  const rows = await Member.find({ village, status: { $in: FUNDED }, token: { $ne: null } }, { _id: 0, token: 1 }).lean();
  return new Set(rows.map(({ token }) => token!));
}
