/** Turns one planned operation into something that only runs: nothing of the operation, plan or schema is looked at twice. */
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Fetcher } from '../fetch/subgraph-request.ts';
import type { FieldPolicy } from '../reply/field-policy.ts';

export interface OperationSource {
  /** What the caller may see: the API schema, or his own view of it. */
  readonly schema: GraphQLSchema;
  /** What introspection shows: the caller's own view where `schema` is wider than it. `schema` when left out. */
  readonly introspected?: GraphQLSchema;
  /** The whole supergraph, built from its SDL, so that `astNode`s carry `@join__field`. */
  readonly supergraphSchema: GraphQLSchema;
  /** Valid against `schema`. */
  readonly document: DocumentNode;
  /** The one operation of `document` that runs. */
  readonly operation: OperationDefinitionNode;
  /** Made for `operation` on the same supergraph. */
  readonly plan: QueryPlan;
  readonly policy?: FieldPolicy;
}

export interface RunInput {
  /** As the client sent them; coerced here. */
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly fetcher: Fetcher;
  /** Headers that may be forwarded, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the client must have his answer, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

/** What an operation came to. `data`, `dataText` and `errors` are made when first asked for, and once. */
export interface Outcome {
  /** True when the variables did not fit: nothing ran, there is no `data` entry, only `errors`. */
  readonly refused: boolean;
  /** The response's `data` as objects without prototypes; `undefined` only when refused. */
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  /** The same as JSON, byte for byte what `JSON.stringify(data)` gives, without building it. */
  readonly dataText: string | undefined;
  /** Empty when all went well. Each has `extensions.code`; those of a subgraph also `extensions.service`. */
  readonly errors: readonly GraphQLError[];
}

export interface CompiledOperation {
  /** Never rejects for what a subgraph or a caller does: that is in the outcome's errors. */
  run(input: RunInput): Promise<Outcome>;
}

export type CompileOperation = (source: OperationSource) => CompiledOperation;
