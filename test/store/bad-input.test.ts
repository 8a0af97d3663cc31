/** Input that breaks the protocol or a limit ends its own connection at most. */
import { connect } from 'node:net';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCUMULATORS } from '../../store/aggregate/accumulators.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { startStore } from '../../store/serve.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Sends bytes and waits until the store closes the connection. */
function sendAndWaitForClose(bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(store.port, '127.0.0.1', () => socket.write(bytes));
    socket
      .on('close', () => resolve())
      .on('error', () => undefined)
      .on('data', () => undefined);
    setTimeout(() => reject(new Error('the connection stayed open')), 5000).unref();
  });
}

function message(body: Buffer, code = 2013): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(code, 12);
  return Buffer.concat([head, body]);
}

test.each([
  ['a length of minus one', Buffer.from('ffffffff00000000000000000000000000', 'hex')],
  ['a length above 48 MB', Buffer.from('ffffff7f00000000000000000000000000', 'hex')],
  ['an unknown operation', message(Buffer.alloc(20), 999)],
  ['a document that is longer than its message', message(Buffer.from('0000000000ff00000000', 'hex'))],
  ['an unknown section', message(Buffer.from('0000000009050000000000', 'hex'))],
  [
    'a string that ends outside of its document',
    message(Buffer.from('0000000000120000000270696e6700ff0000006100000000', 'hex')),
  ],
])('closes on %s, and others go on', async (_name, bytes) => {
  await sendAndWaitForClose(bytes);
  expect(await store.client.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 });
});

test('a field named __proto__ is data', async () => {
  const collection = store.client.db('x').collection('proto');
  const document = JSON.parse('{"_id": 1, "__proto__": {"admin": true}, "constructor": 1}') as { _id: never };
  await collection.insertOne(document);
  await collection.updateOne({ _id: 1 as never }, { $set: JSON.parse('{"__proto__.more": 2}') as object });
  const found = (await collection.findOne(JSON.parse('{"__proto__.admin": true}') as object))!;
  expect(JSON.stringify(found)).toBe('{"_id":1,"__proto__":{"admin":true,"more":2},"constructor":1}');
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('nesting of 101 is refused with 15, and the connection stays open', async () => {
  let deep: object = {};
  for (let i = 0; i < 105; i += 1) deep = { a: deep };
  await expect(store.client.db('x').collection('deep').insertOne(deep)).rejects.toMatchObject({ code: 15 });
});

test('a host that is not loopback is refused', async () => {
  await expect(startStore({ folder: store.folder, port: 0, host: '0.0.0.0' as never })).rejects.toMatchObject({
    code: 72,
  });
});

test.each([
  ['an unknown command', { nope: 1 }, 59],
  ['a refused command', { mapReduce: 'a' }, 115],
  ['$where', { find: 'a', filter: { $where: '1' } }, 115],
  ['$text', { find: 'a', filter: { $text: { $search: 'x' } } }, 115],
  ['collation', { find: 'a', collation: { locale: 'id' } }, 115],
  ['change streams', { aggregate: 'a', pipeline: [{ $changeStream: {} }], cursor: {} }, 115],
  ['an unknown operator', { find: 'a', filter: { a: { $nope: 1 } } }, 2],
  ['a filter of the wrong type', { find: 'a', filter: 1 }, 14],
  ['a text index', { createIndexes: 'a', indexes: [{ key: { a: 'text' }, name: 'x' }] }, 115],
])('refuses %s with its code', async (_name, command, code) => {
  await store.client.db('x').collection('a').insertOne({});
  await expect(store.client.db('x').command(command)).rejects.toMatchObject({ code });
});

test('a pattern that tries too many ways to match ends with 51156, and other connections are answered meanwhile', async () => {
  const rows = store.client.db('x').collection<Document>('patterns');
  await rows.insertOne({ text: `${'a'.repeat(40)}!`, long: 'a'.repeat(100_000) });
  for (const text of [/(a+)+b/i, /^(\w+\s?)*$/])
    await expect(rows.findOne({ text })).rejects.toMatchObject({ code: 51156 });
  await expect(rows.aggregate([{ $match: { text: /(a|aa)+$/ } }]).toArray()).rejects.toMatchObject({ code: 51156 });
  await expect(rows.findOne({ long: /a+a+b/ })).rejects.toMatchObject({ code: 51156 });
  expect(await rows.countDocuments({ text: /^a+!$/ })).toBe(1);
  expect(await rows.countDocuments({ text: /.*aa.*!/ })).toBe(1);
});

const MANY = Array.from({ length: 130 }, (_none, i) => `n${i}`);

/** Accumulators that hold one value, however many they are given. Any other has to bound what it holds. */
const HOLD_ONE = new Set('$sum $avg $min $max $first $last $count'.split(' '));
/** An accumulator's argument by which it keeps whatever it may keep of `pad`. */
const keeping = (name: string): unknown => (name === '$count' ? {} : '$pad');

test.each(ACCUMULATORS)('what %s holds in memory is bounded, or is one value', async (name) => {
  const rows = store.client.db('x').collection<Document>('kept');
  await rows.replaceOne({ _id: 1 as never }, { pad: 'x'.repeat(1 << 20) }, { upsert: true });
  const folded = rows
    .aggregate([
      { $set: { i: MANY } },
      { $unwind: '$i' },
      { $set: { pad: { $concat: ['$pad', '$i'] } } },
      { $group: { _id: null, all: { [name]: keeping(name) } } },
    ])
    .toArray();
  if (HOLD_ONE.has(name)) expect(await folded).toHaveLength(1);
  else await expect(folded).rejects.toMatchObject({ code: 146 });
});

test("stages bound what they hold in memory, with MongoDB's error codes", async () => {
  const rows = store.client.db('x').collection<Document>('large');
  await rows.insertOne({ _id: 1, pad: 'x'.repeat(1 << 20) } as unknown as Document);
  const many = [{ $set: { i: MANY } }, { $unwind: '$i' }];
  const code = (...stages: Document[]): Promise<unknown> =>
    rows
      .aggregate([...many, ...stages])
      .toArray()
      .then(
        () => 0,
        (thrown: { code: number }) => thrown.code,
      );
  expect(await code({ $group: { _id: '$i', all: { $push: '$pad' } } })).toBe(292);
  expect(await code({ $sort: { i: -1 } })).toBe(292);
  expect(await code({ $facet: { all: [{ $match: {} }] } })).toBe(4031700);
  expect(await code({ $limit: 20 }, { $group: { _id: null, all: { $push: '$pad' } } })).toBe(10334);
  expect(await code({ $project: { i: 1 } }, { $facet: { n: [{ $count: 'n' }], first: [{ $limit: 1 }] } })).toBe(0);
});

test('an expression that would walk arrays for seconds is refused', async () => {
  const rows = store.client.db('x').collection<Document>('walked');
  await rows.insertOne({ _id: 1 } as unknown as Document);
  /** Walks the elements twice. */
  const result = (length: number): Promise<unknown> => {
    const input = { $concatArrays: [Array.from({ length }, (_none, i) => i)] };
    const x = { $sum: { $map: { input, in: { $add: ['$$this', 1] } } } };
    return rows
      .aggregate([{ $project: { _id: 0, x } }])
      .toArray()
      .catch((thrown: { code: number }) => thrown.code);
  };
  expect(await result(1000)).toEqual([{ x: 500_500 }]);
  expect(await result(300_000)).toBe(115);
  expect(await result(150_000)).toBe(115);
});
