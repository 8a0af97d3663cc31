/**
 * Cases by operator, from MongoDB's manual: documents, what is asked, what must come. Run on every server of `servers.ts`. What is
 * `refused` the embedded store refuses by design, so that only a MongoDB gives the result.
 */
import { Decimal128, Double, Int32, Long, type Document } from 'mongodb';

export interface FindCase {
  readonly name: string;
  readonly documents: Document[];
  readonly filter: Document;
  readonly ids: unknown[];
  readonly sort?: Document;
  readonly refused?: boolean;
}
export interface UpdateCase {
  readonly name: string;
  readonly before: Document;
  readonly filter?: Document;
  readonly update: Document | Document[];
  readonly arrayFilters?: Document[];
  readonly after?: Document;
  readonly code?: number;
  readonly refused?: boolean;
}
export interface AggregateCase {
  readonly name: string;
  readonly documents: Document[];
  readonly pipeline: Document[];
  readonly result?: Document[];
  readonly code?: number;
  readonly refused?: boolean;
}

/** What the embedded store refuses of a list of cases: all of it. */
const refused = <Case>(...cases: readonly Case[]): (Case & { readonly refused: true })[] =>
  cases.map((one) => ({ ...one, refused: true }));

const scores = [{ _id: 1, a: [80, 90] }, { _id: 2, a: [70] }, { _id: 3, a: 90 }, { _id: 4 }, { _id: 5, a: null }];
const nested = [
  {
    _id: 1,
    a: [
      { b: 1, c: 1 },
      { b: 2, c: 2 },
    ],
  },
  { _id: 2, a: [{ b: 1, c: 2 }] },
  { _id: 3, a: { b: 1 } },
  { _id: 4, a: [] },
  { _id: 5, a: 7 },
];

