/** What the store holds for its clients has one bound, whoever holds most gives way, and a neighbour is served meanwhile. */
import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { serialize } from 'bson';
import { Long, MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Shared } from '../../store/commands/request.ts';
import { HeldBytes } from '../../store/held-bytes.ts';
import { serveConnection } from '../../store/wire/connection.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

const LIMIT = 8 * 1024 * 1024;
let store: TestStore;
let neighbour: MongoClient;
const sockets: Socket[] = [];
beforeEach(async () => {
  store = await openTestStore({ heldLimit: LIMIT });
  neighbour = await new MongoClient(store.uri).connect();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await neighbour.close();
  await store.close();
});

async function held(): Promise<number> {
  const { metrics } = await neighbour.db('admin').command({ serverStatus: 1 });
  return (metrics as { heldForClients: number }).heldForClients;
}

/** A message of a command, as a driver sends it. */
function message(command: object, id = 7): Buffer {
  const body = serialize(command);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, body]);
}

async function client(): Promise<{ socket: Socket; received: () => Buffer; closed: () => boolean }> {
  const socket = connect(store.port, '127.0.0.1');
  sockets.push(socket);
  const chunks: Buffer[] = [];
  let closed = false;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined).on('close', () => (closed = true));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, received: () => Buffer.concat(chunks), closed: () => closed };
}

