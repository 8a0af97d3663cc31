/** The rules of time, tried for days by themselves, then over a roster. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dueChange } from '../../../subgraphs/workers/daily/due-change.ts';
import { runDay, type DailyParts } from '../../../subgraphs/workers/daily/run-day.ts';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { aboutOf, connectDatabase, type DatabaseConnection } from '../../../subgraphs/data/database.ts';
import { fieldEncryption } from '../../../subgraphs/data/field-encryption.ts';
import { cardTokens } from '../../../subgraphs/data/card-token.ts';
import { personTokens } from '../../../subgraphs/data/person-token.ts';
import { startSubgraph } from '../../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { likenesses } from '../../../subgraphs/workers/likeness.ts';
import { workerModels, type Membership, type Worker } from '../../../subgraphs/workers/models.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

const TODAY = '2026-03-10';
const membership = (more: Partial<Membership> = {}): Membership => ({
  kpj: Buffer.from('x'),
  programmes: ['JKK', 'JKM'],
  from: '2025-10-01',
  to: null,
  insurerStatus: 'ACTIVE',
  paidThrough: '2026-02',
  monthsInRow: 5,
  ...more,
});
const young = { birthDate: '1980-01-01', decileNow: { decile: 2, edition: '2026-Q1' }, membership: membership() };

describe('a rule of time', () => {
  const due = (worker: object, today = TODAY): unknown => {
    const found = dueChange({ status: 'ACTIVE', ...young, ...worker } as Worker, today);
    return found && [found.rule, found.to, found.exitReason];
  };

  it('lets nobody go for whom nothing is due', () => {
    expect(due({})).toBeUndefined();
    for (const status of ['EXITED', 'DUPLICATE', 'INELIGIBLE'])
      expect(due({ status, birthDate: '1950-01-01' })).toBe(undefined);
  });

  it('ends participation on the 65th birthday, not the day before', () => {
    const out = ['ageLimitReached', 'EXITED', 'OVER_AGE'];
    expect(due({ birthDate: '1961-03-10' })).toEqual(out);
    expect(due({ birthDate: '1961-03-11' })).toBeUndefined();
    expect(due({ birthDate: '1961-02-29' }, '2026-02-28')).toBeUndefined();
    expect(due({ birthDate: '1961-02-29' }, '2026-03-01')).toEqual(out);
    expect(due({ birthDate: null })).toBeUndefined();
    expect(due({ status: 'PROPOSED', birthDate: '1961-03-10', membership: null })).toEqual(out);
  });

  it('ends it where the decile rose above 5; who is only eligible becomes ineligible', () => {
    const decileNow = { decile: 6, edition: '2026-Q1' };
    expect(due({ decileNow })).toEqual(['decileRose', 'EXITED', 'DECILE_ROSE']);
    expect(due({ decileNow, status: 'SUSPENDED' })).toEqual(['decileRose', 'EXITED', 'DECILE_ROSE']);
    expect(due({ decileNow, status: 'ELIGIBLE', membership: null })).toEqual(['decileRose', 'INELIGIBLE', null]);
    // Before a decision the decision looks at the decile.
    expect(due({ decileNow, status: 'VERIFYING', membership: null })).toBeUndefined();
    expect(due({ decileNow: { decile: 5, edition: '2026-Q1' } })).toBeUndefined();
  });

  it('lapses a membership when three months that have ended are unpaid', () => {
    const lapse = ['membershipLapses', 'IN_ARREARS', null];
    const paid = (paidThrough: string | null, today: string, from = '2025-10-01') =>
      due({ membership: membership({ paidThrough, from }) }, today);
    expect(paid('2025-11', '2026-03-01')).toEqual(lapse);
    expect(paid('2025-11', '2026-02-28')).toBeUndefined();
    expect(paid(null, '2026-01-01', '2025-10-15')).toEqual(lapse);
    expect(paid(null, '2025-12-31', '2025-10-15')).toBeUndefined();
    expect(due({ membership: membership({ paidThrough: '2025-01', insurerStatus: 'INACTIVE' }) })).toBeUndefined();
    expect(due({ membership: membership({ paidThrough: '2025-01', to: '2025-12-31' }) })).toBeUndefined();
    expect(due({ membership: null })).toBeUndefined();
  });
});

describe('a day', () => {
  let store: TestStore;
  let connection: DatabaseConnection;
  let parts: DailyParts;
  let clock: number;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.client.db('sigap_workers').dropDatabase();
    connection = await connectDatabase(store.uri, 'workers');
    clock = Date.parse(`${TODAY}T08:00:00+07:00`);
    const [queue, keyOf] = [recountQueue(connection), recordKeys(DEVELOPMENT_KEYS.recordKey, 'workers')];
    const now = () => clock;
    const today = () => Promise.resolve(new Date(clock + 7 * 3_600_000).toISOString().slice(0, 10));
    const seal = fieldEncryption(DEVELOPMENT_KEYS.encryptionKey);
    const tokenOf = personTokens(DEVELOPMENT_KEYS.identityKey);
    const cardOf = cardTokens(DEVELOPMENT_KEYS.identityKey);
    const likenessOf = likenesses(DEVELOPMENT_KEYS.identityKey);
    const lifecycle = { connection, queue, keyOf, seal, tokenOf, cardOf, likenessOf, city: '32.75', now, today };
    parts = { models: workerModels(connection, queue, keyOf), lifecycle };
    return () => connection.close();
  });

  const workers = () => connection.collection<{ _id: string }>('workers');
  const verifications = () => connection.collection<{ _id: string }>('verifications');
  const add = (_id: string, more: object = {}) =>
    workers().insertOne({
      _id,
      name: 'Siti',
      token: null,
      occupation: 'OJEK',
      sector: 'TRANSPORT',
      village: '32.75.01.1001',
      status: 'ACTIVE',
      history: [{ status: 'ACTIVE', on: '2025-10-01' }],
      enrolledOn: '2025-09-01',
      batch: '2025-09',
      problems: [],
      verifiers: [],
      version: 1,
      ...young,
      ...more,
    } as never);
  const ask = (_id: string, worker: string, more: object) =>
    verifications().insertOne({
      _id,
      worker,
      agency: 'DINSOS',
      requestedOn: '2025-09-02',
      bucket: '01',
      ...more,
    } as never);
  const one = async (_id: string): Promise<Worker> => (await workers().findOne({ _id })) as never;

  it('applies each rule once, with an event, a version and the mark that counts are to be made again; the next look does nothing', async () => {
    await add('w-old', { birthDate: '1950-01-01' });
    await ask('v-asked', 'w-old', { verdict: 'PENDING', answeredOn: null, expiresOn: null });
    await add('w-rich', { status: 'ELIGIBLE', membership: null, decileNow: { decile: 7, edition: '2026-Q1' } });
    await add('w-unpaid', { membership: membership({ paidThrough: '2025-10' }) });
    await add('w-fine');
    await ask('v-past', 'w-fine', { verdict: 'MATCH', answeredOn: '2025-09-05', expiresOn: '2026-03-09' });
    await ask('v-holds', 'w-fine', { verdict: 'MATCH', answeredOn: '2025-09-05', expiresOn: TODAY });
    const run = await runDay(parts);
    expect(run?.applied).toEqual({ verificationExpires: 1, ageLimitReached: 1, decileRose: 1, membershipLapses: 1 });
    expect(await one('w-old')).toMatchObject({
      status: 'EXITED',
      exitReason: 'OVER_AGE',
      version: 2,
      history: [{ status: 'ACTIVE' }, { status: 'EXITED', on: TODAY }],
      membership: { to: TODAY, insurerStatus: 'CLOSED' },
    });
    expect(await one('w-rich')).toMatchObject({ status: 'INELIGIBLE', version: 2 });
    expect(await one('w-unpaid')).toMatchObject({
      status: 'IN_ARREARS',
      membership: { insurerStatus: 'INACTIVE', to: null },
    });
    expect(await one('w-fine')).toMatchObject({ status: 'ACTIVE', version: 1 });
    const verdicts = await verifications().find().sort({ _id: 1 }).toArray();
    expect(verdicts).toMatchObject([
      { _id: 'v-holds', verdict: 'MATCH' },
      { _id: 'v-past', verdict: 'EXPIRED' },
    ]);
    const events = await connection.collection('worker_events').find().toArray();
    expect(events.map(({ change, by }) => [change, by]).sort()).toEqual([
      ['ageLimitReached', 'rule:daily'],
      ['decileRose', 'rule:daily'],
      ['membershipLapses', 'rule:daily'],
      ['verificationExpires', 'rule:daily'],
    ]);
    const marks = await connection.collection<{ _id: string }>('dirty').distinct('_id');
    expect(marks.sort()).toEqual(['verifications:01', 'workers:32.75.01.1001']);
    expect(await runDay(parts)).toBeUndefined();
  });

  it('is taken up where it was cut off, once its process says nothing any more, and is applied once', async () => {
    await add('w-old', { birthDate: '1950-01-01' });
    const begun = { _id: TODAY, startedAt: new Date(clock), finishedAt: null, applied: { decileRose: 3 } };
    await connection
      .collection<{ _id: string }>('daily_runs')
      .insertOne({ ...begun, heldUntil: new Date(clock + 60_000) } as never);
    expect(await runDay(parts)).toBeUndefined();
    expect((await one('w-old')).status).toBe('ACTIVE');
    clock += 61_000;
    const [first, second] = await Promise.all([runDay(parts), runDay(parts)]);
    expect([first, second].filter((each) => each !== undefined)).toMatchObject([
      { applied: { decileRose: 3, ageLimitReached: 1 } },
    ]);
    expect(await one('w-old')).toMatchObject({ status: 'EXITED', version: 2 });
  });

  it('leaves data that stand at a fixed day', async () => {
    await aboutOf(connection).insertOne({ _id: 'data', asOf: '2025-12-31' });
    await add('w-old', { birthDate: '1950-01-01' });
    expect(await runDay(parts)).toBeUndefined();
    expect((await one('w-old')).status).toBe('ACTIVE');
  });

  it('works through more than one portion, and says what it did to the roster’s owner alone', async () => {
    for (let at = 0; at < 120; at++) await add(`w-${String(at).padStart(3, '0')}`, { birthDate: '1950-01-01' });
    expect((await runDay(parts))?.applied).toEqual({ ageLimitReached: 120 });
    expect(await workers().countDocuments({ status: 'EXITED' } as never)).toBe(120);
    const subgraph = await startSubgraph('workers', { mongodbUri: store.uri, port: null, logLevel: 'silent' });
    const read = async (agency: string) => {
      const query = '{ dailyRuns { day finishedAt applied { rule times } } }';
      const claims = { sub: 'user:a', roles: [], scopes: ['worker:decide'], agency };
      return (await subgraph.execute({ query, claims } as never)).data;
    };
    expect(await read('DISNAKER')).toMatchObject({
      dailyRuns: [{ day: TODAY, applied: [{ rule: 'ageLimitReached', times: 120 }] }],
    });
    expect(await read('DINSOS')).toEqual({ dailyRuns: [] });
    await subgraph.stop();
  });
});
