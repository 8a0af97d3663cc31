/**
 * The operations that a check judges by. Days before yesterday do not change any more, since a report counts on the day it comes, so they are read
 * once a day and added up; a check then reads two days. 400 days of a busy graph are tens of thousands of rows.
 */
import type { UsedOperation } from '../../checks/check-input.ts';
import type { UsageDayDocument, UsedOperationDocument } from '../model/documents.ts';
import type { Ground } from '../service/ground.ts';
import { operationTitle } from './operation-title.ts';
import { firstDayOf } from './usage-days.ts';

type Client = UsedOperation['clients'][number];
/** By the hash of the operation and by client and version. */
type Counted = ReadonlyMap<string, ReadonlyMap<string, Client>>;

/** Operations of which a check is told: those that are run most. */
const MOST_CHECKED = 2_000;

interface Settled {
  readonly from: string;
  readonly until: string;
  readonly counted: Promise<Counted>;
}

const settled = new WeakMap<object, Settled>();

/** @param days today is the last of them @returns those that are run most often first */
export async function usedForChecks(ground: Pick<Ground, 'database' | 'now'>, days: number): Promise<UsedOperation[]> {
  const { database, now } = ground;
  const [from, yesterday] = [firstDayOf(days, now()), firstDayOf(Math.min(days, 2), now())];
  const recent = await read(ground, yesterday, '9999');
  const counted = joined(await settledBefore(ground, from, yesterday), recent);
  const most = [...counted]
    .map(([hash, clients]) => ({ hash, clients: [...clients.values()] }))
    .sort((one, other) => sumOf(other.clients) - sumOf(one.clients))
    .slice(0, MOST_CHECKED);
  const kept = await database.usedOperations
    .find({ _id: { $in: most.map(({ hash }) => hash) } })
    .lean<UsedOperationDocument[]>();
  const documents = new Map(kept.map((each) => [each._id, each]));
  return most.flatMap(({ hash, clients }) => {
    const known = documents.get(hash);
    if (known === undefined) return [];
    return [{ name: operationTitle(known.name ?? null, known.text), document: known.text, clients }];
  });
}

function settledBefore(ground: Pick<Ground, 'database'>, from: string, until: string): Promise<Counted> {
  const known = settled.get(ground);
  if (known?.from === from && known.until === until) return known.counted;
  const counted = read(ground, from, until);
  settled.set(ground, { from, until, counted });
  // A database that was gone is asked again.
  counted.catch(() => settled.delete(ground));
  return counted;
}

async function read({ database }: Pick<Ground, 'database'>, from: string, until: string): Promise<Counted> {
  const rows = await database.usageDays
    .find({ day: { $gte: from, $lt: until }, operation: { $ne: null } }, { faults: 0 })
    .lean<Omit<UsageDayDocument, 'faults'>[]>();
  const counted = new Map<string, Map<string, Client>>();
  for (const { operation, client, version, count } of rows) {
    const clients = counted.get(operation!) ?? new Map<string, Client>();
    counted.set(operation!, clients);
    add(clients, { name: client ?? 'without a name', version: version ?? '', count });
  }
  return counted;
}

function joined(one: Counted, other: Counted): Counted {
  const all = new Map([...one].map(([hash, clients]) => [hash, new Map(clients)]));
  for (const [hash, clients] of other) {
    const known = all.get(hash) ?? new Map<string, Client>();
    all.set(hash, known);
    for (const client of clients.values()) add(known, client);
  }
  return all;
}

function add(clients: Map<string, Client>, client: Client): void {
  const key = JSON.stringify([client.name, client.version]);
  clients.set(key, { ...client, count: client.count + (clients.get(key)?.count ?? 0) });
}

const sumOf = (clients: readonly Client[]): number => clients.reduce((sum, { count }) => sum + count, 0);
