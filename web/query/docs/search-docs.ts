/** Finds words in the names and in the descriptions of the schema, whichever language they are of. */
import { wordsIn } from '../../parts/sought-words.ts';
import type { DocEntry } from './doc-entries.ts';

/** @returns entries that have all words, the best first: those whose name has them, then those whose description does */
export function searchDocs(entries: readonly DocEntry[], sought: string): readonly DocEntry[] {
  const words = wordsIn(sought);
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank < NOWHERE)
    .toSorted((left, right) => left.rank - right.rank || KINDS[left.entry.kind] - KINDS[right.entry.kind])
    .map(({ entry }) => entry);
}

const KINDS = { TYPE: 0, FIELD: 1, VALUE: 2, ARGUMENT: 3 } as const;
const NOWHERE = 5;

function rankOf({ name, title, description }: DocEntry, words: readonly string[]): number {
  const [own, whole, said] = [name, title, description].map((text) => text.toLowerCase()) as [string, string, string];
  if (words.length === 1 && own === words[0]) return 0;
  if (words.every((word) => own.includes(word))) return own.startsWith(words[0]!) ? 1 : 2;
  if (words.every((word) => startsWord(said, word))) return 3;
  return words.every((word) => said.includes(word) || whole.includes(word)) ? 4 : NOWHERE;
}

/** Indonesian puts its prefixes before a word and English its endings behind: a word that begins so is nearer than one that has it inside. */
function startsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return true;
  return false;
}
