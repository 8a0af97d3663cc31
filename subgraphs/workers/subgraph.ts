/** The `workers` subgraph, owned by Disnaker. */
import { addRecordKeys } from '../counts/keeps-record-keys.ts';
import { recordKeys, type RecordKeyOf } from '../counts/record-key.ts';
import { cardTokens } from '../data/card-token.ts';
import { dataClock, ensureIndexes } from '../data/database.ts';
import { ensureExchange, exchangeOf, publishTokens, type Exchange } from '../counts/token-exchange.ts';
import { recountQueue } from '../counts/recount-queue.ts';
import { SEALED_OF_IMPORTS } from '../import/sealed-values.ts';
import { importParts, isImporting } from '../import/import-parts.ts';
import { decrypted, fieldEncryption, type FieldEncryption } from '../data/field-encryption.ts';
import { MonthlySnapshots } from '../counts/monthly-snapshots.ts';
import { once } from '../data/once.ts';
import { cardHash } from '../data/card-hash.ts';
import type { KeptHash, TokenedRow } from '../data/retoken.ts';
import type { Keys } from '../settings.ts';
import type { OpenedSubgraph, Subgraph } from '../subgraph.ts';
import { partitionOfId, MaterializedCounts } from '../counts/materialized-counts.ts';
import { runDay } from './daily/run-day.ts';
import { likenesses, type LikenessOf } from './likeness.ts';
import { workerLoaders } from './loaders.ts';
import { workerModels, type Worker, type WorkerModels } from './models.ts';
import type { WorkersContext } from './context.ts';
import { workersResolvers } from './resolvers.ts';
import { visibleWorkers } from './visible.ts';
import { FUNDED_WORKER_STATUSES } from './coverage.ts';
import { placeInWorker, SEALED_OF_WORKERS } from './sealed-values.ts';
import { workerImports } from './import/kinds.ts';
import { workerSources } from './sources.ts';

/** The subgraph `workers` at port 4001: it counts workers and verifications, and publishes the tokens of those the city pays for. */
export const workers: Subgraph = {
  name: 'workers',
  port: 4001,
  async open({ connection, keys, city, now }) {
    const queue = recountQueue(connection);
    const keyOf = recordKeys(keys.recordKey, 'workers');
    const seal = fieldEncryption(keys.encryptionKey);
    const models = workerModels(connection, queue, keyOf);
    const [cardOf, likenessOf] = [cardTokens(keys.identityKey), likenesses(keys.identityKey)];
    const kinds = workerImports({ connection, models, seal, keyOf, cardOf, likenessOf });
    const importing = importParts({ connection, seal, queue, kinds, identityKey: keys.identityKey, now });
    await ensureIndexes(connection, Object.values({ ...models, ...importing.models }) as never);
    const summary = new MaterializedCounts(connection, workerSources(models));
    const months = new MonthlySnapshots({
      connection,
      summary,
      queues: [queue],
      now: await dataClock(connection, now),
    });
    const exchange = await ensureExchange(exchangeOf(connection), 'workers');
    const redo = (id: string): Promise<void> => summary.recount(id).then(() => publishVillage(exchange, models, id));
    const { tokenOf, today } = importing;
    const lifecycle = { connection, queue, keyOf, seal, tokenOf, cardOf, likenessOf, city, now, today };
    return {
      resolvers: workersResolvers({ models, lifecycle, importing }),
      sliced: ['Coverage', 'OccupationCount', 'DecileBandCount', 'CoverageCell', 'BreakdownRow'],
      context(_headers, claims): WorkersContext {
        const visible = visibleWorkers(claims);
        return {
          visible,
          caller: claims,
          load: workerLoaders(models, visible),
          ...months.countsFor(claims),
          today: once(today),
        };
      },
      ...changedWithKeys({ models, seal, tokenOf, hashes: hashesOf(seal, keys, likenessOf), keyOf }),
      works: [{ queue, all: () => summary.partitions(), redo }],
      missing: async () => (await isUncounted(models, keyOf, summary)) || (await isImporting(importing)),
      copyEndedMonth: () => months.copyEndedMonth(),
      daily: () => runDay({ models, lifecycle }),
    };
  },
};

/** Whether records lacked their keys, as those that are older than keys, or nobody was ever counted. */
async function isUncounted(
  { Worker, Verification }: WorkerModels,
  keyOf: RecordKeyOf,
  summary: MaterializedCounts,
): Promise<boolean> {
  return (await addRecordKeys([Worker, Verification] as never, keyOf)) > 0 || summary.missing();
}

/** What is written under keys of the city, and follows where they are changed. */
function changedWithKeys({
  models,
  seal,
  tokenOf,
  hashes,
  keyOf,
}: {
  readonly models: WorkerModels;
  readonly seal: FieldEncryption;
  readonly tokenOf: (nik: string) => string;
  readonly hashes: readonly KeptHash[];
  readonly keyOf: RecordKeyOf;
}): Pick<OpenedSubgraph, 'sealed' | 'keyed' | 'tokened'> {
  const nikOf = ({ nik, _id }: TokenedRow): string | null => decrypted(seal, nik, placeInWorker('nik', _id));
  return {
    sealed: [...SEALED_OF_WORKERS, ...SEALED_OF_IMPORTS],
    keyed: { models: [models.Worker, models.Verification] as never, keyOf },
    tokened: { model: models.Worker as never, nikOf, tokenOf, hashes, keyOf },
  };
}

/** @param id of a partition; those of verifications have no tokens */
async function publishVillage(exchange: Exchange, models: WorkerModels, id: string): Promise<void> {
  const [source, village] = partitionOfId(id);
  if (source === 'workers') await publishTokens(exchange, 'workers', village, await fundedTokens(models, village));
}

/** Tokens of the workers in a village whom the city pays for. */
async function fundedTokens({ Worker }: WorkerModels, village: string | null): Promise<Set<string>> {
  const rows = await Worker.find(
    { village, status: { $in: FUNDED_WORKER_STATUSES }, token: { $ne: null } },
    { _id: 0, token: 1 },
  ).lean();
  return new Set(rows.map(({ token }) => token!));
}

const hashesOf = (seal: FieldEncryption, { identityKey }: Keys, likenessOf: LikenessOf): KeptHash[] => [
  cardHash(seal, identityKey, (id) => placeInWorker('kpj', id)),
  {
    path: 'likeness',
    reads: ['name', 'birthDate'],
    where: {},
    of: ({ name, birthDate }: Pick<Worker, 'name' | 'birthDate'>) => likenessOf(name, birthDate),
  },
];
