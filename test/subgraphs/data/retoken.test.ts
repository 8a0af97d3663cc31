import { randomBytes } from 'node:crypto';
import type { Collection } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { likenesses } from '../../../subgraphs/workers/likeness.ts';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { cardTokens } from '../../../subgraphs/data/card-token.ts';
import { fieldEncryption } from '../../../subgraphs/data/field-encryption.ts';
import { personTokens } from '../../../subgraphs/data/person-token.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

const OLD = randomBytes(32).toString('hex');
const NEW = randomBytes(32).toString('hex');
const VILLAGE = '32.75.01.1001';

interface Row {
  _id: string;
  token: string | null;
  formerTokens?: string[];
  recordKey?: number;
  [field: string]: unknown;
}

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const collection = (name: 'workers' | 'members'): Collection<Row> =>
  store.client.db(name === 'workers' ? 'sigap_workers' : 'sigap_groups').collection<Row>(name);
const doubles = async (): Promise<string[]> =>
  (await store.client.db('sigap_funding').collection<{ _id: string }>('double_fundings').find().toArray())
    .map(({ _id }) => _id)
    .sort();
const start = (name: string, identityKey: string): Promise<RunningSubgraph> =>
  startSubgraph(name, {
    mongodbUri: store.uri,
    port: null,
    logLevel: 'silent',
    keys: { ...DEVELOPMENT_KEYS, identityKey },
  });
/** Starts all that know persons, counts, and stops them. */
async function through(identityKey: string): Promise<void> {
  const running = [];
  for (const name of ['workers', 'groups', 'funding']) running.push(await start(name, identityKey));
  for (const subgraph of running) await subgraph.refresh();
  for (const subgraph of running) await subgraph.stop();
}

const seal = fieldEncryption(DEVELOPMENT_KEYS.encryptionKey);
const nikOf = (number: number): string => `327501${String(4_107_900_000 + number)}`;
const token = (key: string, number: number): string => personTokens(key)(nikOf(number));

const kpjOf = (number: number): string => `25${String(100_000_000 + number)}`;
const card = (key: string, number: number): string => cardTokens(key)(kpjOf(number));
/** As memberships were kept before cards had tokens. */
const insured = (place: string, number: number) => ({ kpj: seal.encrypt(kpjOf(number), place), from: '2025-11-01' });
const cards = async (name: 'workers' | 'members') =>
  (await collection(name).find().sort({ _id: 1 }).toArray()).map(
    ({ membership }) => (membership as { cardToken?: string }).cardToken,
  );

/** More than one portion; the last has no valid NIK. */
const numbers = Array.from({ length: 620 }, (_, at) => at);
const LAST = numbers.at(-1)!;
const worker = (number: number): Row => {
  const _id = `w-${String(number).padStart(8, '0')}`;
  const nik = number === LAST ? null : seal.encrypt(nikOf(number), `workers.nik:${_id}`);
  const kept = { nik, token: nik && token(OLD, number), village: VILLAGE, district: '32.75.01', status: 'ACTIVE' };
  const life = { history: [], enrolledOn: '2025-11-05', batch: '2025-11', problems: [], verifiers: [], phone: null };
  const membership = insured(`workers.kpj:${_id}`, number);
  return {
    _id,
    name: 'Siti',
    birthDate: '1985-07-01',
    ...kept,
    membership,
    occupation: 'OJEK',
    sector: 'TRANSPORT',
    decileBand: 'UNKNOWN',
    ...life,
  };
};
const member = (number: number): Row => {
  const _id = `m-${String(number).padStart(8, '0')}`;
  const kept = { nik: seal.encrypt(nikOf(number), `members.nik:${_id}`), token: token(OLD, number), village: VILLAGE };
  const membership = insured(`members.kpj:${_id}`, number);
  return {
    _id,
    name: 'Siti',
    ...kept,
    membership,
    group: 'RT',
    unit: 'RT 001',
    status: 'ACTIVE',
    termFrom: '2025-01-01',
  };
};

