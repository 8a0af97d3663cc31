/** What a command states is honoured or refused with MongoDB's own code, on every server of servers.ts: concerns, fields, validation, partial filters, names. */
import { Timestamp, type Db, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTo, servers, type Connected } from './servers.ts';

type Case = readonly [name: string, command: Document, code?: number];

const insert = (more: Document = {}): Document => ({ insert: 'rows', documents: [{}], ...more });
const update = (more: Document = {}): Document => ({
  update: 'rows',
  updates: [{ q: { _id: 9 }, u: { $set: { a: 1 } }, ...more }],
});
const remove = (more: Document = {}): Document => ({ delete: 'rows', deletes: [{ q: { _id: 9 }, limit: 1, ...more }] });
const findAndModify = { findAndModify: 'rows', query: { _id: 9 }, update: { $set: { a: 1 } } };
const aggregate = { aggregate: 'rows', pipeline: [], cursor: {} };
const createIndexes = (name: string, more: Document = {}): Document => ({
  createIndexes: 'rows',
  indexes: [{ key: { [name]: 1 }, name, ...more }],
});

const unknownFields: Case[] = [
  { find: 'rows' },
  aggregate,
  { count: 'rows' },
  { distinct: 'rows', key: 'a' },
  insert(),
  update(),
  remove(),
  findAndModify,
  { create: 'more' },
  { drop: 'more' },
  { dropDatabase: 1 },
  createIndexes('a'),
  { dropIndexes: 'rows', index: '*' },
  { listIndexes: 'rows' },
  { listCollections: 1 },
  { ping: 1 },
  { endSessions: [] },
  { refreshSessions: [] },
  { killCursors: 'rows', cursors: [] },
  { connectionStatus: 1 },
  { explain: { find: 'rows' } },
].map((command): Case => [`an unknown field of ${Object.keys(command)[0]!}`, { ...command, unknown: 1 }, 40415]);

const parts: Case[] = [
  ['an unknown field of an update', update({ unknown: 1 }), 40415],
  ['the sort of an update', update({ sort: { a: 1 } }), 40415],
  ['an unknown field of a delete', remove({ unknown: 1 }), 40415],
  ['a delete without a limit', { delete: 'rows', deletes: [{ q: {} }] }, 40414],
  ['a delete without a filter', { delete: 'rows', deletes: [{ limit: 1 }] }, 40414],
  ['an update without a filter', { update: 'rows', updates: [{ u: { a: 1 } }] }, 40414],
  ['a delete of two', remove({ limit: 2 }), 9],
  ['an unknown option of a cursor', { ...aggregate, cursor: { unknown: 1 } }, 40415],
  ...[{ ...insert(), ordered: 0 }, update({ multi: 1 }), update({ upsert: 1 }), { find: 'rows', singleBatch: 1 }].map(
    (command): Case => [`a number for a flag of ${Object.keys(command)[0]!}`, command, 14],
  ),
  ['a number for upsert of findAndModify', { ...findAndModify, upsert: 0 }],
  ['hello takes any field', { hello: 1, unknown: 1 }],
  ['buildInfo takes any field', { buildInfo: 1, unknown: 1 }],
  ['a comment and a time limit', { ping: 1, comment: { a: 1 }, maxTimeMS: 1000 }],
  ['version 1 of the API', { ping: 1, apiVersion: '1' }],
  ['version 2 of the API', { ping: 1, apiVersion: '2' }, 322],
];

const writeConcerns: Case[] = [
  ...(
    [[1], ['majority'], [2, 100], [50, 100], [51, 9], [100, 9], [-1, 9], ['unknown', 79], [true, 9], [{}, 9]] as const
  ).map(([w, code]): Case => [`w: ${JSON.stringify(w)}`, insert({ writeConcern: { w } }), code]),
  ['j: true', insert({ writeConcern: { j: true } })],
  ['j: text', insert({ writeConcern: { j: 'x' } }), 14],
  ['an unknown field of a write concern', insert({ writeConcern: { unknown: 1 } }), 40415],
  ['a write concern that is none', insert({ writeConcern: 1 }), 14],
  ['a write concern of find', { find: 'rows', writeConcern: { w: 1 } }, 72],
  ['a write concern of count', { count: 'rows', writeConcern: { w: 1 } }, 72],
  ['a write concern of aggregate', { ...aggregate, writeConcern: { w: 1 } }],
  ['two members for findAndModify', { ...findAndModify, writeConcern: { w: 2 } }, 100],
  ['two members for an index', { ...createIndexes('w'), writeConcern: { w: 2 } }, 100],
];

const read = (readConcern: unknown): Document => ({ find: 'rows', readConcern });
const readConcerns: Case[] = [
  ...['local', 'available', 'majority', 'linearizable'].map((level): Case => [level, read({ level })]),
  ['an unknown level', read({ level: 'unknown' }), 9],
  ['an unknown level of an insert', insert({ readConcern: { level: 'unknown' } }), 9],
  ['a level that is no text', read({ level: 1 }), 14],
  ['an unknown field of a read concern', read({ unknown: 1 }), 72],
  ['a read concern that is none', read(1), 9],
  ['a time that is none', read({ afterClusterTime: 1 }), 14],
  ['a time without a snapshot', read({ level: 'local', atClusterTime: new Timestamp({ t: 1, i: 1 }) }), 72],
  ['count at a snapshot', { count: 'rows', readConcern: { level: 'snapshot' } }, 72],
  ['insert at a snapshot', insert({ readConcern: { level: 'snapshot' } }), 72],
  ['insert by majority', insert({ readConcern: { level: 'majority' } }), 72],
  ['update by local', { ...update(), readConcern: { level: 'local' } }],
];

