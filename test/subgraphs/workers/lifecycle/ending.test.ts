import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bring,
  BPJSTK,
  DINSOS,
  DISNAKER,
  pending,
  somebody,
  startRoster,
  TODAY,
  type Raw,
  type Roster,
} from './roster.ts';

let roster: Roster;
beforeAll(async () => void (roster = await startRoster()));
afterAll(() => roster.stop());

const FIELDS = `status version exitReason membership { to insurerStatus } verifications { verdict }
  history { status on } person { enrolments { id status } }`;
const read = async (id: string): Promise<Raw> =>
  (await roster.ask(`query ($id: ID!) { worker(id: $id) { ${FIELDS} } }`, { id })).data.worker;
const exit = (worker: string, version: number, reason: string, more: object = {}) =>
  roster.change('exitWorker', DISNAKER, { worker, version, reason, ...more });

describe('a suspension', () => {
  it.each(['REGISTERED', 'ACTIVE'] as const)('of who is %s ends with the same status', async (status) => {
    const { id, version } = await bring(roster, status);
    const suspended = await roster.change('suspend', DISNAKER, { worker: id, version, why: 'Under review' });
    expect(suspended.data.worker).toEqual({ id, status: 'SUSPENDED', version: version + 1 });
    const resumed = await roster.change('resume', DISNAKER, { worker: id, version: version + 1, why: 'Reviewed' });
    expect(resumed.data.worker).toEqual({ id, status, version: version + 2 });
  });

  it('of who is in arrears leads back into arrears', async () => {
    const { id, version } = await bring(roster, 'ACTIVE');
    await roster.change('recordContributions', BPJSTK, { rows: [{ worker: id, isLate: true }] });
    await roster.change('suspend', DISNAKER, { worker: id, version: version + 1, why: 'Under review' });
    const { data } = await roster.change('resume', DISNAKER, { worker: id, version: version + 2, why: 'Reviewed' });
    expect(data.worker.status).toBe('IN_ARREARS');
  });

  it('needs a status that can be suspended, a reason, and the owner of the roster', async () => {
    const { id, version } = await bring(roster, 'ELIGIBLE');
    const input = { worker: id, version, why: 'Under review' };
    expect(await roster.change('suspend', DISNAKER, input)).toMatchObject({ code: 'TRANSITION_REFUSED' });
    expect(await roster.change('resume', DISNAKER, input)).toMatchObject({ code: 'TRANSITION_REFUSED' });
    expect(await roster.change('suspend', DISNAKER, { ...input, why: ' ' })).toMatchObject({ code: 'BAD_RECORD' });
    expect(await roster.change('suspend', BPJSTK, input)).toMatchObject({ code: 'CHANGE_FORBIDDEN' });
  });
});

describe('the end of participation', () => {
  it.each(['DIED', 'BECAME_WAGE_EARNER', 'MOVED_OUT', 'BUDGET_ENDED', 'OWN_REQUEST', 'INVALID_DATA'])(
    'for %s closes the membership',
    async (reason) => {
      const { id, version } = await bring(roster, 'ACTIVE');
      expect((await exit(id, version, reason)).data.worker).toMatchObject({ status: 'EXITED' });
      expect(await read(id)).toMatchObject({
        status: 'EXITED',
        exitReason: reason,
        membership: { to: TODAY, insurerStatus: 'CLOSED' },
      });
    },
  );

  it('for DECILE_ROSE needs a newest decile above 5', async () => {
    const { id, version } = await bring(roster, 'ACTIVE');
    expect(await exit(id, version, 'DECILE_ROSE')).toMatchObject({ code: 'RULE_REFUSED' });
    const decileNow = { decile: 7, edition: '2026-Q1' };
    await roster.change('correctRecord', DISNAKER, { worker: id, version, why: 'New edition', decileNow });
    expect((await exit(id, version + 1, 'DECILE_ROSE')).data.worker.status).toBe('EXITED');
  });

  it('for OVER_AGE needs 65 years', async () => {
    const [young, old] = [
      await bring(roster, 'PROPOSED'),
      await bring(roster, 'PROPOSED', somebody({ birthDate: '1961-03-10', nik: '3275011003610000' })),
    ];
    expect(await exit(young.id, young.version, 'OVER_AGE')).toMatchObject({ code: 'RULE_REFUSED' });
    // The day before the birthday is too early.
    const early = somebody({ birthDate: '1961-03-11', nik: '3275011103610000' });
    const { id, version } = await bring(roster, 'PROPOSED', early);
    expect(await exit(id, version, 'OVER_AGE')).toMatchObject({ code: 'RULE_REFUSED' });
    expect((await exit(old.id, old.version, 'OVER_AGE')).data.worker.status).toBe('EXITED');
  });

  it('for DUPLICATE is a merger, which names both records', async () => {
    const { id, version } = await bring(roster, 'ACTIVE');
    expect(await exit(id, version, 'DUPLICATE')).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining('mergeDuplicates'),
    });
  });

  it('takes a day of the past, none before enrolment or to come', async () => {
    const { id, version } = await bring(roster, 'ACTIVE');
    for (const on of ['2026-03-09', '2026-03-11'])
      expect(await exit(id, version, 'DIED', { on })).toMatchObject({
        code: 'RULE_REFUSED',
        message: expect.stringContaining(`expected on from ${TODAY}, the enrolment, to ${TODAY}, got ${on}`),
      });
    expect((await exit(id, version, 'DIED', { on: TODAY })).code).toBeUndefined();
  });

  it('before cover began leaves a last day before the first: nobody was covered', async () => {
    const { id } = await bring(roster, 'ELIGIBLE');
    const rows = [{ worker: id, kpj: '59345678901', from: '2026-04-01' }];
    const { version } = (await roster.change('registerMembership', BPJSTK, { rows })).data.rows[0].worker;
    expect((await exit(id, version, 'DIED')).data.worker.status).toBe('EXITED');
    expect((await read(id)).membership).toEqual({ to: TODAY, insurerStatus: 'CLOSED' });
  });

  it('is the last month that falls due; once it is recorded nothing does, before it from the month of the first day', async () => {
    const due = async (month: string) => {
      const query = `{ workers(first: 100, filter: { contributionDueBy: "${month}" }) { nodes { id } } }`;
      return (await roster.ask(query)).data.workers.nodes.map((each: Raw) => each.id) as string[];
    };
    const { id, version } = await bring(roster, 'REGISTERED');
    expect([(await due('2026-02')).includes(id), (await due('2026-03')).includes(id)]).toEqual([false, true]);
    await exit(id, version, 'MOVED_OUT');
    for (const month of ['2026-03', '2026-04']) expect(await due(month)).not.toContain(id);
  });

  it('takes back what nobody has answered, and keeps what was answered', async () => {
    const { id, version } = await bring(roster, 'VERIFYING');
    await roster.change('answerVerification', DINSOS, {
      verification: (await pending(roster, id))[0],
      answer: 'MATCH',
    });
    await roster.change('requestVerification', DISNAKER, { worker: id, version, agencies: ['DISHUB'] });
    await exit(id, version + 1, 'MOVED_OUT');
    expect((await read(id)).verifications).toEqual([{ verdict: 'MATCH' }]);
  });

  it('is final, but for a new proposal of the same person', async () => {
    const who = somebody();
    const { id, version } = await bring(roster, 'ACTIVE', who);
    await exit(id, version, 'MOVED_OUT');
    expect(await exit(id, version + 1, 'DIED')).toMatchObject({
      code: 'TRANSITION_REFUSED',
      message: expect.stringContaining('from EXITED there is none'),
    });
    const again = await bring(roster, 'PROPOSED', who);
    expect((await read(again.id)).person.enrolments.map(({ status }: Raw) => status).sort()).toEqual([
      'EXITED',
      'PROPOSED',
    ]);
  });
});

