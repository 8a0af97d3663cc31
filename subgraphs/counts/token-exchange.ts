/**
 * What subgraphs exchange about a person: their token and village, nothing else. `workers` and `groups` each publish the tokens of
 * the people whom the city pays for, a village at a time, in the database `sigap_exchange`; `funding` matches them. In production
 * the first two may write only their own collection there and `changes`, and `funding` may read them.
 */
import type { DatabaseConnection } from '../data/database.ts';
import { recountQueue, type RecountQueue } from './recount-queue.ts';
import { partitionId } from './materialized-counts.ts';

/** The subgraphs that publish tokens. */
export type Publisher = 'workers' | 'groups';

interface PublishedToken {
  _id: string;
  village: string | null;
}

const CHUNK = 1000;

/** The database `sigap_exchange` as its three users see it. */
export interface Exchange {
  /** Villages whose tokens have changed, as partition ids: `workers:32.75.01.1001`. */
  readonly changes: RecountQueue;
  /** The collection of a publisher: a document a token. */
  readonly tokens: (publisher: Publisher) => ReturnType<typeof tokensOf>;
}

const tokensOf = (connection: DatabaseConnection, publisher: Publisher) =>
  connection.collection<PublishedToken>(`${publisher}_tokens`);

/** Builds the index by village, so that reading one village's tokens does not read all. @returns the exchange */
export async function ensureExchange(exchange: Exchange, publisher: Publisher): Promise<Exchange> {
  await exchange.tokens(publisher).createIndex({ village: 1 }, {}, {});
  return exchange;
}

/** @param connection of any subgraph; the exchange is another database of the same server */
export function exchangeOf(connection: DatabaseConnection): Exchange {
  const exchange = connection.useDb('sigap_exchange', { useCache: true });
  return { changes: recountQueue(exchange, 'changes'), tokens: (publisher) => tokensOf(exchange, publisher) };
}

/** @returns all tokens published for a village */
export function tokensIn(exchange: Exchange, publisher: Publisher, village: string | null): Promise<string[]> {
  return exchange
    .tokens(publisher)
    .find({ village }, { projection: { _id: 1 } })
    .map(({ _id }) => _id)
    .toArray();
}

/** Makes the published tokens of a village equal to `tokens`, and notifies `funding` when they have changed. */
export async function publishTokens(
  exchange: Exchange,
  publisher: Publisher,
  village: string | null,
  tokens: ReadonlySet<string>,
): Promise<void> {
  const published = new Set(await tokensIn(exchange, publisher, village));
  const added = [...tokens.difference(published)];
  const removed = [...published.difference(tokens)];
  if (added.length + removed.length === 0) return;
  const changed = partitionId(publisher, village);
  const collection = exchange.tokens(publisher);
  await exchange.changes.mark([changed]);
  for (const chunk of chunks(removed)) await collection.deleteMany({ _id: { $in: chunk }, village });
  for (const chunk of chunks(added)) {
    // Nearly all are new. The few who moved are updated apart, since an upsert for each person costs many times an insert.
    const moved = await collection
      .find({ _id: { $in: chunk } }, { projection: { _id: 1 } })
      .map(({ _id }) => _id)
      .toArray();
    if (moved.length > 0) await collection.updateMany({ _id: { $in: moved } }, { $set: { village } });
    const fresh = [...new Set(chunk).difference(new Set(moved))].map((_id) => ({ _id, village }));
    if (fresh.length > 0) await collection.insertMany(fresh);
  }
  await exchange.changes.mark([changed]);
}

/** @returns the list in pieces, so that one command stays far below the limits of a message */
export function chunks<Item>(items: readonly Item[], size = CHUNK): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
