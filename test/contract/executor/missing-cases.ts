/** What cannot be had, and all that depends on it: null with an error, and nothing else suffers. */
import { GraphQLError } from 'graphql';
import type { Case } from './cases.ts';
import type { Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

const asSent = (reference: any): any => reference;
const HANDED_ON = 'it hands null on, or is silent';

/** Answers `us` just so, whatever its schema says. */
const answering = (us: unknown, errors?: readonly object[]): Definitions => ({
  a: {
    sdl: `type Query { us: [U] } type Mutation { make: [U] } type U @key(fields: "id") { id: ID! w: Int! maybe: Int list: [Int!] part: Part parts: [Part!] } type Part { no: Int! name: String }`,
    answer: ({ query }) =>
      ({ data: { [query.startsWith('mutation') ? 'make' : 'us']: us }, ...(errors ? { errors } : {}) }) as any,
  },
  b: {
    sdl: `type Part { no: Int! @external name: String @external } type U @key(fields: "id") { id: ID! w: Int! @external maybe: Int @external list: [Int!] @external part: Part @external parts: [Part!] @external
      n: String s: String @requires(fields: "w") m: String @requires(fields: "maybe") l: String @requires(fields: "list") p: String @requires(fields: "part { no name }") ps: String @requires(fields: "parts { no }") sure: String! @requires(fields: "w") }`,
    resolvers: {
      U: {
        __resolveReference: asSent,
        n: ({ id }: any) => `n${id}`,
        s: ({ w }: any) => `s${w}`,
        m: ({ maybe }: any) => `m${maybe}`,
        l: ({ list }: any) => `l${JSON.stringify(list)}`,
        p: ({ part }: any) => JSON.stringify(part),
        ps: ({ parts }: any) => JSON.stringify(parts),
        sure: ({ w }: any) => `s${w}`,
      },
    },
  },
});

const U = { __typename: 'U' };
const THREE = answering([
  { ...U, id: '1', w: 3 },
  { ...U, w: 3 },
  { ...U, id: '3', w: null },
  { ...U, id: '4' },
]);
const NESTED = answering([
  { ...U, id: '1', list: [1, 2], part: { no: 1, name: null }, parts: [{ no: 1 }] },
  { ...U, id: '2', list: [1, null], part: { no: null, name: 'x' }, parts: [{ no: 1 }, {}] },
  { ...U, id: '3', list: null, part: null, parts: [null] },
]);

/** Two ways to an entity: `code` leads on to `c`. */
const chain = (code: (reference: any) => unknown): Definitions => ({
  a: {
    sdl: 'type Query { t: T ts: [T] } type T @key(fields: "id") { id: ID! }',
    resolvers: { Query: { t: () => ({ id: '1' }), ts: () => [{ id: '1' }, { id: '2' }] } },
  },
  b: {
    sdl: 'type T @key(fields: "id") @key(fields: "code") { id: ID! code: String f: Int g: Int }',
    resolvers: { T: { __resolveReference: code, g: () => 8 } },
  },
  c: {
    sdl: 'type T @key(fields: "code") { code: String @shareable far: String } ',
    resolvers: { T: { __resolveReference: asSent, far: ({ code }: any) => `far ${code}` } },
  },
  d: {
    sdl: 'type T @key(fields: "id") { id: ID! f: Int @external h: Int q: String @requires(fields: "f") again: String }',
    resolvers: { T: { __resolveReference: asSent, h: () => 7, q: ({ f }: any) => `q${f}`, again: () => 'yes' } },
  },
});

const untyped: Definitions = {
  a: {
    sdl: 'interface Node @key(fields: "id") { id: ID! } type Query { a: Node other: Int as: [Node!]! inner: Inner } type Inner { m: Int n: Node }',
    resolvers: {
      Query: { a: () => ({ id: 'n1' }), other: () => 1, as: () => [], inner: () => ({ m: 2, n: { id: 'n1' } }) },
      Node: { __resolveType: () => 'Node' },
    },
  },
  b: {
    sdl: 'type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { b: Node }',
    resolvers: { Query: { b: () => ({ id: 'n1', field: 'foo' }) } },
  },
};
const NO_PLAN = 'it is silent';

/** `n` may be null in the one type only. */
const oneMayBeNull: Definitions = {
  a: {
    sdl: 'type Query { us: [V] } union V = A | B type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }',
    resolvers: {
      Query: {
        us: () => [
          { __typename: 'A', id: '1' },
          { __typename: 'B', id: '2' },
        ],
      },
    },
  },
  b: {
    sdl: 'type A @key(fields: "id") { id: ID! n: Int } type B @key(fields: "id") { id: ID! n: Int! }',
    answer: () =>
      ({
        data: {
          _entities: [
            { __typename: 'A', n: null, n__alias_0: null },
            { __typename: 'B', n: 2, n__alias_0: 2 },
          ],
        },
        errors: [{ message: 'failed' }],
      }) as any,
  },
  c: {
    sdl: ['A', 'B']
      .map(
        (name) =>
          `type ${name} @key(fields: "id") { id: ID! n: Int${name === 'B' ? '!' : ''} @external q: String @requires(fields: "n") }`,
      )
      .join(' '),
    resolvers: Object.fromEntries(
      ['A', 'B'].map((name) => [name, { __resolveReference: asSent, q: ({ n }: any) => `q${n}` }]),
    ),
  },
};

/** Objects at one path that are reached through two types, each of which another subgraph leads on from. @param nears what `A.near` and `B.near` are answered as */
const byTwoParents = (...nears: readonly object[]): Definitions => ({
  a: {
    sdl: 'type Query { all: [P] } union P = A | B type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }',
    answer: () => ({
      data: {
        all: [
          { __typename: 'A', id: '1' },
          { __typename: 'B', id: '2' },
        ],
      },
    }),
  },
  ...Object.fromEntries(
    ['A', 'B'].map((name, index) => [
      `of${name}`,
      {
        sdl: `union U = X type ${name} @key(fields: "id") { id: ID! near: U } type X @key(fields: "id") { id: ID! name: String @shareable f: Int @shareable }`,
        answer: () => ({
          data: { _entities: [{ __typename: name, near: { __typename: 'X', __as: 'X', ...nears[index] } }] },
        }),
      },
    ]),
  ),
  c: {
    sdl: 'type X @key(fields: "id") { id: ID! twin: String f: Int @external q: String @requires(fields: "f") }',
    resolvers: {
      X: {
        __resolveReference: asSent,
        twin: ({ id }: any) => `t${id}`,
        q: ({ f }: any) => (f === undefined ? new GraphQLError('no f') : `q${f}`),
      },
    },
  },
});
const NEAR = { id: 'x', name: 'n', f: 1 };
/** The same where the root leads on from one of them. */
const fromTheRoot: Definitions = {
  ...byTwoParents({}, { id: 'y' }),
  a: {
    sdl: 'type Query { all: [P] } union P = A | B union U = X type A @key(fields: "id") { id: ID! near: U } type B @key(fields: "id") { id: ID! } type X @key(fields: "id") { id: ID! f: Int @shareable }',
    answer: () => ({
      data: {
        all: [
          { __typename: 'A', id: '1', near: { __typename: 'X', __as: 'X', ...NEAR } },
          { __typename: 'B', id: '2' },
        ],
      },
    }),
  },
  ofA: { sdl: 'type X @key(fields: "id") { id: ID! name: String @shareable }' },
};
/** A third type leads to objects of which its own subgraph answers `q`. */
const withThird: Definitions = {
  ...fromTheRoot,
  a: {
    sdl: 'type Query { all: [P] } union P = A | B | C union U = X type A @key(fields: "id") { id: ID! near: U } type B @key(fields: "id") { id: ID! } type C @key(fields: "id") { id: ID! } type X @key(fields: "id") { id: ID! f: Int @shareable }',
    answer: () => ({
      data: {
        all: [
          { __typename: 'A', id: '1', near: { __typename: 'X', __as: 'X', ...NEAR } },
          { __typename: 'B', id: '2' },
          { __typename: 'C', id: '3' },
        ],
      },
    }),
  },
  c: {
    sdl: 'type X @key(fields: "id") { id: ID! twin: String f: Int @external q: String @shareable @requires(fields: "f") }',
    resolvers: { X: { __resolveReference: asSent, twin: ({ id }: any) => `t${id}`, q: ({ f }: any) => `q${f}` } },
  },
  ofC: {
    sdl: 'union U = X type C @key(fields: "id") { id: ID! near: U } type X @key(fields: "id", resolvable: false) { id: ID! q: String @shareable }',
    answer: () => ({
      data: { _entities: [{ __typename: 'C', near: { __typename: 'X', __as: 'X', id: 'z', q: 'qz' } }] },
    }),
  },
};

export const missingCases: readonly Case[] = [
  {
    name: 'misses no key of an object that nobody asked for there, but below another type',
    subgraphs: byTwoParents(NEAR, { name: 'n' }),
    ask: { query: '{ all { ... on A { near { ... on X { twin } } } ... on B { near { ... on X { name } } } } }' },
    data: { all: [{ near: { twin: 'tx' } }, { near: { name: 'n' } }] },
  },
  {
    name: 'misses the key of an object though below another type it is skipped',
    subgraphs: byTwoParents({ name: 'n' }, { name: 'n' }),
    ask: {
      query:
        'query ($no: Boolean!) { all { ... on A { near { ... on X { twin } } } ... on B { near { ... on X { name id @include(if: $no) } } } } }',
      variables: { no: false },
    },
    data: { all: [{ near: { twin: null } }, { near: { name: 'n' } }] },
    errors: [['all', 0, 'near', 'twin']],
    stock: HANDED_ON,
  },
  {
    name: 'asks below one type for what is skipped below another',
    subgraphs: fromTheRoot,
    ask: {
      query:
        'query ($no: Boolean!) { all { ... on A { near { ... on X { q twin } } } ... on B { near { ... on X { twin q @include(if: $no) } } } } }',
      variables: { no: false },
    },
    data: { all: [{ near: { q: 'q1', twin: 'tx' } }, { near: { twin: 'ty' } }] },
    stock: HANDED_ON,
  },
  {
    name: 'asks below one type for what is skipped below another, though a third has it',
    subgraphs: withThird,
    ask: {
      query:
        'query ($no: Boolean!) { all { ... on A { near { ... on X { q twin } } } ... on B { near { ... on X { twin q @include(if: $no) } } } ... on C { near { ... on X { q } } } } }',
      variables: { no: false },
    },
    data: { all: [{ near: { q: 'q1', twin: 'tx' } }, { near: { twin: 'ty' } }, { near: { q: 'qz' } }] },
    stock: HANDED_ON,
  },
  {
    name: 'asks nothing that requires a field where that is skipped, though it is there below another type',
    subgraphs: byTwoParents(NEAR, { id: 'y' }),
    ask: {
      query:
        'query ($no: Boolean!) { all { ... on A { near { ... on X { q twin } } } ... on B { near { ... on X { twin f @include(if: $no) } } } } }',
      variables: { no: false },
    },
    data: { all: [{ near: { q: 'q1', twin: 'tx' } }, { near: { twin: 'ty' } }] },
  },
  {
    name: 'computes nothing from a field that was left out though below another type it is skipped',
    subgraphs: byTwoParents({ id: 'x' }, { id: 'y' }),
    ask: {
      query:
        'query ($no: Boolean!) { all { ... on A { near { ... on X { q twin } } } ... on B { near { ... on X { twin f @include(if: $no) } } } } }',
      variables: { no: false },
    },
    data: { all: [{ near: { q: null, twin: 'tx' } }, { near: { twin: 'ty' } }] },
    errors: [['all', 0, 'near', 'q']],
    stock: HANDED_ON,
  },
  {
    name: 'tells the client of an entity whose key was left out',
    subgraphs: THREE,
    ask: { query: '{ us { n } }' },
    data: { us: [{ n: 'n1' }, { n: null }, { n: 'n3' }, { n: 'n4' }] },
    errors: [['us', 1, 'n']],
    stock: HANDED_ON,
  },
  {
    name: 'never hands on null, or nothing, for a required field that cannot be null',
    subgraphs: THREE,
    ask: { query: '{ us { s } }' },
    data: { us: [{ s: 's3' }, { s: null }, { s: null }, { s: null }] },
    errors: [
      ['us', 1, 's'],
      ['us', 2, 's'],
      ['us', 3, 's'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'answers beside a @requires whose field is missing what does not require it',
    subgraphs: THREE,
    ask: { query: 'query ($no: Boolean!) { us { named: n s m @include(if: $no) } }', variables: { no: false } },
    data: {
      us: [
        { named: 'n1', s: 's3' },
        { named: null, s: null },
        { named: 'n3', s: null },
        { named: 'n4', s: null },
      ],
    },
    errors: [
      ['us', 1, 'named'],
      ['us', 1, 's'],
      ['us', 2, 's'],
      ['us', 3, 's'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'propagates the null of a field that must not be null and could not be computed, with one error',
    subgraphs: THREE,
    ask: { query: 'mutation { make { sure n } }' },
    data: { make: [{ sure: 's3', n: 'n1' }, null, null, null] },
    errors: [
      ['make', 1, 'n'],
      ['make', 1, 'sure'],
      ['make', 2, 'sure'],
      ['make', 3, 'sure'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'finds what is missing in lists and objects that a @requires selects',
    subgraphs: NESTED,
    ask: { query: '{ us { l p ps n } }' },
    data: {
      us: [
        { l: 'l[1,2]', p: '{"no":1,"name":null}', ps: '[{"no":1}]', n: 'n1' },
        { l: null, p: null, ps: null, n: 'n2' },
        { l: 'lnull', p: 'null', ps: null, n: 'n3' },
      ],
    },
    errors: [
      ['us', 1, 'l'],
      ['us', 1, 'p'],
      ['us', 1, 'ps'],
      ['us', 2, 'ps'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'computes from a null that may be',
    subgraphs: answering([{ ...U, id: '1', maybe: null }]),
    ask: { query: '{ us { m } }' },
    data: { us: [{ m: 'mnull' }] },
  },
  {
    name: 'computes nothing from a null that stands for an error',
    subgraphs: answering(
      [
        { ...U, id: '1', maybe: null },
        { ...U, id: '2', maybe: 5 },
      ],
      [{ message: 'failed', path: ['us', 0, 'maybe'] }],
    ),
    ask: { query: '{ us { maybe m n } }' },
    data: {
      us: [
        { maybe: null, m: null, n: 'n1' },
        { maybe: 5, m: 'm5', n: 'n2' },
      ],
    },
    errors: [
      ['us', 0, 'm'],
      ['us', 0, 'maybe'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'computes nothing from an element of a list, or of an object, that failed',
    subgraphs: answering(
      [{ ...U, id: '1', maybe: 1, list: [1, null], part: { no: 4, name: null } }],
      [
        { message: 'failed', path: ['us', 0, 'list', 1] },
        { message: 'failed', path: ['us', 0, 'part', 'name', 'deeper'] },
      ],
    ),
    ask: { query: '{ us { list part { name } l p m } }' },
    data: { us: [{ list: null, part: { name: null }, l: null, p: null, m: 'm1' }] },
    errors: [
      ['us', 0, 'l'],
      ['us', 0, 'list', 1],
      ['us', 0, 'p'],
      ['us', 0, 'part', 'name'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'computes nothing from a null of an answer with an error that does not say where',
    subgraphs: answering([{ ...U, id: '1', maybe: null }], [{ message: 'failed' }]),
    ask: { query: '{ us { m n } }' },
    data: { us: [{ m: null, n: 'n1' }] },
    errors: [[], ['us', 0, 'm']],
    stock: HANDED_ON,
  },
  {
    name: 'computes nothing from such a null where the same name may not be null in another type',
    subgraphs: oneMayBeNull,
    ask: { query: '{ us { ... on B { q } ... on A { q } } }' },
    data: { us: [{ q: null }, { q: 'q2' }] },
    errors: [['us'], ['us', 0, 'q']],
    stock: HANDED_ON,
  },
  {
    name: 'computes nothing from what a subgraph that is down would have answered, and asks for the rest',
    subgraphs: {
      ...chain(asSent),
      b: { ...chain(asSent)['b']!, resolvers: undefined, answer: () => Promise.reject(new Error('refused')) },
    },
    ask: { query: '{ t { q h f far again } }' },
    data: { t: { q: null, h: 7, f: null, far: null, again: 'yes' } },
    errors: [
      ['t', 'f'],
      ['t', 'far'],
      ['t', 'q'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'computes nothing from a field of an entity that failed',
    subgraphs: chain(({ id }: any) => (id === '1' ? { id, code: 'c', f: 1 } : new GraphQLError('gone'))),
    ask: { query: '{ ts { q h far } }' },
    data: {
      ts: [
        { q: 'q1', h: 7, far: 'far c' },
        { q: null, h: 7, far: null },
      ],
    },
    errors: [
      ['ts', 1, 'far'],
      ['ts', 1, 'q'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'computes nothing from a field of an entity that its subgraph does not know',
    subgraphs: chain(({ id }: any) => (id === '1' ? { id, code: 'c', f: 1 } : null)),
    ask: { query: '{ ts { q h g far } }' },
    data: {
      ts: [
        { q: 'q1', h: 7, g: 8, far: 'far c' },
        { q: null, h: 7, g: null, far: null },
      ],
    },
    errors: [
      ['ts', 1, 'far'],
      ['ts', 1, 'q'],
    ],
    stock: HANDED_ON,
  },
  {
    name: 'asks what needs no field that is skipped here and asked of other objects',
    subgraphs: {
      a: {
        sdl: 'type Query { ts: [X] } union X = S | T type S @key(fields: "id") { id: ID! f: Int } type T @key(fields: "id") { id: ID! f: Int }',
        resolvers: {
          Query: {
            ts: () => [
              { __typename: 'S', id: '1', f: 4 },
              { __typename: 'T', id: '2', f: 5 },
            ],
          },
        },
      },
      b: {
        sdl: 'type T @key(fields: "id") { id: ID! f: Int @external q: String @requires(fields: "f") h: Int }',
        resolvers: { T: { __resolveReference: asSent, q: ({ f }: any) => `q${f}`, h: () => 7 } },
      },
    },
    ask: {
      query: 'query ($no: Boolean!) { ts { ... on S { f } ... on T { h q @include(if: $no) } } }',
      variables: { no: false },
    },
    data: { ts: [{ f: 4 }, { h: 7 }] },
    stock: 'it sends no representation without the field, so nothing of the fetch is answered',
  },
  {
    name: 'takes no failed value from a context for null',
    subgraphs: {
      a: {
        sdl: `type Query { ts: [T] } type T @key(fields: "id") @context(name: "c") { id: ID! prop: String u: U }
          type U @key(fields: "id") { id: ID! told(from: String @fromContext(field: "$c { prop }")): String plain: Int }`,
        resolvers: {
          Query: {
            ts: () =>
              ['p', new GraphQLError('failed'), null].map((prop, id) => ({ id, prop, u: { id: 'same', plain: 4 } })),
          },
          U: { __resolveReference: asSent, told: (_: any, { from }: any) => `from ${from}`, plain: () => 4 },
        },
      },
    },
    ask: { query: '{ ts { u { told plain } } }' },
    data: {
      ts: [
        { u: { told: 'from p', plain: 4 } },
        { u: { told: null, plain: 4 } },
        { u: { told: 'from null', plain: 4 } },
      ],
    },
    errors: [
      ['ts', 1],
      ['ts', 1, 'u', 'told'],
    ],
    stock: 'it refuses to load a supergraph with @context',
  },
  {
    name: 'says that the plan names an entity by no key that is answered to',
    subgraphs: {
      m: {
        sdl: 'type P @key(fields: "id") { id: ID! label: String }',
        resolvers: { P: { __resolveReference: asSent, label: ({ id }: any) => `L${id}` } },
      },
      n: {
        sdl: 'type Query { ps: [P] } type P @key(fields: "id", resolvable: false) { id: ID! label: String @external tagged: String @requires(fields: "label") plain: Int }',
        resolvers: { Query: { ps: () => [{ id: 1, plain: 3 }] }, P: { tagged: () => 'never' } },
      },
    },
    ask: { query: '{ ps { tagged plain } }' },
    data: { ps: [{ tagged: null, plain: 3 }] },
    errors: [['ps', 0, 'tagged']],
    stock: 'its error has no path',
  },
  {
    name: 'says that an interface without object types cannot be asked for',
    subgraphs: untyped,
    ask: { query: '{ a { field } }' },
    data: { a: null },
    errors: [['a']],
    stock: NO_PLAN,
  },
  {
    name: 'says so beside what can be asked for, in lists and under aliases',
    subgraphs: untyped,
    ask: {
      query: 'query ($yes: Boolean!) { other all: a @include(if: $yes) { field } inner { m } b { field } }',
      variables: { yes: true },
    },
    data: { other: 1, all: null, inner: { m: 2 }, b: { field: 'foo' } },
    errors: [['all']],
    stock: NO_PLAN,
  },
  {
    name: 'says so where no null may be',
    subgraphs: untyped,
    ask: { query: '{ other as { field } }' },
    data: null,
    errors: [['as']],
    stock: 'it hides the error in extensions.valueCompletion',
  },
  {
    name: 'says so within an object',
    subgraphs: untyped,
    ask: { query: '{ inner { m n { field } } }' },
    data: { inner: { m: 2, n: null } },
    errors: [['inner', 'n']],
    stock: NO_PLAN,
  },
];
