/** Two subgraphs: one has lists of things, the other counts of each. Each count is another number, so that one that is kept is told from one that was made. */
import type { ClaimsSubject } from '../../../base/claims.ts';
import { CACHED_HEADER, words } from './cached-graph.ts';

const LISTS = `${CACHED_HEADER}
type Query {
  things(from: Int! = 0, to: Int! = 3): [Thing!]
  one(id: ID!): Thing
  keptThings: [Thing!] @cacheControl(maxAge: 60)
  people: [Human!]
}
type Mutation { change: Int @cacheTag(name: "counted") other: Int changed: Thing @cacheTag(name: "named") }
type Thing @key(fields: "id") @cacheControl(inheritMaxAge: true) { id: ID! size: Int @cacheControl(maxAge: 60) }
type Human @key(fields: "token") @personal { token: ID! @harmless(because: "x") }
`;
const COUNTS = `${CACHED_HEADER}
type Thing @key(fields: "id") @cacheControl(inheritMaxAge: true) {
  id: ID!
  size: Int @federation__external
  counted(of: String): Int @cacheControl(maxAge: 30) @cacheTag(name: "counted")
  named: String @cacheControl(maxAge: 30) @cacheTag(name: "named")
  by: String @cacheControl(maxAge: 30)
  mine: String @cacheControl(maxAge: 30, scope: PRIVATE)
  guarded: String @requiresScopes(scopes: [["finance:read"]]) @cacheControl(maxAge: 30, scope: PRIVATE)
  frozen(month: String): String @cacheControl(maxAge: 30) @frozen(month: "month")
  unsaid: Int
  part: Part
  whole: Part @cacheControl(maxAge: 30)
  doubled: Int @federation__requires(fields: "size") @cacheControl(maxAge: 30)
}
type Part @cacheControl(inheritMaxAge: true) { text: String! }
type Human @key(fields: "token") @personal @requiresScopes(scopes: [["person:read"]]) { token: ID! @harmless(because: "x") visits: Int }
`;

let nth = 0;
let size = 1;

/** Changes what the subgraph of lists says of its things. */
export const setSize = (to: number): void => void (size = to);
/** What a list holds. */
export const things = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ id: `t${from + at}`, size }));
type Context = { claims?: ClaimsSubject };
export const SUBGRAPHS = {
  lists: {
    sdl: LISTS,
    resolvers: {
      Query: {
        things: (_: unknown, { from, to }: { from: number; to: number }) => things(from, to),
        one: (_: unknown, { id }: { id: string }) => ({ id, size }),
        keptThings: () => things(0, 3),
        people: () => [{ token: 'psr_a' }],
      },
      Mutation: { change: () => 1, other: () => 1, changed: () => ({ id: 't0' }) },
      Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, size }) },
    },
  },
  counts: {
    sdl: COUNTS,
    resolvers: {
      Thing: {
        __resolveReference: (thing: { id: string }) => (thing.id === 'none' ? null : thing),
        counted: ({ id }: { id: string }) => {
          if (id === 'bad') throw new Error('no');
          return ++nth;
        },
        named: ({ id }: { id: string }) => `${id} "quoted" ${++nth}`,
        by: (_: unknown, _args: unknown, { claims }: Context) => words(claims),
        mine: (_: unknown, _args: unknown, { claims }: Context) => words(claims),
        guarded: (_: unknown, _args: unknown, { claims }: Context) => words(claims),
        frozen: (_: unknown, _args: unknown, { claims }: Context) => words(claims),
        unsaid: () => ++nth,
        part: () => ({ text: 'x' }),
        whole: () => ({ text: 'x' }),
        doubled: (thing: { size: number }) => thing.size * 2,
      },
      Human: { visits: () => ++nth },
    },
  },
};
