/** How a CSV file is written, told from its beginning: which delimiter gives the best row of titles. */
import { parse } from 'csv-parse/sync';
import { cleanCell } from '../clean-cell.ts';
import { findHeader, LOOKED_AT_ROWS } from '../header/find-header.ts';
import { decoded, type CsvForm, type Delimiter } from './csv-rows.ts';
import type { TextEncoding } from './text-encoding.ts';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];
/** Characters of the beginning that are looked at. */
const SAMPLE = 64_000;
/** Excel writes and reads its delimiter on a line of its own. */
const STATED = /^sep=([,;\t])\r?\n/i;

/** @param titles normalised titles that columns may have */
export async function csvForm(path: string, encoding: TextEncoding, titles: ReadonlySet<string>): Promise<CsvForm> {
  const sample = await beginningOf(path, encoding);
  const stated = STATED.exec(sample);
  if (stated !== null) return { encoding, delimiter: stated[1] as Delimiter, skippedLines: 1 };
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter, titles) }));
  const best = scored.reduce((most, one) => (one.score > most.score ? one : most));
  return { encoding, delimiter: best.delimiter, skippedLines: 0 };
}

async function beginningOf(path: string, encoding: TextEncoding): Promise<string> {
  let text = '';
  for await (const piece of decoded(path, encoding)) {
    text += piece;
    if (text.length >= SAMPLE) break;
  }
  return text.length < SAMPLE ? text : text.slice(0, text.lastIndexOf('\n', SAMPLE) + 1 || SAMPLE);
}

/** Titles that are found, then columns: a file whose titles nobody knows is read by what divides it most. */
function scoreOf(sample: string, delimiter: Delimiter, titles: ReadonlySet<string>): number {
  const records = parse(sample, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    to: LOOKED_AT_ROWS,
  }) as readonly (readonly string[])[];
  const rows = records.map((cells, at) => ({ line: at + 1, cells: cells.map(cleanCell) }));
  const found = findHeader(rows, titles, 1);
  const widest = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return (found?.score ?? 0) * 1000 + Math.min(widest, 999);
}
