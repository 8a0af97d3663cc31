/** Members of groups: enrolled and ended by the group's owner, once, with versions, events and counts. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { MEMBER_CHANGES, MEMBER_LIFE } from '../../../subgraphs/groups/lifecycle/transitions.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

const TODAY = '2026-03-10';
const VILLAGE = '32.75.01.1001';
const office = (agency: string | undefined, ...scopes: string[]): ClaimsSubject => ({
  sub: `user:${agency ?? 'nobody'}`,
  roles: [],
  scopes: ['person:read', ...scopes],
  cells: 'exact',
  agency,
});
const BKPSDM = office('BKPSDM', 'member:write');
const SETDA = office('SETDA', 'member:write');

let store: TestStore;
let groups: RunningSubgraph;

beforeAll(async () => {
  let looks = 0;
  store = await openTestStore();
  const rows = store.client.db('sigap_groups').collection<{ _id: string }>('groups');
  await rows.insertMany([
    { _id: 'NON_ASN_STAFF', name: 'Staff', owner: 'BKPSDM', programme: 'NON_ASN' },
    { _id: 'POSYANDU', name: 'Posyandu', owner: 'BKPSDM', programme: 'NON_ASN' },
    { _id: 'RT', name: 'RT', owner: 'SETDA', programme: 'NON_ASN' },
  ] as Raw);
  groups = await startSubgraph('groups', {
    mongodbUri: store.uri,
    port: null,
    recountEvery: 3_600_000,
    logLevel: 'silent',
    now: () => Date.parse(`${TODAY}T10:00:00+07:00`) + looks++,
  });
});
afterAll(async () => {
  await groups.stop();
  await store.close();
});

async function ask(query: string, variables: object = {}, claims: ClaimsSubject = BKPSDM) {
  const { data, errors } = await groups.execute({ query, variables: variables as Record<string, unknown>, claims });
  return { data: data as Raw, code: errors?.[0]?.extensions?.['code'], message: errors?.[0]?.message };
}

let born = 0;
function somebody(more: object = {}): Raw {
  const birthDate = new Date(Date.UTC(1980, 0, 1) + born++ * 86_400_000).toISOString().slice(0, 10);
  const [year, month, day] = [birthDate.slice(2, 4), birthDate.slice(5, 7), birthDate.slice(8)];
  const nik = `327501${day}${month}${year}0000`;
  const place = { group: 'NON_ASN_STAFF', unit: 'Kelurahan Bekasi Jaya', village: VILLAGE, termFrom: '2026-01-02' };
  return { name: 'Siti  Aminah', nik, birthDate, ...place, ...more };
}

const MEMBER = 'member { id status version termTo }';
const change = async (name: string, type: string, input: object, claims: ClaimsSubject) => {
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${MEMBER} } }`;
  const { data, ...rest } = await ask(query, { input: { idempotencyKey: randomUUID(), ...input } }, claims);
  return { ...rest, member: data?.[name]?.member as Raw };
};
const enrol = (who: object, claims = BKPSDM) => change('enrolMember', 'EnrolMemberInput', who, claims);
const end = (input: object, claims = BKPSDM) =>
  change('endTerm', 'EndServiceInput', { why: 'Term is over', ...input }, claims);
const exit = (input: object, claims = BKPSDM) =>
  change('exitMember', 'EndServiceInput', { why: 'Has resigned', ...input }, claims);

const correct = (input: object, claims = BKPSDM) =>
  change('correctMember', 'CorrectMemberInput', { why: 'By the family card', ...input }, claims);
const RECORD = `id name nik birthDate unit village { code } termFrom status version person { token }
  events { change from to on by version job why agency { code } corrections { field before after } }`;
const read = async (id: string): Promise<Raw> =>
  (await ask(`query ($id: ID!) { member(id: $id) { ${RECORD} } }`, { id })).data.member;

const count = async (): Promise<number> =>
  (await ask('{ group(kind: NON_ASN_STAFF) { memberCount } }')).data.group.memberCount;

const IMPORTER: ClaimsSubject = { ...BKPSDM, scopes: [...BKPSDM.scopes, 'import:write'] };
const COLUMNS = ['nik', 'name', 'birthDate', 'group', 'unit', 'termFrom', 'kpj', 'coverFrom', 'insurerStatus'];
/** Applies a file of one batch. */
async function importFile(rows: readonly string[][], columns = COLUMNS, claims = IMPORTER) {
  const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
  const begin = 'mutation ($input: BeginImportInput!) { beginMemberImport(input: $input) { id } }';
  const begun = await ask(begin, { input: { kind: 'MEMBERS', sha256, columns, pass: 'APPLY' } }, claims);
  const job = begun.data.beginMemberImport.id as string;
  const send = `mutation ($input: ImportRowsInput!) {
    importMemberRows(input: $input) { added changed same rejected { line reasons { code field } } } }`;
  const sent = rows.map((cells, at) => ({ line: at + 2, cells }));
  const { data } = await ask(send, { input: { job, pass: 'APPLY', from: 0, rows: sent } }, claims);
  const finish = 'mutation ($input: FinishImportInput!) { finishMemberImport(input: $input) { state } }';
  await ask(finish, { input: { job, pass: 'APPLY', rows: rows.length } }, claims);
  return { job, ...data.importMemberRows } as Raw;
}

