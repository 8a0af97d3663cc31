/** Counts operations as they run, without making anybody wait. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { codedError } from '../../base/errors.ts';
import type { ExecutionResult } from '../execute/execution-result.ts';
import { fetchEnd, type FetchEnd } from '../fetch/fetch-events.ts';
import type { OperationContext, RunOperation } from '../supergraph/operation-context.ts';
import type { CountedError, CountedOperation, UsageCounts } from './usage-counts.ts';

/** What of a request is counted. */
export interface CountedContext extends OperationContext {
  readonly headers: Readonly<Record<string, string>>;
}

interface Ran {
  readonly operation: CountedOperation;
  readonly headers: Readonly<Record<string, string>>;
  readonly outcome: Pick<ExecutionResult, 'errors'>;
}

/** @returns `run`, which counts what it has run once the answer is made */
export function countUsage<C extends CountedContext>(run: RunOperation<C>, counts: UsageCounts): RunOperation<C> {
  let ran: Ran[] = [];
  const count = (): void => {
    const counted = ran;
    ran = [];
    for (const { operation, headers, outcome } of counted) {
      try {
        counts.operation(operation, headers, toldErrors(outcome.errors()));
      } catch {
        // Whoever asked has their answer, or the error that it could not be made with.
        counts.other();
      }
    }
  };
  const later = (one: Ran): void => {
    // After the answer is written: the errors of a result are made when they are first read, in the way that its answer needs them.
    if (ran.push(one) === 1) setImmediate(count);
  };
  return async (prepared, generation, variables, context) => {
    const { headers } = context;
    try {
      const disclosed = await run(prepared, generation, variables, context);
      later({ operation: prepared, headers, outcome: disclosed.outcome });
      return disclosed;
    } catch (thrown) {
      const { code } = codedError(thrown);
      counts.operation(prepared, headers, [{ code, subgraph: null }]);
      throw thrown;
    }
  };
}

/** Counts requests to subgraphs until it is stopped. @returns stops it */
export function countRequests(counts: UsageCounts): () => void {
  const onEnd = (message: unknown): void => {
    const { subgraph, code } = message as FetchEnd;
    counts.request(subgraph, code);
  };
  subscribe(fetchEnd.name, onEnd);
  return () => void unsubscribe(fetchEnd.name, onEnd);
}

/** Each kind once: how many rows of an answer had it is of no interest. */
function toldErrors(errors: readonly Coded[]): CountedError[] {
  const told = errors.map(toldError);
  return [...new Map(told.map((error) => [`${error.code} ${error.subgraph}`, error])).values()];
}

interface Coded {
  readonly extensions: Readonly<Record<string, unknown>>;
}

function toldError({ extensions }: Coded): CountedError {
  const text = (value: unknown): string | null => (typeof value === 'string' && CODE.test(value) ? value : null);
  return { code: text(extensions['code']) ?? 'UNCODED', subgraph: text(extensions['service']) };
}

/** A code of ours or of a subgraph, or a subgraph's name. */
const CODE = /^\w[\w-]{0,63}$/;
