import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { connectDatabase } from '../../../subgraphs/data/database.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { workerModels } from '../../../subgraphs/workers/models.ts';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

let graph: SampleGraph;

beforeAll(async () => {
  graph = await startSampleGraph();
}, FILL_MS);
afterAll(() => graph.stop());

const acting = (agency: string | undefined, scopes = ['person:read']): ClaimsSubject => ({
  sub: 'user:x',
  roles: ['verifier'],
  scopes,
  agency,
});
const EVERYBODY = acting(undefined, ['person:read', 'person:all-agencies']);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
async function ask(subgraph: string, claims: ClaimsSubject, query: string, variables = {}): Promise<any> {
  const { data, errors } = await graph.subgraphs.get(subgraph)!.execute({ query, variables, claims });
  expect(errors).toBeUndefined();
  return data;
}
const codes = (values: readonly string[]): string[] => [...new Set(values)].sort();

const PAGE =
  '{ workers(first: 100, sort: ID) { totalCount nodes { id occupation verifications { agency { code } } } } }';
interface Node {
  id: string;
  occupation: string;
  verifications: { agency: { code: string } }[];
}
const someWorker = async (claims: ClaimsSubject, occupation: string): Promise<string> =>
  (
    await ask(
      'workers',
      claims,
      `{ workers(first: 1, sort: ID, filter: { occupations: [${occupation}], statuses: [ACTIVE] }) { nodes { id } } }`,
    )
  ).workers.nodes[0].id as string;
const entity = async (subgraph: string, claims: ClaimsSubject, type: string, id: string): Promise<unknown> =>
  (
    await ask(subgraph, claims, `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { id } } }`, {
      r: [{ __typename: type, id }],
    })
  )._entities[0];