describe('a card number', () => {
  const insured = (who: Raw, kpj: string, group = 'NON_ASN_STAFF'): string[] => [
    ...[who.nik, 'Siti Aminah', who.birthDate, group, 'Kelurahan Bekasi Jaya'],
    ...['2026-01-02', kpj, '2026-01-02', 'ACTIVE'],
  ];

  it('is one person’s, in whichever groups they serve', async () => {
    const [siti, ani] = [somebody(), somebody()];
    expect(await importFile([insured(siti, '61345678901')])).toMatchObject({ added: 1 });
    const setda = { ...IMPORTER, agency: 'SETDA' };
    expect(await importFile([insured(siti, '61345678901', 'RT')], COLUMNS, setda)).toMatchObject({ added: 1 });
    const taken = [{ line: 2, reasons: [{ code: 'KPJ_TAKEN', field: 'kpj' }] }];
    expect(await importFile([insured(ani, '61345678901')])).toMatchObject({ added: 0, rejected: taken });
    expect(await importFile([insured(ani, '61345678901', 'RT')], COLUMNS, setda)).toMatchObject({ rejected: taken });
  });
});

describe('a file', () => {
  it('leaves an event on whom it adds or changes, and another where that is taken back', async () => {
    const { nik, birthDate } = somebody();
    const columns = ['nik', 'name', 'birthDate', 'group', 'unit', 'status', 'termFrom'];
    const rest = ['Kelurahan Bekasi Jaya', 'ACTIVE', '2026-01-02'];
    const insured = [...columns, 'kpj', 'programmes', 'coverFrom', 'insurerStatus'];
    const first = await importFile([[nik, 'Siti Aminah', birthDate, 'NON_ASN_STAFF', ...rest]], columns);
    expect(first).toMatchObject({ added: 1 });
    const { nodes } = (await ask('{ members(first: 100) { nodes { id nik } } }')).data.members;
    const { id } = nodes.find((member: Raw) => member.nik === nik);
    const brought = {
      ...{ on: TODAY, by: 'user:BKPSDM', job: first.job, why: first.job, agency: { code: 'BKPSDM' } },
      ...{ change: 'import', from: null, to: 'ACTIVE', version: 1, corrections: [] },
    };
    expect((await read(id)).events).toEqual([brought]);
    const row = [nik, 'Siti Sari', birthDate, 'NON_ASN_STAFF', rest[0]!, 'SUSPENDED', '2026-01-05'];
    const { job, changed } = await importFile([[...row, '63345678901', 'JKK, JKM', '2026-01-05', 'ACTIVE']], insured);
    expect(changed).toBe(1);
    const all = [
      ['name', 'Siti Aminah', 'Siti Sari'],
      ['status', 'ACTIVE', 'SUSPENDED'],
      ['termFrom', '2026-01-02', '2026-01-05'],
      ['membership', null, 'JKK JKM 2026-01-05.. ACTIVE, -, 0'],
      ['kpj', null, '63345678901'],
    ] as const;
    const event = { on: TODAY, by: 'user:BKPSDM', job, why: job, agency: { code: 'BKPSDM' } };
    const imported = {
      ...event,
      ...{ change: 'import', from: 'ACTIVE', to: 'SUSPENDED', version: 2 },
      corrections: all.map(([field, before, after]) => ({ field, before, after })),
    };
    expect((await read(id)).events).toEqual([imported, brought]);
    const undo =
      'mutation ($input: UndoImportInput!) { undoMemberImport(input: $input) { state undone leftAlone left { line record why } } }';
    const { data } = await ask(undo, { input: { job } }, IMPORTER);
    expect(data.undoMemberImport).toEqual({ state: 'UNDONE', undone: 1, leftAlone: 0, left: [] });
    const taken = {
      ...event,
      ...{ change: 'undoImport', from: 'SUSPENDED', to: 'ACTIVE', version: 3 },
      corrections: all.map(([field, before, after]) => ({ field, before: after, after: before })),
    };
    const after = await read(id);
    expect(after).toMatchObject({ name: 'Siti Aminah', status: 'ACTIVE', termFrom: '2026-01-02' });
    expect(after.events).toEqual([taken, imported, brought]);
    const events = await store.client.db('sigap_groups').collection('member_events').find({ member: id }).toArray();
    for (const value of ['63345678901', 'Sari']) expect(JSON.stringify(events)).not.toContain(value);
    // The record has changed since the first file added it, there and back.
    const left = await ask(
      undo,
      { input: { job: first.job } },
      { ...IMPORTER, scopes: [...IMPORTER.scopes, 'person:read'] },
    );
    expect(left.data.undoMemberImport).toEqual({
      ...{ state: 'UNDONE', undone: 0, leftAlone: 1 },
      left: [{ line: 2, record: id, why: 'CHANGED_SINCE' }],
    });
  });
});