it('half messages of many connections: the largest is refused with 146 and closed, and a neighbour is served', async () => {
  const half = message({ insert: 'rows', $db: 'h', documents: [{ text: 'x'.repeat(3_000_000) }] }).subarray(
    0,
    2_000_000,
  );
  const clients = await Promise.all(Array.from({ length: 12 }, client));
  for (const { socket } of clients) {
    socket.write(half);
    await neighbour.db('h').collection('rows').insertOne({ of: 'a neighbour' });
  }
  await expect
    .poll(() => clients.filter(({ closed }) => closed()).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(8);
  expect(await held()).toBeLessThanOrEqual(LIMIT);
  expect(clients.filter(({ closed }) => !closed()).length).toBeGreaterThanOrEqual(1);
  const told = clients.map(({ received }) => received().toString('latin1')).filter((text) => text !== '');
  expect(told.length).toBeGreaterThan(0);
  for (const text of told) expect(text).toMatch(/ExceededMemoryLimit/);
  expect(await neighbour.db('h').collection('rows').countDocuments()).toBe(12);
});

it('many open cursors: the oldest of the connection that has most are closed, and the cursor of a neighbour stays', async () => {
  const rows = neighbour.db('h').collection('rows');
  await rows.insertMany(Array.from({ length: 10 }, (_none, i) => ({ i })));
  const own = rows.find().batchSize(2);
  await own.next();
  const greedy = await new MongoClient(store.uri, { maxPoolSize: 1 }).connect();
  const ids: Long[] = [];
  for (let i = 0; i < 600; i += 1) {
    const { cursor } = await greedy.db('h').command({ find: 'rows', batchSize: 1 });
    ids.push(Long.fromValue((cursor as { id: Long }).id));
  }
  expect(await held()).toBeLessThanOrEqual(LIMIT);
  const read = (id: Long): Promise<unknown> => greedy.db('h').command({ getMore: id, collection: 'rows' });
  await expect(read(ids[0]!)).rejects.toMatchObject({ code: 43 });
  expect(await read(ids.at(-1)!)).toMatchObject({ ok: 1 });
  expect(await own.toArray()).toHaveLength(9);
  await greedy.close();
});

it('a client that sends and does not read is owed one reply, and those of many are bounded', async () => {
  await neighbour
    .db('h')
    .collection('rows')
    .insertOne({ text: 'x'.repeat(3_000_000) });
  const clients = await Promise.all(Array.from({ length: 6 }, client));
  for (const { socket } of clients) {
    socket.pause();
    for (let i = 0; i < 50; i += 1) socket.write(message({ find: 'rows', $db: 'h' }, i));
  }
  for (let i = 0; i < 20; i += 1) {
    expect(await neighbour.db('h').collection('rows').countDocuments()).toBe(1);
    expect(await held()).toBeLessThanOrEqual(LIMIT);
  }
  for (const { socket } of clients) socket.resume();
  await expect.poll(() => clients.filter(({ closed }) => closed()).length, { timeout: 20_000 }).toBeGreaterThan(0);
});

it('a client that reads late gets every reply, and until then no more than one is held for it', async () => {
  await neighbour
    .db('h')
    .collection('rows')
    .insertOne({ text: 'x'.repeat(3_000_000) });
  const late = await client();
  late.socket.pause();
  for (let i = 0; i < 10; i += 1) late.socket.write(message({ find: 'rows', $db: 'h' }, i));
  await expect.poll(held, { timeout: 20_000 }).toBeGreaterThan(3_000_000);
  for (let i = 0; i < 20; i += 1) expect(await held()).toBeLessThan(4_000_000);
  late.socket.resume();
  await expect.poll(() => late.received().length, { timeout: 20_000 }).toBeGreaterThan(30_000_000);
  expect(late.closed()).toBe(false);
  await expect.poll(held).toBeLessThan(100_000);
});

it.each([
  ['a sort', [{ $sort: { text: 1 } }]],
  ['a group', [{ $group: { _id: '$_id', all: { $push: '$text' } } }]],
  [
    'a join',
    [{ $limit: 1 }, { $lookup: { from: 'big', localField: 'of', foreignField: 'of', as: 'all' } }, { $unwind: '$all' }],
  ],
  ['a facet', [{ $facet: { all: [] } }, { $unwind: '$all' }]],
])('what %s keeps for an open cursor is counted, and given back when the cursor is closed', async (_what, pipeline) => {
  const big = neighbour.db('h').collection('big');
  await big.insertMany(Array.from({ length: 150 }, (_none, i) => ({ i, of: 1, text: 'x'.repeat(20_000) })));
  const before = await held();
  const open = [];
  for (let i = 0; i < 8; i += 1) {
    const cursor = big.aggregate(pipeline, { batchSize: 1 });
    await cursor.next();
    open.push(cursor);
  }
  const during = await held();
  expect(during - before).toBeGreaterThan(3_000_000);
  expect(during).toBeLessThanOrEqual(LIMIT);
  // The oldest gave way.
  await expect(open[0]!.toArray()).rejects.toMatchObject({ code: 43 });
  expect(await open.at(-1)!.toArray()).toHaveLength(149);
  for (const cursor of open) await cursor.close();
  await expect.poll(held).toBe(before);
});

/** What is in use after everything else was collected. */
function inUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it('a message that arrives byte by byte holds little more than its bytes', async () => {
  const bytes = 300_000;
  const socket = new EventEmitter();
  const shared = { held: new HeldBytes(), connections: 0 } as Shared;
  serveConnection(Object.assign(socket, { setNoDelay: () => undefined }) as unknown as Socket, shared, undefined);
  const before = inUse();
  const size = Buffer.alloc(4);
  size.writeInt32LE(40_000_000);
  socket.emit('data', size);
  for (let i = 0; i < bytes; i += 1) socket.emit('data', Buffer.alloc(1));
  // What is freed goes a little later.
  await expect.poll(() => inUse() - before, { timeout: 10_000 }).toBeLessThan(10 * bytes);
  expect(shared.held.total).toBe(bytes + 4);
});

it('a message that arrives byte by byte is read as one', async () => {
  const { socket, received } = await client();
  socket.setNoDelay(true);
  for (const byte of message({ insert: 'slow', documents: [{ _id: 1 }], $db: 'h' })) {
    socket.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => received().length).toBeGreaterThan(21);
  expect(await neighbour.db('h').collection('slow').countDocuments()).toBe(1);
});
