/**
 * Finds people who are paid for as a worker and as a member, from the tokens both subgraphs publish: when the tokens of
 * one village change, only they are looked up on the other side, by index. Nobody's NIK comes near.
 */
import { districtOf } from '../area.ts';
import { chunks, tokensIn, type Exchange, type Publisher } from '../exchange.ts';
import { split, type Snapshot, type Source } from '../summary.ts';
import type { DoubleFunding, FundingModels } from './models.ts';

type Found = Omit<DoubleFunding, 'foundAt'>;

export function doubleSources({ DoubleFunding }: FundingModels): Source[] {
  return [{ name: 'doubles', model: DoubleFunding as never, partition: 'village', cell: { village: '$village' } }];
}

/** @param change `workers:<village>` or `groups:<village>` */
export async function matchTokens({ DoubleFunding }: FundingModels, exchange: Exchange, change: string): Promise<void> {
  const [publisher, village] = split(change) as [Publisher, string | null];
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

export interface DoubleCounts {
  readonly total: number;
  readonly byVillage: { village: string | null; count: number }[];
  /** Of districts and villages. */
  readonly byArea: ReadonlyMap<string, number>;
  readonly computedAt: Date;
}

export function doubleCounts(snapshot: Snapshot): DoubleCounts {
  const parts = snapshot.of('doubles');
  const rows = parts.map(({ partition, cells }) => ({ village: partition, count: cells.reduce((sum, { n }) => sum + n, 0) }));
  const byArea = new Map<string, number>();
  for (const { village, count } of rows) {
    for (const area of village === null ? [] : [village, districtOf(village)]) byArea.set(area, (byArea.get(area) ?? 0) + count);
  }
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    byVillage: rows.filter(({ count }) => count > 0),
    byArea,
    computedAt: parts.reduce((at, part) => (part.computedAt > at ? part.computedAt : at), new Date(0)),
  };
}