describe('a verifier', () => {
  const dishub = acting('DISHUB');

  it('sees the workers and verifications of their own agency, and counts no others', async () => {
    const { workers } = await ask('workers', dishub, PAGE);
    const nodes = workers.nodes as Node[];
    expect(codes(nodes.map(({ occupation }) => occupation))).toEqual(['BECAK', 'DRIVER']);
    expect(codes(nodes.flatMap(({ verifications }) => verifications.map(({ agency }) => agency.code)))).toEqual([
      'DISHUB',
    ]);
    const asked = await ask(
      'workers',
      EVERYBODY,
      '{ verifications(filter: { agencies: [DISHUB] }) { totalCount } all: workers { totalCount } }'.replace(
        'DISHUB',
        '"DISHUB"',
      ),
    );
    expect(workers.totalCount).toBe(asked.verifications.totalCount);
    expect(workers.totalCount).toBeGreaterThan(100);
    expect(workers.totalCount).toBeLessThan(asked.all.totalCount);
  });

  it('finds no other by id, by reference or by person, as if they did not exist', async () => {
    const other = await someWorker(EVERYBODY, 'OJEK');
    const own = await someWorker(dishub, 'DRIVER');
    expect(
      await ask(
        'workers',
        dishub,
        `{ forbidden: worker(id: "${other}") { id } absent: worker(id: "w-99999999") { id } own: worker(id: "${own}") { id } }`,
      ),
    ).toEqual({ forbidden: null, absent: null, own: { id: own } });
    expect(await Promise.all([other, 'w-99999999', own].map((id) => entity('workers', dishub, 'Worker', id)))).toEqual([
      null,
      null,
      { id: own },
    ]);
    const { worker } = await ask(
      'workers',
      EVERYBODY,
      `{ worker(id: "${other}") { person { token } verifications { id } } }`,
    );
    const enrolments = (claims: ClaimsSubject) =>
      ask('workers', claims, `{ person(token: "${worker.person.token}") { enrolments { id } } }`);
    expect((await enrolments(EVERYBODY)).person.enrolments).toContainEqual({ id: other });
    expect((await enrolments(dishub)).person.enrolments).toEqual([]);
    expect(await entity('workers', dishub, 'Verification', worker.verifications[0].id as string)).toBeNull();
  });

  it('finds no other through an area, a programme or another agency, whatever they filter by', async () => {
    const reach = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on District { workers(filter: { occupations: [OJEK] }) { totalCount nodes { id } } }
      ... on Village { workers(filter: { occupations: [OJEK] }) { totalCount nodes { id } } }
      ... on Programme { workers(filter: { occupations: [OJEK] }) { totalCount nodes { id } } }
      ... on Agency { verifications { totalCount nodes { id } } } } }`;
    const r = [
      { __typename: 'District', code: '32.75.01' },
      { __typename: 'Village', code: '32.75.01.1001' },
      { __typename: 'Programme', code: 'SIGAP' },
      { __typename: 'Agency', code: 'DINSOS' },
    ];
    const found = async (claims: ClaimsSubject): Promise<number[]> =>
      (
        (await ask('workers', claims, reach, { r }))._entities as Record<
          string,
          { totalCount: number; nodes: unknown[] }
        >[]
      ).map((one) => Object.values(one)[0]!.totalCount + Object.values(one)[0]!.nodes.length);
    expect(await found(dishub)).toEqual([0, 0, 0, 0]);
    for (const many of await found(EVERYBODY)) expect(many).toBeGreaterThan(0);
  });

  it("cannot continue from another caller's cursor", async () => {
    const { workers } = await ask('workers', EVERYBODY, '{ workers(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await graph.subgraphs.get('workers')!.execute({
      query: `{ workers(first: 1, after: "${workers.pageInfo.endCursor}") { nodes { id } } }`,
      claims: dishub,
    });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_CURSOR');
  });

  it('needs no more commands of the database than another caller', async () => {
    graph.commands.splice(0);
    await ask(
      'workers',
      dishub,
      '{ workers(first: 100) { nodes { id verifications { verdict worker { id } } person { token enrolments { id } } } } }',
    );
    expect(graph.commands).toEqual([
      'workers find workers',
      'workers find verifications',
      'workers find workers',
      'workers find workers',
    ]);
  });

  it('receives the same counts as everybody', async () => {
    const counts =
      '{ verificationFunnel { agency { code } } _entities(representations: [{ __typename: "City", code: "32.75" }]) { ... on City { workerCount coverage { total } } } }';
    expect(await ask('workers', dishub, counts)).toEqual(await ask('workers', EVERYBODY, counts));
  });
});

describe('a caller who acts for no agency', () => {
  it.each([
    ['nobody', acting(undefined, [])],
    ['the public', acting('DISHUB', [])],
    ['a reader without an agency', acting(undefined)],
    ['an agency that verifies nothing', acting('DINKES')],
  ])('%s sees no worker', async (_who, claims) => {
    expect(
      await ask('workers', claims, '{ workers { totalCount nodes { id } } verifications { totalCount } }'),
    ).toEqual({ workers: { totalCount: 0, nodes: [] }, verifications: { totalCount: 0 } });
  });
});

describe('an agency owner', () => {
  it('sees all of their own records: Disnaker the roster, an owner of groups their members', async () => {
    const all = (await ask('workers', EVERYBODY, PAGE)).workers.totalCount as number;
    expect((await ask('workers', acting('DISNAKER'), PAGE)).workers.totalCount).toBe(all);
    const kinds = async (agency: string): Promise<string[]> =>
      codes(
        (
          (await ask('groups', acting(agency), '{ members(first: 100, sort: ID) { nodes { group { kind } } } }'))
            .members.nodes as { group: { kind: string } }[]
        ).map(({ group }) => group.kind),
      );
    expect(await kinds('DISDIK')).toEqual(['TEACHER']);
    expect(await kinds('SETDA')).toEqual(['RT', 'RW']);
    expect(await kinds('DINSOS')).toEqual([]);
  });

  it('finds no member of another by id, by reference, by person or by group', async () => {
    const { members } = await ask(
      'groups',
      EVERYBODY,
      '{ members(first: 1, filter: { groups: [POSYANDU] }) { nodes { id person { token } } } }',
    );
    const { id, person } = members.nodes[0] as { id: string; person: { token: string } };
    const disdik = acting('DISDIK');
    const reach = `{ member(id: "${id}") { id } group(kind: POSYANDU) { members { totalCount } } _entities(representations: [{ __typename: "Person", token: "${person.token}" }]) { ... on Person { memberships { id } } } }`;
    expect(await ask('groups', disdik, reach)).toEqual({
      member: null,
      group: { members: { totalCount: 0 } },
      _entities: [{ memberships: [] }],
    });
    expect(await entity('groups', disdik, 'Member', id)).toBeNull();
    expect(await entity('groups', acting('DINKES'), 'Member', id)).toEqual({ id });
  });

  it('of the budgets sees who is paid for twice, and others see it of nobody', async () => {
    const { doubleFundings } = await ask(
      'funding',
      acting('BPKAD'),
      '{ doubleFundings(first: 1) { totalCount nodes { id person { token } } } }',
    );
    expect(doubleFundings.totalCount).toBeGreaterThan(0);
    const { id, person } = doubleFundings.nodes[0] as { id: string; person: { token: string } };
    const twice = async (claims: ClaimsSubject, token: string): Promise<unknown> =>
      (
        await ask(
          'funding',
          claims,
          `{ _entities(representations: [{ __typename: "Person", token: "${token}" }]) { ... on Person { fundedTwice } } }`,
        )
      )._entities[0].fundedTwice;
    expect([
      await twice(acting('BPKAD'), person.token),
      await twice(EVERYBODY, person.token),
      await twice(acting('DINSOS'), person.token),
      await twice(acting('DINSOS'), 'psr_none'),
    ]).toEqual([true, true, null, null]);
    expect(
      (await ask('funding', acting('DINSOS'), '{ doubleFundings { totalCount } }')).doubleFundings.totalCount,
    ).toBe(0);
    expect(await entity('funding', acting('DINSOS'), 'DoubleFunding', id)).toBeNull();
  });
});

describe('the agencies that verify a worker', () => {
  it('follow every write to their verifications', async () => {
    const connection = await connectDatabase(graph.mongodbUri, 'workers');
    const { Worker, Verification } = workerModels(
      connection,
      recountQueue(connection),
      recordKeys(DEVELOPMENT_KEYS.recordKey, 'workers'),
    );
    const [one, other] = (await Worker.find({ status: 'PROPOSED' }).sort({ _id: 1 }).limit(2).lean()).map(
      ({ _id }) => _id,
    ) as [string, string];
    const verifiers = async (): Promise<string[][]> =>
      Promise.all([one, other].map(async (_id) => [...(await Worker.findById(_id).lean())!.verifiers]));
    const row = (_id: string, worker: string, agency: string) => ({
      _id,
      worker,
      agency,
      verdict: 'PENDING',
      requestedOn: '2025-12-30',
      bucket: '00',
    });
    expect(await verifiers()).toEqual([[], []]);
    await new Verification(row('t-1', one, 'DISHUB')).save();
    await Verification.insertMany([row('t-2', one, 'DINSOS'), row('t-3', other, 'DINSOS')]);
    expect(await verifiers()).toEqual([['DINSOS', 'DISHUB'], ['DINSOS']]);
    await Verification.updateOne({ _id: 't-1' }, { $set: { agency: 'OJOL_1' } });
    expect(await verifiers()).toEqual([['DINSOS', 'OJOL_1'], ['DINSOS']]);
    await Verification.updateOne({ _id: 't-2' }, { $set: { worker: other } });
    expect(await verifiers()).toEqual([['OJOL_1'], ['DINSOS']]);
    await Verification.deleteMany({ _id: { $in: ['t-1', 't-2', 't-3'] } });
    expect(await verifiers()).toEqual([[], []]);
    await connection.close();
  });
});
