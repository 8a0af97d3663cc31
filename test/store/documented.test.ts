/** docs/store.md lists all that the store offers and refuses: each name it lists is known or refused. */
import { readFileSync } from 'node:fs';
import { Decimal128, MongoServerError, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFERED, REFUSED, storeSections } from '../../docs/store-table.ts';
import { tableIn } from '../../docs/tables.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.client.db('d').collection('a').insertOne({ n: 1 });
});
afterAll(() => store.close());

/** The error a command or its first statement ends with; `undefined` when it succeeds. */
async function errorOf(command: Document): Promise<{ code?: unknown; message: string } | undefined> {
  const reply = await store.client
    .db('d')
    .command(command)
    .catch((thrown: MongoServerError) => thrown);
  if (reply instanceof MongoServerError) return reply;
  const [first] = (reply.writeErrors ?? []) as Document[];
  return first === undefined ? undefined : { code: first.code, message: String(first.errmsg) };
}

const aggregate = (stage: Document): Document => ({ aggregate: 'a', pipeline: [stage], cursor: {} });

/** A command that uses the name in its place; its argument need not fit, the name must be known or refused. */
const asking: Readonly<Record<string, (name: string) => Document>> = {
  commands: (name) => ({ [name]: 1 }),
  'query operators': (name) => ({ find: 'a', filter: { $and: [{ [name]: null }, { n: { [name]: null } }] } }),
  'update operators': (name) => ({ update: 'a', updates: [{ q: {}, u: { [name]: { n: {} } } }] }),
  'pipeline stages': (name) => aggregate({ [name]: {} }),
  accumulators: (name) => aggregate({ $group: { _id: 1, x: { [name]: {} } } }),
  'expression operators': (name) => aggregate({ $project: { x: { [name]: {} } } }),
  'index options': (name) => ({ createIndexes: 'a', indexes: [{ key: { n: 1 }, name: 'x', [name]: 'x' }] }),
  'collection options': (name) => ({ create: 'b', [name]: {} }),
  'find options': (name) => ({ find: 'a', [name]: true }),
};
const UNKNOWN =
  /no such command|Unknown expression|unknown (top level |group )?operator|Unknown modifier|Unrecognized|is not valid for an index specification/;
const TOP = new Set(['$and', '$or', '$nor', '$expr', '$comment']);
/** A query operator where it may stand: in place of a field, or on one. */
const placed = (name: string): Document => ({
  find: 'a',
  filter: TOP.has(name) ? { [name]: null } : { n: { [name]: null } },
});

test('the page lists what the code has, no more and no less (npm run docs writes it)', () => {
  expect(tableIn(readFileSync('docs/store.md', 'utf8'))).toBe(storeSections());
});

describe.each(Object.entries(OFFERED))('offered %s', (where, names) => {
  test.each(names.filter((name) => where !== 'commands' || name !== 'endSessions'))('%s is known', async (name) => {
    const error = await errorOf((where === 'query operators' ? placed : asking[where]!)(name));
    expect(error?.code).not.toBe(115);
    expect(error?.message ?? '').not.toMatch(UNKNOWN);
    expect(error?.code).not.toBe(1);
  });
});

describe.each(Object.entries(REFUSED))('refused %s', (where, names) => {
  test.each(names)('%s is refused with 115', async (name) => {
    expect((await errorOf((where === 'query operators' ? placed : asking[where]!)(name)))?.code).toBe(115);
  });
});

test.each(Object.entries(asking).filter(([where]) => !['collection options', 'find options'].includes(where)))(
  'an invented name among the %s is refused',
  async (where, ask) => {
    const invented = where === 'commands' || where === 'index options' ? 'invented' : '$invented';
    expect((await errorOf(ask(invented)))?.message).toMatch(UNKNOWN);
  },
);

test.each(['constructor', '__proto__', 'toString'])('%s is no stage and no accumulator', async (name) => {
  const named = JSON.parse(`{"${name}": {}}`) as Document;
  for (const command of [aggregate(named), aggregate({ $group: { _id: 1, x: named } })])
    expect((await errorOf(command))?.message).toMatch(UNKNOWN);
});

describe('arithmetic with a decimal', () => {
  const page = readFileSync('docs/store.md', 'utf8');
  const names = [...(/^\*\*Decimals\*\*.*$/m.exec(page)?.[0] ?? '').matchAll(/`(\$\w+)`/g)].map(([, name]) => name!);
  const nothing = Decimal128.fromString('0');
  const commands = (name: string): Document[] => {
    if (['$inc', '$mul'].includes(name)) return [{ update: 'a', updates: [{ q: {}, u: { [name]: { d: nothing } } }] }];
    if (['$sum', '$avg'].includes(name)) return [aggregate({ $group: { _id: 1, x: { [name]: nothing } } })];
    const dated = ['$add', '$subtract'].includes(name) ? [[new Date(0), nothing]] : [];
    return [[nothing, 1], [1, nothing], ...dated].map((values) => aggregate({ $project: { x: { [name]: values } } }));
  };

  // The commands that are tried above have dropped it.
  beforeAll(() => store.client.db('d').collection('a').insertOne({ n: 1 }));

  test('ends an update of many where it has come to, and says at which field', async () => {
    const rows = store.client.db('d').collection<Document>('many');
    await rows.insertMany([1, nothing, 1].map((q) => ({ q })));
    const refused = rows.updateMany({}, { $inc: { q: 1 } });
    await expect(refused).rejects.toMatchObject({ code: 115, message: expect.stringContaining("$inc of 'q'") });
    expect((await rows.find().toArray()).map(({ q }) => String(q))).toEqual(['2', '0', '1']);
  });

  test('is listed by name', () => expect(names).toHaveLength(8));

  test.each(names)('%s refuses it with 115, whatever stands beside it', async (name) => {
    for (const command of commands(name)) expect((await errorOf(command))?.code).toBe(115);
  });
});
