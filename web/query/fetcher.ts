/** Joins GraphiQL to `ask`. */
import type { Fetcher } from '@graphiql/toolkit';
import type { ExecutionResult, IntrospectionQuery } from 'graphql';
import { ask, type Answer, type Trouble } from '../graph/ask.ts';
import type { Asked } from './asked.ts';

/** GraphiQL's own name for the question it asks about the schema. */
const INTROSPECTION = 'IntrospectionQuery';
/** docs/explain.md of the gateway. */
const EXPLAINED = { 'x-explain': 'true' };

interface Joined {
  /** Called for each question; what the headers editor holds wins over it. */
  readonly headersOf: () => Record<string, string>;
  /** Whether the reader's questions are asked with why each answer is as it is. */
  readonly explains: () => boolean;
  /** A question of the reader's is sent. @param variables JSON; empty where there are none */
  readonly onAsk: (query: string, variables: string) => void;
  /** A question of the reader's was answered. */
  readonly onAnswer: (answer: Answer, asked: Asked) => void;
  /** What went wrong with the newest question; undefined where nothing did. */
  readonly onTrouble: (trouble: Trouble | undefined) => void;
  /** @returns the schema as the editor shows it */
  readonly schemaShown: (schema: IntrospectionQuery) => IntrospectionQuery;
}

/**
 * An observable and not a promise: only then does GraphiQL's stop button cancel the request, and an answer that comes
 * late is not shown in another tab.
 */
export function fetcherOf(
  endpoint: string,
  { headersOf, explains, onAsk, onAnswer, onTrouble, schemaShown }: Joined,
): Fetcher {
  return ({ query, variables, operationName }, options) => ({
    subscribe(observer: unknown) {
      const { next, error, complete } = observer as Observer;
      const abort = new AbortController();
      const ofSchema = operationName === INTROSPECTION;
      const explained = !ofSchema && explains() ? EXPLAINED : {};
      const headers = { ...headersOf(), ...explained, ...lowerCased(options?.headers) };
      const asked = {
        query,
        variables: variables === undefined ? '' : JSON.stringify(variables, null, 2),
        operationName,
      };
      if (!ofSchema) onAsk(asked.query, asked.variables);
      ask(endpoint, { query, variables, operationName }, headers, abort.signal).then(
        ({ answer, trouble }) => {
          if (abort.signal.aborted) return;
          onTrouble(trouble);
          if (!ofSchema) onAnswer(answer, asked);
          next((ofSchema ? withSchema(answer, schemaShown) : answer) as ExecutionResult);
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

function withSchema(answer: Answer, shown: Joined['schemaShown']): Answer {
  const data = answer.data as IntrospectionQuery | null | undefined;
  return data == null ? answer : { ...answer, data: { ...shown(data) } };
}

interface Observer {
  next(result: ExecutionResult): void;
  error(thrown: unknown): void;
  complete(): void;
}

function lowerCased(headers: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
