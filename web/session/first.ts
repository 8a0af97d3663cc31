/** What is asked for before React is there: the gateway's config, and the graph as the public sees it, whom every reader is at first. */
import { Graph } from '../graph/graph.ts';
import { fetchConfig } from './config.ts';

export const firstConfig = fetchConfig();
// Its failure is told where it is used.
firstConfig.catch(() => undefined);

export const firstGraph = firstConfig.then(({ endpoint }) => new Graph(endpoint, {}));
firstGraph.catch(() => undefined);

let there: Graph | undefined;
void firstGraph.then(
  (graph) => (there = graph),
  () => undefined,
);

/** @returns the public's first graph with what it asked ahead; only once, since it is as old as the page */
export function takeFirstGraph(): Graph | undefined {
  const graph = there;
  there = undefined;
  return graph;
}