/** On collections without a validator there is nothing to bypass. */
const validation: Case[] = [
  ...[true, 1, 0, null].map((bypassDocumentValidation): Case => [
    `bypassDocumentValidation: ${String(bypassDocumentValidation)}`,
    insert({ bypassDocumentValidation }),
  ]),
  ...[insert(), update(), findAndModify, aggregate].map((command): Case => [
    `bypassDocumentValidation: text of ${Object.keys(command)[0]!}`,
    { ...command, bypassDocumentValidation: 'x' },
    14,
  ]),
];

const partials: Case[] = [
  ...[
    { a: 1 },
    { a: { $gt: 1, $lt: 5 } },
    { a: { $exists: true } },
    { a: { $type: 'string' } },
    { a: { $in: [1, /x/] } },
    { a: { $all: [1, 2] } },
    { $or: [{ a: 1 }, { $and: [{ b: 1 }, { c: { $lte: 2 } }] }] },
    { a: null },
    {},
  ].map((filter): readonly [Document, undefined] => [filter, undefined]),
  ...[
    { a: { $exists: false } },
    { a: { $ne: 1 } },
    { a: { $nin: [1] } },
    { a: { $not: { $gt: 1 } } },
    { $nor: [{ a: 1 }] },
    { a: /x/ },
    { a: { $size: 1 } },
    { a: { $elemMatch: { b: 1 } } },
    { a: { $mod: [2, 0] } },
    { $or: [{ a: 1 }, { b: { $ne: 1 } }] },
  ].map((filter): readonly [Document, number] => [filter, 67]),
  [{ $expr: { $eq: ['$a', 1] } }, 224] as const,
].map(([partialFilterExpression, code], i): Case => [
  `partial ${JSON.stringify(partialFilterExpression)}`,
  createIndexes(`p${i}`, { partialFilterExpression }),
  code,
]);

describe.each(servers)('%s', (server) => {
  let connected: Connected;
  let db: Db;
  beforeAll(async () => {
    connected = await connectTo(server);
    db = connected.client.db('honoured');
    await db.dropDatabase();
    await db.collection<Document>('rows').insertOne({ a: 1 });
  });
  afterAll(() => connected.close());

  /** The code that a command ends with, also that of its first statement and of its write concern; `undefined` when all went well. */
  const codeOf = async (command: Document, from = db): Promise<unknown> => {
    const reply = await from.command(command).catch((thrown: Document) => thrown);
    const [statement] = (reply.writeErrors ?? []) as Document[];
    return (reply.code as unknown) ?? (statement?.code as unknown);
  };

  it.each([...unknownFields, ...parts, ...writeConcerns, ...readConcerns, ...validation, ...partials])(
    '%s',
    async (_name, command, code) => expect(await codeOf(command as Document)).toBe(code),
  );

  it('does the write that its write concern is not met for', async () => {
    await codeOf({ insert: 'rows', documents: [{ _id: 'w' }], writeConcern: { w: 2 } });
    expect(await db.collection<Document>('rows').countDocuments({ _id: 'w' } as Document)).toBe(1);
  });

  it('takes a write concern and a read concern in a transaction where MongoDB does', async () => {
    const session = connected.client.startSession();
    const within = async (...commands: Document[]): Promise<unknown> => {
      session.startTransaction();
      let reply: Document = {};
      for (const command of commands)
        reply = await db.command(command, { session }).catch((thrown: Document) => thrown);
      await session.abortTransaction().catch(() => undefined);
      return reply.code;
    };
    expect(await within(insert({ writeConcern: { w: 1 } }))).toBe(72);
    expect(await within(read({ level: 'available' }))).toBe(72);
    expect(await within(read({ level: 'unknown' }))).toBe(9);
    expect(await within({ find: 'rows' }, read({ level: 'local' }))).toBe(72);
    for (const level of ['local', 'majority', 'snapshot']) expect(await within(read({ level }))).toBeUndefined();
    await session.endSession();
  });

  it('refuses a database whose name differs from another only in case, and finds nothing in it', async () => {
    const other = connected.client.db('HONOURED');
    const upsert = update({ upsert: true });
    for (const command of [insert(), upsert, { ...findAndModify, upsert: true }, { create: 'a' }, createIndexes('a')])
      expect(await codeOf(command, other), Object.keys(command)[0]).toBe(13297);
    expect(await other.collection('rows').countDocuments()).toBe(0);
    expect(await codeOf(update(), other)).toBeUndefined();
  });

  it.runIf(server === 'embedded').each([
    ['find at a snapshot', read({ level: 'snapshot' })],
    ['aggregate at a snapshot', { ...aggregate, readConcern: { level: 'snapshot' } }],
    ['distinct at a snapshot', { distinct: 'rows', key: 'a', readConcern: { level: 'snapshot' } }],
    ['strict use of the API', { ping: 1, apiVersion: '1', apiStrict: true }],
    ['a validator', { create: 'checked', validator: { a: { $type: 'int' } } }],
    ['a join by a pipeline', { ...aggregate, pipeline: [{ $lookup: { from: 'rows', pipeline: [], as: 'a' } }] }],
    ['the positional $ of a projection', { find: 'rows', filter: { a: 1 }, projection: { 'a.$': 1 } }],
    ['$elemMatch of a projection', { find: 'rows', projection: { a: { $elemMatch: { b: 1 } } } }],
    ['$slice of a projection', { find: 'rows', projection: { a: { $slice: 1 } } }],
    ['a partial index by bits', createIndexes('bits', { partialFilterExpression: { a: { $bitsAllSet: 1 } } })],
  ])('refuses with 115 what MongoDB honours or has its own code for, %s', async (_name, command) => {
    expect(await codeOf(command)).toBe(115);
  });
});
