/**
 * One operation from its text to its outcome, on the generation that is current when it begins: the part of the walk
 * that both lanes share (supergraph/ -> plan/ -> execute/ -> fetch/).
 */
import type { Outcome } from './execute/compile-operation.ts';
import type { Fetcher } from './fetch/subgraph-request.ts';
import type { PreparedOperation } from './plan/prepared-operation.ts';
import type { Rights } from './plan/rights.ts';
import type { Pinned } from './supergraph/generation.ts';

/** Who runs an operation and within what. */
export interface Call {
  readonly rights: Rights;
  /** Headers that may be forwarded, names in lower case; one object a request, never changed. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the client must have his answer, in ms of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

export interface OperationText {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/** An operation that ran, and what it was. */
export interface Ran {
  readonly prepared: PreparedOperation;
  readonly outcome: Outcome;
}

export interface OperationRunner {
  /** @throws CodedError, OperationInvalid: what refuses an operation before it runs */
  run(operation: OperationText, call: Call): Promise<Ran>;
  /** Runs a query that is prepared already; `undefined` when it is not, or is no query: nothing has happened then. */
  runPrepared(operation: OperationText, call: Call): Promise<Ran> | undefined;
}

/** @param pin keeps the current generation alive until it is released */
export function operationRunner(pin: () => Pinned, fetcher: Fetcher): OperationRunner {
  const execute = async (pinned: Pinned, prepared: PreparedOperation, { variables }: OperationText, call: Call): Promise<Ran> => {
    try {
      const outcome = await prepared.compiled.run({ variables, fetcher, headers: call.headers, deadline: call.deadline, signal: call.signal });
      return { prepared, outcome };
    } finally {
      pinned.release();
    }
  };
  return {
    async run(operation, call) {
      const pinned = pin();
      let prepared: PreparedOperation;
      try {
        prepared = await pinned.generation.operations.prepare(operation.query, operation.operationName, call.rights);
      } catch (thrown) {
        pinned.release();
        throw thrown;
      }
      return execute(pinned, prepared, operation, call);
    },
    runPrepared(operation, call) {
      const pinned = pin();
      const prepared = pinned.generation.operations.peek(operation.query, operation.operationName, call.rights.key);
      if (prepared?.kind === 'query') return execute(pinned, prepared, operation, call);
      pinned.release();
      return undefined;
    },
  };
}
