/** One copy of the counts a month: never changed, the same for all processes, and none that shows what is there to be hidden. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import type { CountsView } from '../../../subgraphs/counts/view.ts';
import { connectDatabase, type DatabaseConnection } from '../../../subgraphs/data/database.ts';
import { MonthlySnapshots } from '../../../subgraphs/counts/monthly-snapshots.ts';
import { recountQueue, type RecountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { CountsSnapshot, type MaterializedCounts } from '../../../subgraphs/counts/materialized-counts.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

let store: TestStore;
let connection: DatabaseConnection;
let queue: RecountQueue;

beforeAll(async () => {
  store = await openTestStore();
  connection = await connectDatabase(store.uri, 'frozen');
  queue = recountQueue(connection);
});
beforeEach(async () => {
  await connection.dropDatabase();
  await old();
});
afterAll(async () => {
  await connection.close();
  await store.close();
});

const DAY = 86_400_000;
/** A record that is older than every month of these tests. */
const old = () =>
  connection.collection<{ _id: string }>('about').insertOne({ _id: 'record', month: '2029-01' } as never);
/** In the middle of the month after the one that is served. */
const after = (month: string): number => Date.parse(`${month}-15T00:00:00Z`) + 30 * DAY;
const counting = (n: number): CountsSnapshot =>
  new CountsSnapshot(
    ['a', 'b'].map((village, index) => ({
      _id: `t:${village}`,
      source: 't',
      partition: village,
      cells: n === 0 ? [] : [{ n, key: 0 }],
      computedAt: new Date(index),
    })),
  );
const shown = (snapshot: CountsSnapshot): number =>
  snapshot.of('t').reduce((sum, { cells }) => sum + (cells[0]?.n ?? 0), 0);

interface Process {
  readonly months: MonthlySnapshots;
  /** How many people it counts in each of two villages. */
  people: number;
  missing: boolean;
  now: number;
}

/** One process of a subgraph: what it counts and what its clock says are set from outside. */
function process(people: number, month: string, over = connection, filled?: () => Promise<boolean>): Process {
  const one = { people, missing: false, now: after(month) } as { -readonly [Key in keyof Process]: Process[Key] };
  const summary = {
    read: async () => counting(one.people),
    missing: async () => one.missing,
  } as unknown as MaterializedCounts;
  one.months = new MonthlySnapshots({ connection: over, summary, queues: [queue], filled, now: () => one.now });
  return one;
}
const read = async ({ months }: Process, month?: string): Promise<number> => shown(await months.read(month));
const names = async (): Promise<string[]> =>
  (await connection.collection<{ _id: string }>('frozen_months').find().sort({ _id: 1 }).toArray()).map(
    ({ _id }) => _id,
  );
const parts = () => connection.collection('frozen_parts');

describe('a month', () => {
  it('stays as it was, whatever is counted later and whichever process starts again', async () => {
    const one = process(7, '2030-01');
    await one.months.copyEndedMonth();
    one.people = 8;
    expect([await read(one), await read(one, '2030-01'), await read(process(9, '2030-01'))]).toEqual([14, 14, 14]);
    expect(await names()).toEqual(['2030-01']);
  });

  it('has one moment at which everything was counted, so that none reveals where a record was written', async () => {
    const one = process(7, '2030-01');
    await one.months.copyEndedMonth();
    expect((await process(9, '2030-01').months.read()).parts.map(({ computedAt }) => computedAt.getTime())).toEqual([
      1, 1,
    ]);
  });

  it('is followed by the next once that has ended, and is still served to a request that began before', async () => {
    const one = process(7, '2030-01');
    await one.months.copyEndedMonth();
    one.people = 8;
    one.now = after('2030-02');
    await one.months.copyEndedMonth();
    one.people = 9;
    expect([await read(one), await read(one, '2030-02'), await read(one, '2030-01')]).toEqual([16, 16, 14]);
  });

  it('that has not ended by the clock of the subgraph is not copied for a gateway whose clock runs ahead', async () => {
    const one = process(7, '2030-01');
    one.now = Date.parse('2030-02-28T16:59:59.999Z');
    expect(await read(one, '2030-02')).toBe(14);
    expect(await names()).toEqual(['2030-01']);
    one.people = 8;
    one.now++;
    expect(await read(one, '2030-02')).toBe(16);
  });

  it('without a copy is answered from the last that has ended', async () => {
    const one = process(7, '2030-03');
    expect(await read(one, '2029-12')).toBe(14);
    expect(await names()).toEqual(['2030-03']);
  });

  it('is the same for all processes that copy it at once, and no parts of the others stay', async () => {
    const connections = await Promise.all([1, 2, 3, 4].map(() => connectDatabase(store.uri, 'frozen')));
    const processes = connections.map((over, at) => process(at + 1, '2030-01', over));
    await Promise.all(processes.map(({ months }) => months.copyEndedMonth()));
    const seen = new Set(await Promise.all(processes.map((one) => read(one))));
    expect(seen.size).toBe(1);
    expect([2, 4, 6, 8]).toContain([...seen][0]);
    expect([await names(), await parts().countDocuments()]).toEqual([['2030-01'], 2]);
    await Promise.all(connections.map((each) => each.close()));
  });

  it('is read once, however many requests need it', async () => {
    const commands: string[] = [];
    const heard = await connectDatabase(store.uri, 'frozen', (command) => commands.push(command));
    const one = process(7, '2030-01', heard);
    await one.months.copyEndedMonth();
    commands.splice(0);
    const fresh = process(8, '2030-01', heard);
    await Promise.all(Array.from({ length: 20 }, () => read(fresh)));
    expect(commands).toEqual(['find', 'find']);
    await fresh.months.copyEndedMonth();
    await read(fresh);
    expect(commands.length).toBe(2);
    await heard.close();
  });

  it('that has lost a part is refused and not answered from today', async () => {
    await process(7, '2030-01').months.copyEndedMonth();
    await parts().deleteOne({});
    await expect(read(process(8, '2030-01'))).rejects.toThrow('have 1 parts, expected 2');
  });

  it('states the day that its counts stand at', async () => {
    await connection.collection<{ _id: string }>('about').insertOne({ _id: 'data', asOf: '2025-12-31' } as never);
    expect((await process(7, '2030-01').months.read()).asOf).toBe('2025-12-31');
  });
});

