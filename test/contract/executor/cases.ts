/**
 * What an executor must answer, as small federated graphs of our own. Each case runs on stock's executor and on ours.
 * `stock` says why stock's answer is another one, and is held to be true: a case that stock gets right must not claim so.
 */
import { GraphQLError } from 'graphql';
import type { Definitions, Question } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

export interface Case {
  readonly name: string;
  readonly subgraphs: Definitions;
  readonly ask: Question;
  readonly data: unknown;
  /** Paths of the errors, in any order. */
  readonly errors?: readonly (readonly (string | number)[])[];
  /** What stock does instead. */
  readonly stock?: string;
  /** How many requests ours makes of the subgraphs. */
  readonly requests?: number;
}

const byId =
  (table: Record<string, any>) =>
  (reference: any): any => ({ ...table[reference.id], ...reference });

const users: Definitions[string] = {
  sdl: `type Query { me: User users: [User!]! }
    type User @key(fields: "id") { id: ID! name: String! nick: String }`,
  resolvers: {
    Query: {
      me: () => ({ id: '1', name: 'Ani', nick: null }),
      users: () => [
        { id: '1', name: 'Ani' },
        { id: '2', name: 'Budi', nick: 'bud' },
      ],
    },
    User: { __resolveReference: byId({ 1: { name: 'Ani' }, 2: { name: 'Budi', nick: 'bud' } }) },
  },
};

const reviews: Definitions[string] = {
  sdl: `type Review { id: ID! body: String author: User! } 
    type User @key(fields: "id") { id: ID! reviews: [Review!]! }`,
  resolvers: {
    User: {
      __resolveReference: (reference: any) => reference,
      reviews: ({ id }: any) => [
        { id: `r${id}`, body: 'ok', author: { id: '2' } },
        { id: `s${id}`, body: null, author: { id: '2' } },
      ],
    },
  },
};

