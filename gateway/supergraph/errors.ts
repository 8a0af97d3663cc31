/** Refusals of supergraphs. A new supergraph that is refused changes nothing: the last good one stays in use. */
import { faultsOf } from '../../base/errors.ts';

/** Codes of the supergraph, with the text an operator reads and the way out. Listed in docs/errors.md. */
export const supergraphErrors = {
  CONTRACT_NOT_SERVED: {
    status: 503,
    what: 'The graph has nothing to show under this contract now',
    solve:
      'Ask again later, or ask at /graphql. Who operates it: the history of the registry says why a variant is empty or no valid schema (`problem`).',
  },
  SUPERGRAPH_CONTRACT: {
    status: 500,
    what: 'The variant of a contract is not of this supergraph',
    solve: 'Compose both again with sigap compose --contracts; both are served once they fit.',
  },
  SUPERGRAPH_NOT_ENFORCED: {
    status: 500,
    what: 'The supergraph has a rule that this gateway does not enforce',
    solve:
      'Set GUARD=on, or compose without the specification the message names; serving without the rule would expose what it protects.',
  },
  SUPERGRAPH_REFUSED: {
    status: 500,
    what: 'The supergraph cannot be used',
    solve: 'Compose it again; the message states what is wrong with it.',
  },
  SUPERGRAPH_REGISTRY: {
    status: 500,
    what: 'The registry does not give the supergraph',
    solve:
      'Check the address in SUPERGRAPH, that the registry runs, and REGISTRY_TOKEN. A gateway that serves goes on with what it has.',
  },
  SUPERGRAPH_UNSIGNED: {
    status: 500,
    what: "The supergraph is not signed with the registry's key",
    solve:
      'Find out who changed it before anything else. Where the registry has a new key, set REGISTRY_KEY to it (GET /v1/key), or remove registry.key in SUPERGRAPH_COPY.',
  },
  SUPERGRAPH_UNREADABLE: {
    status: 500,
    what: 'The supergraph cannot be read',
    solve: 'Check the path that --supergraph or SUPERGRAPH names and its permissions.',
  },
} as const;

/** Makes a CodedError of one of these codes, with a detail and a cause. */
export const supergraphFault = faultsOf(supergraphErrors);
