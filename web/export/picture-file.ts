/** A picture as a file. */
import type { Drawing } from '../charts/drawing.ts';
import type { Citation } from './citation.ts';
import type { ExportWords } from './export-table.ts';
import { pictureOf } from './picture.ts';
import { pngOf } from './png.ts';

export async function pictureFile(
  ending: 'png' | 'svg',
  drawing: Drawing,
  citation: Citation,
  words: ExportWords,
): Promise<string | Blob> {
  const { svg, height } = pictureOf(drawing, citation, words);
  return ending === 'svg' ? svg : pngOf(svg, height);
}
