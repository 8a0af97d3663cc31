import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DINSOS, DISHUB, DISNAKER, BPJSTK, somebody, startRoster, TODAY, VILLAGE, type Roster } from './roster.ts';

let roster: Roster;
beforeAll(async () => void (roster = await startRoster()));
afterAll(() => roster.stop());

const FIELDS = `id name birthDate occupation sector village { code } status enrolledOn batch phone nik
  decileAtEnrolment { decile band edition } history { status on } version person { token }`;
const read = async (id: string) =>
  (await roster.ask(`query ($id: ID!) { worker(id: $id) { ${FIELDS} } }`, { id })).data.worker;
const propose = (rows: readonly object[], more: object = {}, caller = DISHUB) =>
  roster.change('proposeWorkers', caller, { rows, ...more });

describe('a proposal', () => {
  it('puts somebody on the roster, whole', async () => {
    const who = somebody();
    const { data } = await propose([who]);
    expect(data).toMatchObject({ done: 1, refused: 0, rows: [{ row: 0, refusal: null }] });
    expect(await read(data.rows[0].worker.id)).toEqual({
      id: expect.stringMatching(/^w-[a-z]{14}$/),
      name: who.name,
      nik: who.nik,
      phone: '081234567890',
      birthDate: who.birthDate,
      occupation: 'OJEK',
      sector: 'TRANSPORT',
      village: { code: VILLAGE },
      status: 'PROPOSED',
      enrolledOn: TODAY,
      batch: '2026-03',
      decileAtEnrolment: { decile: 3, band: 'D3_4', edition: '2025-Q4' },
      history: [{ status: 'PROPOSED', on: TODAY }],
      version: 1,
      person: { token: expect.stringMatching(/^psr_/) },
    });
  });

  it('takes the NIK of a woman, whose day of birth is written plus 40', async () => {
    const who = somebody();
    const nik = `${who.nik.slice(0, 6)}${Number(who.nik.slice(6, 8)) + 40}${who.nik.slice(8)}`;
    expect((await propose([{ ...who, nik }])).data.done).toBe(1);
  });

  it('keeps NIK and telephone sealed, and counts at once whom it added', async () => {
    const who = somebody();
    await roster.workers.refresh();
    const total = async () => {
      await roster.workers.refresh();
      return (await roster.ask('{ city { workerCount coverage { byStatus { status total } } } }')).data.city;
    };
    const before = await total();
    const { data } = await propose([who]);
    expect((await total()).workerCount).toBe(before.workerCount + 1);
    const raw = await roster.store.client
      .db('sigap_workers')
      .collection<{ _id: string; recordKey: number }>('workers')
      .findOne({ _id: data.rows[0].worker.id });
    expect(JSON.stringify(raw)).not.toContain(who.nik);
    expect(raw!.recordKey).toBeGreaterThan(0);
  });

  it('is visible to the agency that made it, to the owner of the roster, and to no other', async () => {
    const { data } = await propose([somebody()]);
    const seenBy = async (caller: typeof DISHUB) =>
      (await roster.ask('query ($id: ID!) { worker(id: $id) { id } }', { id: data.rows[0].worker.id }, caller)).data
        .worker;
    expect(await seenBy(DISHUB)).not.toBeNull();
    expect(await seenBy(DISNAKER)).not.toBeNull();
    expect(await seenBy(DINSOS)).toBeNull();
    expect(await seenBy(BPJSTK)).toBeNull();
  });

  it.each(['32750101', ' at "input.rows[7].nik"; ', 'x" at "input.rows[7].nik"; y'])(
    'with what cannot be a NIK is refused whole, and says which row it is without what was sent: %s',
    async (nik) => {
      expect(await propose([somebody(), { ...somebody(), nik }])).toMatchObject({
        code: 'BAD_NIK',
        message: 'Variable "$input" got an invalid value at "input.rows[1].nik"',
      });
    },
  );

  it('is refused row by row, and says why without what was sent', async () => {
    const twice = somebody();
    const known = somebody();
    await propose([known]);
    const bad = [
      [somebody({ name: '  ' }), 'BAD_RECORD', 'name'],
      [somebody({ name: 'Siti 3275010101010001' }), 'BAD_RECORD', 'name'],
      [somebody({ name: '=HYPERLINK("http://x")' }), 'BAD_RECORD', 'name'],
      [somebody({ name: 'Siti <script>' }), 'BAD_RECORD', 'name'],
      [somebody({ phone: '12' }), 'BAD_RECORD', 'phone'],
      [somebody({ village: '32.76.01.1001' }), 'BAD_RECORD', 'village'],
      [somebody({ birthDate: '1980-01-01', nik: '3275010202900000' }), 'BAD_RECORD', 'nik'],
      [somebody({ decile: { decile: 11, edition: '2025-Q4' } }), 'BAD_RECORD', 'decile'],
      [somebody({ decile: { decile: 1, edition: '2025' } }), 'BAD_RECORD', 'edition'],
      [known, 'ON_ROSTER', ''],
      [twice, undefined, ''],
      [twice, 'BAD_RECORD', 'once in the batch'],
    ] as const;
    const { data } = await propose(bad.map(([row]) => row));
    expect(data.rows.map(({ refusal }: { refusal: { code: string } | null }) => refusal?.code)).toEqual(
      bad.map(([, code]) => code),
    );
    for (const [at, [row, code, word]] of bad.entries()) {
      const { refusal, worker } = data.rows[at];
      if (code === undefined) continue;
      expect(worker).toBeNull();
      expect(refusal.message).toContain(word);
      for (const value of [row.nik, 'Siti', row.phone]) expect(refusal.message).not.toContain(value);
    }
    expect(data).toMatchObject({ done: 1, refused: bad.length - 1 });
  });

  it('of two who propose one person for one agency at once one is taken', async () => {
    const who = somebody();
    const replies = await Promise.all([propose([who]), propose([who]), propose([who], {}, DISNAKER)]);
    const codes = replies.flatMap(({ data }) =>
      data.rows.map((row: { refusal: { code: string } | null }) => row.refusal?.code),
    );
    // The roster's owner sees every record; the agency one that the owner has made it does not.
    expect([
      ['ON_ROSTER', 'ON_ROSTER', undefined],
      ['ON_ROSTER', undefined, undefined],
    ]).toContainEqual(codes.sort());
    expect(
      replies
        .slice(0, 2)
        .map(({ data }) => data.done)
        .sort(),
    ).toEqual([0, 1]);
  });

  it('tells no agency that somebody is on the roster whom it may not see; only one record of theirs becomes eligible', async () => {
    const who = somebody();
    const [first, second] = [await propose([who]), await propose([who], {}, DINSOS)];
    expect([first.data.done, second.data.done]).toEqual([1, 1]);
    expect(second.data.rows[0].refusal).toBeNull();
    // Again it may see its own.
    expect((await propose([who], {}, DINSOS)).data.rows[0].refusal.code).toBe('ON_ROSTER');
    expect((await propose([who], {}, DISNAKER)).data.rows[0].refusal.code).toBe('ON_ROSTER');
  });

  it('has 1 to 100 rows', async () => {
    expect(await propose([])).toMatchObject({ code: 'BATCH_SIZE', data: null });
    expect(await propose(Array.from({ length: 101 }, () => somebody()))).toMatchObject({ code: 'BATCH_SIZE' });
  });

  it('needs the scope and an agency', async () => {
    const { sub, roles, scopes } = DISHUB;
    expect(await propose([somebody()], {}, BPJSTK)).toMatchObject({ code: 'CHANGE_FORBIDDEN' });
    expect(await propose([somebody()], {}, { sub, roles, scopes })).toMatchObject({ code: 'CHANGE_FORBIDDEN' });
  });
});