describe('a change of IDENTITY_KEY', () => {
  beforeEach(async () => {
    for (const name of ['workers', 'groups', 'funding', 'exchange'])
      await store.client.db(`sigap_${name}`).dropDatabase();
    await through(OLD);
    await collection('workers').insertMany(numbers.map(worker));
    await collection('members').insertMany([member(1), member(2)]);
    await store.client.db('sigap_workers').collection('summary').deleteMany({});
    await store.client.db('sigap_groups').collection('summary').deleteMany({});
    await through(OLD);
    expect(await doubles()).toEqual([token(OLD, 1), token(OLD, 2)].sort());
  });

  it('gives everybody a token of the new key in every subgraph, so that who is funded twice is found as before', async () => {
    await through(`${NEW},${OLD}`);
    const rows = await collection('workers').find().sort({ _id: 1 }).toArray();
    expect(rows.map((row) => row.token)).toEqual(numbers.map((at) => (at === LAST ? null : token(NEW, at))));
    expect(rows.slice(0, 3).map((row) => row.formerTokens)).toEqual([0, 1, 2].map((at) => [token(OLD, at)]));
    expect(rows[0]!.recordKey).toBe(recordKeys(DEVELOPMENT_KEYS.recordKey, 'workers')(token(NEW, 0)));
    expect(await doubles()).toEqual([token(NEW, 1), token(NEW, 2)].sort());
    await through(NEW);
    await expect(start('workers', OLD)).rejects.toMatchObject({ code: 'OTHER_IDENTITY_KEY' });
  });

  it('gives every card a token of the new key, also that of who has no valid NIK; before, every card got its first', async () => {
    expect(await cards('workers')).toEqual(numbers.map((at) => card(OLD, at)));
    await through(`${NEW},${OLD}`);
    expect(await cards('workers')).toEqual(numbers.map((at) => card(NEW, at)));
    expect(await cards('members')).toEqual([card(NEW, 1), card(NEW, 2)]);
    expect(card(NEW, 1).slice(4)).not.toBe(personTokens(NEW)(kpjOf(1)).slice(4));
  });

  it('gives every likeness of name and birth date a hash of the new key', async () => {
    const hashes = async () => new Set((await collection('workers').find().toArray()).map((row) => row['likeness']));
    expect(await hashes()).toEqual(new Set([likenesses(OLD)('Siti', '1985-07-01')]));
    await through(`${NEW},${OLD}`);
    expect(await hashes()).toEqual(new Set([likenesses(NEW)('Siti', '1985-07-01')]));
  });

  it('begun once more writes nothing of what is done', async () => {
    await through(`${NEW},${OLD}`);
    const writes: string[] = [];
    const again = await startSubgraph('workers', {
      mongodbUri: store.uri,
      port: null,
      logLevel: 'silent',
      keys: { ...DEVELOPMENT_KEYS, identityKey: `${NEW},${OLD}` },
      onCommand: (command, name) => void (command === 'update' && writes.push(name)),
    });
    await again.stop();
    expect(writes).toContain('about');
    expect(writes).not.toContain('workers');
  });

  it('tells an auditor under which token somebody was known', async () => {
    const subgraph = await start('workers', `${NEW},${OLD}`);
    const query = `{ _entities(representations: [{ __typename: "Worker", id: "w-00000001" }]) { ... on Worker { formerTokens person { token } } } }`;
    const answer = (await subgraph.execute({ query } as never)) as { data: { _entities: unknown[] } };
    await subgraph.stop();
    expect(answer.data._entities).toEqual([{ formerTokens: [token(OLD, 1)], person: { token: token(NEW, 1) } }]);
  });

  it('is no accident: another key alone is refused, and changes nothing', async () => {
    for (const name of ['workers', 'groups'])
      await expect(start(name, NEW)).rejects.toMatchObject({ code: 'OTHER_IDENTITY_KEY' });
    expect((await collection('workers').findOne({ _id: 'w-00000001' }))!.token).toBe(token(OLD, 1));
  });

  it('answers nothing where a NIK cannot be opened, and goes on where it was cut off', async () => {
    await collection('workers').updateOne(
      { _id: 'w-00000610' },
      { $set: { nik: seal.encrypt(nikOf(610), 'workers.nik:another') } },
    );
    await expect(start('workers', `${NEW},${OLD}`)).rejects.toMatchObject({ code: 'SEALED_UNREADABLE' });
    await expect(start('workers', NEW)).rejects.toMatchObject({ code: 'OTHER_IDENTITY_KEY' });
    // Mended, the next start with both ends it.
    await collection('workers').updateOne(
      { _id: 'w-00000610' },
      { $set: { nik: seal.encrypt(nikOf(610), 'workers.nik:w-00000610') } },
    );
    await (await start('workers', `${NEW},${OLD}`)).stop();
    expect(await collection('workers').countDocuments({ formerTokens: { $size: 1 } })).toBe(LAST);
  });
});
