/** The `groups` subgraph, owned by BKPSDM and others. */
import { addRecordKeys } from '../counts/keeps-record-keys.ts';
import { recordKeys, type RecordKeyOf } from '../counts/record-key.ts';
import { cardTokens } from '../data/card-token.ts';
import { dataClock, ensureIndexes } from '../data/database.ts';
import { ensureExchange, exchangeOf, publishTokens } from '../counts/token-exchange.ts';
import { recountQueue } from '../counts/recount-queue.ts';
import { importParts, isImporting } from '../import/import-parts.ts';
import { SEALED_OF_IMPORTS } from '../import/sealed-values.ts';
import { decrypted, fieldEncryption, type FieldEncryption } from '../data/field-encryption.ts';
import { MonthlySnapshots } from '../counts/monthly-snapshots.ts';
import { cardHash } from '../data/card-hash.ts';
import type { KeptHash, TokenedRow } from '../data/retoken.ts';
import type { Keys } from '../settings.ts';
import type { OpenedSubgraph, Subgraph } from '../subgraph.ts';
import { partitionOfId, MaterializedCounts } from '../counts/materialized-counts.ts';
import { memberImports } from './import/plan-members.ts';
import { groupLoaders } from './loaders.ts';
import { groupModels, type GroupModels } from './models.ts';
import type { GroupsContext } from './context.ts';
import { groupsResolvers } from './resolvers.ts';
import { visibleMembers } from './visible.ts';
import { FUNDED_MEMBER_STATUSES, memberSources } from './member-counts.ts';
import { placeInMember, SEALED_OF_MEMBERS } from './sealed-values.ts';

/** The subgraph `groups` at port 4003: it counts members, and publishes the tokens of those the city pays for. */
export const groups: Subgraph = {
  name: 'groups',
  port: 4003,
  async open({ connection, keys, city, now }) {
    const queue = recountQueue(connection);
    const keyOf = recordKeys(keys.recordKey, 'groups');
    const models = groupModels(connection, queue, keyOf);
    const seal = fieldEncryption(keys.encryptionKey);
    const cardOf = cardTokens(keys.identityKey);
    const kinds = memberImports({ models, seal, keyOf, cardOf });
    const importing = importParts({ connection, seal, queue, kinds, identityKey: keys.identityKey, now });
    await ensureIndexes(connection, Object.values({ ...models, ...importing.models }) as never);
    const summary = new MaterializedCounts(connection, memberSources(models));
    const months = new MonthlySnapshots({
      connection,
      summary,
      queues: [queue],
      now: await dataClock(connection, now),
    });
    const exchange = exchangeOf(connection);
    await ensureExchange(exchange, 'groups');
    const redo = async (id: string): Promise<void> => {
      await summary.recount(id);
      const [, village] = partitionOfId(id);
      await publishTokens(exchange, 'groups', village, await fundedTokens(models, village));
    };
    const { tokenOf, today } = importing;
    const lifecycle = { connection, queue, keyOf, seal, tokenOf, cardOf, city, now, today };
    return {
      resolvers: groupsResolvers({ models, lifecycle, importing }),
      context(_headers, claims): GroupsContext {
        const visible = visibleMembers(models, claims);
        return { visible, caller: claims, load: groupLoaders(models, visible), ...months.countsFor(claims) };
      },
      ...changedWithKeys({ models, seal, tokenOf, hashes: hashesOf(seal, keys), keyOf }),
      works: [{ queue, all: () => summary.partitions(), redo }],
      missing: async () =>
        (await addRecordKeys([models.Member] as never, keyOf)) > 0 ||
        (await summary.missing()) ||
        (await isImporting(importing)),
      copyEndedMonth: () => months.copyEndedMonth(),
    };
  },
};

const hashesOf = (seal: FieldEncryption, { identityKey }: Keys): KeptHash[] => [
  cardHash(seal, identityKey, (id) => placeInMember('kpj', id)),
];

/** What is written under keys of the city, and follows where they are changed. */
function changedWithKeys({
  models,
  seal,
  tokenOf,
  hashes,
  keyOf,
}: {
  readonly models: GroupModels;
  readonly seal: FieldEncryption;
  readonly tokenOf: (nik: string) => string;
  readonly hashes: readonly KeptHash[];
  readonly keyOf: RecordKeyOf;
}): Pick<OpenedSubgraph, 'sealed' | 'keyed' | 'tokened'> {
  const nikOf = ({ nik, _id }: TokenedRow): string | null => decrypted(seal, nik, placeInMember('nik', _id));
  return {
    sealed: [...SEALED_OF_MEMBERS, ...SEALED_OF_IMPORTS],
    keyed: { models: [models.Member] as never, keyOf },
    tokened: { model: models.Member as never, nikOf, tokenOf, hashes, keyOf },
  };
}

/** Tokens of the members in a village whom the city pays for. */
async function fundedTokens({ Member }: GroupModels, village: string | null): Promise<Set<string>> {
  const rows = await Member.find(
    { village, status: { $in: FUNDED_MEMBER_STATUSES }, token: { $ne: null } },
    { _id: 0, token: 1 },
  ).lean();
  return new Set(rows.map(({ token }) => token!));
}
