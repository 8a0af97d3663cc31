/** One subgraph down: what the others answer of the same objects is there, and each lost field is told at its own path. */
import type { Case } from './cases.ts';
import type { Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

const down = () => Promise.reject(new Error('refused'));
const refusing = () => ({ errors: [{ message: 'expected a month' }] });
const itself = { __resolveReference: (reference: any) => reference };

const NAMES =
  'type Query { city: City @shareable } type City @key(fields: "code") { code: ID name: String areas: [Area!] } type Area { name: String }';
const COUNTS =
  'type Query { city: City @shareable } type City @key(fields: "code") { code: ID count: Int parts: [Part!] } type Part { n: Int }';
const MORE = 'type Query { city: City @shareable } type City @key(fields: "code") { code: ID more: Int }';

/** A root field that three subgraphs share. */
const city = (away: string): Definitions => {
  const all: Definitions = {
    names: {
      sdl: NAMES,
      resolvers: { Query: { city: () => ({ code: '1', name: 'Bekasi', areas: [{ name: 'East' }] }) }, City: itself },
    },
    counts: {
      sdl: COUNTS,
      resolvers: { Query: { city: () => ({ code: '1', count: 7, parts: [{ n: 3 }] }) }, City: itself },
    },
    more: { sdl: MORE, resolvers: { Query: { city: () => ({ code: '1', more: 1 }) }, City: itself } },
  };
  return all[away] ? { ...all, [away]: { sdl: all[away].sdl, answer: down } } : all;
};

/** Objects without a key that two subgraphs answer parts of. */
const places: Definitions = {
  a: {
    sdl: 'type Query { ts: [T!] } type T @key(fields: "id") { id: ID! places: [Place!] @shareable } type Place { x: Int }',
    resolvers: {
      Query: {
        ts: () => [
          { id: '1', places: [{ x: 1 }, { x: 2 }] },
          { id: '2', places: [] },
        ],
      },
    },
  },
  b: { sdl: 'type T @key(fields: "id") { id: ID! places: [Place!] @shareable } type Place { y: Int }', answer: down },
};

/** `sum` is worked out from what two others count, in the subgraph that everybody's root is shared with. */
const sums = (away: string): Definitions => {
  const all: Definitions = {
    ...city('none'),
    sums: {
      sdl: `type Query { city: City @shareable }
        type City @key(fields: "code") { code: ID total: Int count: Int @external more: Int @external sum: Int @requires(fields: "count more") }`,
      resolvers: {
        Query: { city: () => ({ code: '1', total: 9 }) },
        City: { ...itself, sum: ({ count, more }: any) => (count ?? 0) + (more ?? 0) },
      },
    },
  };
  return { ...all, [away]: { sdl: all[away]!.sdl, answer: down } };
};

const ask = { query: '{ city { name areas { name } count parts { n } more } }' };
const whole = { name: 'Bekasi', areas: [{ name: 'East' }], count: 7, parts: [{ n: 3 }], more: 1 };
const stock = 'its error has no path';

export const outageCases: readonly Case[] = [
  {
    name: 'tells at each lost field why, where a subgraph answers with an error that says no place and no data',
    subgraphs: { ...city('none'), counts: { sdl: COUNTS, answer: refusing } },
    ask,
    data: { city: { ...whole, count: null, parts: null } },
    errors: [
      ['city', 'count'],
      ['city', 'parts'],
    ],
    stock,
  },
  {
    name: 'keeps what others answer of a shared root object when the first subgraph is down',
    subgraphs: city('names'),
    ask,
    data: { city: { ...whole, name: null, areas: null } },
    errors: [
      ['city', 'name'],
      ['city', 'areas'],
    ],
    stock,
  },
  {
    name: 'keeps what others answer of a shared root object when the last subgraph is down',
    subgraphs: city('more'),
    ask,
    data: { city: { ...whole, more: null } },
    errors: [['city', 'more']],
    stock,
  },
  {
    name: 'tells a shared root object as lost where nobody else was asked about it',
    subgraphs: city('counts'),
    ask: { query: '{ city { count } }' },
    data: { city: null },
    errors: [['city']],
    stock,
  },
  {
    name: 'tells the lost parts of each object in a list that two subgraphs answer',
    subgraphs: places,
    ask: { query: '{ ts { places { x y } } }' },
    data: {
      ts: [
        {
          places: [
            { x: 1, y: null },
            { x: 2, y: null },
          ],
        },
        { places: [] },
      ],
    },
    errors: [
      ['ts', 0, 'places', 0, 'y'],
      ['ts', 0, 'places', 1, 'y'],
    ],
    stock,
  },
  ...['count', 'more'].map((input): Case => ({
    name: `tells a sum as lost, by itself, while the subgraph that counts ${input} is down`,
    subgraphs: sums(input === 'count' ? 'counts' : 'more'),
    ask: { query: '{ city { sum total } }' },
    data: { city: { sum: null, total: 9 } },
    errors: [['city', 'sum']],
    stock: 'it sums up what there is, and its error has no path',
  })),
  {
    name: 'tells a sum as lost while the subgraph that sums up is down, whichever answered first',
    subgraphs: sums('sums'),
    ask: { query: '{ city { sum total count name } }' },
    data: { city: { sum: null, total: null, count: 7, name: 'Bekasi' } },
    errors: [
      ['city', 'sum'],
      ['city', 'total'],
    ],
    stock,
  },
];
