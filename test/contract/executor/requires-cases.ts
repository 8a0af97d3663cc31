/** What a @requires needs, where two of them need different values, and how the entity is named on the way back. */
import { GraphQLError } from 'graphql';
import type { Case } from './cases.ts';
import type { Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

const asSent = (reference: any): any => reference;
/** Resolvers that tell a field as it was sent, in JSON. */
const told = (fields: Readonly<Record<string, string>>): object =>
  Object.fromEntries(
    Object.entries(fields).map(([field, needed]) => [field, (sent: any) => JSON.stringify(sent[needed])]),
  );

const OVERWRITTEN = 'one value of the field overwrites the other';

/** `a(x:)` is ten times the id and x; `n` an object with fields that have arguments too. */
const argued: Definitions = {
  a: {
    sdl: `type Query { ts: [T] t: T } type Mutation { make: T }
      type T @key(fields: "id") @key(fields: "code part { no }") { id: ID! code: String! @shareable part: Part! @shareable a(x: Int = 1): Int n(of: Int): N ns: [[N]] }
      type N { v(x: Int): Int w: Int } type Part @shareable { no: Int! }`,
    resolvers: {
      Query: { ts: () => [{ id: 1 }, { id: 2 }], t: () => ({ id: 1 }) },
      Mutation: { make: () => ({ id: 3 }) },
      T: {
        __resolveReference: asSent,
        code: ({ id }: any) => `c${id}`,
        part: ({ id }: any) => ({ no: id }),
        a: ({ id }: any, { x }: any) => id * 10 + x,
        n: ({ id }: any, { of }: any) => (id === 2 ? null : { of: of ?? 0, w: of ?? 3 }),
        ns: ({ id }: any) => [[{ of: id, w: id }, null], []],
      },
      N: { v: ({ of }: any, { x }: any) => of * 100 + (x ?? 99) },
    },
  },
  b: {
    sdl: `type N @external { v(x: Int): Int w: Int } type T @key(fields: "id") { id: ID! a(x: Int = 1): Int @external n(of: Int): N @external ns: [[N]] @external five: Int
      five_: String @requires(fields: "a(x: 5)") one: String @requires(fields: "a") seven: String @requires(fields: "a(x: 7)")
      inner: String @requires(fields: "n { v w }") inner2: String @requires(fields: "n { v(x: 2) }") of4: String @requires(fields: "n(of: 4) { w }")
      lists: String @requires(fields: "ns { v }") lists6: String @requires(fields: "ns { v(x: 6) w }") }`,
    resolvers: {
      T: {
        __resolveReference: asSent,
        five: () => 5,
        ...told({ five_: 'a', one: 'a', seven: 'a', inner: 'n', inner2: 'n', of4: 'n', lists: 'ns', lists6: 'ns' }),
      },
    },
  },
  c: {
    sdl: 'type Part @shareable { no: Int! } type T @key(fields: "code part { no }") { code: String! @shareable part: Part! @shareable a(x: Int = 1): Int @external far5: String @requires(fields: "a(x: 5)") far: String @requires(fields: "a") }',
    resolvers: { T: { __resolveReference: asSent, ...told({ far5: 'a', far: 'a' }) } },
  },
};

/** Comes back into `n` by a key of `n`. */
const comingBack = (keys: string): Definitions => ({
  m: {
    sdl: `type P @key(fields: "id") @key(fields: "code { a b }", resolvable: false) @key(fields: "id code { b c }", resolvable: false) { id: ID! code: Code! @shareable label(long: Boolean): String! }
      type Code @shareable { a: ID! b: ID! c: ID! }`,
    resolvers: {
      P: { __resolveReference: asSent, label: ({ id }: any, { long }: any) => (long ? `Label ${id}` : `L${id}`) },
    },
  },
  n: {
    sdl: `type Query { p: P ps: [P!]! held: Held } type Mutation { tag: P } interface Held { id: ID! } type P implements Held ${keys} { id: ID! code: Code! @shareable label(long: Boolean): String! @external plain: Int
      tagged: String! @requires(fields: "label") named: String @requires(fields: "label(long: true)") } type Code @shareable { a: ID! b: ID! c: ID! }`,
    resolvers: {
      Query: { p: () => whole(1), ps: () => [whole(1), whole(2)], held: () => ({ __typename: 'P', ...whole(4) }) },
      Mutation: { tag: () => whole(3) },
      P: {
        __resolveReference: (sent: any) => (sent.id && sent.code?.b && sent.code?.c ? sent : null),
        plain: () => 3,
        tagged: ({ label }: any) => `t${label}`,
        named: ({ label }: any) => label,
      },
    },
  },
});
const whole = (id: number): object => ({ id, code: { a: 'a', b: 'b', c: 'c' } });
const BACK = comingBack(
  '@key(fields: "code { a b }", resolvable: false) @key(fields: "id code { b c }") @key(fields: "id", resolvable: false)',
);
const NOT_ANSWERED_TO = 'the planner names the entity by a key that the subgraph does not answer to';

const onObjects: Definitions = {
  a: {
    sdl: `type Query { ts: [T] } interface N { id: ID! } type A implements N @key(fields: "id") { id: ID! x: Int } type B implements N @key(fields: "id") { id: ID! y: Int } type T @key(fields: "id") { id: ID! n: N ns: [N!] }`,
    resolvers: {
      Query: {
        ts: () => [
          {
            id: '1',
            n: { __typename: 'A', id: 'a', x: 3 },
            ns: [
              { __typename: 'B', id: 'b', y: 3 },
              { __typename: 'A', id: 'a', x: 3 },
            ],
          },
          { id: '2', n: { __typename: 'B', id: 'b', y: 3 }, ns: [] },
          { id: '3', n: null, ns: null },
        ],
      },
    },
  },
  b: {
    sdl: `interface N { id: ID! } type A implements N @key(fields: "id") { id: ID! x: Int @external } type B implements N @key(fields: "id") { id: ID! }
      type T @key(fields: "id") { id: ID! n: N @external ns: [N!] @external q: String @requires(fields: "n { ... on A { x } }") qs: String @requires(fields: "ns { ... on A { x } }") }`,
    resolvers: {
      T: { __resolveReference: asSent, ...told({ q: 'n', qs: 'ns' }) },
      N: { __resolveType: ({ __typename }: any) => __typename },
    },
  },
};

/** One name is a list of lists in one type, an object in the next and a leaf in a third: the planner gives each a name of its own in the request. */
const otherKinds: Definitions = {
  a: {
    sdl: `type Query { us: [U] mixed: [[U!]] } union U = A | B | C type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! } type C @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { us: () => ENTITIES, mixed: () => [ENTITIES, null] } },
  },
  b: {
    sdl: `type A @key(fields: "id") { id: ID! f: [[X]] n: [Int] in: In } type B @key(fields: "id") { id: ID! f: Y n: Int! in: [In!] } type C @key(fields: "id") { id: ID! f: Int n: [[Int]!] in: In! }
      type X { v: Int f: Y } type Y @key(fields: "id") { id: ID! v: [Int] f: [X] } type In { f: [X] }`,
    resolvers: {
      A: {
        __resolveReference: asSent,
        f: ({ id }: any) => (id === 'a0' ? [[{ v: 1 }, null], []] : null),
        n: () => [1, null],
        in: () => ({ f: [{ v: 4 }] }),
      },
      B: {
        __resolveReference: asSent,
        f: ({ id }: any) => (id === 'b0' ? { id: 'y', v: [2], f: [{ v: 3 }] } : new GraphQLError('no f')),
        n: () => 2,
        in: () => [{ f: null }, { f: [{ v: 5 }] }],
      },
      C: { __resolveReference: asSent, f: () => 6, n: () => [[3], []], in: () => ({ f: [] }) },
    },
  },
  c: {
    sdl: `type A @key(fields: "id") { id: ID! f: [[X]] @external n: [Int] @external in: In @external q: String @requires(fields: "f { v }") p: String @requires(fields: "n") r: String @requires(fields: "in { f { v } }") }
      type B @key(fields: "id") { id: ID! f: Y @external n: Int! @external in: [In!] @external q: String @requires(fields: "f { v far f { v } }") p: String @requires(fields: "n") r: String @requires(fields: "in { f { v } }") }
      type C @key(fields: "id") { id: ID! f: Int @external n: [[Int]!] @external in: In! @external q: String @requires(fields: "f") p: String @requires(fields: "n") r: String @requires(fields: "in { f { v } }") }
      type X @external { v: Int } type Y @key(fields: "id") { id: ID! v: [Int] @external f: [X] @external far: Int @external } type In @external { f: [X] }`,
    resolvers: Object.fromEntries(
      ['A', 'B', 'C'].map((name) => [name, { __resolveReference: asSent, ...told({ q: 'f', p: 'n', r: 'in' }) }]),
    ),
  },
  d: {
    sdl: 'type Y @key(fields: "id") { id: ID! far: Int }',
    resolvers: { Y: { __resolveReference: asSent, far: () => 9 } },
  },
};
const ENTITIES = ['A', 'B', 'C'].map((name) => ({ __typename: name, id: `${name.toLowerCase()}0` }));

export const requiresCases: readonly Case[] = [
  {
    name: 'requires under one name a list of lists, an object and a leaf of three types, and what another subgraph has of the object',
    subgraphs: otherKinds,
    ask: { query: '{ us { ... on A { q } ... on B { q } ... on C { q } } }' },
    data: { us: [{ q: '[[{"v":1},null],[]]' }, { q: '{"v":[2],"far":9,"f":[{"v":3}]}' }, { q: '6' }] },
    stock: 'it hands the lists within a list on as null',
  },
  {
    name: 'requires under one name leaves, lists of them and lists of lists, and objects that hold more of the kind',
    subgraphs: otherKinds,
    ask: {
      query:
        'query ($no: Boolean!) { mixed { ... on A { p r } ... on B { p @skip(if: $no) r } ... on C { p r @skip(if: $no) } } }',
      variables: { no: false },
    },
    data: {
      mixed: [
        [
          { p: '[1,null]', r: '{"f":[{"v":4}]}' },
          { p: '2', r: '[{"f":null},{"f":[{"v":5}]}]' },
          { p: '[[3],[]]', r: '{"f":[]}' },
        ],
        null,
      ],
    },
  },
  {
    name: 'gives a @requires without arguments and one with them each their own value',
    subgraphs: argued,
    ask: { query: '{ ts { five_ one } }' },
    data: {
      ts: [
        { five_: '15', one: '11' },
        { five_: '25', one: '21' },
      ],
    },
    stock: OVERWRITTEN,
  },
  {
    name: 'gives three @requires and the client, by name and by alias, each their own value',
    subgraphs: argued,
    ask: { query: 'query ($nine: Int) { ts { seven five_ a one c: a(x: $nine) five } }', variables: { nine: 9 } },
    data: {
      ts: [
        { seven: '17', five_: '15', a: 11, one: '11', c: 19, five: 5 },
        { seven: '27', five_: '25', a: 21, one: '21', c: 29, five: 5 },
      ],
    },
    stock: OVERWRITTEN,
  },
  {
    name: 'gives the client the name of a field that a @requires has with arguments',
    subgraphs: argued,
    ask: { query: '{ ts { one: five_ five_: one a: five } }' },
    data: {
      ts: [
        { one: '15', five_: '11', a: 5 },
        { one: '25', five_: '21', a: 5 },
      ],
    },
    stock: OVERWRITTEN,
  },
  {
    name: 'keeps what two @requires need of one object apart, and an object by its arguments',
    subgraphs: argued,
    ask: { query: '{ ts { inner inner2 of4 } }' },
    data: {
      ts: [
        { inner: '{"v":99,"w":3}', inner2: '{"v":2}', of4: '{"w":4}' },
        { inner: 'null', inner2: 'null', of4: 'null' },
      ],
    },
    stock: OVERWRITTEN,
  },
  {
    name: 'keeps what two @requires need of objects in lists of lists apart',
    subgraphs: argued,
    ask: { query: '{ ts { lists6 lists } }' },
    data: {
      ts: [1, 2].map((id) => ({ lists6: `[[{"v":${id}06,"w":${id}},null],[]]`, lists: `[[{"v":${id}99},null],[]]` })),
    },
    stock: OVERWRITTEN,
  },
  {
    name: 'keeps @requires of different arguments apart where the entity has a compound key',
    subgraphs: argued,
    ask: { query: '{ t { far5 far one } }' },
    data: { t: { far5: '15', far: '11', one: '11' } },
    stock: OVERWRITTEN,
  },
  {
    name: 'keeps @requires of different arguments apart when one is skipped',
    subgraphs: argued,
    ask: {
      query: 'query ($no: Boolean!) { t { five_ @include(if: $no) one seven @skip(if: $no) } }',
      variables: { no: false },
    },
    data: { t: { one: '11', seven: '17' } },
    stock: OVERWRITTEN,
  },
  {
    name: 'keeps @requires of different arguments apart after a mutation',
    subgraphs: argued,
    ask: { query: 'mutation { make { one five_ } }' },
    data: { make: { one: '31', five_: '35' } },
    stock: OVERWRITTEN,
  },
  {
    name: 'comes back after a @requires by a key that the subgraph answers to',
    subgraphs: BACK,
    ask: { query: '{ p { tagged } ps { id tagged } }' },
    data: {
      p: { tagged: 'tL1' },
      ps: [
        { id: '1', tagged: 'tL1' },
        { id: '2', tagged: 'tL2' },
      ],
    },
    stock: NOT_ANSWERED_TO,
  },
  {
    name: 'comes back by such a key beside what the client asks of it',
    subgraphs: BACK,
    ask: { query: '{ p { code { c b } id: plain tagged named } }' },
    data: { p: { code: { c: 'c', b: 'b' }, id: 3, tagged: 'tL1', named: 'Label 1' } },
    stock: NOT_ANSWERED_TO,
  },
  {
    name: 'comes back by such a key after a mutation and through an interface',
    subgraphs: BACK,
    ask: {
      query: 'mutation ($yes: Boolean!) { tag { ... on Held { ... on P @include(if: $yes) { tagged } } } }',
      variables: { yes: true },
    },
    data: { tag: { tagged: 'tL3' } },
    stock: NOT_ANSWERED_TO,
  },
  {
    name: 'comes back by such a key to an object known by its interface',
    subgraphs: BACK,
    ask: { query: '{ held { ... on P { named } id } }' },
    data: { held: { named: 'Label 4', id: '4' } },
    stock: NOT_ANSWERED_TO,
  },
  {
    name: 'requires what an object has as one type also where it is of another',
    subgraphs: onObjects,
    ask: { query: '{ ts { q qs } }' },
    data: {
      ts: [
        { q: '{"x":3}', qs: '[{},{"x":3}]' },
        { q: '{}', qs: '[]' },
        { q: 'null', qs: 'null' },
      ],
    },
  },
];
