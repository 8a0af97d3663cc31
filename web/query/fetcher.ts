/** Joins GraphiQL to `ask`. */
import type { Fetcher } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import { ask, type Outcome } from '../graph/ask.ts';

/** GraphiQL's own name for the question it asks about the schema. */
const INTROSPECTION = 'IntrospectionQuery';

/**
 * An observable and not a promise: only then does GraphiQL's stop button cancel the request, and an answer that comes
 * late is not shown in another tab.
 * @param headersOf called for each question; what the headers editor holds wins over it
 * @param onOutcome called with every answer; `schema` is true when GraphiQL requested the schema
 */
export function fetcherOf(
  endpoint: string,
  headersOf: () => Record<string, string>,
  onOutcome: (outcome: Outcome, schema: boolean) => void,
): Fetcher {
  return ({ query, variables, operationName }, options) => ({
    subscribe(observer: unknown) {
      const { next, error, complete } = observer as Observer;
      const abort = new AbortController();
      const headers = { ...headersOf(), ...lowerCased(options?.headers) };
      ask(endpoint, { query, variables, operationName }, headers, abort.signal).then(
        (outcome) => {
          if (abort.signal.aborted) return;
          onOutcome(outcome, operationName === INTROSPECTION);
          next(outcome.answer as ExecutionResult);
          complete();
        },
        (thrown) => {
          if (!abort.signal.aborted) error(thrown);
        },
      );
      return { unsubscribe: () => abort.abort() };
    },
  });
}

interface Observer {
  next(result: ExecutionResult): void;
  error(thrown: unknown): void;
  complete(): void;
}

function lowerCased(headers: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
