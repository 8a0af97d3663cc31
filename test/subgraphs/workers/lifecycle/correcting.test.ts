import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldEncryption } from '../../../../subgraphs/data/field-encryption.ts';
import { DEVELOPMENT_KEYS } from '../../../../subgraphs/settings.ts';
import {
  bring,
  DINSOS,
  DISHUB,
  DISNAKER,
  pending,
  somebody,
  startRoster,
  VILLAGE,
  type Raw,
  type Roster,
} from './roster.ts';

let roster: Roster;
beforeAll(async () => void (roster = await startRoster()));
afterAll(() => roster.stop());

const FIELDS = `name nik phone birthDate occupation sector village { code } decileAtEnrolment { decile band } decileNow { decile }
  status version person { token } problems { code field raw }
  events { change from to on at by agency { code } version why corrections { field before after } }`;
const read = async (id: string, caller = DISNAKER): Promise<Raw> =>
  (await roster.ask(`query ($id: ID!) { worker(id: $id) { ${FIELDS} } }`, { id }, caller)).data.worker;
const correct = (worker: string, version: number, more: object) =>
  roster.change('correctRecord', DISNAKER, { worker, version, why: 'By the family card', ...more });

describe('a correction', () => {
  it('sets what is right, and keeps what stood there', async () => {
    const who = somebody();
    const { id, version } = await bring(roster, 'PROPOSED', who);
    const token = (await read(id)).person.token;
    const right = somebody({
      name: 'Budi  Susanto',
      phone: '+62 811 2233 4455',
      occupation: 'PKL',
      village: '32.75.02.1002',
    });
    const { name, nik, birthDate, phone, occupation, village } = right;
    const deciles = {
      decileAtEnrolment: { decile: 5, edition: '2025-Q4' },
      decileNow: { decile: 2, edition: '2026-Q1' },
    };
    expect(
      (await correct(id, version, { name, nik, birthDate, phone, occupation, village, ...deciles })).code,
    ).toBeUndefined();
    const after = await read(id);
    expect(after).toMatchObject({
      name: 'Budi Susanto',
      nik,
      birthDate,
      phone: '081122334455',
      occupation: 'PKL',
      sector: 'OTHER',
      village: { code: '32.75.02.1002' },
      decileAtEnrolment: { decile: 5, band: 'D5' },
      decileNow: { decile: 2 },
      status: 'PROPOSED',
      version: version + 1,
    });
    expect(after.person.token).not.toBe(token);
    expect(after.events[0]).toMatchObject({
      change: 'correctRecord',
      from: 'PROPOSED',
      to: 'PROPOSED',
      by: 'user:disnaker',
      agency: { code: 'DISNAKER' },
      version: version + 1,
      why: 'By the family card',
      corrections: [
        { field: 'name', before: who.name, after: 'Budi Susanto' },
        { field: 'nik', before: who.nik, after: nik },
        { field: 'phone', before: '081234567890', after: '081122334455' },
        { field: 'birthDate', before: who.birthDate, after: birthDate },
        { field: 'occupation', before: 'OJEK', after: 'PKL' },
        { field: 'village', before: VILLAGE, after: '32.75.02.1002' },
        { field: 'decileAtEnrolment', before: '3 (2025-Q4)', after: '5 (2025-Q4)' },
        { field: 'decileNow', before: '3 (2025-Q4)', after: '2 (2026-Q1)' },
      ],
    });
    const events = await roster.store.client
      .db('sigap_workers')
      .collection('worker_events')
      .find({ worker: id })
      .toArray();
    for (const value of [who.nik, nik, 'Budi', 'family card', '0811'])
      expect(JSON.stringify(events)).not.toContain(value);
  });

  it('counts the worker where they live now', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    const counts = async () => {
      await roster.workers.refresh();
      const { data } = await roster.ask(
        '{ _entities(representations: [{ __typename: "Village", code: "32.75.01.1001" }, { __typename: "Village", code: "32.75.03.1001" }]) { ... on Village { workerCount } } }',
      );
      return data._entities.map(({ workerCount }: Raw) => workerCount);
    };
    const [from, to] = await counts();
    await correct(id, version, { village: '32.75.03.1001' });
    expect(await counts()).toEqual([from - 1, to + 1]);
  });

  it('ends the fault of a field, and leaves those of others as they came', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    const seal = fieldEncryption(DEVELOPMENT_KEYS.encryptionKey);
    const problems = [
      { code: 'NAME_MISSPELT', field: 'name', raw: seal.encrypt('Bdui', `workers.problems.0:${id}`) },
      { code: 'DATE_IMPOSSIBLE', field: 'birthDate', raw: seal.encrypt('1985-02-30', `workers.problems.1:${id}`) },
    ];
    await roster.store.client
      .db('sigap_workers')
      .collection<{ _id: string }>('workers')
      .updateOne({ _id: id }, { $set: { problems } });
    await correct(id, version, { name: 'Budi Hartono' });
    expect((await read(id)).problems).toEqual([{ code: 'DATE_IMPOSSIBLE', field: 'birthDate', raw: '1985-02-30' }]);
  });

  it('is refused without a field, with what stands there already, and with what does not fit', async () => {
    const who = somebody();
    const [{ id, version }, other] = [await bring(roster, 'PROPOSED', who), somebody()];
    await bring(roster, 'PROPOSED', other);
    for (const [more, code] of [
      [{}, 'BAD_RECORD'],
      [{ name: who.name }, 'BAD_RECORD'],
      [{ village: '31.75.01.1001' }, 'BAD_RECORD'],
      [{ birthDate: '1999-01-01' }, 'BAD_RECORD'],
      [{ nik: '3275010101010001' }, 'BAD_RECORD'],
      [{ nik: other.nik, birthDate: other.birthDate }, 'ON_ROSTER'],
    ] as const) {
      const reply = await correct(id, version, more);
      expect(reply).toMatchObject({ code });
      for (const value of [who.name, other.nik]) expect(reply.message).not.toContain(value);
    }
    expect((await read(id)).version).toBe(version);
  });

  it('is refused for who has left', async () => {
    const { id, version } = await bring(roster, 'PROPOSED');
    await roster.change('exitWorker', DISNAKER, { worker: id, version, reason: 'OWN_REQUEST' });
    expect(await correct(id, version + 1, { name: 'Another Name' })).toMatchObject({ code: 'TRANSITION_REFUSED' });
  });
});

