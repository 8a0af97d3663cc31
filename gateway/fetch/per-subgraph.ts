/**
 * The words of an option that may be told for one subgraph apart: `word,word` is for all of them, `subgraph:word` for the one that
 * is named. What the words mean is the option's own business.
 */
import { commaSeparated } from '../../base/settings.ts';

export interface SubgraphWord {
  /** Absent: for every subgraph. */
  readonly subgraph?: string;
  readonly word: string;
}

/** @param text words with commas between them; what stands before the last colon of one is the subgraph's name, as composed */
export function subgraphWords(text: string): readonly SubgraphWord[] {
  return commaSeparated(text).map(readWord);
}

function readWord(part: string): SubgraphWord {
  const colon = part.lastIndexOf(':');
  if (colon === -1) return { word: part };
  return { subgraph: part.slice(0, colon).trim(), word: part.slice(colon + 1).trim() };
}
