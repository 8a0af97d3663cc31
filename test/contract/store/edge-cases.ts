/** Cases at the edges of filters and updates. What must come was taken from MongoDB 6.0.5. */
import type { Document } from 'mongodb';
import { expect } from 'vitest';

/** What MongoDB refuses with. */
interface Refused {
  readonly code: number;
}

export interface EdgeFind {
  readonly name: string;
  readonly documents: Document[];
  readonly filter: Document;
  readonly ids: readonly unknown[] | Refused;
  /** One that is there before the documents. */
  readonly index?: Document;
}

export interface EdgeUpdate {
  readonly name: string;
  readonly documents: Document[];
  readonly filter: Document;
  readonly update: Document | Document[];
  /** All documents then. */
  readonly after: readonly Document[] | Refused;
  readonly options?: Document;
}

const find = (
  name: string,
  documents: Document[],
  filter: Document,
  ids: EdgeFind['ids'],
  index?: Document,
): EdgeFind => ({ name, documents, filter, ids, index });
const update = (
  name: string,
  documents: Document[],
  filter: Document,
  change: EdgeUpdate['update'],
  after: EdgeUpdate['after'],
  options?: Document,
): EdgeUpdate => ({ name, documents, filter, update: change, after, options });

const ANY_ID: unknown = expect.objectContaining({ _bsontype: 'ObjectId' });
/** Text, lists of it, a pattern. */
const x = [
  { _id: 1, x: 'ab' },
  { _id: 2, x: 'abc' },
  { _id: 3, x: 'b' },
  { _id: 4, x: ['a', 'ab', 'b'] },
  { _id: 5 },
  { _id: 6, x: /^a/ },
];
/** Documents in lists, lists in documents. */
const q = [
  { _id: 1, q: [{ x: 1 }, { x: 2 }] },
  { _id: 2, q: [{ x: 1 }] },
  { _id: 3, q: [{ x: [1, 2] }] },
  { _id: 4, q: { x: [1, 2] } },
  { _id: 5, q: { x: 1 } },
  { _id: 6, q: [[{ x: 1 }], [{ x: 2 }]] },
  { _id: 7 },
];
/** Lists in lists, and fields that are named as an index is. */
const n = [
  { _id: 1, n: [1, 2] },
  { _id: 2, n: [[1, 2], [3]] },
  { _id: 3, n: [{ 0: 1 }] },
  { _id: 4, n: { 0: 1 } },
  { _id: 5, n: { 0: [1, 5] } },
  { _id: 6, n: [[[1]]] },
  { _id: 7, n: [2, 1] },
  { _id: 8, n: 1 },
];