describe('the events of a worker', () => {
  it('tell the whole way, the newest first, to the owner of the roster', async () => {
    const { id } = await bring(roster, 'ACTIVE');
    const { events } = await read(id);
    expect(events.map(({ change, from, to }: Raw) => `${change}: ${from} ${to}`)).toEqual([
      'recordContributions: REGISTERED ACTIVE',
      'registerMembership: ELIGIBLE REGISTERED',
      'decideEligibility: VERIFYING ELIGIBLE',
      'answerVerification: VERIFYING VERIFYING',
      'requestVerification: PROPOSED VERIFYING',
      'proposeWorkers: null PROPOSED',
    ]);
    expect(events.map(({ by }: Raw) => by)).toEqual([
      'user:bpjstk',
      'user:bpjstk',
      'user:disnaker',
      'user:dinsos',
      'user:disnaker',
      'user:dishub',
    ]);
  });

  it('show another agency what it did itself and who proposed them', async () => {
    const { id, version } = await bring(roster, 'VERIFYING');
    await roster.change('answerVerification', DINSOS, {
      verification: (await pending(roster, id))[0],
      answer: 'MATCH',
    });
    await roster.change('requestVerification', DISNAKER, { worker: id, version, agencies: ['DISHUB'] });
    const seen = async (caller: typeof DISHUB) => (await read(id, caller)).events.map(({ change }: Raw) => change);
    expect(await seen(DISHUB)).toEqual(['proposeWorkers']);
    expect(await seen(DINSOS)).toEqual(['answerVerification', 'proposeWorkers']);
  });

  it('are at most 100', async () => {
    const { id, version } = await bring(roster, 'ACTIVE');
    const events = roster.store.client.db('sigap_workers').collection<{ _id: string }>('worker_events');
    const [one] = await events.find({ worker: id } as never).toArray();
    await events.insertMany(Array.from({ length: 120 }, (_, at) => ({ ...one!, _id: `more-${at}` })));
    await roster.change('suspend', DISNAKER, { worker: id, version, why: 'Under review' });
    const all = (await read(id)).events;
    expect(all).toHaveLength(100);
    expect(all[0].change).toBe('suspend');
  });
});
