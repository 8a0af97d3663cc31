/** Hands a picture to the reader. */
import type { Drawing } from '../charts/drawing.ts';
import type { Citation } from './citation.ts';
import { download } from './download.ts';
import type { ExportWords } from './export-table.ts';
import { fileNameOf } from './file-name.ts';
import { pictureFile } from './picture-file.ts';
import { FILE_TYPES } from './table-file.ts';

/** @returns the file's name @throws Error where the browser cannot draw it */
export async function savePicture(
  ending: 'png' | 'svg',
  drawing: Drawing,
  citation: Citation,
  words: ExportWords,
): Promise<string> {
  const name = fileNameOf(citation, ending, words.say('export.taken'));
  download(name, await pictureFile(ending, drawing, citation, words), FILE_TYPES[ending]);
  return name;
}
