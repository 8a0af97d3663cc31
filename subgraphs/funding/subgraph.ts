/** The `funding` subgraph, owned by BPKAD. */
import { addRecordKeys } from '../counts/keeps-record-keys.ts';
import { recordKeys } from '../counts/record-key.ts';
import { asOf, dataClock, ensureIndexes } from '../data/database.ts';
import { exchangeOf, type Exchange } from '../counts/token-exchange.ts';
import { recountQueue } from '../counts/recount-queue.ts';
import { MonthlySnapshots } from '../counts/monthly-snapshots.ts';
import { personTokens } from '../data/person-token.ts';
import { once } from '../data/once.ts';
import type { Subgraph } from '../subgraph.ts';
import { MaterializedCounts } from '../counts/materialized-counts.ts';
import { doubleSources, matchTokens } from './double-funding.ts';
import { fundingLoaders } from './loaders.ts';
import { fundingModels, type FundingModels } from './models.ts';
import type { PayingParts } from './paying/paying-parts.ts';
import type { FundingContext } from './context.ts';
import { fundingResolvers } from './resolvers.ts';
import { visibleDoubles } from './visible.ts';

/** The subgraph `funding` at port 4004: it matches the tokens of `workers` and `groups`, and counts who is paid for twice. */
export const funding: Subgraph = {
  name: 'funding',
  port: 4004,
  async open({ connection, keys, city, now }) {
    const queue = recountQueue(connection);
    const keyOf = recordKeys(keys.recordKey, 'funding');
    const models = fundingModels(connection, queue, keyOf);
    await ensureIndexes(connection, Object.values(models) as never);
    const exchange = exchangeOf(connection);
    const summary = new MaterializedCounts(connection, doubleSources(models, exchange));
    const filled = async (): Promise<boolean> => (await exchange.tokens('workers').findOne({})) !== null;
    const months = new MonthlySnapshots({
      connection,
      summary,
      queues: [exchange.changes, queue],
      filled,
      now: await dataClock(connection, now),
    });
    const paying = payingOf(models, { connection, keys, now });
    return {
      resolvers: fundingResolvers({ models, city, paying }),
      context(_headers, claims): FundingContext {
        const visible = visibleDoubles(claims);
        return {
          visible,
          caller: claims,
          load: fundingLoaders(models, visible),
          ...months.countsFor(claims),
          today: once(paying.today),
        };
      },
      works: [
        matchingOf(models, exchange),
        { queue, all: () => summary.partitions(), redo: (id) => summary.recount(id) },
      ],
      missing: async () =>
        (await addRecordKeys([models.DoubleFunding] as never, keyOf)) > 0 || (await summary.missing()),
      keyed: { models: [models.DoubleFunding] as never, keyOf },
      copyEndedMonth: () => months.copyEndedMonth(),
    };
  },
};

const matchingOf = (models: FundingModels, exchange: Exchange) => ({
  queue: exchange.changes,
  all: () => Promise.resolve([]),
  redo: (change: string) => matchTokens(models, exchange, change),
});

const payingOf = (
  models: FundingModels,
  { connection, keys, now }: Pick<Parameters<Subgraph['open']>[0], 'connection' | 'keys' | 'now'>,
): PayingParts => ({
  connection,
  models,
  tokenOf: personTokens(keys.identityKey),
  now,
  today: () => asOf(connection, now),
});
