import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, DINSOS, DISHUB, DISNAKER, pending, somebody, startRoster, TODAY, type Roster } from './roster.ts';

let roster: Roster;
beforeAll(async () => void (roster = await startRoster()));
afterAll(() => roster.stop());

const request = (worker: string, version: number, agencies = ['DINSOS'], caller = DISNAKER) =>
  roster.change('requestVerification', caller, { worker, version, agencies });
const answer = (verification: string, given: string, caller = DINSOS) =>
  roster.change('answerVerification', caller, { verification, answer: given });
const decide = (worker: string, version: number, decision: string, why?: string) =>
  roster.change('decideEligibility', DISNAKER, { worker, version, decision, why });

describe('the event of an answer', () => {
  it('says what the agency found, to the agency and to the roster’s owner', async () => {
    const { id } = await bring(roster, 'VERIFYING');
    await answer((await pending(roster, id))[0]!, 'MISMATCH');
    const query = 'query ($id: ID!) { worker(id: $id) { events { change verdict job } } }';
    for (const caller of [DISNAKER, DINSOS]) {
      const { data } = await roster.ask(query, { id }, caller);
      expect(data.worker.events[0]).toEqual({ change: 'answerVerification', verdict: 'MISMATCH', job: null });
    }
  });
});

describe('a request for verification', () => {
  it('makes the worker visible to the agency, and counts in its funnel', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    const asked = async () => {
      await roster.workers.refresh();
      const { data } = await roster.ask('{ verificationFunnel { agency { code } asked pending } }');
      return (
        data.verificationFunnel.find((row: { agency: { code: string } }) => row.agency.code === 'DINSOS') ?? {
          asked: 0,
          pending: 0,
        }
      );
    };
    const before = await asked();
    const { data } = await request(id, version);
    expect(data.worker).toEqual({ id, status: 'VERIFYING', version: version + 1 });
    const seen = await roster.ask(
      'query ($id: ID!) { worker(id: $id) { verifications { verdict requestedOn } } }',
      { id },
      DINSOS,
    );
    expect(seen.data.worker.verifications).toEqual([{ verdict: 'PENDING', requestedOn: TODAY }]);
    expect(await asked()).toMatchObject({ asked: before.asked + 1, pending: before.pending + 1 });
  });

  it('is refused while the agency has yet to answer, and for what is no list of agencies', async () => {
    const { id, version } = await bring(roster, 'VERIFYING');
    expect(await request(id, version)).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining('DINSOS'),
    });
    for (const agencies of [[], ['DISHUB', 'DISHUB'], ['nobody']])
      expect(await request(id, version, agencies)).toMatchObject({ code: 'BAD_RECORD' });
    expect((await request(id, version, ['DISHUB'])).data.worker.status).toBe('VERIFYING');
  });

  it('is for agencies that verify, as far as the copy of the agencies says', async () => {
    const copy = roster.store.client
      .db('sigap_workers')
      .collection<{ _id: string; roles: string[] }>('reference_agencies');
    await copy.insertMany([
      { _id: 'DINSOS', roles: ['VERIFIER'] },
      { _id: 'BPKAD', roles: ['FUNDER'] },
    ]);
    const { id, version } = await bring(roster, 'PROPOSED');
    for (const code of ['BPKAD', 'DISHUB'])
      expect(await request(id, version, [code])).toMatchObject({ code: 'BAD_RECORD' });
    expect((await request(id, version, ['DINSOS'])).code).toBeUndefined();
    await copy.deleteMany({});
  });

  it('is made again of who is eligible, where an answer has expired', async () => {
    const { id, version } = await bring(roster, 'ELIGIBLE');
    const { data } = await request(id, version);
    expect(data.worker.status).toBe('VERIFYING');
    await answer((await pending(roster, id))[0]!, 'MATCH');
    expect((await decide(id, data.worker.version, 'ELIGIBLE')).data.worker.status).toBe('ELIGIBLE');
  });

  it('is refused by a stale version, which it names, and for who is not there', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    expect(await request(id, version + 1)).toMatchObject({
      code: 'RECORD_CHANGED',
      message: expect.stringContaining(`it has version ${version}`),
    });
    expect(await request('w-nobody', 1)).toMatchObject({ code: 'WORKER_NOT_FOUND' });
  });

  it('of two at once one wins, and the other is told the version that there is', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    const replies = await Promise.all([request(id, version, ['DINSOS']), request(id, version, ['DISHUB'])]);
    const [won, lost] = replies.toSorted((a) => (a.code === undefined ? -1 : 1));
    expect(won!.data.worker.version).toBe(version + 1);
    expect(lost).toMatchObject({ code: 'RECORD_CHANGED', message: expect.stringContaining(`version ${version + 1}`) });
    expect(await pending(roster, id)).toHaveLength(1);
  });

  it('is for the owner of the roster', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    expect(await request(id, version, ['DINSOS'], DISHUB)).toMatchObject({ code: 'CHANGE_FORBIDDEN' });
    const owner = { ...DISHUB, scopes: DISNAKER.scopes };
    expect(await request(id, version, ['DINSOS'], owner)).toMatchObject({
      code: 'CHANGE_FORBIDDEN',
      message: expect.stringContaining('DISNAKER'),
    });
  });
});

