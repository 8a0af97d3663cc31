/** Errors of requests to subgraphs. A message names the subgraph, never its address. */
import { faultsOf, type CodedError } from '../../base/errors.ts';

/** Code -> HTTP status, meaning and remedy; printed in docs/errors.md. */
export const fetchErrors = {
  SUBGRAPH_ABANDONED: {
    status: 499,
    what: 'The answer was no longer wanted',
    solve: 'Nothing is wrong with the subgraph: the client went away before it answered.',
  },
  SUBGRAPH_ADDRESS: {
    status: 500,
    what: 'A subgraph has no usable address',
    solve:
      'Give each subgraph an http or https URL without user, password or fragment, or a Unix socket as unix:///path/to.sock?path=/graphql.',
  },
  SUBGRAPH_BAD_RESPONSE: {
    status: 502,
    what: 'A subgraph gave no GraphQL answer',
    solve: 'Let the subgraph answer by GraphQL over HTTP; the message says what arrived instead.',
  },
  SUBGRAPH_BUSY: {
    status: 503,
    what: 'Too many requests wait for a subgraph',
    solve: 'Try again later; the operator sets SUBGRAPH_CONCURRENCY and SUBGRAPH_QUEUE.',
  },
  SUBGRAPH_CLOSING: {
    status: 503,
    what: 'The gateway is stopping',
    solve: 'Send the request again; another gateway or the restarted one answers.',
  },
  SUBGRAPH_OPEN: {
    status: 503,
    what: 'A subgraph failed too often and gets no requests for a while',
    solve: "Try again after the seconds in extensions.retryAfter; the subgraph's owner finds the cause in its log.",
  },
  SUBGRAPH_TIMEOUT: {
    status: 504,
    what: 'A subgraph did not answer in time',
    solve: "Select fewer fields, or contact the subgraph's owner; the operator sets SUBGRAPH_TIMEOUT.",
  },
  SUBGRAPH_TOO_LARGE: {
    status: 502,
    what: "A subgraph's response is larger than the limit",
    solve: 'Select fewer items; the operator sets SUBGRAPH_MAX_RESPONSE.',
  },
  SUBGRAPH_UNKNOWN: {
    status: 500,
    what: 'The plan names a subgraph that has no address',
    solve: 'Give every subgraph of the supergraph an address.',
  },
  SUBGRAPH_UNREACHABLE: {
    status: 502,
    what: 'A subgraph could not be reached',
    solve: 'Start the subgraph or correct its address; the message says how the connection ended.',
  },
} as const;

const fault = faultsOf(fetchErrors);
/** A code of `fetchErrors`. */
export type FetchErrorCode = keyof typeof fetchErrors;

/**
 * An error about one subgraph.
 * @param detail shown to clients: it must hold nothing that the subgraph sent, and no address
 * @param extensions added to the error's extensions beside `subgraph`
 */
export function fetchFault(
  code: FetchErrorCode,
  subgraph: string,
  detail?: string,
  extensions?: Record<string, unknown>,
): CodedError {
  const message = detail === undefined ? subgraph : `${subgraph}, ${detail}`;
  return fault(code, message, { extensions: { subgraph, ...extensions } });
}