describe('an idempotency key', () => {
  it('answers the same input as the first time, and adds nobody', async () => {
    const [who, idempotencyKey] = [somebody(), randomUUID()];
    const rows = [who, somebody({ name: '' })];
    const first = await propose(rows, { idempotencyKey });
    expect(await propose(rows, { idempotencyKey })).toEqual(first);
    expect(first.data).toMatchObject({ done: 1, refused: 1 });
  });

  it('sent twice at the same moment does it once', async () => {
    const [rows, idempotencyKey] = [[somebody()], randomUUID()];
    const [one, two] = await Promise.all([propose(rows, { idempotencyKey }), propose(rows, { idempotencyKey })]);
    expect(one).toEqual(two);
    expect(one.data.done).toBe(1);
  });

  it('is refused with another input, or by another caller', async () => {
    const [rows, idempotencyKey] = [[somebody()], randomUUID()];
    await propose(rows, { idempotencyKey });
    expect(await propose([somebody()], { idempotencyKey })).toMatchObject({ code: 'KEY_REUSED' });
    expect(await propose(rows, { idempotencyKey }, DINSOS)).toMatchObject({ code: 'KEY_REUSED' });
  });

  it('is a UUID', async () => {
    expect(await propose([somebody()], { idempotencyKey: 'mine' })).toMatchObject({ code: 'BAD_KEY' });
  });

  it('is kept without a value of the input', async () => {
    const [who, idempotencyKey] = [somebody(), randomUUID()];
    await propose([who], { idempotencyKey });
    const kept = await roster.store.client
      .db('sigap_workers')
      .collection<{ _id: string }>('change_requests')
      .findOne({ _id: idempotencyKey });
    for (const value of [who.nik, who.name, '81234567890']) expect(JSON.stringify(kept)).not.toContain(value);
  });
});
