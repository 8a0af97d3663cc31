/** Everything derived from one supergraph: it lives and dies together, and is replaced by one assignment. */
import type { GraphQLSchema } from 'graphql';
import type { OperationPreparer } from '../plan/prepared-operation.ts';

export interface Generation {
  /** SHA-256 of the supergraph's text, hexadecimal. */
  readonly id: string;
  /** The supergraph as it came, with every directive: what the guard reads its policy from. */
  readonly sdl: string;
  /** `sdl` as a graphql-js schema. */
  readonly supergraphSchema: GraphQLSchema;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Subgraph name -> URL as composed; an empty URL is one the supergraph does not know. */
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly operations: OperationPreparer;
}

/** A generation that will not be closed before `release` is called. Releasing twice is harmless. */
export interface Pinned {
  readonly generation: Generation;
  release(): void;
}
