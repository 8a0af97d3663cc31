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
/** Of an operation: on how many days it was run, and how often, by client and version. */
interface Runs {
  readonly days: number;
  readonly clients: ReadonlyMap<string, Client>;
}
/** By the hash of the operation. */
type Counted = ReadonlyMap<string, Runs>;

/**
 * Operations of which a check is told: those that are run on most days, of these those that are run most. Anybody may ask thousands of others a
 * thousand times today, so that a field looks unused; hardly on as many days as a dashboard.
 */
const MOST_CHECKED = 2_000;

interface Settled {
  readonly from: string;
  readonly until: string;
  readonly counted: Promise<Counted>;
}

const settled = new WeakMap<object, Settled>();

/** @param days today is the last of them @returns those that are run on most days first, of these those that are run most often */
export async function usedForChecks(ground: Pick<Ground, 'database' | 'now'>, days: number): Promise<UsedOperation[]> {
  const { database, now } = ground;
  const [from, yesterday] = [firstDayOf(days, now()), firstDayOf(Math.min(days, 2), now())];
  const recent = await read(ground, yesterday, '9999');
  const counted = joined(await settledBefore(ground, from, yesterday), recent);
  const most = [...counted]
    .map(([hash, { days, clients }]) => ({ hash, days, clients: [...clients.values()] }))
    .sort((one, other) => other.days - one.days || sumOf(other.clients) - sumOf(one.clients))
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
  return new Map(
    [...Map.groupBy(rows, ({ operation }) => operation!)].map(([operation, own]) => {
      const clients = new Map<string, Client>();
      for (const { client, version, count } of own)
        add(clients, { name: client ?? 'without a name', version: version ?? '', count });
      return [operation, { days: new Set(own.map(({ day }) => day)).size, clients }];
    }),
  );
}

/** Of two spans that have no day in common. */
function joined(one: Counted, other: Counted): Counted {
  const all = new Map(one);
  for (const [hash, runs] of other) {
    const known = one.get(hash);
    const clients = new Map(known?.clients);
    for (const client of runs.clients.values()) add(clients, client);
    all.set(hash, { days: runs.days + (known?.days ?? 0), clients });
  }
  return all;
}

function add(clients: Map<string, Client>, client: Client): void {
  const key = JSON.stringify([client.name, client.version]);
  clients.set(key, { ...client, count: client.count + (clients.get(key)?.count ?? 0) });
}

const sumOf = (clients: readonly Client[]): number => clients.reduce((sum, { count }) => sum + count, 0);
