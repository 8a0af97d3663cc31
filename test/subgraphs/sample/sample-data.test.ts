import { beforeAll, expect, test } from 'vitest';
import { documentsOf } from '../../../subgraphs/city/documents.ts';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { batchesOf, paymentsOf } from '../../../subgraphs/sample/funding.ts';
import { sampleMembers, type PlainMember } from '../../../subgraphs/sample/members.ts';
import type { SampleIdentity } from '../../../subgraphs/sample/people.ts';
import { sampleWorkers, verificationsOf, type PlainWorker } from '../../../subgraphs/sample/workers.ts';
import { MEMBERS, WORKERS } from '../../../subgraphs/sample/seed.ts';

let workers: PlainWorker[];
let members: PlainMember[];
const {
  agencies: { cities, districts, villages },
  groups: { groups },
  funding: { budgets },
} = documentsOf(readCity(KOTA_BEKASI));

function generate(workerCount: number, memberCount: number): { workers: PlainWorker[]; members: PlainMember[] } {
  const people = { villages, used: new Set<string>() };
  const identities: SampleIdentity[] = [];
  const workers = [...sampleWorkers(workerCount, people, identities)];
  return { workers, members: [...sampleMembers(memberCount, people, identities)] };
}

beforeAll(() => {
  ({ workers, members } = generate(WORKERS, MEMBERS));
});

const values = <Row>(rows: readonly Row[], field: (row: Row) => unknown): unknown[] =>
  [...new Set(rows.map(field))].sort();

test('there are 11,666 workers and 43,000 members, each with an id of their own', () => {
  expect(workers.length).toBe(11_666);
  expect(members.length).toBe(43_000);
  expect(new Set(workers.map(({ _id }) => _id)).size).toBe(11_666);
  expect(new Set(members.map(({ _id }) => _id)).size).toBe(43_000);
});

test('the sample is the same each time', () => {
  const again = generate(200, 400);
  expect(again.workers).toEqual(workers.slice(0, 200));
});

test('12 districts and 56 villages hold the people of the registry', () => {
  expect([districts.length, villages.length, cities[0]!.population]).toEqual([12, 56, 2_572_209]);
  expect(values(workers, ({ village }) => village).filter(Boolean).length).toBe(56);
  expect(villages.every(({ district }) => districts.some(({ _id }) => _id === district))).toBe(true);
});

test('every status, verdict, occupation and fault occurs', () => {
  expect(values(workers, ({ status }) => status)).toEqual([
    'ACTIVE',
    'DUPLICATE',
    'ELIGIBLE',
    'EXITED',
    'INELIGIBLE',
    'IN_ARREARS',
    'NEEDS_REPAIR',
    'PROPOSED',
    'REGISTERED',
    'SUSPENDED',
    'VERIFYING',
  ]);
  expect(values(workers, ({ exitReason }) => exitReason).length).toBe(10);
  expect(values(workers.flatMap(verificationsOf), ({ verdict }) => verdict)).toEqual([
    'EXPIRED',
    'MATCH',
    'MISMATCH',
    'NOT_FOUND',
    'PENDING',
  ]);
  expect(values(workers, ({ occupation }) => occupation)).toEqual([
    'BECAK',
    'CONSTRUCTION',
    'DAY_LABOURER',
    'DRIVER',
    'OJEK',
    'PKL',
  ]);
  expect(
    values(
      workers.flatMap(({ problems }) => problems),
      ({ code }) => code,
    ),
  ).toEqual(['DATE_IMPOSSIBLE', 'DUPLICATE_CANDIDATE', 'NAME_MISSPELT', 'NIK_LENGTH', 'VILLAGE_UNKNOWN']);
  expect(values(members, ({ group }) => group)).toEqual(groups.map(({ _id }) => _id).sort());
});

test('no NIK can be a real one: 16 digits, serial 0000', () => {
  const all = [...workers, ...members].flatMap(({ nik }) => nik ?? []);
  expect(all.every((nik) => /^\d{12}0000$/.test(nik))).toBe(true);
});

test('a few hundred people are in both programmes', () => {
  const niks = new Set(workers.map(({ nik }) => nik));
  const both = members.filter(({ nik }) => niks.has(nik)).length;
  expect(both).toBeGreaterThan(250);
  expect(both).toBeLessThan(400);
});

test('eligible deciles are 1 to 5', () => {
  const covered = workers.filter(({ status }) => status === 'ACTIVE');
  expect(covered.every(({ decileAtEnrolment }) => decileAtEnrolment!.decile <= 5)).toBe(true);
});

test('nothing happens after the day that the data stand at', () => {
  const days = workers.flatMap(({ history }) => history.map(({ on }) => on));
  expect(days.every((day) => day <= '2025-12-31')).toBe(true);
  expect(
    workers
      .flatMap(verificationsOf)
      .every(({ requestedOn, answeredOn }) => requestedOn <= '2025-12-31' && (answeredOn ?? '') <= '2025-12-31'),
  ).toBe(true);
});

test('three bills of 11,666 x 16,800 are paid up to the ceiling', () => {
  const batches = batchesOf(11_666);
  expect(batches.map(({ amount }) => amount)).toEqual([195_988_800n, 195_988_800n, 195_988_800n]);
  expect(paymentsOf(batches, budgets).reduce((sum, { amount }) => sum + (amount as bigint), 0n)).toBe(580_000_000n);
});