describe('the first copy', () => {
  beforeEach(() => connection.dropDatabase());

  it('is of the month in which the first count was whole, and of none before', async () => {
    const one = process(7, '2030-01');
    one.missing = true;
    await one.months.copyEndedMonth();
    await expect(read(one)).rejects.toMatchObject({ code: 'COUNTS_NOT_READY', status: 503 });
    one.missing = false;
    await queue.mark(['t:a']);
    await one.months.copyEndedMonth();
    await expect(read(one)).rejects.toMatchObject({ code: 'COUNTS_NOT_READY' });
    await (await queue.claim())!.finish();
    await one.months.copyEndedMonth();
    one.people = 8;
    const refused = {
      code: 'NO_MONTH_YET',
      status: 503,
      message: expect.stringContaining('expected a request after 2030-02 has ended, got one of 2030-01') as string,
    };
    for (const each of [one, process(8, '2030-01')]) {
      await each.months.copyEndedMonth();
      await expect(read(each)).rejects.toMatchObject(refused);
      await expect(read(each, '2030-01')).rejects.toMatchObject(refused);
      await expect(read(each, '2029-06')).rejects.toMatchObject(refused);
    }
    const { cells, history, totals } = one.months.countsFor({ sub: 'x', roles: [], scopes: [], month: '2030-01' });
    // As they are now, for everybody.
    expect(shown((await totals()).snapshot)).toBe(16);
    await expect(cells('2030-01')).rejects.toMatchObject({ code: 'MONTH_NOT_KEPT' });
    expect([await history(), await names()]).toEqual([[], []]);
    one.now = after('2030-02');
    expect([await read(one), await names()]).toEqual([16, ['2030-02']]);
  });

  it('of a record that began in the last second of a month is of that month, of one in the next second of the next', async () => {
    const end = Date.parse('2030-02-01T00:00:00+07:00');
    const before = process(7, '2030-01');
    before.now = end - 1_000;
    await expect(read(before)).rejects.toMatchObject({ code: 'NO_MONTH_YET' });
    before.now = end;
    expect([await read(before), await names()]).toEqual([14, ['2030-01']]);
    await connection.dropDatabase();
    const later = process(7, '2030-01');
    later.now = end + 1_000;
    await expect(read(later)).rejects.toMatchObject({ code: 'NO_MONTH_YET' });
    later.now = after('2030-02');
    expect([await read(later), await names()]).toEqual([14, ['2030-02']]);
  });

  it('of data that stand at the last day of a month is of that month', async () => {
    const one = process(7, '2030-01');
    one.now = Date.parse('2030-01-31T24:00:00+07:00');
    expect([await read(one), await names()]).toEqual([14, ['2030-01']]);
  });

  it('waits until there are people to count, and until the month in which they came has ended', async () => {
    const one = process(0, '2030-01');
    await one.months.copyEndedMonth();
    expect([await read(one), await names()]).toEqual([0, []]);
    one.now = after('2030-02');
    one.people = 7;
    await expect(read(one)).rejects.toMatchObject({ code: 'NO_MONTH_YET' });
    one.people = 0;
    await expect(read(process(0, '2030-02'))).rejects.toMatchObject({ code: 'NO_MONTH_YET' });
    one.now = after('2030-03');
    expect([await read(one), await names()]).toEqual([0, ['2030-03']]);
  });

  it('counts nobody where there are people and none of them is counted', async () => {
    const one = process(0, '2030-01', connection, async () => true);
    await expect(read(one)).rejects.toMatchObject({ code: 'NO_MONTH_YET' });
    one.now = after('2030-02');
    expect([await read(one), await names()]).toEqual([0, ['2030-02']]);
    one.people = 1;
    expect(await read(one)).toBe(0);
  });

  it('is waited for without a command a look', async () => {
    const commands: string[] = [];
    const heard = await connectDatabase(store.uri, 'frozen', (command) => commands.push(command));
    const one = process(7, '2030-01', heard);
    await one.months.copyEndedMonth();
    commands.splice(0);
    await one.months.copyEndedMonth();
    await expect(read(one)).rejects.toMatchObject({ code: 'NO_MONTH_YET' });
    expect(commands).toEqual([]);
    await heard.close();
  });

  it('of a database that has months is not the first: the next follows whatever was noted', async () => {
    await old();
    await process(7, '2030-01').months.copyEndedMonth();
    await connection.collection<{ _id: string }>('about').deleteOne({ _id: 'record' });
    expect(await read(process(8, '2030-02'))).toBe(16);
  });

  it('is followed by others although some partition is always waiting to be counted', async () => {
    await old();
    await process(7, '2030-01').months.copyEndedMonth();
    await queue.mark(['t:a']);
    expect(await read(process(8, '2030-02'))).toBe(16);
  });
});