const priced = (names: string): Definitions => ({
  shop: {
    sdl: 'type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String price(currency: String = "IDR"): String }',
    resolvers: {
      Query: {
        products: () => [
          { id: '1', name: 'rice' },
          { id: '2', name: 'salt' },
        ],
      },
      Product: { price: ({ id }: any, { currency }: any) => `${id} in ${currency}` },
    },
  },
  ship: {
    sdl: `type Product @key(fields: "id") { id: ID! price(currency: String = "IDR"): String @external ${names} }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: any) => reference,
        shipping: ({ price }: any) => `ship ${price}`,
        tax: ({ price }: any) => `tax ${price}`,
      },
    },
  },
});

const SHIPPING = 'shipping: String @requires(fields: "price(currency: \\"USD\\")")';
const TAX = 'tax: String @requires(fields: "price(currency: \\"EUR\\")")';

const media = {
  catalog: {
    sdl: `type Query { media: [Media!]! any: [Item] } interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int } type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
      union Item = Book | Film`,
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Book', id: 'b', title: 'B', pages: 9 },
          { __typename: 'Film', id: 'f', title: 'F', minutes: 90 },
        ],
        any: () => [{ __typename: 'Film', id: 'f', minutes: 90 }, null, { __typename: 'Book', id: 'b', pages: 9 }],
      },
      Media: {
        __resolveReference: ({ id }: any) =>
          id === 'b'
            ? { __typename: 'Book', id, title: 'B', pages: 9 }
            : { __typename: 'Film', id, title: 'F', minutes: 90 },
        __resolveType: (value: any) => value.__typename,
      },
      Item: { __resolveType: (value: any) => value.__typename },
      Book: { __resolveReference: ({ id }: any) => ({ id, title: 'B', pages: 9 }) },
      Film: { __resolveReference: ({ id }: any) => ({ id, title: 'F', minutes: 90 }) },
    },
  },
  stars: {
    sdl: 'type Query { best: Media } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
    resolvers: {
      Query: { best: () => ({ id: 'b' }) },
      Media: { __resolveReference: (reference: any) => reference, stars: ({ id }: any) => (id === 'b' ? 5 : 3) },
    },
  },
};

const untrusted = (entities: unknown, more: object = {}): Definitions => ({
  users,
  extra: {
    sdl: 'type User @key(fields: "id") { id: ID! level: Int points: Int! }',
    answer: () => ({ data: { _entities: entities }, ...more }) as any,
  },
});

export const cases: readonly Case[] = [
  {
    name: 'follows an entity to another subgraph and back, one representation for each entity',
    subgraphs: { users, reviews },
    ask: { query: '{ users { name reviews { body author { name reviews { id } } } } }' },
    data: {
      users: ['1', '2'].map((id) => ({
        name: id === '1' ? 'Ani' : 'Budi',
        reviews: ['ok', null].map((body) => ({
          body,
          author: { name: 'Budi', reviews: [{ id: 'r2' }, { id: 's2' }] },
        })),
      })),
    },
    requests: 3,
  },
  {
    name: 'answers in the order asked, with aliases and fragments',
    subgraphs: { users, reviews },
    ask: {
      query:
        'query { b: me { ...U } me { nick reviews { author { ...U } } id } __typename } fragment U on User { who: name __typename }',
    },
    data: {
      b: { who: 'Ani', __typename: 'User' },
      me: {
        nick: null,
        reviews: [{ author: { who: 'Budi', __typename: 'User' } }, { author: { who: 'Budi', __typename: 'User' } }],
        id: '1',
      },
      __typename: 'Query',
    },
  },
  {
    name: 'keeps the order of the first selection that is included',
    subgraphs: { users, reviews },
    ask: { query: 'query ($no: Boolean!) { me { nick @include(if: $no) name nick } }', variables: { no: false } },
    data: { me: { name: 'Ani', nick: null } },
  },
  {
    name: 'skips and includes by variables, also whole fetches',
    subgraphs: { users, reviews },
    ask: {
      query:
        'query ($no: Boolean!, $yes: Boolean = true) { me { id @include(if: $no) ... @skip(if: $yes) { nick } reviews @include(if: $no) { id } ... on User @include(if: $yes) { name } } }',
      variables: { no: false },
    },
    data: { me: { name: 'Ani' } },
    requests: 1,
  },
  {
    name: 'answers introspection beside data',
    subgraphs: { users, reviews },
    ask: {
      query:
        'query ($t: String!) { me { name } t: __type(name: $t) { name fields { name } } __schema { queryType { name } } }',
      variables: { t: 'Review' },
    },
    data: {
      me: { name: 'Ani' },
      t: { name: 'Review', fields: [{ name: 'id' }, { name: 'body' }, { name: 'author' }] },
      __schema: { queryType: { name: 'Query' } },
    },
  },
  {
    name: 'answers names that objects inherit as plain data',
    subgraphs: { users, reviews },
    ask: {
      query: '{ constructor: me { __proto__: name toString: id hasOwnProperty: nick reviews { constructor: id } } }',
    },
    data: JSON.parse(
      '{"constructor":{"__proto__":"Ani","toString":"1","hasOwnProperty":null,"reviews":[{"constructor":"r1"},{"constructor":"s1"}]}}',
    ),
  },
  {
    name: 'keeps an alias that is the name of a key apart from the key',
    subgraphs: { users, reviews },
    ask: { query: '{ me { id: name reviews { id: body } } }' },
    data: { me: { id: 'Ani', reviews: [{ id: 'ok' }, { id: null }] } },
    stock: 'the planner fetches the key instead of what the alias stands for',
  },
  {
    name: 'gives @requires its field',
    subgraphs: priced('shipping: String @requires(fields: "price")'),
    ask: { query: '{ products { shipping } }' },
    data: { products: [{ shipping: 'ship 1 in IDR' }, { shipping: 'ship 2 in IDR' }] },
  },
  {
    name: 'gives a @requires with arguments and the client each their own value',
    subgraphs: priced(SHIPPING),
    ask: { query: '{ products { price(currency: "SGD") shipping name } }' },
    data: {
      products: [
        { price: '1 in SGD', shipping: 'ship 1 in USD', name: 'rice' },
        { price: '2 in SGD', shipping: 'ship 2 in USD', name: 'salt' },
      ],
    },
    stock: 'one value of the field overwrites the other',
  },
  {
    name: 'gives two @requires with different arguments each their own value',
    subgraphs: priced(`${SHIPPING} ${TAX}`),
    ask: { query: '{ products { tax shipping } }' },
    data: {
      products: [
        { tax: 'tax 1 in EUR', shipping: 'ship 1 in USD' },
        { tax: 'tax 2 in EUR', shipping: 'ship 2 in USD' },
      ],
    },
    stock: 'one value of the field overwrites the other',
  },
  {
    name: 'gives the client their value of a field that a @requires takes without arguments',
    subgraphs: priced('shipping: String @requires(fields: "price")'),
    ask: { query: 'query ($c: String) { products { price(currency: $c) shipping } }', variables: { c: 'EUR' } },
    data: {
      products: [
        { price: '1 in EUR', shipping: 'ship 1 in IDR' },
        { price: '2 in EUR', shipping: 'ship 2 in IDR' },
      ],
    },
    stock: 'one value of the field overwrites the other',
  },
  {
    name: 'answers what needs no skipped field of a fetch that has a @requires',
    subgraphs: {
      a: {
        sdl: 'type Query { t: T } type T @key(fields: "id") { id: ID! f: Int }',
        resolvers: { Query: { t: () => ({ id: '1', f: 2 }) } },
      },
      b: {
        sdl: 'type T @key(fields: "id") { id: ID! f: Int @external g: Int @requires(fields: "f") h: Int }',
        resolvers: { T: { __resolveReference: (r: any) => r, g: ({ f }: any) => f * 2, h: () => 7 } },
      },
    },
    ask: { query: 'query ($no: Boolean!) { t { h g @include(if: $no) } }', variables: { no: false } },
    data: { t: { h: 7 } },
    stock: 'it sends no representation without the field, so nothing of the fetch is answered',
  },
  {
    name: 'walks a chain of compound and nested keys',
    subgraphs: {
      a: {
        sdl: 'type Query { u: U } type U @key(fields: "id") { id: ID! }',
        resolvers: { Query: { u: () => ({ id: '1' }) } },
      },
      b: {
        sdl: 'type U @key(fields: "id") @key(fields: "org { id } no") { id: ID! org: Org no: Int } type Org { id: ID! @shareable }',
        resolvers: { U: { __resolveReference: ({ id }: any) => ({ id, org: { id: 'o' }, no: 4 }) } },
      },
      c: {
        sdl: 'type U @key(fields: "org { id } no") @key(fields: "tags { k v }") { org: Org @shareable no: Int @shareable tags: [Tag] } type Org { id: ID! @shareable } type Tag @shareable { k: String v: String }',
        resolvers: {
          U: {
            __resolveReference: ({ org, no }: any) => ({
              org,
              no,
              tags: [
                { k: org.id, v: String(no) },
                { k: 'x', v: null },
              ],
            }),
          },
        },
      },
      d: {
        sdl: 'type U @key(fields: "tags { k v }") { tags: [Tag] @shareable told: String } type Tag @shareable { k: String v: String }',
        resolvers: {
          U: {
            __resolveReference: (r: any) => r,
            told: ({ tags }: any) => tags.map(({ k, v }: any) => `${k}${v}`).join(),
          },
        },
      },
    },
    ask: { query: '{ u { told tags { k } } }' },
    data: { u: { told: 'o4,xnull', tags: [{ k: 'o' }, { k: 'x' }] } },
    requests: 4,
  },
  {
    name: 'names an entity by either of two keys when a skip has left out the other',
    subgraphs: {
      a: {
        sdl: 'type Query { t: T } type T @key(fields: "id code") { id: ID! code: String! @shareable f: Int }',
        resolvers: { Query: { t: () => ({ id: '1', code: 'c', f: 2 }) } },
      },
      b: {
        sdl: 'type T @key(fields: "no") @key(fields: "id") { id: ID! no: Int @shareable f: Int @external q: Int @requires(fields: "f") }',
        resolvers: { T: { __resolveReference: (r: any) => r } },
      },
      c: {
        sdl: 'type T @key(fields: "code") @key(fields: "id") { id: ID! code: String! @shareable g: String }',
        resolvers: { T: { __resolveReference: (r: any) => r, g: ({ id, code }: any) => `by ${id ?? code}` } },
      },
    },
    ask: { query: 'query ($brief: Boolean!) { t @skip(if: $brief) { id no q } t { g } }', variables: { brief: true } },
    data: { t: { g: 'by c' } },
    requests: 2,
  },
  {
    name: 'answers interfaces and unions by their object types',
    subgraphs: media,
    ask: {
      query:
        '{ media { __typename title ... on Book { pages } ... on Film { n: minutes } } any { ... on Media { id } ... on Film { n: minutes } __typename } }',
    },
    data: {
      media: [
        { __typename: 'Book', title: 'B', pages: 9 },
        { __typename: 'Film', title: 'F', n: 90 },
      ],
      any: [{ id: 'f', n: 90, __typename: 'Film' }, null, { id: 'b', __typename: 'Book' }],
    },
  },
  {
    name: 'reaches an @interfaceObject from the object types and back',
    subgraphs: media,
    ask: { query: '{ media { stars title } best { __typename stars title ... on Book { pages } } }' },
    data: {
      media: [
        { stars: 5, title: 'B' },
        { stars: 3, title: 'F' },
      ],
      best: { __typename: 'Book', stars: 5, title: 'B', pages: 9 },
    },
  },
  {
    name: 'answers an @interfaceObject whose object type nobody asks for',
    subgraphs: media,
    ask: { query: '{ best { id stars } }' },
    data: { best: { id: 'b', stars: 5 } },
    requests: 1,
  },
  {
    name: 'uses what @provides offers',
    subgraphs: {
      users: { ...users, sdl: users.sdl.replace('name: String!', 'name: String! @shareable') },
      posts: {
        sdl: 'type Query { post: Post } type Post { by: User @provides(fields: "name") } type User @key(fields: "id") { id: ID! name: String! @external }',
        resolvers: { Query: { post: () => ({ by: { id: '2', name: 'Budi' } }) } },
      },
    },
    ask: { query: '{ post { by { name id } } }' },
    data: { post: { by: { name: 'Budi', id: '2' } } },
    requests: 1,
  },
  {
    name: 'asks the subgraph that has taken a field over with @override',
    subgraphs: {
      old: {
        sdl: 'type Query { t: T } type T @key(fields: "id") { id: ID! f: String }',
        resolvers: { Query: { t: () => ({ id: '1', f: 'old' }) } },
      },
      new: {
        sdl: 'type T @key(fields: "id") { id: ID! f: String @override(from: "old") }',
        resolvers: { T: { __resolveReference: (r: any) => r, f: () => 'new' } },
      },
    },
    ask: { query: '{ t { f } }' },
    data: { t: { f: 'new' } },
  },
  {
    name: 'runs mutations one after the other, in the order asked',
    subgraphs: mutating(),
    ask: { query: 'mutation { a: addA(x: 1) { log } b: addB(x: 2) { log } c: addA(x: 3) { log } }' },
    data: { a: { log: ['A1'] }, b: { log: ['A1', 'B2'] }, c: { log: ['A1', 'B2', 'A3'] } },
    requests: 3,
  },
  {
    name: 'merges a shared object that two subgraphs know in part',
    subgraphs: shared({ place: { x: 1, name: 'here' } }, { place: { y: 2, name: 'here' } }),
    ask: { query: '{ t { place { x y } } }' },
    data: { t: { place: { x: 1, y: 2 } } },
  },
  {
    name: 'reports a null where none may be, with its path, and propagates it',
    subgraphs: {
      a: {
        sdl: 'type Query { ts: [T] } type T { n: Int! m: Int }',
        answer: () => ({
          data: {
            ts: [
              { n: 1, m: 2 },
              { n: null, m: 3 },
            ],
          },
        }),
      },
    },
    ask: { query: '{ ts { n m } }' },
    data: { ts: [{ n: 1, m: 2 }, null] },
    errors: [['ts', 1, 'n']],
    stock: 'it hides the error in extensions.valueCompletion',
  },
  {
    name: 'propagates a null up to data',
    subgraphs: {
      a: { sdl: 'type Query { t: T! } type T { l: [Int!]! }', answer: () => ({ data: { t: { l: [1, null] } } }) },
    },
    ask: { query: '{ t { l } }' },
    data: null,
    errors: [['t', 'l', 1]],
    stock: 'it hides the error in extensions.valueCompletion',
  },
  {
    name: 'reports an error of a resolver once, with its place in the answer',
    subgraphs: {
      users,
      extra: {
        sdl: 'type User @key(fields: "id") { id: ID! level: Int! }',
        resolvers: {
          User: {
            __resolveReference: (r: any) => r,
            level: ({ id }: any) => (id === '1' ? new GraphQLError('no level') : 7),
          },
        },
      },
    },
    ask: { query: '{ u: users { name level } }' },
    data: null,
    errors: [['u', 0, 'level']],
  },
  {
    name: 'turns values that do not fit into null and an error',
    subgraphs: {
      a: {
        sdl: 'type Query { t: T } type T { i: Int s: String b: Boolean e: E f: Float o: T l: [Int] id: ID } enum E { A B }',
        answer: () => ({ data: { t: { i: 1.5, s: 7, b: 'true', e: 'C', f: '1', o: 'no object', l: 3, id: 12 } } }),
      },
    },
    ask: { query: '{ t { i s b e f o { i } l id } }' },
    data: { t: { i: null, s: null, b: null, e: null, f: null, o: null, l: null, id: '12' } },
    errors: ['i', 's', 'b', 'e', 'f', 'o', 'l'].map((name) => ['t', name]),
    stock: 'it gives up the whole answer at a scalar in the place of an object',
  },
  {
    name: 'answers fields that a subgraph left out with null',
    subgraphs: { a: { sdl: 'type Query { t: T } type T { a: Int b: [T] }', answer: () => ({ data: { t: {} } }) } },
    ask: { query: '{ t { a b { a } } }' },
    data: { t: { a: null, b: null } },
  },
  {
    name: 'costs only its own fields when a subgraph is down',
    subgraphs: {
      users,
      extra: {
        sdl: 'type User @key(fields: "id") { id: ID! level: Int }',
        answer: () => Promise.reject(new Error('refused')),
      },
    },
    ask: { query: '{ users { name level } }' },
    data: {
      users: [
        { name: 'Ani', level: null },
        { name: 'Budi', level: null },
      ],
    },
    errors: [
      ['users', 0, 'level'],
      ['users', 1, 'level'],
    ],
    stock: 'its error has no path',
  },
  {
    name: 'takes too few entities for none',
    subgraphs: untrusted([{ level: 1, points: 1 }]),
    ask: { query: '{ users { id level } }' },
    data: {
      users: [
        { id: '1', level: null },
        { id: '2', level: null },
      ],
    },
    errors: [
      ['users', 0, 'level'],
      ['users', 1, 'level'],
    ],
    stock: 'its error has no path',
  },
  {
    name: 'takes entities that are no list for none',
    subgraphs: untrusted({ 0: {} }),
    ask: { query: '{ users { id level } }' },
    data: {
      users: [
        { id: '1', level: null },
        { id: '2', level: null },
      ],
    },
    errors: [
      ['users', 0, 'level'],
      ['users', 1, 'level'],
    ],
    stock: 'its error has no path',
  },
  {
    name: 'never gives an entity the data of another one that was asked for',
    subgraphs: {
      users,
      codes: {
        sdl: 'type User @key(fields: "id") @key(fields: "id code") { id: ID! code: String @shareable }',
        answer: () => ({
          data: {
            _entities: [
              { __typename: 'User', id: '2', code: 'two' },
              { __typename: 'User', id: '1', code: 'one' },
            ],
          },
        }),
      },
      ages: {
        sdl: 'type User @key(fields: "id code") { id: ID! code: String @shareable age: String }',
        resolvers: {
          User: { __resolveReference: (reference: any) => reference, age: ({ code }: any) => `age of ${code}` },
        },
      },
    },
    ask: { query: '{ users { id age } }' },
    data: {
      users: [
        { id: '1', age: null },
        { id: '2', age: null },
      ],
    },
    errors: [
      ['users', 0],
      ['users', 0, 'age'],
      ['users', 1],
      ['users', 1, 'age'],
    ],
    stock: "it gives each entity the other one's data",
  },
  {
    name: 'refuses an entity of another type',
    subgraphs: {
      a: {
        sdl: 'type Query { all: [X] } union X = A | B type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! }',
        resolvers: {
          Query: {
            all: () => [
              { __typename: 'A', id: '1' },
              { __typename: 'B', id: '2' },
            ],
          },
        },
      },
      b: {
        sdl: 'type A @key(fields: "id") { id: ID! n: Int } type B @key(fields: "id") { id: ID! n: Int }',
        answer: () => ({
          data: {
            _entities: [
              { __typename: 'B', n: 2 },
              { __typename: 'A', n: 1 },
            ],
          },
        }),
      },
    },
    ask: { query: '{ all { ... on A { n } ... on B { n } } }' },
    data: { all: [{ n: null }, { n: null }] },
    errors: [
      ['all', 0, 'n'],
      ['all', 1, 'n'],
    ],
    stock: "it gives each entity the other one's data",
  },
  {
    name: 'gives null and an error to exactly the entity that failed',
    subgraphs: untrusted([null, { level: 4, points: 5 }], {
      errors: [{ message: 'gone', path: ['_entities', 0, 'points'] }],
    }),
    ask: { query: '{ users { id level } }' },
    data: {
      users: [
        { id: '1', level: null },
        { id: '2', level: 4 },
      ],
    },
    errors: [['users', 0, 'level']],
    stock: 'its path goes on to a field that was not asked for',
  },
  {
    name: 'keeps the first answer whole when two subgraphs disagree',
    subgraphs: shared({ place: { x: 1, name: 'here' } }, { place: { y: 2, name: 'there' } }),
    ask: { query: '{ t { id place { x y name } } }' },
    data: { t: { id: '1', place: { x: 1, y: 2, name: 'here' } } },
  },
  {
    name: 'keeps the first list whole when another one has another length',
    subgraphs: shared({ place: null, places: [{ x: 1 }, { x: 2 }] }, { place: null, places: [{ y: 7 }] }),
    ask: { query: '{ t { places { x y } } }' },
    data: {
      t: {
        places: [
          { x: 1, y: null },
          { x: 2, y: null },
        ],
      },
    },
    errors: [['t']],
    stock: 'the second list replaces the first, whose fields are lost',
  },
  {
    name: 'takes arguments from a context',
    subgraphs: {
      a: {
        sdl: `type Query { ts: [T] } type T @key(fields: "id") @context(name: "c") { id: ID! prop: String! u: U }
          type U @key(fields: "id") { id: ID! told(from: String @fromContext(field: "$c { prop }")): String }`,
        resolvers: {
          Query: { ts: () => ['p', 'q', 'p'].map((prop, id) => ({ id, prop, u: { id: 'same' } })) },
          U: { __resolveReference: (r: any) => r, told: (_: any, { from }: any) => `from ${from}` },
        },
      },
    },
    ask: { query: '{ ts { u { told } } }' },
    data: { ts: [{ u: { told: 'from p' } }, { u: { told: 'from q' } }, { u: { told: 'from p' } }] },
    stock: 'it refuses to load a supergraph with @context',
  },
  {
    name: 'refuses variables that do not fit',
    subgraphs: { a: { sdl: 'type Query { f(n: Int!): Int }', resolvers: { Query: { f: (_: any, { n }: any) => n } } } },
    ask: { query: 'query ($n: Int!) { f(n: $n) }', variables: { n: 'one' } },
    data: undefined,
    errors: [[]],
  },
];

function mutating(): Definitions {
  let log: string[] = [];
  const add =
    (name: string) =>
    (_: unknown, { x }: any): unknown => {
      if (name === 'A' && x === 1) log = [];
      log = [...log, `${name}${x}`];
      return { log };
    };
  return {
    a: {
      sdl: 'type Query { q: Int } type Mutation { addA(x: Int): Result } type Result @shareable { log: [String] }',
      resolvers: { Mutation: { addA: add('A') } },
    },
    b: {
      sdl: 'type Mutation { addB(x: Int): Result } type Result @shareable { log: [String] }',
      resolvers: { Mutation: { addB: add('B') } },
    },
  };
}

/** Two subgraphs that each know a part of `Place`. */
function shared(first: object, second: object): Definitions {
  return {
    a: {
      sdl: 'type Query { t: T } type T @key(fields: "id") { id: ID! place: Place @shareable places: [Place] @shareable } type Place { x: Int name: String @shareable }',
      resolvers: { Query: { t: () => ({ id: '1', ...first }) } },
    },
    b: {
      sdl: 'type T @key(fields: "id") { id: ID! place: Place @shareable places: [Place] @shareable } type Place { y: Int name: String @shareable }',
      resolvers: { T: { __resolveReference: (r: any) => ({ ...r, ...second }) } },
    },
  };
}