describe('an enrolment', () => {
  it('puts somebody in the group, sealed, with an event, and is counted within the second', async () => {
    await groups.refresh();
    const before = await count();
    const who = somebody();
    const { member } = await enrol(who);
    expect(member).toEqual({ id: expect.stringMatching(/^m-[a-z]{14}$/), status: 'ACTIVE', version: 1, termTo: null });
    const { data } = await ask(
      `query ($id: ID!) { member(id: $id) { name nik unit village { code } person { token }
        events { change from to on by version why agency { code } } } }`,
      { id: member.id },
    );
    expect(data.member).toMatchObject({ name: 'Siti Aminah', nik: who.nik, village: { code: VILLAGE } });
    expect(data.member.events).toEqual([
      {
        change: 'enrolMember',
        from: null,
        to: 'ACTIVE',
        on: TODAY,
        by: 'user:BKPSDM',
        version: 1,
        why: null,
        agency: { code: 'BKPSDM' },
      },
    ]);
    const kept = await store.client
      .db('sigap_groups')
      .collection<{ _id: string }>('members')
      .findOne({ _id: member.id });
    expect(JSON.stringify(kept)).not.toContain(who.nik);
    expect(kept).toMatchObject({ recordKey: expect.any(Number), district: '32.75.01' });
    await groups.refresh();
    expect(await count()).toBe(before + 1);
  });

  it('of who serves in the group is refused, in another group it is taken, and after the end again', async () => {
    const who = somebody();
    const { member } = await enrol(who);
    expect((await enrol(who)).code).toBe('ALREADY_MEMBER');
    expect((await enrol({ ...who, group: 'RT' }, SETDA)).code).toBeUndefined();
    await end({ member: member.id, version: 1 });
    expect((await enrol(who)).code).toBeUndefined();
  });

  it('of one person by two at once is made once', async () => {
    const who = somebody();
    const codes = (await Promise.all([enrol(who), enrol(who)])).map(({ code }) => code);
    expect(codes.toSorted()).toEqual(['ALREADY_MEMBER', undefined]);
  });

  it('sent again under its key is answered as the first time, under another input refused', async () => {
    const who = somebody({ idempotencyKey: randomUUID() });
    const first = await enrol(who);
    expect(await enrol(who)).toEqual(first);
    expect((await enrol({ ...who, unit: 'Another' })).code).toBe('KEY_REUSED');
  });

  it.each([
    ['a name with digits', { name: 'Siti 2' }],
    ['a NIK of another birth date', { birthDate: '1979-12-31' }],
    ['a NIK of no province', { nik: '9901010101800000', birthDate: '1980-01-01' }],
    ['a village that the city has not', { village: '31.71.01.1001' }],
    ['an empty unit', { unit: ' ' }],
    ['a unit with a number like a NIK', { unit: 'RT 3275010101010000' }],
    ['a unit that a spreadsheet would compute', { unit: '=A1' }],
    ['a term to come', { termFrom: '2026-03-11' }],
    ['a term before birth', { termFrom: '1970-01-01' }],
  ])('is refused for %s, and the message repeats nothing', async (_, more) => {
    const who = somebody(more);
    const { code, message } = await enrol(who);
    expect(code).toBe('BAD_RECORD');
    expect(message).not.toContain(who.nik);
  });

  it('is the owner’s alone', async () => {
    expect(await enrol(somebody(), SETDA)).toMatchObject({
      code: 'CHANGE_FORBIDDEN',
      message: expect.stringContaining('BKPSDM'),
    });
    for (const claims of [office('BKPSDM'), office(undefined, 'member:write')])
      expect((await enrol(somebody(), claims)).code).toBe('CHANGE_FORBIDDEN');
    expect((await enrol(somebody({ group: 'PKK' }))).code).toBe('GROUP_NOT_FOUND');
  });
});

