/** The reply to a request that fails as a whole, as GraphQL over HTTP defines it. */
import { codedError, headersOf } from '../../base/errors.ts';
import type { GraphqlReply } from './graphql-request.ts';
import { JSON_TYPE, type MediaType } from './media-type.ts';

/**
 * @param thrown anything; what is no CodedError is masked, so that no internal detail leaves
 * @param headers added to the reply's own
 * @param mediaType what the client takes; JSON where it takes neither type
 */
export function refusal(
  thrown: unknown,
  headers: Readonly<Record<string, string>> = {},
  mediaType: MediaType = JSON_TYPE,
): GraphqlReply {
  const error = codedError(thrown);
  return {
    status: error.status,
    headers: { 'content-type': mediaType, 'cache-control': 'no-store', ...headersOf(error), ...headers },
    body: `${JSON.stringify({ errors: [{ message: error.message, extensions: error.extensions }] })}\n`,
  };
}
