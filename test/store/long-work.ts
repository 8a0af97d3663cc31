/** Long commands of one connection, and how other connections are answered meanwhile. */
import { MongoClient, type Collection, type Document } from 'mongodb';
import { openTestStore, type TestStore } from '../support/test-store.ts';

export interface BusyStore {
  /** Long commands on 40,000 documents. */
  readonly works: Readonly<Record<LongWork, () => Promise<unknown>>>;
  /** Pings by another connection while the work runs. */
  pingsBeside(work: () => Promise<unknown>): Promise<Pings>;
  close(): Promise<void>;
}

interface Pings {
  readonly count: number;
  /** The longest wait for an answer, in ms. */
  readonly longest: number;
}

export const LONG_WORKS = [
  'two indexes are built',
  'a group over everything is sorted',
  'every document is changed',
  'the distinct values of a field are collected',
  'a large collection is dropped and made anew',
] as const;
type LongWork = (typeof LONG_WORKS)[number];

/** A store of 40,000 documents; the caller closes it. */
export async function openBusyStore(): Promise<BusyStore> {
  const store = await openTestStore();
  const other = await new MongoClient(store.uri).connect();
  const rows = store.client.db('r').collection('rows');
  for (let from = 0; from < 40_000; from += 10_000)
    await rows.insertMany(Array.from({ length: 10_000 }, (_none, i) => row(from + i)));
  return {
    works: worksOn(store, rows),
    pingsBeside: (work) => pingsBeside(other, work),
    async close() {
      await other.close();
      await store.close();
    },
  };
}

const row = (n: number): Document => ({ n, k: n % 977, l: [1, 2, 3], text: `text ${(n * 7919) % 40_009}` });

function worksOn(store: TestStore, rows: Collection): BusyStore['works'] {
  return {
    'two indexes are built': async () => {
      await rows.dropIndexes();
      await Promise.all([rows.createIndex({ k: 1, n: -1 }), rows.createIndex({ text: 1 }, { unique: true })]);
    },
    'a group over everything is sorted': () =>
      rows
        .aggregate([
          { $unwind: '$l' },
          { $group: { _id: '$text', n: { $sum: '$l' } } },
          { $sort: { n: -1, _id: 1 } },
          { $group: { _id: null, n: { $sum: '$n' } } },
        ])
        .toArray(),
    'every document is changed': () => rows.updateMany({}, { $inc: { n: 1 } }),
    'the distinct values of a field are collected': () => rows.distinct('text'),
    'a large collection is dropped and made anew': async () => {
      await rows.drop();
      await rows.insertMany(Array.from({ length: 10_000 }, (_none, i) => row(i)));
    },
  };
}

async function pingsBeside(other: MongoClient, work: () => Promise<unknown>): Promise<Pings> {
  let [longest, count, done] = [0, 0, false];
  const ended = work().finally(() => {
    done = true;
  });
  while (!done) {
    const begun = performance.now();
    await other.db('x').command({ ping: 1 });
    longest = Math.max(longest, performance.now() - begun);
    count += 1;
  }
  await ended;
  return { count, longest };
}
