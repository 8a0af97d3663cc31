/** Where the graph is. */
export const GRAPH = 'http://127.0.0.1:4000/graphql';