describe('two records of one person', () => {
  /** Puts a second record of somebody on the roster, as files of two agencies would. */
  async function twins(one: 'PROPOSED' | 'ACTIVE', other: 'PROPOSED' | 'ACTIVE') {
    const [first, second] = [await bring(roster, one), await bring(roster, other)];
    const workers = roster.store.client.db('sigap_workers').collection<{ _id: string; token: string }>('workers');
    const { token } = (await workers.findOne({ _id: first.id }))!;
    await workers.updateOne({ _id: second.id }, { $set: { token } });
    return { first, second };
  }
  type Record = { id: string; version: number };
  const merge = (kept: Record, ended: Record, more: object = {}) =>
    roster.change('mergeDuplicates', DISNAKER, {
      kept: kept.id,
      keptVersion: kept.version,
      ended: ended.id,
      endedVersion: ended.version,
      why: 'One person',
      ...more,
    });

  it('are merged: one is kept, the other a duplicate of it', async () => {
    const { first, second } = await twins('ACTIVE', 'PROPOSED');
    expect((await merge(first, second)).data).toEqual({
      kept: { id: first.id, status: 'ACTIVE', version: first.version + 1 },
      ended: { id: second.id, status: 'DUPLICATE', exitReason: null },
    });
    const kept = await roster.store.client
      .db('sigap_workers')
      .collection<{ _id: string; duplicateOf?: string }>('workers')
      .findOne({ _id: second.id });
    expect(kept!.duplicateOf).toBe(first.id);
  });

  it('that are both insured: the other leaves as DUPLICATE, and each keeps its answers', async () => {
    const { first, second } = await twins('ACTIVE', 'ACTIVE');
    expect((await merge(first, second)).data.ended).toEqual({
      id: second.id,
      status: 'EXITED',
      exitReason: 'DUPLICATE',
    });
    expect(await read(second.id)).toMatchObject({
      membership: { insurerStatus: 'CLOSED' },
      verifications: [{ verdict: 'MATCH' }],
    });
    expect(await read(first.id)).toMatchObject({
      membership: { insurerStatus: 'ACTIVE' },
      verifications: [{ verdict: 'MATCH' }],
    });
  });

  it('are not merged so that cover ends, nor with another person, nor with itself, nor on an old version', async () => {
    const { first, second } = await twins('PROPOSED', 'ACTIVE');
    expect(await merge(first, second)).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining('ACTIVE'),
    });
    expect(await merge(first, await bring(roster, 'PROPOSED'))).toMatchObject({ code: 'RULE_REFUSED' });
    expect(await merge(first, first)).toMatchObject({ code: 'BAD_RECORD' });
    expect(await merge({ ...second, version: 1 }, first)).toMatchObject({ code: 'RECORD_CHANGED' });
    expect(await merge(second, { ...first, version: 9 })).toMatchObject({ code: 'RECORD_CHANGED' });
    expect((await merge(second, first)).data.ended.status).toBe('DUPLICATE');
  });
});
