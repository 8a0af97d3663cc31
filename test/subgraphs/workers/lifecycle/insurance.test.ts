import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, BPJSTK, DINSOS, DISNAKER, somebody, startRoster, TODAY, type Raw, type Roster } from './roster.ts';

let roster: Roster;
beforeAll(async () => void (roster = await startRoster()));
afterAll(() => roster.stop());

let cards = 0;
const MEMBERSHIP = 'status version membership { kpj programmes from to insurerStatus paidThrough monthsInRow }';
const read = async (id: string, caller = BPJSTK): Promise<Raw> =>
  (await roster.ask(`query ($id: ID!) { worker(id: $id) { ${MEMBERSHIP} } }`, { id }, caller)).data.worker;
const register = (rows: readonly object[], caller = BPJSTK) => roster.change('registerMembership', caller, { rows });
const contribute = (rows: readonly object[], more: object = {}) =>
  roster.change('recordContributions', BPJSTK, { rows, ...more });
const months = (worker: string, ...paid: string[]) => contribute([{ worker, months: paid }]);

describe('the insurer’s list of cards', () => {
  it('registers who is eligible, with the card sealed', async () => {
    const { id, version } = await bring(roster, 'ELIGIBLE');
    const { data } = await register([{ worker: id, version, kpj: '12345678901', from: '2026-04-01' }]);
    expect(data).toMatchObject({ done: 1, refused: 0 });
    expect(await read(id)).toEqual({
      status: 'REGISTERED',
      version: version + 1,
      membership: {
        kpj: '12345678901',
        programmes: ['JKK', 'JKM'],
        from: '2026-04-01',
        to: null,
        insurerStatus: 'PENDING',
        paidThrough: null,
        monthsInRow: 0,
      },
    });
    const raw = await roster.store.client
      .db('sigap_workers')
      .collection<{ _id: string }>('workers')
      .findOne({ _id: id });
    expect(JSON.stringify(raw)).not.toContain('12345678901');
  });

  it('does each row by itself, and says of each what became of it', async () => {
    const [eligible, other, third, early] = [
      await bring(roster, 'ELIGIBLE'),
      await bring(roster, 'ELIGIBLE'),
      await bring(roster, 'ELIGIBLE'),
      await bring(roster, 'PROPOSED'),
    ];
    const rows = [
      [{ worker: eligible.id, kpj: '22345678901', from: TODAY }, undefined],
      [{ worker: eligible.id, kpj: '22345678902', from: TODAY }, 'BAD_RECORD'],
      [{ worker: other.id, kpj: '22345678901', from: TODAY }, 'BAD_RECORD'],
      [{ worker: other.id, kpj: '2234567890', from: TODAY }, 'BAD_RECORD'],
      [{ worker: third.id, kpj: '22345678903', from: '2020-01-01' }, 'RULE_REFUSED'],
      [{ worker: third.id, version: 1, kpj: '22345678904', from: TODAY }, 'RECORD_CHANGED'],
      // The insurer does not see who is only proposed.
      [{ worker: early.id, kpj: '22345678905', from: TODAY }, 'WORKER_NOT_FOUND'],
    ] as const;
    const { data } = await register(rows.map(([row]) => row));
    expect(data.rows.map(({ refusal }: Raw) => refusal?.code)).toEqual(rows.map(([, code]) => code));
    expect(JSON.stringify(data)).not.toMatch(/\d{10}/);
    expect(data).toMatchObject({ done: 1, refused: 6 });
    expect((await read(other.id)).status).toBe('ELIGIBLE');
  });

  it('takes a first day of cover from the enrolment to the end of the next month', async () => {
    const begin = async (from: string) => {
      const { id } = await bring(roster, 'ELIGIBLE');
      cards += 1;
      const { data } = await register([{ worker: id, kpj: `4912345678${cards}`, from }]);
      return { id, refusal: data.rows[0].refusal as Raw };
    };
    for (const from of [TODAY, '2026-04-30']) expect((await begin(from)).refusal).toBeNull();
    for (const from of ['2026-03-09', '2026-05-01', '2099-01-01']) {
      const { id, refusal } = await begin(from);
      expect(refusal).toEqual({
        code: 'RULE_REFUSED',
        message: expect.stringContaining(
          `expected from on a day from ${TODAY}, the enrolment, to the end of 2026-04, got ${from}`,
        ) as string,
      });
      expect(await read(id)).toMatchObject({ status: 'ELIGIBLE', membership: null });
    }
  });

  it('is the insurer’s alone', async () => {
    const { id } = await bring(roster, 'ELIGIBLE');
    const rows = [{ worker: id, kpj: '32345678901', from: TODAY }];
    for (const caller of [DISNAKER, DINSOS, { ...DINSOS, scopes: BPJSTK.scopes }])
      expect(await register(rows, caller)).toMatchObject({ code: 'CHANGE_FORBIDDEN' });
  });
});

