/** Which word a cell may mean that is none: words of the same field that are a slip of the pen away, and otherwise nothing. */
import { comparable } from '../../base/comparable.ts';
import { editDistance } from '../../base/edit-distance.ts';

/** Words that are offered. */
const MOST = 3;
/** A shorter word is near to too many. */
const SHORTEST = 3;
/** Up to so many letters one may differ, in longer words two. */
const SHORT = 6;
/** A longer cell is no word that was mistyped. */
const LONGEST = 60;

/** @returns how many letters may differ in a word; none where it is too short to tell */
export const mostEdits = (word: string): number => (word.length < SHORTEST ? 0 : word.length <= SHORT ? 1 : 2);

/** @param byWord the value of each comparable word @returns at most three values with the word that is near, the nearest first: `MATCH (sesuai)` */
export function nearWords(cell: string, byWord: ReadonlyMap<string, string>): string[] {
  const wanted = comparable(cell);
  const most = mostEdits(wanted);
  if (most === 0 || wanted.length > LONGEST) return [];
  const near = [...byWord]
    .map(([word, value]) => ({ word, value, far: editDistance(wanted, word, most) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || (a.word < b.word ? -1 : 1));
  const first = new Map<string, string>();
  for (const { word, value } of near) if (!first.has(value)) first.set(value, word);
  return [...first].slice(0, MOST).map(([value, word]) => (comparable(value) === word ? value : `${value} (${word})`));
}
