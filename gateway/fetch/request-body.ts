/** The JSON body of a request to a subgraph. Its first part is the same for every run of a planned fetch and is written once. */
import type { SubgraphRequest } from './subgraph-request.ts';

/**
 * The part of a body that does not change between runs, for `SubgraphRequest.bodyStart`.
 * @returns JSON without its end: `{"query":"…","operationName":"…"`
 */
export function bodyStartOf(query: string, operationName?: string): string {
  const start = `{"query":${JSON.stringify(query)}`;
  return operationName === undefined ? start : `${start},"operationName":${JSON.stringify(operationName)}`;
}

/** @returns the JSON body to send; two queries with the same body are identical */
export function bodyOf(request: SubgraphRequest): string {
  const start = request.bodyStart ?? bodyStartOf(request.query, request.operationName);
  const variables =
    request.variablesText ?? (request.variables === undefined ? undefined : JSON.stringify(request.variables));
  return variables === undefined ? `${start}}` : `${start},"variables":${variables}}`;
}
