/** Fields that move from one subgraph to another for the requests in which a label holds: each side, and what hangs on the field. */
import type { Case } from './cases.ts';
import type { Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

const same = (reference: any): any => reference;

const moving: Definitions = {
  old: {
    sdl: `type Query { one: Item all: [[Item]] any: [Thing] } type Mutation { change: Item } union Thing = Item | Other interface Named { full: String }
      type Item implements Named @key(fields: "id") { id: ID! base: Int full: String part: String } type Other @key(fields: "id") { id: ID! next: Item }`,
    resolvers: {
      Query: {
        one: () => ({ id: 1 }),
        all: () => [[{ id: 1 }], [{ id: 2 }, null]],
        any: () => [
          { __typename: 'Item', id: 1 },
          { __typename: 'Other', id: 9, next: { id: 2 } },
        ],
      },
      Mutation: { change: () => ({ id: 3 }) },
      Item: { __resolveReference: same, base: ({ id }: any) => id, full: () => 'old', part: () => 'old' },
      Other: { __resolveReference: same },
    },
  },
  new: {
    sdl: `type Item @key(fields: "id") { id: ID! base: Int @external full: String @override(from: "old", label: "percent(50)") part: String @override(from: "old", label: "new-parts") @requires(fields: "base") }`,
    resolvers: { Item: { __resolveReference: same, full: () => 'new', part: ({ base }: any) => `new of ${base}` } },
  },
};

const QUERY = `query ($yes: Boolean = true) { one { full part @include(if: $yes) } all { ...I part } any { ... on Item { id f: full } ... on Other { next { part ... on Named { full } } } } } fragment I on Item { full }`;
const ALL_OLD = 'it lets no label hold';

function answer(full: string, part: (id: number) => string): unknown {
  return {
    one: { full, part: part(1) },
    all: [[{ full, part: part(1) }], [{ full, part: part(2) }, null]],
    any: [{ id: '1', f: full }, { next: { part: part(2), full } }],
  };
}

const oldPart = (): string => 'old';
const newPart = (id: number): string => `new of ${id}`;

export const overrideCases: readonly Case[] = [
  {
    name: 'asks the subgraph a field is moved from while its label does not hold',
    subgraphs: moving,
    ask: { query: QUERY },
    data: answer('old', oldPart),
  },
  {
    name: 'asks the subgraph a field is moved to when its label holds',
    subgraphs: moving,
    ask: { query: QUERY, labels: ['percent(50)', 'new-parts'] },
    data: answer('new', newPart),
    stock: ALL_OLD,
  },
  {
    name: 'moves each field by its own label',
    subgraphs: moving,
    ask: { query: QUERY, labels: ['new-parts'] },
    data: answer('old', newPart),
    stock: ALL_OLD,
  },
  {
    name: 'moves a field in the answer of a mutation',
    subgraphs: moving,
    ask: { query: 'mutation { change { full part } }', labels: ['percent(50)'] },
    data: { change: { full: 'new', part: 'old' } },
    stock: ALL_OLD,
  },
];
