/** Sources of supergraphs: a file, a fixed text, or messages of the primary, which watches a source for its workers. */

/** Called with each supergraph that differs from the one before. */
export type OfferSupergraph = (sdl: string) => void;

/** A source of supergraphs. */
export interface SupergraphSource {
  /** Its name in the log: `file schema/supergraph.graphql`, `fixed text`. */
  readonly name: string;
  /** Told of each of its supergraphs that serves. */
  readonly onLive?: (sdl: string) => void;
  /**
   * Reads the first supergraph and begins to watch. A source only delivers text: the engine validates it, and keeps the last good one.
   * @param report called when a later supergraph cannot be read
   * @throws CodedError SUPERGRAPH_UNREADABLE
   */
  open(
    offer: OfferSupergraph,
    report: (problem: Error) => void,
  ): Promise<{ readonly sdl: string; readonly close: () => Promise<void> }>;
}

/** A supergraph that never changes. */
export function fixedSupergraph(sdl: string): SupergraphSource {
  return { name: 'fixed text', open: () => Promise.resolve({ sdl, close: () => Promise.resolve() }) };
}
