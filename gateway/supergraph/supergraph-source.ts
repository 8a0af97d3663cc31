/** Where supergraphs come from: a file, a fixed text, a message of the process that watches for all of them. */

/** Called with each supergraph that differs from the one before. */
export type OfferSupergraph = (sdl: string) => void;

export interface SupergraphSource {
  /** What the log calls it: `file schema/supergraph.graphql`, `fixed text`. */
  readonly name: string;
  /**
   * Reads the first supergraph and begins to watch. A source only carries text: whether it is a supergraph is judged by
   * the engine, which keeps the last good one.
   * @throws CodedError SUPERGRAPH_UNREADABLE
   */
  open(
    offer: OfferSupergraph,
    report: (problem: Error) => void,
  ): Promise<{ readonly sdl: string; close(): Promise<void> }>;
}

/** A supergraph that never changes. */
export function fixedSupergraph(sdl: string): SupergraphSource {
  return { name: 'fixed text', open: async () => ({ sdl, close: async () => {} }) };
}
