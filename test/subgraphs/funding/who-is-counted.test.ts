/** Whom the money is counted for: everybody who was ever enrolled, and the descriptions say so; who is covered or paid for is counted apart. */
import { buildSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { subgraphSdl } from '../../../schema/compose.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

const CALLER: ClaimsSubject = { sub: 'auditor', roles: [], scopes: ['cell:exact', 'finance:read'], cells: 'exact' };
const VILLAGE = '32.75.01.1001';
const RATE = 16_800;

let store: TestStore;
const running = new Map<string, RunningSubgraph>();

/** Status, and how the insurer has them; null: not at all. */
const WORKERS = [
  ['PROPOSED', null],
  ['DUPLICATE', null],
  ['EXITED', 'CLOSED'],
  ['REGISTERED', 'PENDING'],
  ['ACTIVE', 'ACTIVE'],
] as const;
const MEMBERS = [
  ['ACTIVE', 'ACTIVE'],
  ['TERM_ENDED', 'CLOSED'],
] as const;

const membership = (insurerStatus: string | null) => insurerStatus && { insurerStatus, from: '2025-10-01', to: null };

beforeAll(async () => {
  store = await openTestStore();
  const insert = (name: string, collection: string, documents: object[]) =>
    store.client
      .db(`sigap_${name}`)
      .collection(collection)
      .insertMany(documents as Raw);
  const person = (at: number, status: string, insured: string | null) => ({
    status,
    token: `psr_${status}${at}`,
    village: VILLAGE,
    sector: 'OTHER',
    occupation: 'PKL',
    membership: membership(insured),
  });
  await insert(
    'workers',
    'workers',
    WORKERS.map(([status, insured], at) => ({ _id: `w${at}`, ...person(at, status, insured) })),
  );
  await insert('groups', 'groups', [{ _id: 'RT', name: 'RT', owner: 'BKPSDM', programme: 'NON_ASN' }]);
  await insert(
    'groups',
    'members',
    MEMBERS.map(([status, insured], at) => ({ _id: `m${at}`, group: 'RT', ...person(at, status, insured) })),
  );
  const codes = ['SIGAP', 'NON_ASN'];
  await insert(
    'funding',
    'programmes',
    codes.map((_id) => ({ _id, name: _id, funder: 'BPKAD', insurer: 'BPJSTK' })),
  );
  const budget = { year: 2025, accountCode: '5.1', from: '2025-10', to: '2025-12', ceiling: 1_000_000n };
  await insert(
    'funding',
    'budgets',
    codes.map((programme) => ({ _id: `B-${programme}`, programme, ...budget })),
  );
  const rate = { sector: 'OTHER', from: '2025-01', to: null, jkk: 10_000n, jkm: 6_800n, discountPercent: 0 };
  await insert('funding', 'contribution_rates', [{ _id: 'R', ...rate }]);
  for (const name of ['workers', 'groups', 'funding']) {
    const options = { mongodbUri: store.uri, port: null, recountEvery: 3_600_000, logLevel: 'silent' } as const;
    const subgraph = await startSubgraph(name, options);
    running.set(name, subgraph);
    await subgraph.refresh();
  }
});
afterAll(async () => {
  for (const subgraph of running.values()) await subgraph.stop();
  await store.close();
});

async function entity(name: string, representation: object, fields: string): Promise<Raw> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${(representation as Raw).__typename} ${fields} } }`;
  const { data, errors } = await running.get(name)!.execute({
    query,
    variables: { of: [representation] },
    claims: CALLER,
  });
  expect(errors).toBeUndefined();
  return (data as Raw)._entities[0];
}

const CITY = { __typename: 'City', code: '32.75' };

describe('the money of a programme', () => {
  it.each([
    ['SIGAP', WORKERS.length],
    ['NON_ASN', MEMBERS.length],
  ])('%s is counted for everybody who was ever enrolled, insured or not, gone or a duplicate', async (code, people) => {
    const programme = { __typename: 'Programme', code };
    const { workerSectors } = await entity('workers', programme, '{ workerSectors { sector count } }');
    const { memberCount } = await entity('groups', programme, '{ memberCount }');
    // A sector without a rate in these data has nobody.
    const counted = { memberCount, workerSectors: workerSectors.filter(({ count }: Raw) => count > 0) };
    const money = await entity(
      'funding',
      { ...programme, ...counted },
      '{ participants liability(from: "2025-10", to: "2025-12") { participants total } reconciliation(year: 2025) { participants liability billed } }',
    );
    expect(money).toMatchObject({
      participants: people,
      liability: { participants: people, total: people * RATE * 3 },
      reconciliation: { participants: people, liability: people * RATE * 3, billed: 0 },
    });
  });

  it('is not what covers somebody: that is counted apart', async () => {
    const workers = await entity('workers', CITY, '{ workerCount workersCovered { count } }');
    expect(workers).toMatchObject({ workerCount: WORKERS.length, workersCovered: { count: 1 } });
    const groups = await entity('groups', CITY, '{ memberCount membersCovered { count } }');
    expect(groups).toMatchObject({ memberCount: MEMBERS.length, membersCovered: { count: 1 } });
  });
});

const SDL = Object.fromEntries(['workers', 'groups', 'funding'].map((name) => [name, subgraphSdl(name)]));
function description(subgraph: string, coordinate: string): string {
  const [type, field] = coordinate.split('.') as [string, string];
  const schema = buildSchema(SDL[subgraph]!, { assumeValid: true, assumeValidSDL: true });
  const object = schema.getType(type);
  return (isObjectType(object) && object.getFields()[field]?.description) || '';
}

it.each([
  ['workers', 'Programme.workerSectors'],
  ['groups', 'Programme.memberCount'],
  ['funding', 'Programme.participants'],
  ['funding', 'Programme.liability'],
  ['funding', 'Programme.reconciliation'],
  ['funding', 'Liability.participants'],
  ['funding', 'LiabilitySector.participants'],
  ['funding', 'Reconciliation.participants'],
  ['funding', 'District.participants'],
  ['funding', 'Village.participants'],
])('%s says that %s is of everybody who was ever enrolled, in both languages', (subgraph, coordinate) => {
  expect(description(subgraph, coordinate).split(' / ')).toEqual([
    expect.stringContaining('ever enrolled'),
    expect.stringContaining('pernah didaftarkan'),
  ]);
});

it.each(['District.workerLiability', 'Village.workerLiability'])('%s says who is in it', (coordinate) => {
  expect(description('funding', coordinate)).toMatch(
    /not insured, have left or are duplicates.* \/ .*belum diasuransikan/,
  );
});
