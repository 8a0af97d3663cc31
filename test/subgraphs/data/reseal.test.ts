import { randomBytes } from 'node:crypto';
import type { Binary, Collection } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fieldEncryption } from '../../../subgraphs/data/field-encryption.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

const OLD = randomBytes(32).toString('hex');
const NEW = randomBytes(32).toString('hex');
const NIK = '3275014107900000';

interface Row {
  _id: string;
  nik: Binary | Uint8Array | null;
  [field: string]: unknown;
}

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const workers = (): Collection<Row> => store.client.db('sigap_workers').collection<Row>('workers');
const about = () => store.client.db('sigap_workers').collection<{ _id: string; key?: string }>('about');
const start = (encryptionKey: string, name = 'workers'): Promise<RunningSubgraph> =>
  startSubgraph(name, {
    mongodbUri: store.uri,
    port: null,
    logLevel: 'silent',
    keys: { ...DEVELOPMENT_KEYS, encryptionKey },
  });

/** A worker with everything that is sealed. */
function worker(id: string, key: string): Row {
  const seal = fieldEncryption(key);
  return {
    _id: id,
    name: 'Siti Aminah',
    nik: seal.encrypt(NIK, `workers.nik:${id}`),
    phone: seal.encrypt('0800-1000', `workers.phone:${id}`),
    token: null,
    membership: { kpj: seal.encrypt('12345678901', `workers.kpj:${id}`), programmes: ['JKK'] },
    problems: [
      { code: 'NIK_LENGTH', field: 'nik', raw: seal.encrypt('327', `workers.problems.0:${id}`) },
      { code: 'NAME_MISSPELT', field: 'name', raw: seal.encrypt('Sti', `workers.problems.1:${id}`) },
    ],
    status: 'ACTIVE',
    occupation: 'OJEK',
    sector: 'TRANSPORT',
    enrolledOn: '2025-11-05',
    batch: '2025-11',
    village: null,
    district: null,
    decileBand: 'UNKNOWN',
    history: [],
    verifiers: [],
    recordKey: 1,
  };
}

/** @returns the sealed values of a worker, opened under one key alone */
async function openedWith(key: string, id: string): Promise<string[]> {
  const seal = fieldEncryption(key);
  const row = (await workers().findOne({ _id: id })) as never as {
    nik: Binary;
    phone: Binary;
    membership: { kpj: Binary };
    problems: { raw: Binary }[];
  };
  return [
    seal.decrypt(row.nik.buffer, `workers.nik:${id}`),
    seal.decrypt(row.phone.buffer, `workers.phone:${id}`),
    seal.decrypt(row.membership.kpj.buffer, `workers.kpj:${id}`),
    ...row.problems.map(({ raw }, at) => seal.decrypt(raw.buffer, `workers.problems.${at}:${id}`)),
  ];
}

const PLAIN = [NIK, '0800-1000', '12345678901', '327', 'Sti'];
const QUESTION =
  '{ _entities(representations: [{ __typename: "Worker", id: "w-1" }]) { ... on Worker { nik phone membership { kpj } problems { raw } } } }';
const ids = Array.from({ length: 250 }, (_, at) => `w-${at}`);

describe('a change of ENCRYPTION_KEY', () => {
  beforeEach(async () => {
    await store.client.db('sigap_workers').dropDatabase();
    await (await start(OLD)).stop();
    await workers().insertMany(ids.map((id) => worker(id, OLD)));
  });

  it('seals every value anew in the background, and the new key alone opens them afterwards', async () => {
    const kept = (await about().findOne({ _id: 'sealing' }))!.key;
    const subgraph = await start(`${NEW},${OLD}`);
    await expect.poll(async () => (await about().findOne({ _id: 'sealing' }))!.key).not.toBe(kept);
    for (const id of ids) expect(await openedWith(NEW, id)).toEqual(PLAIN);
    await expect(openedWith(OLD, 'w-1')).rejects.toThrow(/SEALED_UNREADABLE|sealed value/);
    await subgraph.stop();
    await (await start(NEW)).stop();
    await expect(start(OLD)).rejects.toMatchObject({ code: 'OTHER_KEY' });
  });

  it('answers from values of both keys meanwhile, and goes on where it was cut off', async () => {
    const half = await start(`${NEW},${OLD}`);
    await half.stop();
    const subgraph = await start(`${NEW},${OLD}`);
    const answer = (await subgraph.execute({ query: QUESTION } as never)) as { data: { _entities: unknown[] } };
    expect(answer.data._entities).toEqual([
      {
        nik: PLAIN[0],
        phone: PLAIN[1],
        membership: { kpj: PLAIN[2] },
        problems: [{ raw: PLAIN[3] }, { raw: PLAIN[4] }],
      },
    ]);
    await expect.poll(() => openedWith(NEW, ids.at(-1)!).catch(() => [])).toEqual(PLAIN);
    await subgraph.stop();
  });

  it('leaves a value that no key opens, and does not say that the key before may go', async () => {
    const kept = (await about().findOne({ _id: 'sealing' }))!.key;
    const strange = fieldEncryption(randomBytes(32).toString('hex')).encrypt(NIK, 'workers.nik:w-7');
    await workers().updateOne({ _id: 'w-7' }, { $set: { nik: strange } });
    const subgraph = await start(`${NEW},${OLD}`);
    await expect.poll(() => openedWith(NEW, ids.at(-1)!).catch(() => [])).toEqual(PLAIN);
    await subgraph.stop();
    expect((await about().findOne({ _id: 'sealing' }))!.key).toBe(kept);
    expect(Buffer.from(((await workers().findOne({ _id: 'w-7' }))!.nik as Binary).buffer)).toEqual(strange);
    // Neither key alone opens all there is until the change has ended.
    await expect(start(OLD)).rejects.toMatchObject({ code: 'OTHER_KEY' });
    await expect(start(NEW)).rejects.toMatchObject({ code: 'OTHER_KEY' });
    await (await start(`${NEW},${OLD}`)).stop();
  });

  it('refuses to start with a key that the data are not sealed under', async () => {
    await expect(start(NEW)).rejects.toMatchObject({ code: 'OTHER_KEY' });
    expect(await openedWith(OLD, 'w-1')).toEqual(PLAIN);
  });
});
