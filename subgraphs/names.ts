/** The subgraphs, in the order of their ports: an agency's folder, a file of the contract and a database each. */
export const SUBGRAPH_NAMES = ['workers', 'agencies', 'groups', 'funding', 'audit'] as const;
/** The name of one subgraph. */
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];
