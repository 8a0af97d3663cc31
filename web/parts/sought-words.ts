/** What a reader types to find something: words, each of which must stand somewhere in what is found, whatever the case. */

/** @returns in lower case; none where nothing but spaces is typed */
export const wordsIn = (sought: string): string[] => sought.toLowerCase().split(/\s+/).filter(Boolean);

/** @returns whether a text has every word, wherever it stands */
export function hasWords(text: string, sought: string): boolean {
  const within = text.toLowerCase();
  return wordsIn(sought).every((word) => within.includes(word));
}
