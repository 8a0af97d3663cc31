/** A generation: everything derived from one supergraph. It is created and closed as a whole, and replaced by one assignment. */
import type { GraphQLSchema } from 'graphql';
import type { OperationPreparer } from '../plan/prepared-operation.ts';
import { supergraphFault } from './errors.ts';

/** One supergraph, ready to serve. */
export interface Generation {
  /** SHA-256 of the supergraph's text, hexadecimal. */
  readonly id: string;
  /** The supergraph as its source sent it, with every directive: the guard reads its policy from it. */
  readonly sdl: string;
  /** `sdl` as a graphql-js schema. */
  readonly supergraphSchema: GraphQLSchema;
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Subgraph name -> URL as composed; an empty URL is one the supergraph does not know. */
  readonly subgraphs: ReadonlyMap<string, string>;
  /** Prepares operations on it, and closes its planning threads. */
  readonly operations: OperationPreparer;
  /** What it shows under each contract: the same graph with another `apiSchema`, and operations that are prepared for that. */
  readonly contracts: ReadonlyMap<string, Generation>;
}

/** @returns what a generation shows under a contract, all of it without one @throws CodedError CONTRACT_NOT_SERVED */
export function shownUnder(generation: Generation, contract: string | undefined): Generation {
  if (contract === undefined) return generation;
  const shown = generation.contracts.get(contract);
  if (shown === undefined) throw supergraphFault('CONTRACT_NOT_SERVED', contract);
  return shown;
}

/** Header of an answer: the version of the schema that it was made under. A figure that is cited names it. */
export const SCHEMA_VERSION_HEADER = 'x-schema-version';

/** @returns what a generation is called where people read it, as in the log: the first twelve digits of its id */
export const schemaVersion = ({ id }: Pick<Generation, 'id'>): string => id.slice(0, 12);

/** A generation that will not be closed before `release` is called. Releasing twice is harmless. */
export interface Pinned {
  readonly generation: Generation;
  release(): void;
}