export const edgeFinds: readonly EdgeFind[] = [
  find('$in regex+value idx', x, { x: { $in: [/^a/, 'ab'] } }, [1, 2, 4, 6], { x: 1 }),
  find('$in two regex idx', x, { x: { $in: [/^a/, /^ab/] } }, [1, 2, 4, 6], { x: 1 }),
  find('$in null+regex idx', x, { x: { $in: [/^a/, null] } }, [1, 2, 4, 5, 6], { x: 1 }),
  find('$in regex desc idx', x, { x: { $in: [/^a/, 'ab', 'abc'] } }, [1, 2, 4, 6], { x: -1 }),
  find('$or same field idx', x, { $or: [{ x: /^a/ }, { x: 'ab' }, { x: { $gt: 'a', $lt: 'b' } }] }, [1, 2, 4, 6], {
    x: 1,
  }),
  find('compound $in idx', x, { x: { $in: [/^a/, 'ab'] }, _id: { $in: [1, 1, 2] } }, [1, 2], { x: 1, _id: 1 }),
  find('$in dup values', x, { x: { $in: ['ab', 'ab'] } }, [1, 4], { x: 1 }),
  find('$all across path', q, { 'q.x': { $all: [1, 2] } }, [1, 3, 4]),
  find('$all across path idx', q, { 'q.x': { $all: [1, 2] } }, [1, 3, 4], { 'q.x': 1 }),
  find('not $all', q, { 'q.x': { $not: { $all: [1, 2] } } }, [2, 5, 6, 7]),
  find('$nor $all', q, { $nor: [{ 'q.x': { $all: [1, 2] } }] }, [2, 5, 6, 7]),
  find('$all one', q, { 'q.x': { $all: [1] } }, [1, 2, 3, 4, 5]),
  find('$all arr', q, { 'q.x': { $all: [[1, 2]] } }, [3, 4]),
  find('$all elemMatch', q, { q: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { x: 2 } }] } }, [1, 3]),
  find('$all empty', q, { 'q.x': { $all: [] } }, []),
  find('$all null', q, { 'q.x': { $all: [null] } }, [7]),
  find('$all regex', x, { x: { $all: [/^a/, 'b'] } }, [4]),
  find('n.0 eq', n, { 'n.0': 1 }, [1, 3, 4, 5]),
  find('n.0 gt', n, { 'n.0': { $gt: 0 } }, [1, 3, 4, 5, 7]),
  find('n.0.0', n, { 'n.0.0': 1 }, [2, 3, 5]),
  find('n.0 null', n, { 'n.0': null }, [8]),
  find('n.0 exists', n, { 'n.0': { $exists: true } }, [1, 2, 3, 4, 5, 6, 7]),
  find('elemMatch gt', n, { n: { $elemMatch: { $gt: 0, $lt: 2 } } }, [1, 7]),
  find('elemMatch eq', n, { n: { $elemMatch: { $eq: 1 } } }, [1, 7]),
  find('elemMatch array', n, { n: { $elemMatch: { $elemMatch: { $eq: 1 } } } }, [2]),
  find('elemMatch size', n, { n: { $elemMatch: { $size: 2 } } }, [2]),
  find('elemMatch $in', n, { n: { $elemMatch: { $in: [1] } } }, [1, 7]),
  find('elemMatch $ne', n, { n: { $elemMatch: { $ne: 1 } } }, [1, 2, 3, 6, 7]),
  find('elemMatch $not', n, { n: { $elemMatch: { $not: { $gt: 1 } } } }, [1, 2, 3, 6, 7]),
  find('elemMatch type', n, { n: { $elemMatch: { $type: 'array' } } }, [2, 6]),
  find('elemMatch all', n, { n: { $elemMatch: { $all: [1] } } }, [1, 7]),
  find('elemMatch 0', n, { n: { $elemMatch: { 0: 1 } } }, [2, 3, 6]),
  find(
    'elemMatch $id',
    [
      { _id: 1, r: [{ $ref: 'c', $id: 7 }] },
      { _id: 2, r: [{ $ref: 'c', $id: 8 }] },
    ],
    { r: { $elemMatch: { $id: 7 } } },
    [1],
  ),
  find('elemMatch $ref', [{ _id: 1, r: [{ $ref: 'c', $id: 7 }] }], { r: { $elemMatch: { $ref: 'c' } } }, [1]),
  find('$id dotted', [{ _id: 1, r: { $ref: 'c', $id: 7 } }], { 'r.$id': 7 }, [1]),
  find('elemMatch type int', n, { n: { $elemMatch: { $type: 'int' } } }, [1, 7]),
  find('elemMatch exists', n, { n: { $elemMatch: { $exists: true } } }, [1, 2, 3, 6, 7]),
  find(
    'elemMatch null',
    [
      { _id: 1, n: [null] },
      { _id: 2, n: [[null]] },
      { _id: 3, n: [] },
    ],
    { n: { $elemMatch: { $eq: null } } },
    [1],
  ),
  find(
    'elemMatch regex nested',
    [
      { _id: 1, n: ['a'] },
      { _id: 2, n: [['a']] },
    ],
    { n: { $elemMatch: { $regex: 'a' } } },
    [1],
  ),
  find('elemMatch mod nested', n, { n: { $elemMatch: { $mod: [2, 1] } } }, [1, 7]),
  find('elemMatch nin', n, { n: { $elemMatch: { $nin: [1, 2] } } }, [2, 3, 6]),
  find(
    'elemMatch field nested',
    [
      { _id: 1, n: [{ b: [1] }] },
      { _id: 2, n: [[{ b: 1 }]] },
      { _id: 3, n: [{ b: [[1]] }] },
    ],
    { n: { $elemMatch: { b: 1 } } },
    [1],
  ),
  find('elemMatch and', n, { n: { $elemMatch: { $and: [{ 0: 1 }] } } }, [2, 3, 6]),
  find('elemMatch nor ops', n, { n: { $elemMatch: { $nor: [{ 0: 1 }] } } }, [2]),
  find('not elemMatch', n, { n: { $not: { $elemMatch: { $eq: 1 } } } }, [2, 3, 4, 5, 6, 8]),
  find('n.0 in', n, { 'n.0': { $in: [1, [1, 2]] } }, [1, 2, 3, 4, 5]),
  find('n.0 arr', n, { 'n.0': [1, 2] }, [2]),
  find('n.0 size', n, { 'n.0': { $size: 2 } }, [2, 5]),
  find('n.0 all', n, { 'n.0': { $all: [1] } }, [1, 3, 4, 5]),
  find('n.0 elemMatch', n, { 'n.0': { $elemMatch: { $eq: 1 } } }, [2, 5]),
  find('n.0 type int', n, { 'n.0': { $type: 'int' } }, [1, 3, 4, 5, 7]),
  find('n.0 ne', n, { 'n.0': { $ne: 1 } }, [2, 6, 7, 8]),
  find('n.1.0', n, { 'n.1.0': 3 }, [2]),
  find(
    'n.0.b',
    [
      { _id: 1, n: [{ b: 1 }] },
      { _id: 2, n: [[{ b: 1 }]] },
      { _id: 3, n: [{ b: [1] }] },
      { _id: 4, n: [{ 0: { b: 1 } }] },
      { _id: 5, n: [[{ b: [1] }]] },
      { _id: 6, n: [[[{ b: 1 }]]] },
    ],
    { 'n.0.b': 1 },
    [1, 2, 3, 4, 5],
  ),
  find(
    'n.b',
    [
      { _id: 1, n: [{ b: 1 }] },
      { _id: 2, n: [[{ b: 1 }]] },
    ],
    { 'n.b': 1 },
    [1],
  ),
  find(
    'n.b.0',
    [
      { _id: 1, n: [{ b: [1] }] },
      { _id: 2, n: { b: [[1]] } },
      { _id: 3, n: [{ b: [[1]] }] },
    ],
    { 'n.b.0': 1 },
    [1],
  ),
  find('top $id', [{ _id: 1, $id: 7 } as never], { $id: 7 }, [1]),
  find('top $ref', [{ _id: 1 }], { $ref: 'x' }, []),
  find('dbref eq', [{ _id: 1, r: { $ref: 'c', $id: 7 } }], { r: { $ref: 'c', $id: 7 } }, [1]),
  find('dbref in and', [{ _id: 1, r: { $ref: 'c', $id: 7 } }], { $and: [{ 'r.$id': 7 }, { 'r.$ref': 'c' }] }, [1]),
];

