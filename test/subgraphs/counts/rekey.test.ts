import { randomBytes } from 'node:crypto';
import type { Collection } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { keyName } from '../../../subgraphs/data/key-name.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

const OLD = randomBytes(32).toString('hex');
const NEW = randomBytes(32).toString('hex');

interface Row {
  _id: string;
  token: string | null;
  recordKey?: number;
  [field: string]: unknown;
}

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const members = (): Collection<Row> => store.client.db('sigap_groups').collection<Row>('members');
const about = () => store.client.db('sigap_groups').collection<{ _id: string; key?: string; next?: string }>('about');
const start = (recordKey: string): Promise<RunningSubgraph> =>
  startSubgraph('groups', {
    mongodbUri: store.uri,
    port: null,
    logLevel: 'silent',
    keys: { ...DEVELOPMENT_KEYS, recordKey },
  });
/** More than two portions; some without a person. */
const ids = Array.from({ length: 450 }, (_, at) => `m-${String(at).padStart(4, '0')}`);
const tokenOf = (id: string): string | null => (id.endsWith('7') ? null : `psr_${id}`);
const madeWith = (key: string, id: string): number => recordKeys(key, 'groups')(tokenOf(id) ?? id);
const kept = async (): Promise<(number | undefined)[]> =>
  (await members().find().sort({ _id: 1 }).toArray()).map(({ recordKey }) => recordKey);
const summed = async (): Promise<number> => {
  const [row] = await store.client
    .db('sigap_groups')
    .collection('summary')
    .aggregate<{ key: number }>([{ $unwind: '$cells' }, { $group: { _id: null, key: { $sum: '$cells.key' } } }])
    .toArray();
  return row?.key ?? 0;
};

describe('a change of RECORD_KEY', () => {
  beforeEach(async () => {
    await store.client.db('sigap_groups').dropDatabase();
    await (await start(OLD)).stop();
    await members().insertMany(
      ids.map((_id) => ({
        _id,
        token: tokenOf(_id),
        village: null,
        group: 'RT',
        status: 'ACTIVE',
        termFrom: '2025-01-01',
      })),
    );
    await (await start(OLD)).stop();
    expect(await kept()).toEqual(ids.map((id) => madeWith(OLD, id)));
  });

  it('makes every record key anew, counts everybody again, and needs the new key alone afterwards', async () => {
    const before = await summed();
    const subgraph = await start(`${NEW},${OLD}`);
    await expect.poll(async () => (await about().findOne({ _id: 'record-keys' }))?.next).toBeUndefined();
    await subgraph.refresh();
    await subgraph.stop();
    expect(await kept()).toEqual(ids.map((id) => madeWith(NEW, id)));
    expect(await summed()).not.toBe(before);
    await (await start(NEW)).stop();
    await expect(start(OLD)).rejects.toMatchObject({ code: 'OTHER_RECORD_KEY' });
  });

  it('goes on where it was cut off, and until then needs both', async () => {
    // As a run leaves it that was killed after its first portion.
    await about().updateOne({ _id: 'record-keys' }, { $set: { next: keyName(NEW) } });
    for (const _id of ids.slice(0, 200))
      await members().updateOne({ _id }, { $set: { recordKey: madeWith(NEW, _id) } });
    expect((await about().findOne({ _id: 'record-keys' }))?.next).toBeDefined();
    await expect(start(OLD)).rejects.toMatchObject({ code: 'OTHER_RECORD_KEY' });
    await expect(start(NEW)).rejects.toMatchObject({ code: 'OTHER_RECORD_KEY' });
    const subgraph = await start(`${NEW},${OLD}`);
    await expect.poll(kept).toEqual(ids.map((id) => madeWith(NEW, id)));
    await subgraph.stop();
  });

  it('is no accident: another key alone is refused, and changes nothing', async () => {
    await expect(start(NEW)).rejects.toMatchObject({ code: 'OTHER_RECORD_KEY' });
    expect(await kept()).toEqual(ids.map((id) => madeWith(OLD, id)));
  });
});