export const finds: FindCase[] = [
  { name: '$eq looks into arrays', documents: scores, filter: { a: 90 }, ids: [1, 3] },
  { name: 'null matches missing', documents: scores, filter: { a: null }, ids: [4, 5] },
  { name: '$ne is the opposite of equal', documents: scores, filter: { a: { $ne: 90 } }, ids: [2, 4, 5] },
  { name: '$exists tells missing from null', documents: scores, filter: { a: { $exists: false } }, ids: [4] },
  { name: 'two bounds may be met by two elements', documents: scores, filter: { a: { $gt: 85, $lt: 85 } }, ids: [1] },
  {
    name: '$elemMatch wants one element for all',
    documents: scores,
    filter: { a: { $elemMatch: { $gt: 85, $lt: 95 } } },
    ids: [1],
  },
  { name: '$size', documents: scores, filter: { a: { $size: 1 } }, ids: [2] },
  { name: '$all', documents: scores, filter: { a: { $all: [80, 90] } }, ids: [1] },
  { name: '$type array', documents: scores, filter: { a: { $type: 'array' } }, ids: [1, 2] },
  { name: '$type number', documents: scores, filter: { a: { $type: 'number' } }, ids: [1, 2, 3] },
  { name: '$in with null', documents: scores, filter: { a: { $in: [70, null] } }, ids: [2, 4, 5] },
  { name: '$nin', documents: scores, filter: { a: { $nin: [70, null] } }, ids: [1, 3] },
  { name: '$not keeps missing', documents: scores, filter: { a: { $not: { $gt: 75 } } }, ids: [2, 4, 5] },
  { name: '$nor', documents: scores, filter: { $nor: [{ a: 90 }, { a: 70 }] }, ids: [4, 5] },
  { name: '$mod', documents: scores, filter: { a: { $mod: [20, 10] } }, ids: [1, 2, 3] },
  { name: 'a dotted path walks through arrays of documents', documents: nested, filter: { 'a.b': 1 }, ids: [1, 2, 3] },
  {
    name: 'two tests of an array may be met by two documents',
    documents: nested,
    filter: { 'a.b': 1, 'a.c': 2 },
    ids: [1, 2],
  },
  { name: '$elemMatch on documents', documents: nested, filter: { a: { $elemMatch: { b: 1, c: 2 } } }, ids: [2] },
  { name: 'a number in a path is an index', documents: nested, filter: { 'a.1.b': 2 }, ids: [1] },
  { name: 'null under an array without documents', documents: nested, filter: { 'a.c': null }, ids: [3, 5] },
  {
    name: 'numbers of all types are equal',
    documents: [
      { _id: 1, a: new Int32(1) },
      { _id: 2, a: new Double(1) },
      { _id: 3, a: Long.fromNumber(1) },
      { _id: 4, a: Decimal128.fromString('1.0') },
    ],
    filter: { a: 1 },
    ids: [1, 2, 3, 4],
  },
  {
    name: 'ranges stay within a type',
    documents: [
      { _id: 1, a: 5 },
      { _id: 2, a: '5' },
      { _id: 3, a: true },
      { _id: 4, a: null },
    ],
    filter: { a: { $gte: 0 } },
    ids: [1],
  },
  {
    name: 'documents are equal only in order',
    documents: [
      { _id: 1, a: { x: 1, y: 2 } },
      { _id: 2, a: { y: 2, x: 1 } },
    ],
    filter: { a: { x: 1, y: 2 } },
    ids: [1],
  },
  {
    name: '$regex with options',
    documents: [
      { _id: 1, a: 'Bekasi' },
      { _id: 2, a: 'bekasi' },
      { _id: 3, a: 'x' },
    ],
    filter: { a: { $regex: '^bek', $options: 'i' } },
    ids: [1, 2],
  },
  {
    name: '$expr compares fields',
    documents: [
      { _id: 1, a: 2, b: 1 },
      { _id: 2, a: 1, b: 2 },
    ],
    filter: { $expr: { $gt: ['$a', '$b'] } },
    ids: [1],
  },
  {
    name: '$bitsAllSet',
    documents: [
      { _id: 1, a: 54 },
      { _id: 2, a: 20 },
    ],
    filter: { a: { $bitsAllSet: 50 } },
    ids: [1],
    refused: true,
  },
  {
    name: 'sort across types',
    documents: [
      { _id: 1, a: 'x' },
      { _id: 2, a: 3 },
      { _id: 3 },
      { _id: 4, a: true },
      { _id: 5, a: { k: 1 } },
      { _id: 6, a: new Date(0) },
    ],
    filter: {},
    sort: { a: 1 },
    ids: [3, 2, 1, 5, 4, 6],
  },
  {
    name: 'sort takes the least of an array going up',
    documents: [
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
    ],
    filter: {},
    sort: { a: 1 },
    ids: [1, 2],
  },
  {
    name: 'sort takes the greatest of an array going down',
    documents: [
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
    ],
    filter: {},
    sort: { a: -1 },
    ids: [1, 2],
  },
];

const [HALF, ONE_AND_A_HALF] = [Decimal128.fromString('0.5'), Decimal128.fromString('1.5')];

