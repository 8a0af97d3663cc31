/** Refusals of requests that name an operation by a hash, or must name one of the manifest. */
import { faultsOf } from '../../../base/errors.ts';

/** Codes of persisted operations, with the HTTP status, the text a client reads and the way out. Listed in docs/errors.md. */
export const persistedErrors = {
  BAD_MANIFEST: {
    status: 500,
    what: 'The manifest of persisted operations cannot be used',
    solve: 'Build it anew (npm run manifest); the message names what does not fit.',
  },
  OPERATION_NOT_LISTED: {
    status: 403,
    what: 'This gateway answers only operations of its manifest',
    solve: 'Ask the operator to add the operation to the manifest, or use a role with the scope operation:any.',
  },
  PERSISTED_HASH: {
    status: 400,
    what: 'The persisted operation is not named as the protocol requires',
    solve:
      'Send extensions.persistedQuery as {"version": 1, "sha256Hash": <SHA-256 of the query, hexadecimal, lower case>}.',
  },
  // Clients of automatic persisted queries know this text and status: they answer by sending the query.
  PERSISTED_QUERY_NOT_FOUND: {
    status: 200,
    what: 'PersistedQueryNotFound',
    solve: 'Send the hash together with the query; clients of automatic persisted queries do so by themselves.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 200,
    what: 'PersistedQueryNotSupported',
    solve: 'Send the query as text, or an operation of the manifest by its id.',
  },
} as const;

/** Makes a CodedError of one of these codes, with a detail for the message. */
export const persistedFault = faultsOf(persistedErrors);
