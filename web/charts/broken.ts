/**
 * @param most how wide a line may be, in the unit of `widthOf`
 * @param widthOf of a letter; when left out each counts one
 * @returns a text as lines of at most that width: broken at spaces, a longer word wherever it must be
 */
export function broken(text: string, most: number, widthOf: (letter: string) => number = () => 1): string[] {
  const wide = (some: string): number => [...some].reduce((sum, letter) => sum + widthOf(letter), 0);
  const lines = [''];
  for (const word of text.split(' ').flatMap((each) => fitting(each, most, widthOf))) {
    const last = lines.at(-1)!;
    if (last === '') lines[lines.length - 1] = word;
    else if (wide(`${last} ${word}`) <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A word in pieces that each fit. */
function fitting(word: string, most: number, widthOf: (letter: string) => number): string[] {
  const pieces: string[] = [];
  let left = 0;
  for (const letter of word) {
    const width = widthOf(letter);
    if (pieces.length === 0 || width > left) {
      pieces.push('');
      left = most;
    }
    pieces[pieces.length - 1] += letter;
    left -= width;
  }
  return pieces;
}