export const updates: UpdateCase[] = [
  { name: '$set makes parents', before: {}, update: { $set: { 'a.b': 1 } }, after: { a: { b: 1 } } },
  {
    name: '$set beyond an array fills with null',
    before: { a: [1] },
    update: { $set: { 'a.3': 4 } },
    after: { a: [1, null, null, 4] },
  },
  { name: '$set under a scalar is refused', before: { a: 1 }, update: { $set: { 'a.b': 1 } }, code: 28 },
  { name: '$unset', before: { a: 1, b: 2 }, update: { $unset: { a: '' } }, after: { b: 2 } },
  { name: '$inc makes the field', before: {}, update: { $inc: { a: 2 } }, after: { a: 2 } },
  { name: '$inc of text is refused', before: { a: 'x' }, update: { $inc: { a: 1 } }, code: 14 },
  { name: '$mul of nothing is zero', before: {}, update: { $mul: { a: 3 } }, after: { a: 0 } },
  { name: '$min and $max', before: { a: 5, b: 5 }, update: { $min: { a: 3 }, $max: { b: 9 } }, after: { a: 3, b: 9 } },
  { name: '$rename', before: { a: 1 }, update: { $rename: { a: 'b' } }, after: { b: 1 }, refused: true },
  ...refused(
    { name: '$inc by a decimal', before: { a: 1 }, update: { $inc: { a: HALF } }, after: { a: ONE_AND_A_HALF } },
    { name: '$inc of a decimal', before: { a: HALF }, update: { $inc: { a: 1 } }, after: { a: ONE_AND_A_HALF } },
    { name: '$inc of nothing by a decimal', before: {}, update: { $inc: { a: HALF } }, after: { a: HALF } },
    {
      name: '$mul of nothing by a decimal',
      before: {},
      update: { $mul: { a: HALF } },
      after: { a: Decimal128.fromString('0.0') },
    },
  ),
  {
    name: '$push with all modifiers',
    before: { a: [5, 1] },
    update: { $push: { a: { $each: [4, 2], $sort: 1, $slice: 3 } } },
    after: { a: [1, 2, 4] },
  },
  {
    name: '$push at a position',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [9], $position: 0 } } },
    after: { a: [9, 1, 2] },
  },
  { name: '$push on a scalar is refused', before: { a: 1 }, update: { $push: { a: 1 } }, code: 2 },
  { name: '$addToSet', before: { a: [1] }, update: { $addToSet: { a: { $each: [1, 2] } } }, after: { a: [1, 2] } },
  { name: '$pull by condition', before: { a: [1, 5, 8] }, update: { $pull: { a: { $gte: 5 } } }, after: { a: [1] } },
  {
    name: '$pull of documents',
    before: { a: [{ x: 1, y: 1 }, { x: 2 }] },
    update: { $pull: { a: { x: 1 } } },
    after: { a: [{ x: 2 }] },
  },
  { name: '$pullAll', before: { a: [1, 2, 1] }, update: { $pullAll: { a: [1] } }, after: { a: [2] } },
  { name: '$pop', before: { a: [1, 2, 3] }, update: { $pop: { a: -1 } }, after: { a: [2, 3] } },
  { name: '$bit', before: { a: 13 }, update: { $bit: { a: { and: 10 } } }, after: { a: 8 }, refused: true },
  {
    name: 'the positional $',
    before: { a: [1, 2, 3] },
    filter: { a: 2 },
    update: { $set: { 'a.$': 9 } },
    after: { a: [1, 9, 3] },
  },
  { name: '$[] is every element', before: { a: [1, 2] }, update: { $inc: { 'a.$[]': 1 } }, after: { a: [2, 3] } },
  {
    name: '$[name] with a filter',
    before: { a: [{ x: 1 }, { x: 5 }] },
    update: { $set: { 'a.$[big].y': 1 } },
    arrayFilters: [{ 'big.x': { $gt: 3 } }],
    after: { a: [{ x: 1 }, { x: 5, y: 1 }] },
  },
  {
    name: 'a pipeline',
    before: { a: 2 },
    update: [{ $set: { b: { $multiply: ['$a', 3] } } }, { $unset: 'a' }],
    after: { b: 6 },
  },
  { name: 'two operators on one path are refused', before: {}, update: { $set: { a: 1 }, $inc: { a: 1 } }, code: 40 },
  { name: '_id stays', before: {}, update: { $set: { _id: 99 } }, code: 66 },
  { name: 'an unknown operator is refused', before: {}, update: { $nope: { a: 1 } }, code: 9 },
];

const sales = [
  { _id: 1, k: 'a', n: 2 },
  { _id: 2, k: 'b', n: 3 },
  { _id: 3, k: 'a', n: 5 },
  { _id: 4, n: 1 },
];
/** What `$sum` and `$avg` make of numbers, and the type of each. */
const sums = (name: string, values: readonly unknown[], sum: unknown, type: string, mean: unknown): AggregateCase => ({
  name: `$sum and $avg: ${name}`,
  documents: values.map((n, _id) => (n === undefined ? { _id } : { _id, n })),
  pipeline: [
    { $group: { _id: null, sum: { $sum: '$n' }, mean: { $avg: '$n' } } },
    { $project: { _id: 0, sum: 1, type: { $type: '$sum' }, mean: 1 } },
  ],
  result: [{ sum, type, mean }],
});
const MOST = Long.MAX_VALUE;
const one = [{ _id: 1, a: 7, s: 'Kota Bekasi', d: new Date('2025-11-05T01:02:03Z'), l: [3, 1, 2] }];
const computes = (name: string, expression: unknown, value: unknown): AggregateCase => ({
  name,
  documents: one,
  pipeline: [{ $project: { _id: 0, v: expression } }],
  result: [value === undefined ? {} : { v: value }],
});

