/** A table as a file, with its citation. */
import type { Citation } from './citation.ts';
import { csvOfExport, CSV_STYLES } from './csv.ts';
import type { ExportTable, ExportWords } from './export-table.ts';
import type { FileEnding } from './file-name.ts';

export const FILE_TYPES: Readonly<Record<FileEnding, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  svg: 'image/svg+xml',
};

/** The library for workbooks comes when it is first needed. */
export async function tableFile(
  ending: 'csv' | 'xlsx',
  table: ExportTable,
  citation: Citation,
  words: ExportWords,
): Promise<string | Blob> {
  if (ending === 'csv') {
    const isPoint = words.say('export.csvSeparator') === ',';
    return csvOfExport(table, citation, words, CSV_STYLES[isPoint ? 'englishSpreadsheet' : 'spreadsheet']);
  }
  const { xlsxOf } = await import('./xlsx.ts');
  return xlsxOf(table, citation, words);
}