describe('the end of service', () => {
  it.each([
    ['endTerm', end, 'TERM_ENDED'],
    ['exitMember', exit, 'EXITED'],
  ] as const)('by %s closes the membership, and tells why', async (name, ended, status) => {
    const { member } = await enrol(somebody());
    await store.client
      .db('sigap_groups')
      .collection<{ _id: string }>('members')
      .updateOne({ _id: member.id }, {
        $set: {
          membership: {
            kpj: Buffer.from('sealed'),
            programmes: ['JKK', 'JKM'],
            from: '2026-02-01',
            to: null,
            insurerStatus: 'ACTIVE',
            paidThrough: '2026-02',
            monthsInRow: 1,
          },
        },
      } as Raw);
    const { member: after } = await ended({ member: member.id, version: 1, on: '2026-03-01' });
    expect(after).toEqual({ id: member.id, status, version: 2, termTo: '2026-03-01' });
    const { data } = await ask(
      'query ($id: ID!) { member(id: $id) { membership { to insurerStatus } events { change from to on why } } }',
      { id: member.id },
    );
    expect(data.member.membership).toEqual({ to: '2026-03-01', insurerStatus: 'CLOSED' });
    expect(data.member.events).toHaveLength(2);
    expect(data.member.events[0]).toMatchObject({ change: name, from: 'ACTIVE', to: status, on: '2026-03-01' });
    expect(data.member.events[0].why).toMatch(/over|resigned/);
    expect((await end({ member: member.id, version: 2 })).code).toBe('TRANSITION_REFUSED');
  });

  it('of two at once is one, and the other is told the version', async () => {
    const { member } = await enrol(somebody());
    const both = await Promise.all([end({ member: member.id, version: 1 }), exit({ member: member.id, version: 1 })]);
    expect(both.map(({ code }) => code).toSorted()).toEqual(['RECORD_CHANGED', undefined]);
    expect(both.find(({ code }) => code === 'RECORD_CHANGED')!.message).toContain('it has version 2');
  });

  it.each([
    ['a day before the term', { on: '2026-01-01' }, 'RULE_REFUSED'],
    ['a day to come', { on: '2026-03-11' }, 'RULE_REFUSED'],
    ['no reason', { why: ' ' }, 'BAD_RECORD'],
    ['an old version', { version: 7 }, 'RECORD_CHANGED'],
  ])('is refused for %s, and changes nothing', async (_, more, code) => {
    const { member } = await enrol(somebody());
    expect((await end({ member: member.id, version: 1, ...more })).code).toBe(code);
    expect((await end({ member: member.id, version: 1 })).member.version).toBe(2);
  });

  it('of another owner’s member is answered as of one who is not there', async () => {
    const { member } = await enrol(somebody());
    expect((await end({ member: member.id, version: 1 }, SETDA)).code).toBe('MEMBER_NOT_FOUND');
    expect((await end({ member: 'm-none', version: 1 })).code).toBe('MEMBER_NOT_FOUND');
  });
});

