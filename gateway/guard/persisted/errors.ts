/** What leaves when an operation is asked for by its hash, or may be asked for in no other way. */
import { faultsOf } from '../../../base/errors.ts';

export const persistedErrors = {
  BAD_MANIFEST: {
    status: 500,
    what: 'The manifest of persisted operations cannot be used',
    solve: 'Build it anew (npm run manifest); the message names what does not fit.',
  },
  OPERATION_NOT_LISTED: {
    status: 403,
    what: 'Only operations of the manifest are answered here',
    solve: 'Ask the operator to add the operation to the manifest, or use a role with the scope operation:any.',
  },
  PERSISTED_HASH: {
    status: 400,
    what: 'The persisted operation is not named as it must be',
    solve:
      'Send extensions.persistedQuery as {"version": 1, "sha256Hash": <SHA-256 of the query, hexadecimal, lower case>}.',
  },
  // The words and the status are those every client of automatic persisted queries knows: it answers by sending the text.
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

export const persistedFault = faultsOf(persistedErrors);
