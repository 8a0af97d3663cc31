/**
 * The supergraph of the public gateway benchmark (graphql-hive/graphql-gateways-benchmark, `federation/`): users, products, inventory
 * and reviews, with its counts, its key fields and texts of about its lengths. The people are made up.
 */
import type { Item, Resolvers } from './compiled-answer.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@provides", "@requires", "@shareable"])';

export const sdl: Readonly<Record<string, string>> = {
  accounts: `${LINK}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
  inventory: `${LINK}
    type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
  products: `${LINK}
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `${LINK}
    type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
    type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

const users: readonly Item[] = [
  'Siti Aminah',
  'Dewi Lestari',
  'Budi Santoso',
  'Agus Wijayanto',
  'Rina Hartati',
  'Joko Susilo',
].map((name, i) => ({
  __typename: 'User',
  id: String(i + 1),
  name,
  username: name.toLowerCase().replace(' ', ''),
  birthday: 1_234_567_890,
}));

const products: readonly Item[] = [
  ['Table', 899, 100],
  ['Couch', 1299, 1000],
  ['Glass', 15, 20],
  ['Chair', 499, 100],
  ['TV', 1299, 1000],
  ['Lamp', 6999, 300],
  ['Grill', 3999, 2000],
  ['Fridge', 100_000, 6000],
  ['Sofa', 9999, 800],
].map(([name, price, weight], i) => ({ __typename: 'Product', upc: String(i + 1), name, price, weight }));

const inStock = [true, false, false, false, true, true, true, false, true];

const LOREM =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. ';
/** Length of each review's text and the product it is about. */
const texts: readonly (readonly [number, string])[] = [
  [445, '1'],
  [297, '1'],
  [275, '1'],
  [142, '1'],
  [445, '2'],
  [297, '2'],
  [275, '2'],
  [142, '2'],
  [142, '3'],
  [142, '4'],
  [857, '4'],
];
const reviews: readonly Item[] = texts.map(([length, upc], i) => ({
  __typename: 'Review',
  id: String(i + 1),
  body: LOREM.repeat(9).slice(i, length + i),
  product: { __typename: 'Product', upc },
}));

const userOf = (id: unknown): Item => users[Number(id) - 1] ?? { ...users[0], id };
const entities = (resolve: (representation: Item) => unknown): Resolvers => ({
  'Query._entities': (_, { representations }) => (representations as Item[]).map(resolve),
});

export const resolvers: Readonly<Record<string, Resolvers>> = {
  accounts: {
    ...entities(({ id }) => userOf(id)),
    'Query.me': () => users[0],
    'Query.user': (_, { id }) => userOf(id),
    'Query.users': () => users,
  },
  inventory: {
    ...entities((representation) => ({ ...representation, inStock: inStock[Number(representation['upc']) - 1] })),
    'Product.shippingEstimate': ({ price, weight }) => (Number(price) > 1000 ? 0 : Math.floor(Number(weight) / 2)),
  },
  products: {
    ...entities(({ upc }) => products[Number(upc) - 1]),
    'Query.topProducts': (_, { first = 5 }) => products.slice(0, Number(first)),
  },
  reviews: {
    ...entities((representation) =>
      representation['__typename'] === 'Review' ? reviews[Number(representation['id']) - 1] : representation,
    ),
    'Review.author': () => users[0],
    'User.reviews': () => reviews.slice(0, 2),
    'Product.reviews': ({ upc }) => reviews.filter(({ product }) => (product as Item)['upc'] === upc),
  },
};

const FRAGMENTS = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }`;

/** The benchmark's own query: 16 fetches. */
export const HEAVY = `query TestQuery {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }${FRAGMENTS}`;

/** One field of one subgraph. */
export const LIGHT = 'query Light { me { name } }';

/** Three subgraphs, and an id that no other request asks for. */
export const MIX = `query Mix($id: ID!, $first: Int) { user(id: $id) { ...User reviews { ...Review product { ...Product } } } topProducts(first: $first) { upc name } }${FRAGMENTS}`;
