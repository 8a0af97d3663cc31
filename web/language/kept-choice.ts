/** A choice of the look of the page that outlives it. Only words from a short list are kept: nothing of a question or an answer. */

const PREFIX = 'sigap:';

/** @returns undefined where nothing is kept, the browser forbids storage, or what is kept is none of the words */
export function keptChoice<const Word extends string>(name: string, words: readonly Word[]): Word | undefined {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return words.find((word) => word === kept);
  } catch {
    return undefined;
  }
}

export function keepChoice(name: string, word: string): void {
  try {
    localStorage.setItem(PREFIX + name, word);
  } catch {
    // A browser may forbid storage to a page: then the choice lasts as long as the page.
  }
}
