/**
 * The words of an option that may be set for a single subgraph: `word,word` holds for all subgraphs, `subgraph:word` for the named one.
 * Each option defines what its words mean.
 */
import { commaSeparated } from '../../base/settings.ts';

/** One word of such an option. */
export interface SubgraphWord {
  /** Absent: for every subgraph. */
  readonly subgraph?: string;
  /** The value, without the subgraph's name. */
  readonly word: string;
}

/** @param text words separated by commas; in each, the part before the last colon is the subgraph's name, as composed */
export function subgraphWords(text: string): readonly SubgraphWord[] {
  return commaSeparated(text).map(readWord);
}

/** @returns what the words of named subgraphs mean, by the subgraph's name; the last word of a name counts */
export function valuesByName<Value>(
  words: readonly SubgraphWord[],
  meaning: (word: string) => Value,
): Map<string, Value> {
  return new Map(words.flatMap(({ subgraph, word }) => (subgraph === undefined ? [] : [[subgraph, meaning(word)]])));
}

function readWord(part: string): SubgraphWord {
  const colon = part.lastIndexOf(':');
  if (colon === -1) return { word: part };
  return { subgraph: part.slice(0, colon).trim(), word: part.slice(colon + 1).trim() };
}
