/** CSV, UTF-8 with a mark (Excel takes it for another encoding without), lines as RFC 4180 has them. */
import type { FileHandle } from 'node:fs/promises';
import { writable } from './writable.ts';
import type { TableForm, WrittenCell } from './table-form.ts';

/** How many bytes are collected before they are written. */
const PIECE = 64 * 1024;
/** What a spreadsheet takes for a formula (CWE-1236). */
const FORMULA = /^[=+\-@\t\r]/;
const QUOTED = /["\r\n]|^\s|\s$/;

/** @param titles the first line @param delimiter between cells */
export function csvLines(titles: readonly string[], delimiter = ','): TableForm {
  let file: FileHandle;
  let pending = '\ufeff';
  const flush = async (): Promise<void> => {
    await file.write(pending);
    pending = '';
  };
  const row = async (cells: readonly WrittenCell[]): Promise<void> => {
    pending += `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
    if (pending.length > PIECE) await flush();
  };
  return {
    begin: async (opened) => {
      file = opened;
      await row(titles);
    },
    row,
    end: flush,
  };
}

/** Numbers stay numbers; a text that a spreadsheet would compute gets an apostrophe before it, which our reader takes away again. */
function csvCell(cell: WrittenCell, delimiter: string): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const held = writable(cell);
  const text = FORMULA.test(held) ? `'${held}` : held;
  return QUOTED.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}
