/**
 * Finds people who are paid for as a worker and as a member, from the tokens that both subgraphs publish. When the tokens of one
 * village change, only those are looked up on the other side, by index. No NIK is read here.
 */
import { ALL, areasOfVillage, districtOf } from '../data/area.ts';
import { together, type Exactness } from '../counts/tally.ts';
import { basisOf, type Basis } from '../counts/view.ts';
import { chunks, tokensIn, type Exchange, type Publisher } from '../counts/token-exchange.ts';
import { partitionOfId, type Part, type CountsSnapshot, type Source } from '../counts/materialized-counts.ts';
import type { DoubleFunding, FundingModels } from './models.ts';

type Found = Omit<DoubleFunding, 'foundAt'>;

/**
 * @returns what is counted. Every village with paid workers has a row, also of zero, since a missing row would reveal that nobody there is
 * paid for twice.
 */
export function doubleSources({ DoubleFunding }: FundingModels, exchange: Exchange): Source[] {
  const partitions = (): Promise<(string | null)[]> => exchange.tokens('workers').distinct('village');
  return [
    { name: 'doubles', model: DoubleFunding as never, partition: 'village', partitions, cell: { village: '$village' } },
  ];
}

/** Makes the rows of one village equal to the tokens that both sides publish. @param change `workers:<village>` or `groups:<village>` */
export async function matchTokens({ DoubleFunding }: FundingModels, exchange: Exchange, change: string): Promise<void> {
  const [publisher, village] = partitionOfId(change) as [Publisher, string | null];
  const found = await matches(exchange, publisher, village);
  const side = publisher === 'workers' ? 'village' : 'memberVillage';
  const held = [
    ...(await DoubleFunding.find({ [side]: village }).lean()),
    ...(await DoubleFunding.find({ _id: { $in: [...found.keys()] }, [side]: { $ne: village } }).lean()),
  ];
  const stale = held.filter((row) => !isSame(row, found.get(row._id)));
  const kept = new Set(held.filter((row) => !stale.includes(row)).map(({ _id }) => _id));
  const added = [...found.values()].filter(({ _id }) => !kept.has(_id));
  if (stale.length > 0) await DoubleFunding.deleteMany({ _id: { $in: stale.map(({ _id }) => _id) } });
  const foundAt = new Date();
  for (const chunk of chunks(added)) await DoubleFunding.insertMany(chunk.map((row) => ({ ...row, foundAt })));
}

async function matches(exchange: Exchange, publisher: Publisher, village: string | null): Promise<Map<string, Found>> {
  const other = exchange.tokens(publisher === 'workers' ? 'groups' : 'workers');
  const found = new Map<string, Found>();
  for (const chunk of chunks(await tokensIn(exchange, publisher, village))) {
    for await (const row of other.find({ _id: { $in: chunk } })) {
      const [home, memberVillage] = publisher === 'workers' ? [village, row.village] : [row.village, village];
      found.set(row._id, { _id: row._id, village: home, district: home && districtOf(home), memberVillage });
    }
  }
  return found;
}

const isSame = (row: Found, found: Found | undefined): boolean =>
  found !== undefined && row.village === found.village && row.memberVillage === found.memberVillage;

/** People of one village who are paid for twice. */
export interface DoubleCount {
  /** Null: those whose village is not known. */
  readonly village: string | null;
  readonly count: number;
  readonly basis: Basis;
}

/** Counts of people paid for twice. */
export interface DoubleCounts {
  /** In the whole city. */
  readonly total: number;
  /** By code; last those without a village. */
  readonly byVillage: readonly DoubleCount[];
  /** @param area code of a village or a district @returns people, 0 where nobody is counted */
  of(area: string): number;
  readonly basis: Basis;
  /** When the newest of these counts was made. */
  readonly computedAt: Date;
}

/** By code; those without a village last. */
const byVillage = (a: Part, b: Part): number => ((a.partition ?? '~') < (b.partition ?? '~') ? -1 : 1);

/** @returns the counts of people paid for twice in one snapshot, as exactly as they are shown; each village has noise of its own */
export function doubleCounts(snapshot: CountsSnapshot, exactness: Exactness): DoubleCounts {
  const parts = snapshot.of('doubles');
  const basis = basisOf(snapshot, exactness);
  const areas = Map.groupBy(
    parts.flatMap((part) => areasOfVillage(part.partition).map((area) => ({ area, part }))),
    ({ area }) => area,
  );
  const counts = new Map(
    [...areas].map(([area, some]) => [area, exactness.show(together(some.flatMap(({ part }) => part.cells)))]),
  );
  return {
    total: counts.get(ALL) ?? 0,
    byVillage: parts
      .toSorted(byVillage)
      .map(({ partition }) => ({ village: partition, count: counts.get(partition)!, basis })),
    of: (area) => counts.get(area) ?? 0,
    basis,
    computedAt: parts.reduce((at, part) => (part.computedAt > at ? part.computedAt : at), new Date(0)),
  };
}
