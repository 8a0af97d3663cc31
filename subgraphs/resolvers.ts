/** Types of resolvers, as far as the subgraphs need them: GraphQL has checked arguments by the SDL before they arrive. */
import type { GraphQLResolveInfo, GraphQLScalarType } from 'graphql';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parents and arguments are typed where they are used
export type Resolve = (parent: any, args: any, context: any, info: GraphQLResolveInfo) => unknown;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
type ResolveReference = (reference: any, context: any, info: GraphQLResolveInfo) => unknown;

export type IResolvers = Record<string, GraphQLScalarType | (Record<string, Resolve> & { __resolveReference?: ResolveReference })>;

/** An entity that another subgraph resolves from its key. */
export const stub = (typename: string, key: string, value: unknown): object | null =>
  value == null ? null : { __typename: typename, [key]: value };