describe('a card number', () => {
  const give = async (id: string, kpj: string) =>
    (await register([{ worker: id, kpj, from: TODAY }])).data.rows[0] as Raw;

  it('is one person’s in whatever batch it comes, and the refusal does not repeat it', async () => {
    const [first, second] = [await bring(roster, 'ELIGIBLE'), await bring(roster, 'ELIGIBLE')];
    expect((await give(first.id, '42345678901')).refusal).toBeNull();
    const row = await give(second.id, '42345678901');
    expect(row).toMatchObject({ row: 0, refusal: { code: 'CARD_TAKEN' } });
    expect(JSON.stringify(row)).not.toMatch(/\d{10}/);
    expect((await read(second.id)).membership).toBeNull();
    expect((await give(second.id, '42345678902')).refusal).toBeNull();
  });

  it('stays theirs after they have left, and is theirs again when they come back', async () => {
    const who = somebody();
    const [first, other] = [await bring(roster, 'ELIGIBLE', who), await bring(roster, 'ELIGIBLE')];
    const { worker } = await give(first.id, '43345678901');
    const left = { worker: first.id, version: worker.version, reason: 'DIED', why: 'Has died' };
    expect((await roster.change('exitWorker', DISNAKER, left)).data.worker.status).toBe('EXITED');
    expect((await give(other.id, '43345678901')).refusal).toMatchObject({ code: 'CARD_TAKEN' });
    const again = await bring(roster, 'ELIGIBLE', who);
    expect((await give(again.id, '43345678901')).refusal).toBeNull();
  });

  it('of two batches at once goes to one', async () => {
    const people = await Promise.all([1, 2, 3].map(() => bring(roster, 'ELIGIBLE')));
    const rows = await Promise.all(people.map(({ id }) => give(id, '44345678901')));
    const codes = rows.map(({ refusal }) => refusal?.code as unknown);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'CARD_TAKEN')).toHaveLength(2);
  });
});

describe('the insurer’s list of contributions', () => {
  it('makes active who is registered, and counts months in a row', async () => {
    const { id } = await bring(roster, 'REGISTERED');
    await months(id, '2026-03');
    expect(await read(id)).toMatchObject({
      status: 'ACTIVE',
      membership: { insurerStatus: 'ACTIVE', paidThrough: '2026-03', monthsInRow: 1 },
    });
    await months(id, '2026-05', '2026-04');
    expect((await read(id)).membership).toMatchObject({ paidThrough: '2026-05', monthsInRow: 3 });
    // A gap begins the row anew; a list that fills it joins both.
    await months(id, '2026-08');
    expect((await read(id)).membership).toMatchObject({ paidThrough: '2026-08', monthsInRow: 1 });
    await months(id, '2026-03', '2026-04', '2026-05', '2026-06', '2026-07');
    expect((await read(id)).membership).toMatchObject({ paidThrough: '2026-08', monthsInRow: 6 });
  });

  it('takes months from the one in which cover began, as a whole, to twelve ahead', async () => {
    const { id } = await bring(roster, 'REGISTERED');
    for (const month of ['2026-02', '2027-04']) {
      const { data } = await months(id, month);
      expect(data.rows[0].refusal).toMatchObject({
        code: 'RULE_REFUSED',
        message: expect.stringContaining('expected months from 2026-03, when cover begins, to 2027-03') as string,
      });
    }
    for (const month of ['2026-03', '2027-03']) expect((await months(id, month)).data.rows[0].refusal).toBeNull();
  });

  it('crosses the year', async () => {
    const { id } = await bring(roster, 'REGISTERED');
    await months(id, '2026-12', '2027-01');
    expect((await read(id)).membership).toMatchObject({ paidThrough: '2027-01', monthsInRow: 2 });
  });

  it('changes nothing when it is taken over twice', async () => {
    const { id } = await bring(roster, 'ACTIVE');
    const before = await read(id);
    expect((await months(id, '2026-03')).data).toMatchObject({ done: 1 });
    expect(await read(id)).toEqual(before);
  });

  it('puts into arrears who is late, and out of them who has paid', async () => {
    const { id } = await bring(roster, 'ACTIVE');
    await contribute([{ worker: id, isLate: true }]);
    expect(await read(id)).toMatchObject({ status: 'IN_ARREARS', membership: { paidThrough: '2026-03' } });
    await months(id, '2026-04');
    expect(await read(id)).toMatchObject({ status: 'ACTIVE', membership: { monthsInRow: 2 } });
  });

  it('is refused for months before cover began, too far ahead, or none', async () => {
    const { id } = await bring(roster, 'REGISTERED');
    const eligible = await bring(roster, 'ELIGIBLE');
    const codes = async (row: object) => (await contribute([row])).data.rows[0].refusal?.code;
    expect(await codes({ worker: id, months: ['2026-02'] })).toBe('RULE_REFUSED');
    expect(await codes({ worker: id, months: ['2027-04'] })).toBe('RULE_REFUSED');
    expect(await codes({ worker: id })).toBe('BAD_RECORD');
    expect(await codes({ worker: id, months: ['2026-03'], isLate: true })).toBe('BAD_RECORD');
    expect(await codes({ worker: eligible.id, months: ['2026-03'] })).toBe('TRANSITION_REFUSED');
    expect((await read(id)).status).toBe('REGISTERED');
  });

  it('of who has left counts on the roster, and no longer among those who are covered', async () => {
    const { id, version } = await bring(roster, 'ACTIVE');
    const counts = async () => {
      await roster.workers.refresh();
      const { city } = (await roster.ask('{ city { workerCount coverage { covered } } }')).data;
      return [city.workerCount, city.coverage.covered] as [number, number];
    };
    const [enrolled, covered] = await counts();
    const left = { worker: id, version, reason: 'DIED', why: 'Has died' };
    expect((await roster.change('exitWorker', DISNAKER, left)).code).toBeUndefined();
    expect(await counts()).toEqual([enrolled, covered - 1]);
  });

  it('shows in the counts of who is covered', async () => {
    const { id } = await bring(roster, 'REGISTERED');
    const covered = async () => {
      await roster.workers.refresh();
      return (await roster.ask('{ city { coverage { covered atRisk } } }')).data.city.coverage;
    };
    const before = await covered();
    await months(id, '2026-03');
    expect(await covered()).toEqual({ covered: before.covered + 1, atRisk: before.atRisk + 1 });
    await months(id, '2026-04', '2026-05');
    expect(await covered()).toEqual({ covered: before.covered + 1, atRisk: before.atRisk });
  });
});