/** What each accumulator makes of four documents, one without a number, in the order of their ids. */
const folded: Readonly<Record<string, readonly [argument: unknown, result: unknown]>> = {
  $sum: ['$n', 6],
  $avg: ['$n', 2],
  $min: ['$n', 1],
  $max: ['$n', 3],
  $first: ['$n', 3],
  $last: ['$n', 2],
  $push: ['$n', [3, 1, 2]],
  $addToSet: ['x', ['x']],
  $count: [{}, 4],
};

function folds(name: string, argument: unknown, x: unknown): AggregateCase {
  return {
    name: `${name} of a group`,
    documents: [
      { _id: 1, n: 3, o: { a: 1 } },
      { _id: 2, n: 1, o: { a: 2, b: 3 } },
      { _id: 3, o: null },
      { _id: 4, n: 2 },
    ],
    pipeline: [{ $sort: { _id: 1 } }, { $group: { _id: null, x: { [name]: argument } } }],
    result: [{ _id: null, x }],
  };
}

export const aggregates: AggregateCase[] = [
  {
    name: '$group with missing as null',
    documents: sales,
    pipeline: [
      { $group: { _id: '$k', t: { $sum: '$n' }, a: { $avg: '$n' }, all: { $push: '$n' } } },
      { $sort: { _id: 1 } },
    ],
    result: [
      { _id: null, t: 1, a: 1, all: [1] },
      { _id: 'a', t: 7, a: 3.5, all: [2, 5] },
      { _id: 'b', t: 3, a: 3, all: [3] },
    ],
  },
  sums('ints stay ints', [1, 2, 4], 7, 'int', 7 / 3),
  sums('ints that do not fit are a long', [2 ** 31 - 1, 1, 1], 2 ** 31 + 1, 'long', (2 ** 31 + 1) / 3),
  sums('ints that fit again are an int', [2 ** 31 - 1, 1, -5], 2 ** 31 - 5, 'int', (2 ** 31 - 5) / 3),
  sums('a long among ints is a long', [1, Long.fromNumber(2), 3], 6, 'long', 2),
  sums('longs are exact beyond 2^53', [Long.fromNumber(2 ** 53), 1, 1, -3], 2 ** 53 - 1, 'long', (2 ** 53 - 1) / 4),
  sums('longs that do not fit are a double', [MOST, MOST], 2 ** 64, 'double', 2 ** 63),
  sums('longs that fit again are a long', [MOST, 1, -2], MOST.sub(1), 'long', 2 ** 63 / 3),
  sums('a double among ints is a double', [1, new Double(2), 3], 6, 'double', 2),
  sums('ints and doubles above 2^31', [2 ** 31 - 1, 2 ** 32 - 1, 2 ** 31], 2 ** 33 - 2, 'double', (2 ** 33 - 2) / 3),
  sums('what rounding leaves out is kept', Array<number>(10).fill(0.1), 1, 'double', 0.1),
  sums('what is no number is passed over', ['1', 2, null, true, [3], undefined, { n: 4 }], 2, 'int', 2),
  sums('nothing at all', ['1', undefined], 0, 'int', null),
  sums('infinity stays', [Infinity, 1, 2], Infinity, 'double', Infinity),
  sums('both infinities are not a number', [Infinity, -Infinity, 1], NaN, 'double', NaN),
  sums('not a number stays', [NaN, 1], NaN, 'double', NaN),
  ...refused(
    sums(
      'decimals',
      [Decimal128.fromString('0.1'), Decimal128.fromString('0.20'), 1],
      Decimal128.fromString('1.30'),
      'decimal',
      Decimal128.fromString('0.4333333333333333333333333333333333'),
    ),
    sums(
      'a double counts to its last digit beside a decimal',
      [0.1, Decimal128.fromString('0.2')],
      Decimal128.fromString('0.3000000000000000055511151231257827'),
      'decimal',
      Decimal128.fromString('0.1500000000000000027755575615628914'),
    ),
    sums(
      'infinity beside a decimal',
      [Infinity, Decimal128.fromString('1')],
      Decimal128.fromString('Infinity'),
      'decimal',
      Decimal128.fromString('Infinity'),
    ),
  ),
  ...Object.entries(folded).map(([name, [argument, x]]) => folds(name, argument, x)),
  ...refused(folds('$mergeObjects', '$o', { a: 2, b: 3 })),
  {
    name: '$group keeps whole documents',
    documents: sales,
    pipeline: [{ $match: { n: 3 } }, { $group: { _id: '$k', all: { $push: '$$ROOT' } } }],
    result: [{ _id: 'b', all: [{ _id: 2, k: 'b', n: 3 }] }],
  },
  {
    name: '$group of inner fields, a constant and a variable',
    documents: [{ _id: 1, a: { b: 1, c: 2 }, l: [{ m: 1 }, { m: 2 }] }],
    pipeline: [
      {
        $group: {
          _id: { b: '$a.b', d: { $literal: '$x' }, w: { $let: { vars: { z: '$a.c' }, in: '$$z' } } },
          m: { $push: '$l.m' },
        },
      },
    ],
    result: [{ _id: { b: 1, d: '$x', w: 2 }, m: [[1, 2]] }],
  },
  {
    name: '$group after $unwind',
    documents: [
      { _id: 1, k: 'a', l: [{ m: 1 }, { m: 2 }] },
      { _id: 2, k: 'a', l: { m: 4 } },
    ],
    pipeline: [
      { $unwind: { path: '$l', includeArrayIndex: 'at' } },
      { $group: { _id: '$k', m: { $sum: '$l.m' }, at: { $push: '$at' } } },
    ],
    result: [{ _id: 'a', m: 7, at: [0, 1, null] }],
  },
  {
    name: '$unwind',
    documents: one,
    pipeline: [{ $unwind: '$l' }, { $project: { _id: 0, l: 1 } }],
    result: [{ l: 3 }, { l: 1 }, { l: 2 }],
  },
  {
    name: '$facet',
    documents: sales,
    pipeline: [
      { $facet: { n: [{ $count: 'c' }], top: [{ $sort: { n: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }] } },
    ],
    result: [{ n: [{ c: 4 }], top: [{ _id: 3 }] }],
  },
  {
    name: '$replaceRoot',
    documents: [{ _id: 1, a: { b: 1 } }],
    pipeline: [{ $replaceRoot: { newRoot: '$a' } }],
    result: [{ b: 1 }],
  },
  { name: 'an unknown stage', documents: one, pipeline: [{ $nope: {} }], code: 40324 },
  {
    name: 'an empty array sorts before null',
    documents: [{ _id: 1, a: null }, { _id: 2 }, { _id: 3, a: [] }, { _id: 4, a: 0 }],
    pipeline: [{ $sort: { a: 1, _id: 1 } }, { $project: { a: 0 } }],
    result: [{ _id: 3 }, { _id: 1 }, { _id: 2 }, { _id: 4 }],
  },
  {
    name: 'a scalar among documents sorts as null',
    documents: [
      { _id: 1, a: [5, { b: 2 }] },
      { _id: 2, a: { b: 1 } },
    ],
    pipeline: [{ $sort: { 'a.b': 1 } }, { $project: { a: 0 } }],
    result: [{ _id: 1 }, { _id: 2 }],
  },
  {
    name: 'a computed field takes the place of scalars in an array',
    documents: [{ _id: 1, a: [1, { b: 2 }, [3]] }],
    pipeline: [{ $project: { 'a.x': 'y' } }],
    result: [{ _id: 1, a: [{ x: 'y' }, { x: 'y' }, [{ x: 'y' }]] }],
  },
  {
    name: '$facet gives each pipeline all documents, also where one of them has enough',
    documents: [{ _id: 1 }, { _id: 2 }, { _id: 3 }],
    pipeline: [
      {
        $facet: { one: [{ $sort: { _id: 1 } }, { $limit: 1 }], all: [{ $count: 'n' }], none: [{ $match: { _id: 9 } }] },
      },
    ],
    result: [{ one: [{ _id: 1 }], all: [{ n: 3 }], none: [] }],
  },
  { name: 'an unknown expression', documents: one, pipeline: [{ $project: { a: { $nope: 1 } } }], code: 31325 },
  {
    name: 'an unknown expression inside of another',
    documents: one,
    pipeline: [{ $project: { a: { $add: [1, { $nope: 1 }] } } }],
    code: 168,
  },
  { name: 'an unknown variable', documents: one, pipeline: [{ $project: { a: '$$nope' } }], code: 17276 },
  { name: 'division by zero', documents: one, pipeline: [{ $project: { a: { $divide: [1, 0] } } }], code: 2 },
  computes('$cond', { $cond: [{ $gt: ['$a', 5] }, 'y', 'n'] }, 'y'),
  computes('$ifNull', { $ifNull: ['$none', '$a'] }, 7),
  computes('$map', { $map: { input: '$l', as: 'x', in: { $add: ['$$x', 1] } } }, [4, 2, 3]),
  computes('$filter', { $filter: { input: '$l', cond: { $gte: ['$$this', 2] } } }, [3, 2]),
  computes('$arrayElemAt', { $arrayElemAt: ['$l', -1] }, 2),
  computes('$arrayElemAt out of range', { $arrayElemAt: ['$l', 9] }, undefined),
  computes('$concat with null', { $concat: ['a', '$none'] }, null),
  computes('$year and $month', [{ $year: '$d' }, { $month: '$d' }], [2025, 11]),
  computes(
    '$dateDiff',
    { $dateDiff: { startDate: '$d', endDate: new Date('2026-01-01T00:00:00Z'), unit: 'month' } },
    2,
  ),
  computes('$type of missing', { $type: '$none' }, 'missing'),
  ...refused(
    computes('$add of a decimal', { $add: ['$a', Decimal128.fromString('0.5')] }, Decimal128.fromString('7.5')),
    computes('$switch', { $switch: { branches: [{ case: { $eq: ['$a', 7] }, then: 1 }], default: 2 } }, 1),
    computes('$reduce', { $reduce: { input: '$l', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6),
    computes('$toUpper', { $toUpper: '$s' }, 'KOTA BEKASI'),
    computes(
      '$dateToString',
      { $dateToString: { date: '$d', format: '%Y-%m-%d %H', timezone: 'Asia/Jakarta' } },
      '2025-11-05 08',
    ),
    computes(
      '$setUnion',
      {
        $setUnion: [
          [1, 2],
          [2, 3],
        ],
      },
      [1, 2, 3],
    ),
    computes('$round to even', { $round: [2.5, 0] }, 2),
    computes('$objectToArray', { $objectToArray: { x: 1 } }, [{ k: 'x', v: 1 }]),
    computes('$mergeObjects', { $mergeObjects: [{ x: 1 }, { y: 2 }] }, { x: 1, y: 2 }),
  ),
];

/** Expressions on one document, `{ d: a leap day, n: null, t: text, a: [[1], {b: 2}, {c: 3}] }`; without `result` the field is missing. */
export const expressions: readonly {
  expression: Document | string;
  result?: unknown;
  code?: number;
  refused?: boolean;
}[] = [
  { expression: { $year: '$n' }, result: null },
  { expression: { $year: ['$d'] }, result: 2024 },
  { expression: { $year: '$t' }, code: 16006 },
  { expression: { $dateFromString: { dateString: 'nope', onError: 'wrong' } }, result: 'wrong' },
  { expression: { $dateFromString: { dateString: 'nope' } }, code: 241 },
  ...Object.entries({
    '2024-02-29': '2024-02-29T00:00:00Z',
    '0001-01-01': '0001-01-01T00:00:00Z',
    '2024-01-05T10:11': '2024-01-05T10:11:00Z',
    '2024-01-05T10:11:12Z': '2024-01-05T10:11:12Z',
    '2024-01-05T10:11:12.5': '2024-01-05T10:11:12.500Z',
    '2024-01-05T10:11:12.123999+0700': '2024-01-05T03:11:12.123Z',
    '2024-01-05T23:11:12-02:30': '2024-01-06T01:41:12Z',
  }).map(([dateString, result]) => ({ expression: { $dateFromString: { dateString } }, result: new Date(result) })),
  ...['2023-02-29', '2024-04-31', '2024-00-10', '2024-01-00', '2024-13-01', '2024-01-05T24:00', ''].flatMap(
    (dateString) => [
      { expression: { $dateFromString: { dateString } }, code: 241 },
      { expression: { $dateFromString: { dateString, onError: '$t' } }, result: 'Abc déf' },
    ],
  ),
  { expression: { $dateFromString: { dateString: 5 } }, code: 241 },
  { expression: { $dateFromString: { dateString: '$n', onError: 1 } }, result: null },
  { expression: { $dateFromString: { dateString: '$n', onNull: 1 } }, result: 1 },
  { expression: '$$DESCEND', code: 17276 },
  {
    expression: { $dateDiff: { startDate: '$d', endDate: new Date('2025-01-01T00:00:00Z'), unit: 'week' } },
    result: 44,
  },
  {
    expression: { $dateDiff: { startDate: '$d', endDate: new Date('2025-01-01T00:00:00Z'), unit: 'month' } },
    result: 11,
  },
  { expression: { $type: { $dateDiff: { startDate: '$d', endDate: '$d', unit: 'day' } } }, result: 'long' },
  { expression: { $first: '$a.b' }, result: 2 },
  { expression: { $first: '$t' }, code: 28689 },
  { expression: { $first: [[]] } },
  { expression: { $last: '$n' }, result: null },
  { expression: { $add: ['$n', '$t'] }, result: null },
  { expression: { $size: '$t' }, code: 17124 },
  { expression: { $concatArrays: ['$a.c', '$n'] }, result: null },
  { expression: { $hour: { date: '$d' } }, result: 13 },
  { expression: { $multiply: [-1, 0] }, result: 0 },
  ...refused(
    { expression: { $week: '$d' }, result: 8 },
    { expression: { $isoWeek: '$d' }, result: 9 },
    { expression: { $hour: { date: '$d', timezone: 'Asia/Jakarta' } }, result: 20 },
    { expression: { $hour: { date: '$d', timezone: 'Nowhere/City' } }, code: 40485 },
    {
      expression: { $dateToString: { date: '$d', format: '%Y-%m-%d %H:%M:%S.%L %j %u %V %G %w %U %z %Z %%' } },
      result: '2024-02-29 13:45:06.789 060 4 09 2024 5 08 +0000 0 %',
    },
    {
      expression: { $dateToString: { date: '$d', timezone: 'Asia/Jakarta', format: '%H:%M%z' } },
      result: '20:45+0700',
    },
    { expression: { $dateToString: { date: '$n', onNull: 'none' } }, result: 'none' },
    { expression: { $dateToString: { date: '$d', format: '%q' } }, code: 18536 },
    { expression: { $toUpper: 2.5 }, result: '2.5' },
    { expression: { $toUpper: 1234567.5 }, result: '1.23457E+06' },
    { expression: { $toLower: Decimal128.fromString('1.50') }, result: '1.50' },
    { expression: { $toLower: '$d' }, result: '2024-02-29t13:45:06.789z' },
    { expression: { $toLower: true }, code: 16007 },
    { expression: { $setUnion: ['$t', [1]] }, code: 17043 },
    { expression: { $dateDiff: { startDate: '$d', endDate: '$d', unit: 'week', startOfWeek: 'monday' } }, result: 0 },
    {
      expression: { $dateFromString: { dateString: '29/02/2024', format: '%d/%m/%Y' } },
      result: new Date('2024-02-29'),
    },
  ),
];
