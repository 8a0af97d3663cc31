/** The citation as lines of text below a picture. */
import { citationText, type Citation } from './citation.ts';
import type { ExportWords } from './export-table.ts';

/** Around the lines, pixels. */
export const MARGIN = 16;
/** Width of a character of 12 px, about; lines are broken by it, since an SVG file has no way to measure. */
const CHARACTER = 6.4;

/** The lines below a picture of a width: broken at spaces, an address wherever it must be. */
export function captionOf(citation: Citation, words: ExportWords, width: number): string[] {
  const most = Math.max(20, Math.floor((width - 2 * MARGIN) / CHARACTER));
  return citationText(citation, words)
    .split('\n')
    .flatMap((line) => broken(line, most));
}

function broken(text: string, most: number): string[] {
  const lines = [''];
  for (const word of text.split(' ').flatMap((each) => each.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [])) {
    const last = lines.at(-1)!;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