describe('a correction', () => {
  it('sets what is right, and keeps what stood there, sealed', async () => {
    const [who, right] = [
      somebody(),
      somebody({ name: 'Siti  Aminah Sari', unit: 'Kelurahan  Duren Jaya', village: '32.75.02.1002' }),
    ];
    const { member } = await enrol(who);
    const { token } = (await read(member.id)).person;
    const { name, nik, birthDate, unit, village } = right;
    const termFrom = '2026-01-05';
    const input = { member: member.id, version: 1, name, nik, birthDate, unit, village, termFrom };
    expect((await correct(input)).member).toEqual({ id: member.id, status: 'ACTIVE', version: 2, termTo: null });
    const after = await read(member.id);
    expect(after).toMatchObject({ name: 'Siti Aminah Sari', nik, birthDate, termFrom, village: { code: village } });
    expect(after.unit).toBe('Kelurahan Duren Jaya');
    expect(after.person.token).not.toBe(token);
    expect(after.events[0]).toEqual({
      change: 'correctMember',
      job: null,
      from: 'ACTIVE',
      to: 'ACTIVE',
      on: TODAY,
      by: 'user:BKPSDM',
      version: 2,
      why: 'By the family card',
      agency: { code: 'BKPSDM' },
      corrections: [
        { field: 'name', before: 'Siti Aminah', after: 'Siti Aminah Sari' },
        { field: 'nik', before: who.nik, after: nik },
        { field: 'birthDate', before: who.birthDate, after: birthDate },
        { field: 'unit', before: who.unit, after: 'Kelurahan Duren Jaya' },
        { field: 'village', before: VILLAGE, after: village },
        { field: 'termFrom', before: who.termFrom, after: termFrom },
      ],
    });
    expect(after.events[1]).toMatchObject({ change: 'enrolMember', corrections: [] });
    const db = store.client.db('sigap_groups');
    const kept = [
      ...(await db.collection('member_events').find({ member: member.id }).toArray()),
      ...(await db.collection('change_requests').find({}).toArray()),
    ];
    expect(kept.length).toBeGreaterThan(2);
    for (const value of [who.nik, nik, 'Aminah', 'family card', 'Duren'])
      expect(JSON.stringify(kept)).not.toContain(value);
    const [raw] = await db
      .collection('members')
      .find({ _id: member.id } as Raw)
      .toArray();
    expect(JSON.stringify(raw)).not.toContain(nik);
  });

  it('counts the member where they live now, and gives the person to funding under the right NIK', async () => {
    const { member } = await enrol(somebody());
    const counts = async () => {
      await groups.refresh();
      const { data } = await ask(
        `{ _entities(representations: [{ __typename: "Village", code: "${VILLAGE}" }, { __typename: "Village", code: "32.75.03.1001" }]) {
          ... on Village { memberCount } } }`,
      );
      return data._entities.map(({ memberCount }: Raw) => memberCount as number);
    };
    const published = () => store.client.db('sigap_exchange').collection('groups_tokens').find().toArray();
    const [from, to] = await counts();
    const before = (await read(member.id)).person.token;
    expect(JSON.stringify(await published())).toContain(before);
    const { nik, birthDate } = somebody();
    await correct({ member: member.id, version: 1, village: '32.75.03.1001', nik, birthDate });
    expect(await counts()).toEqual([from! - 1, to! + 1]);
    const now = JSON.stringify(await published());
    expect(now).toContain((await read(member.id)).person.token);
    expect(now).not.toContain(before);
  });

  it('sent again under its key is answered as the first time, under another input refused', async () => {
    const { member } = await enrol(somebody());
    const input = { idempotencyKey: randomUUID(), member: member.id, version: 1, name: 'Siti Sari' };
    const first = await correct(input);
    expect(await correct(input)).toEqual(first);
    expect((await correct({ ...input, name: 'Another Name' })).code).toBe('KEY_REUSED');
    expect((await read(member.id)).events).toHaveLength(2);
  });

  it('of two at once is one, and the other is told the version', async () => {
    const { member } = await enrol(somebody());
    const names = ['Siti Sari', 'Siti Dewi'];
    const both = await Promise.all(names.map((name) => correct({ member: member.id, version: 1, name })));
    expect(both.map(({ code }) => code).toSorted()).toEqual(['RECORD_CHANGED', undefined]);
    expect(both.find(({ code }) => code === 'RECORD_CHANGED')!.message).toContain('it has version 2');
  });

  it('of a NIK that somebody in the group serves under is refused, in another group it is taken', async () => {
    const [other, wrong, setdas] = [somebody(), somebody(), somebody({ group: 'RT' })];
    await enrol(other);
    const { member } = await enrol(wrong);
    const { member: rt } = await enrol(setdas, SETDA);
    const { nik, birthDate } = other;
    const refused = await correct({ member: member.id, version: 1, nik, birthDate });
    expect(refused.code).toBe('ALREADY_MEMBER');
    expect(refused.message).not.toContain(nik);
    expect((await correct({ member: rt.id, version: 1, nik, birthDate }, SETDA)).code).toBeUndefined();
  });

  it('of a NIK says who else stands under the one from before, in whichever of the owner’s groups', async () => {
    const [wrong, right] = [somebody(), somebody()];
    const { member: staff } = await enrol(wrong);
    const { member: nurse } = await enrol({ ...wrong, group: 'POSYANDU' });
    const { member: elsewhere } = await enrol({ ...wrong, group: 'RT' }, SETDA);
    const query = `mutation ($input: CorrectMemberInput!) { correctMember(input: $input) {
      member { id } remaining { id group { kind } nik version } } }`;
    const input = { idempotencyKey: randomUUID(), member: staff.id, version: 1, why: 'By the family card' };
    const corrected = async (of: object) =>
      (await ask(query, { input: { ...input, ...of } })).data.correctMember.remaining as Raw[];
    const { nik, birthDate } = right;
    const left = [{ id: nurse.id, group: { kind: 'POSYANDU' }, nik: wrong.nik, version: 1 }];
    expect(await corrected({ nik, birthDate })).toEqual(left);
    // Sent again it says the same; then the other is corrected, and nobody of this owner is left.
    expect(await corrected({ nik, birthDate })).toEqual(left);
    const other = { idempotencyKey: randomUUID(), member: nurse.id };
    expect(await corrected({ ...other, nik, birthDate })).toEqual([]);
    expect(await read(elsewhere.id)).toBeNull();
    const raw = store.client.db('sigap_groups').collection<{ _id: string; version: number; token: string }>('members');
    expect((await raw.findOne({ _id: elsewhere.id }))!.version).toBe(1);
    expect((await raw.findOne({ _id: nurse.id }))!.token).toBe((await raw.findOne({ _id: staff.id }))!.token);
    const named = { idempotencyKey: randomUUID(), version: 2, name: 'Siti Dewi' };
    expect(await corrected(named)).toEqual([]);
  });

  it('of two records to one NIK at once is made once', async () => {
    const { nik, birthDate } = somebody();
    const { member: one } = await enrol(somebody());
    const { member: two } = await enrol(somebody());
    const both = await Promise.all([one, two].map(({ id }) => correct({ member: id, version: 1, nik, birthDate })));
    expect(both.map(({ code }) => code).toSorted()).toEqual(['ALREADY_MEMBER', undefined]);
  });

  it.each([
    ['no field', {}],
    ['what stands there', { name: 'Siti Aminah' }],
    ['a name with digits', { name: 'Siti 2' }],
    ['a birth date that is not in the NIK', { birthDate: '1979-12-31' }],
    ['a NIK of another birth date', { nik: '3275010101750001' }],
    ['a village that the city has not', { village: '31.71.01.1001' }],
    ['a unit with a number like a NIK', { unit: 'RT 3275010101010000' }],
    ['a term to come', { termFrom: '2026-03-11' }],
    ['a term before birth', { termFrom: '1970-01-01' }],
    ['no reason', { name: 'Siti Sari', why: ' ' }],
  ])('is refused for %s, repeats nothing and changes nothing', async (_, more: Raw) => {
    const { member } = await enrol(somebody());
    const { code, message } = await correct({ member: member.id, version: 1, ...more });
    expect(code).toBe('BAD_RECORD');
    for (const value of [more.name, more.nik, more.village, '3275010101010000'])
      if (value !== undefined) expect(message).not.toContain(value);
    expect(await read(member.id)).toMatchObject({ version: 1, events: [{ change: 'enrolMember' }] });
  });

  it('is the owner’s alone, of who serves, on the version they have seen', async () => {
    const { member } = await enrol(somebody());
    const input = { member: member.id, version: 1, name: 'Siti Sari' };
    expect((await correct(input, SETDA)).code).toBe('MEMBER_NOT_FOUND');
    expect((await correct({ ...input, member: 'm-none' })).code).toBe('MEMBER_NOT_FOUND');
    expect((await correct(input, office('BKPSDM'))).code).toBe('CHANGE_FORBIDDEN');
    expect((await correct(input, office(undefined, 'member:write'))).code).toBe('CHANGE_FORBIDDEN');
    expect((await correct({ ...input, version: 7 })).code).toBe('RECORD_CHANGED');
    await exit({ member: member.id, version: 1 });
    const { code, message } = await correct({ ...input, version: 2 });
    expect(code).toBe('TRANSITION_REFUSED');
    expect(message).not.toContain('Sari');
  });
});

it('the table has a row for each mutation, and nothing follows on an end', () => {
  expect(new Set(MEMBER_LIFE.transitions.map(({ change: name }) => name))).toEqual(
    new Set(Object.keys(MEMBER_CHANGES)),
  );
  expect([...MEMBER_LIFE.from('TERM_ENDED'), ...MEMBER_LIFE.from('EXITED')]).toEqual([]);
});