describe('old months', () => {
  it('are deleted after a year, with their parts', async () => {
    const one = process(1, '2030-01');
    for (let month = 0; month < 15; month++) {
      one.now = Date.UTC(2030, month + 1, 15);
      one.people = month + 1;
      await one.months.copyEndedMonth();
    }
    expect(await names()).toEqual(
      Array.from({ length: 13 }, (_, at) => new Date(Date.UTC(2030, at + 2, 15)).toISOString().slice(0, 7)),
    );
    expect(await parts().countDocuments()).toBe(13 * 2);
  });

  it('are deleted with what a crash left, but not with what another process is writing', async () => {
    const now = after('2030-01');
    const left = (copy: string, takenAt: number) => ({
      copy,
      source: 't',
      partition: 'a',
      cells: [],
      takenAt: new Date(takenAt),
    });
    await parts().insertMany([left('crashed', now - 2 * DAY), left('at work', now - 1_000)]);
    await process(7, '2030-01').months.copyEndedMonth();
    expect((await parts().distinct('copy')).filter((copy) => copy === 'crashed' || copy === 'at work')).toEqual([
      'at work',
    ]);
  });
});

describe('the counts of a request', () => {
  it('are of the last ended month without the scope, of today with it, and totals are of today for everybody', async () => {
    const one = process(7, '2030-01');
    await one.months.copyEndedMonth();
    one.people = 8;
    const of = async (claims: Partial<ClaimsSubject>): Promise<unknown[]> => {
      const { totals, cells } = one.months.countsFor({
        sub: 'x',
        roles: [],
        scopes: ['person:read', 'cell:exact'],
        month: '2030-01',
        ...claims,
      });
      const view = await cells();
      return [shown((await totals()).snapshot), shown(view.snapshot), view.basis];
    };
    const frozen = { month: '2030-01', exactness: 'PERTURBED', noise: 10 };
    expect([await of({}), await of({ cells: 'perturbed' }), await of({ cells: 'exact' })]).toEqual([
      [16, 14, frozen],
      [16, 14, frozen],
      [16, 16, { month: null, exactness: 'EXACT', noise: 0 }],
    ]);
  });
});

describe('months in a row', () => {
  it('are kept, served by name or as a range, and refused where there is none', async () => {
    const one = process(1, '2030-01');
    for (const [at, month] of ['2030-01', '2030-02', '2030-03'].entries()) {
      one.now = after(month);
      one.people = at + 1;
      await one.months.copyEndedMonth();
    }
    const { cells, history } = one.months.countsFor({ sub: 'x', roles: [], scopes: [], month: '2030-03' });
    const told = async (views: Promise<CountsView[]>): Promise<unknown[]> =>
      (await views).map(({ basis, snapshot }) => [basis.month, shown(snapshot)]);
    expect(await told(history())).toEqual([
      ['2030-01', 2],
      ['2030-02', 4],
      ['2030-03', 6],
    ]);
    expect(await told(history('2030-02'))).toEqual([
      ['2030-02', 4],
      ['2030-03', 6],
    ]);
    expect(await told(history(null, '2030-02'))).toEqual([
      ['2030-01', 2],
      ['2030-02', 4],
    ]);
    expect(shown((await cells('2030-02')).snapshot)).toBe(4);
    await expect(cells('2029-12')).rejects.toMatchObject({
      code: 'MONTH_NOT_KEPT',
      message: expect.stringContaining('expected 2030-01 to 2030-03, got 2029-12') as string,
    });
    await expect(history('2030-03', '2030-01')).rejects.toMatchObject({ code: 'BAD_PERIOD_RANGE' });
  });

  it('older than cell keys are copied anew and never served', async () => {
    await connection
      .collection<{ _id: string }>('frozen_months')
      .insertOne({ _id: '2030-01', copy: 'old', parts: 0, asOf: '2030-01-31', takenAt: new Date(0) } as never);
    const one = process(7, '2030-01');
    expect(await read(one)).toBe(14);
    expect(await connection.collection('frozen_months').find().toArray()).toMatchObject([
      { _id: '2030-01', keyed: true },
    ]);
  });
});