describe('an answer', () => {
  it('is the agency’s that was requested, once, and holds 180 days', async () => {
    const { id } = await bring(roster, 'VERIFYING');
    const [verification] = await pending(roster, id);
    expect(await answer(verification!, 'MATCH', DISHUB)).toMatchObject({ code: 'VERIFICATION_NOT_FOUND' });
    expect(await answer('v-nothing', 'MATCH')).toMatchObject({ code: 'VERIFICATION_NOT_FOUND' });
    expect((await answer(verification!, 'MATCH')).data.verification).toEqual({
      id: verification,
      verdict: 'MATCH',
      answeredOn: TODAY,
      expiresOn: '2026-09-06',
    });
    expect(await answer(verification!, 'MISMATCH')).toMatchObject({ code: 'RECORD_CHANGED' });
  });

  it('of two clerks of one agency one wins', async () => {
    const { id } = await bring(roster, 'VERIFYING');
    const [verification] = await pending(roster, id);
    const replies = await Promise.all([answer(verification!, 'MATCH'), answer(verification!, 'NOT_FOUND')]);
    expect(replies.map(({ code }) => code).sort()).toEqual(['RECORD_CHANGED', undefined]);
  });
});

describe('a decision', () => {
  it('waits for every answer', async () => {
    const { id, version } = await bring(roster, 'VERIFYING');
    for (const decision of ['ELIGIBLE', 'INELIGIBLE'])
      expect(await decide(id, version, decision, 'Known')).toMatchObject({
        code: 'RULE_REFUSED',
        message: expect.stringContaining('these agencies answer: DINSOS'),
      });
  });

  it.each(['MISMATCH', 'NOT_FOUND'])('is not ELIGIBLE where an agency has answered %s', async (given) => {
    const { id, version } = await bring(roster, 'VERIFYING');
    await answer((await pending(roster, id))[0]!, given);
    expect(await decide(id, version, 'ELIGIBLE')).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining(`it has answered ${given}`),
    });
    const asked = (await decide(id, version, 'NEEDS_REPAIR', 'Another name')).data.worker;
    expect(asked.status).toBe('NEEDS_REPAIR');
    // Of each agency the last answer counts.
    const again = (await request(id, asked.version)).data.worker;
    await answer((await pending(roster, id))[0]!, 'MATCH');
    expect((await decide(id, again.version, 'ELIGIBLE')).data.worker.status).toBe('ELIGIBLE');
  });

  it.each([
    ['the decile is above 5', { decile: { decile: 6, edition: '2025-Q4' } }, 'decile is 1 to 5'],
    ['no decile is known', { decile: null }, 'decile is known'],
    ['they are 65', { birthDate: '1961-03-10', nik: '3275011003610000' }, '15 to 64'],
    ['they are 14', { birthDate: '2011-03-11', nik: '3275011103110000' }, '15 to 64'],
  ])('is not ELIGIBLE where %s', async (_why, more, rule) => {
    const { id, version } = await bring(roster, 'VERIFYING', somebody(more));
    await answer((await pending(roster, id))[0]!, 'MATCH');
    expect(await decide(id, version, 'ELIGIBLE')).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining(rule),
    });
    expect((await decide(id, version, 'INELIGIBLE', 'By the rules')).data.worker.status).toBe('INELIGIBLE');
  });

  it('that a record needs repair takes back what nobody has answered, so that it can be requested again', async () => {
    const { id, version } = await bring(roster, 'VERIFYING');
    const sent = await decide(id, version, 'NEEDS_REPAIR', 'Another name');
    expect(await pending(roster, id)).toEqual([]);
    await request(id, sent.data.worker.version);
    expect(await pending(roster, id)).toHaveLength(1);
  });

  it('makes one record of a person eligible, and names what is to be done with the other', async () => {
    const who = somebody();
    await bring(roster, 'ELIGIBLE', who);
    // Proposed by an agency that may not see the first.
    const other = { ...DISHUB, sub: 'user:diskopukm', agency: 'DISKOPUKM' };
    const { data } = await roster.change('proposeWorkers', other, { rows: [who] });
    const { id } = data.rows[0].worker;
    await request(id, data.rows[0].worker.version);
    await answer((await pending(roster, id))[0]!, 'MATCH');
    expect(await decide(id, 2, 'ELIGIBLE')).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining('mergeDuplicates'),
    });
    expect((await decide(id, 2, 'INELIGIBLE', 'Twice')).data.worker.status).toBe('INELIGIBLE');
  });

  it('against somebody states why, without a number that may be a person’s', async () => {
    const { id, version } = await bring(roster, 'VERIFYING');
    expect(await decide(id, version, 'NEEDS_REPAIR')).toMatchObject({ code: 'RULE_REFUSED' });
    const told = await decide(id, version, 'NEEDS_REPAIR', 'It is 3275 0101 0101 0001');
    expect(told).toMatchObject({ code: 'BAD_RECORD' });
    expect(told.message).not.toContain('3275');
  });

  it('cannot follow on a proposal, and says what can', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    expect(await decide(id, version, 'ELIGIBLE')).toMatchObject({
      code: 'TRANSITION_REFUSED',
      message: expect.stringMatching(/from PROPOSED there is requestVerification \(VERIFYING\)/),
    });
  });
});
