/** A request that fails as a whole, as GraphQL over HTTP writes it. */
import { CodedError } from '../../base/errors.ts';
import type { GraphqlReply } from './graphql-request.ts';

/** What a caller is told when the gateway itself is at fault: nothing but that it is. */
const INTERNAL = new CodedError('INTERNAL', 500, 'The gateway failed at this request; the log names it by its request id');

/** @param thrown anything; what is no CodedError is masked, so that no inner detail leaves */
export function refusal(thrown: unknown, headers: Readonly<Record<string, string>> = {}): GraphqlReply {
  const error = thrown instanceof CodedError ? thrown : INTERNAL;
  return {
    status: error.status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: `${JSON.stringify({ errors: [{ message: error.message, extensions: error.extensions }] })}\n`,
  };
}
