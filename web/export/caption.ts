/** The citation as lines of text below a picture. */
import { broken } from '../charts/broken.ts';
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
