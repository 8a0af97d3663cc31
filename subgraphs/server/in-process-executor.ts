/**
 * Runs the operations of a gateway in the same process, without HTTP and without serialising. A document is parsed and validated
 * once: the gateway sends the same few hundred over and over.
 */
import type { ClaimsSubject } from '../../base/claims.ts';
import {
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { SliceScheduler } from '../../base/time-slices.ts';
import { AnswerSlices, type RunningRequest } from './between-fields.ts';
import { formatError } from './format-error.ts';
import { UNGUARDED } from './claims-authentication.ts';
import type { Headers } from '../subgraph.ts';

/** How many parsed documents are kept. */
const DOCUMENTS = 1000;

interface ExecutorRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The caller's, names in lower case. */
  readonly headers?: Headers;
  /** The caller, by reference; code that names none runs as UNGUARDED. */
  readonly claims?: ClaimsSubject;
  /** Aborts when the gateway no longer wants the answer. */
  readonly signal?: AbortSignal;
}

interface ExecutorResponse {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Record<string, unknown>;
}

/** Runs one operation; a refused document and a failed field are errors of the answer, never thrown. */
export type InProcessExecutor = (request: ExecutorRequest) => Promise<ExecutorResponse>;

/** @param contextOf makes the context of one request @param report receives what is hidden from the caller, for the log */
export function inProcessExecutor(
  schema: GraphQLSchema,
  contextOf: (headers: Headers, claims: ClaimsSubject) => object,
  report: (cause: unknown) => void,
  scheduler = new SliceScheduler(),
): InProcessExecutor {
  const ready = new LRUCache<string, Prepared>({ max: DOCUMENTS });
  return async ({ query, operationName, variables, headers = {}, claims = UNGUARDED, signal }) => {
    let prepared = ready.get(query);
    if (prepared === undefined) ready.set(query, (prepared = prepare(schema, query)));
    if (prepared.document === undefined) return { errors: mask(prepared.errors, report) };
    const slices = new AnswerSlices(scheduler, claims.sub);
    const result: ExecutionResult = await execute({
      schema,
      document: prepared.document,
      operationName,
      variableValues: variables,
      contextValue: Object.assign(contextOf(headers, claims), { signal, slices } satisfies RunningRequest),
    });
    // What the gateway does with a long answer takes a slice of its own.
    if (slices.isLong) await slices.next();
    return result.errors === undefined ? result : { ...result, errors: mask(result.errors, report) };
  };
}

type Prepared =
  { readonly document: DocumentNode } | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

function prepare(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length === 0 ? { document } : { errors };
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return { errors: [thrown] };
    throw thrown;
  }
}

const mask = (errors: readonly GraphQLError[], report: (cause: unknown) => void) =>
  errors.map((error) => formatError(error.toJSON(), error, report));