export const edgeUpdates: readonly EdgeUpdate[] = [
  update('upsert _id null', [], { _id: null }, { $set: { a: 1 } }, [{ _id: null, a: 1 }], { upsert: true }),
  update('upsert $or one', [], { $or: [{ a: 1 }] }, { $set: { b: 1 } }, [{ _id: ANY_ID, a: 1, b: 1 }], {
    upsert: true,
  }),
  update(
    'upsert $or two',
    [{ _id: 1 }],
    { _id: 9, $or: [{ a: 1 }, { a: 2 }] },
    { $set: { b: 1 } },
    [{ _id: 1 }, { _id: 9, b: 1 }],
    { upsert: true },
  ),
  update(
    'upsert $and',
    [],
    { $and: [{ _id: 1 }, { a: 2 }, { $or: [{ c: 3 }] }] },
    { $set: { b: 1 } },
    [{ _id: 1, a: 2, c: 3, b: 1 }],
    { upsert: true },
  ),
  update('upsert $in one', [], { _id: 3, a: { $in: [1] } }, { $set: { b: 1 } }, [{ _id: 3, a: 1, b: 1 }], {
    upsert: true,
  }),
  update('upsert $all one', [], { _id: 3, a: { $all: [1] } }, { $set: { b: 1 } }, [{ _id: 3, a: 1, b: 1 }], {
    upsert: true,
  }),
  update('upsert $all two', [], { _id: 3, a: { $all: [1, 2] } }, { $set: { b: 1 } }, { code: 54 }, { upsert: true }),
  update(
    'upsert $eq',
    [],
    { _id: { $eq: 3 }, a: { $eq: { z: 1 } } },
    { $set: { b: 1 } },
    [{ _id: 3, a: { z: 1 }, b: 1 }],
    { upsert: true },
  ),
  update('upsert replace null id', [], { _id: null }, [{ $set: { a: 1 } }], [{ _id: null, a: 1 }], { upsert: true }),
  update(
    'upsert dotted',
    [],
    { _id: 1, 'a.b': 1, 'a.c': 2 },
    { $set: { b: 1 } },
    [{ _id: 1, a: { b: 1, c: 2 }, b: 1 }],
    { upsert: true },
  ),
  update('upsert conflict dotted', [], { _id: 1, 'a.b': 1, a: 2 }, { $set: { b: 1 } }, { code: 54 }, { upsert: true }),
  update('upsert $not', [], { _id: 1, a: { $not: { $eq: 3 } } }, { $set: { b: 1 } }, [{ _id: 1, b: 1 }], {
    upsert: true,
  }),
  update('upsert $elemMatch', [], { _id: 1, a: { $elemMatch: { b: 3 } } }, { $set: { c: 1 } }, [{ _id: 1, c: 1 }], {
    upsert: true,
  }),
  update('upsert regex', [], { _id: 1, a: /x/ }, { $set: { c: 1 } }, [{ _id: 1, c: 1 }], { upsert: true }),
  update('upsert _id regex', [], { _id: /x/ }, { $set: { c: 1 } }, [{ _id: ANY_ID, c: 1 }], { upsert: true }),
  update(
    'upsert undefined id via $exists',
    [],
    { _id: { $exists: false }, k: 1 },
    { $set: { c: 1, _id: 5 } },
    [{ _id: 5, k: 1, c: 1 }],
    { upsert: true },
  ),
  update('$set a.$b', [{ _id: 1, a: { x: 1 } }], {}, { $set: { 'a.$b': 1 } }, [{ _id: 1, a: { x: 1, $b: 1 } }]),
  update('$set $b', [{ _id: 1 }], {}, { $set: { $b: 1 } }, { code: 52 }),
  ...['$id', '$ref', '$db'].flatMap((name) => [
    update(`$set ${name}`, [{ _id: 1 }], {}, { $set: { [name]: 1 } }, { code: 55 }),
    update(`$inc ${name}`, [{ _id: 1 }], {}, { $inc: { [name]: 1 } }, { code: 55 }),
  ]),
  update('$set $id.x', [{ _id: 1 }], {}, { $set: { '$id.x': 1 } }, { code: 55 }),
  update('$unset $x', [{ _id: 1 }], {}, { $unset: { $x: 1 } }, [{ _id: 1 }]),
  update('$unset $x there', [{ _id: 1, $x: 1 }], {}, { $unset: { $x: 1 } }, [{ _id: 1 }]),
  update('$unset $id', [{ _id: 1 }], {}, { $unset: { $id: 1 } }, [{ _id: 1 }]),
  update('$set a value $', [{ _id: 1 }], {}, { $set: { a: { $b: 1 } } }, [{ _id: 1, a: { $b: 1 } }]),
  update('$inc a.$b', [{ _id: 1 }], {}, { $inc: { 'a.$b': 1 } }, [{ _id: 1, a: { $b: 1 } }]),
  update('$unset a.$b', [{ _id: 1, a: 1 }], {}, { $unset: { 'a.$b': 1 } }, [{ _id: 1, a: 1 }]),
  update('$push a.$b', [{ _id: 1 }], {}, { $push: { 'a.$b': 1 } }, [{ _id: 1, a: { $b: [1] } }]),
  update('$unset _id', [{ _id: 1, a: 1 }], {}, { $unset: { _id: 1 } }, { code: 66 }),
  update(
    'arrayFilters no doc',
    [{ _id: 1, a: [1] }],
    {},
    { $set: { 'a.$[x]': 1 } },
    { code: 14 },
    { arrayFilters: [1] },
  ),
  update(
    'arrayFilters string',
    [{ _id: 1, a: [1] }],
    {},
    { $set: { 'a.$[x]': 1 } },
    { code: 14 },
    { arrayFilters: ['x'] },
  ),
  update(
    'arrayFilters null',
    [{ _id: 1, a: [1] }],
    {},
    { $set: { 'a.$[x]': 1 } },
    { code: 2 },
    { arrayFilters: [null] },
  ),
  update(
    'arrayFilters empty doc',
    [{ _id: 1, a: [1] }],
    {},
    { $set: { 'a.$[x]': 1 } },
    { code: 9 },
    { arrayFilters: [{}] },
  ),
  update('$pull op nested', [{ _id: 1, n: [1, [1], [[1]], 2] }], {}, { $pull: { n: { $eq: 1 } } }, [
    { _id: 1, n: [[[1]], 2] },
  ]),
  update('$pull gt nested', [{ _id: 1, n: [1, [2], 2] }], {}, { $pull: { n: { $gt: 1 } } }, [{ _id: 1, n: [1] }]),
  update('$pull value', [{ _id: 1, n: [1, [1], 2] }], {}, { $pull: { n: 1 } }, [{ _id: 1, n: [[1], 2] }]),
  update('$pull in', [{ _id: 1, n: [1, [1], 2] }], {}, { $pull: { n: { $in: [1] } } }, [{ _id: 1, n: [2] }]),
  update('$pull doc', [{ _id: 1, n: [{ b: 1 }, { b: [1] }, [{ b: 1 }]] }], {}, { $pull: { n: { b: 1 } } }, [
    { _id: 1, n: [[{ b: 1 }]] },
  ]),
  update('$pull $id', [{ _id: 1, n: [{ $ref: 'c', $id: 7 }] }], {}, { $pull: { n: { $id: 7 } } }, [{ _id: 1, n: [] }]),
  update('$pull $elemMatch', [{ _id: 1, n: [[1], [2]] }], {}, { $pull: { n: { $elemMatch: { $eq: 1 } } } }, [
    { _id: 1, n: [[2]] },
  ]),
  update('$pull all', [{ _id: 1, n: [[1, 2], [2], 1] }], {}, { $pull: { n: { $all: [1] } } }, [{ _id: 1, n: [[2]] }]),
  update(
    'arrayFilters nested',
    [{ _id: 1, n: [1, [1], 2] }],
    {},
    { $set: { 'n.$[x]': 9 } },
    [{ _id: 1, n: [9, 9, 2] }],
    { arrayFilters: [{ x: 1 }] },
  ),
  update(
    'arrayFilters gt nested',
    [{ _id: 1, n: [1, [2], 2] }],
    {},
    { $set: { 'n.$[x]': 9 } },
    [{ _id: 1, n: [1, 9, 9] }],
    { arrayFilters: [{ x: { $gt: 1 } }] },
  ),
  update(
    'arrayFilters $id',
    [{ _id: 1, n: [{ $ref: 'c', $id: 7 }] }],
    {},
    { $set: { 'n.$[x].k': 9 } },
    [{ _id: 1, n: [{ collection: 'c', oid: 7, db: undefined, fields: { k: 9 } }] }],
    { arrayFilters: [{ 'x.$id': 7 }] },
  ),
  update('$ with $all', [{ _id: 1, a: [1, 2, 3] }], { a: { $all: [2, 3] } }, { $set: { 'a.$': 9 } }, [
    { _id: 1, a: [1, 2, 9] },
  ]),
  update(
    '$ with elemMatch nested',
    [{ _id: 1, a: [[2], 2] }],
    { a: { $elemMatch: { $eq: 2 } } },
    { $set: { 'a.$': 9 } },
    [{ _id: 1, a: [[2], 9] }],
  ),
  update(
    '$ with $all elemMatch',
    [{ _id: 1, a: [{ x: 1 }, { x: 2 }] }],
    { a: { $all: [{ $elemMatch: { x: 2 } }] } },
    { $set: { 'a.$.y': 9 } },
    [{ _id: 1, a: [{ x: 1 }, { x: 2, y: 9 }] }],
  ),
  update('$unset _id.x', [{ _id: { x: 1 }, a: 1 }], {}, { $unset: { '_id.x': 1 } }, { code: 66 }),
  update('$unset _id.z', [{ _id: { x: 1 }, a: 1 }], {}, { $unset: { '_id.z': 1 } }, [{ _id: { x: 1 }, a: 1 }]),
  update('$set _id same', [{ _id: 1, a: 1 }], {}, { $set: { _id: 1 } }, [{ _id: 1, a: 1 }]),
  update('$set _id.x same', [{ _id: { x: 1 } }], {}, { $set: { '_id.x': 1 } }, [{ _id: { x: 1 } }]),
  update('$inc _id 0', [{ _id: 1 }], {}, { $inc: { _id: 0 } }, [{ _id: 1 }]),
  update('$setOnInsert a.$b', [], { _id: 1 }, { $setOnInsert: { 'a.$b': 1 } }, [{ _id: 1, a: { $b: 1 } }], {
    upsert: true,
  }),
  update('$set a.$id', [{ _id: 1 }], {}, { $set: { 'a.$id': 1 } }, [{ _id: 1, a: { $id: 1 } }]),
  update('$set a.$[ bad', [{ _id: 1 }], {}, { $set: { 'a.$[': 1 } }, [{ _id: 1, a: { '$[': 1 } }]),
  update('$set a.$[x-y]', [{ _id: 1, a: [1] }], {}, { $set: { 'a.$[x-y]': 1 } }, { code: 2 }),
  update('pipeline unset _id', [{ _id: 1, a: 1 }], {}, [{ $unset: '_id' }], [{ _id: 1, a: 1 }]),
  update('pipeline set _id', [{ _id: 1, a: 1 }], {}, [{ $set: { _id: 2 } }], { code: 66 }),
  update('setOnInsert _id null', [], { k: 1 }, { $setOnInsert: { _id: null } }, [{ _id: null, k: 1 }], {
    upsert: true,
  }),
];
