/** Sources of supergraphs: a file, a fixed text, or messages of the primary, which watches a source for its workers. */

import type { ContractText } from './contract-text.ts';

/** Called with each supergraph that differs from the one before, with the variants of exactly this one. */
export type OfferSupergraph = (sdl: string, contracts?: readonly ContractText[]) => void;

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
  open(offer: OfferSupergraph, report: (problem: Error) => void): Promise<OpenedSource>;
}

/** A supergraph, with the variants of exactly this one. */
export interface SupergraphTexts {
  readonly sdl: string;
  readonly contracts?: readonly ContractText[];
}

/** The first supergraph of a source that is watched. */
export interface OpenedSource extends SupergraphTexts {
  /**
   * Reads the source now, for an operator who does not want to wait; absent where it never changes.
   * @throws CodedError SUPERGRAPH_UNREADABLE, SUPERGRAPH_REGISTRY, SUPERGRAPH_UNSIGNED, SUPERGRAPH_CONTRACT
   */
  readonly read?: () => Promise<SupergraphTexts>;
  /** Since when it cannot be read, ms since 1970; `undefined` while it can. Absent where it never changes. */
  readonly failingSince?: () => number | undefined;
  readonly close: () => Promise<void>;
}

/** A supergraph that never changes. */
export function fixedSupergraph(sdl: string, contracts: readonly ContractText[] = []): SupergraphSource {
  return { name: 'fixed text', open: () => Promise.resolve({ sdl, contracts, close: () => Promise.resolve() }) };
}
