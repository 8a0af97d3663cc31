/** The rows of a CSV file, streamed: decoded piece by piece, with the line on which each begins. */
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { cleanCell } from '../clean-cell.ts';
import { tableFileFault } from '../errors.ts';
import type { RawRow } from '../raw-row.ts';
import type { TextEncoding } from './text-encoding.ts';

/** How one CSV file is written. */
export interface CsvForm {
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  /** Lines at its beginning that are no rows: Excel's `sep=;`. */
  readonly skippedLines: number;
}

/** What may stand between two cells. */
export type Delimiter = ',' | ';' | '\t';

/** The longest row, in bytes: a quotation mark that is never closed would take the rest of the file for one cell. */
const LONGEST_ROW = 1_000_000;

/**
 * @param onBytes told how many bytes have been read so far
 * @throws CodedError FILE_BROKEN, which names the line
 */
export async function* csvRows(path: string, form: CsvForm, onBytes?: (bytes: number) => void): AsyncGenerator<RawRow> {
  const parser = parse({
    delimiter: form.delimiter,
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    relax_quotes: true,
    from_line: form.skippedLines + 1,
  });
  const source = decoded(path, form.encoding, onBytes);
  const feeding = feed(parser, source);
  let next = form.skippedLines + 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      yield { line: next, cells: record.map(cleanCell) };
      next = info.lines + 1;
    }
    await feeding;
  } catch (thrown) {
    throw thrown instanceof CsvError ? broken(thrown, next) : thrown;
  } finally {
    parser.destroy();
    await source.return(undefined);
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  /** `lines`: the line on which the record ends. */
  readonly info: { readonly lines: number };
}

async function feed(parser: ReturnType<typeof parse>, source: AsyncIterable<string>): Promise<void> {
  try {
    for await (const text of source) {
      if (parser.destroyed) return;
      if (!parser.write(text)) await drained(parser);
    }
    parser.end();
  } catch (thrown) {
    parser.destroy(thrown as Error);
  }
}

/** Whoever breaks off closes the parser, which then drains no more. */
function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      parser.off('drain', done).off('close', done);
      resolve();
    };
    parser.on('drain', done).on('close', done);
  });
}

/** The text of a file, piece by piece. */
export async function* decoded(
  path: string,
  { name, markBytes }: TextEncoding,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  let bytes = markBytes;
  for await (const chunk of createReadStream(path, { start: markBytes }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    onBytes?.(bytes);
    yield decoder.decode(chunk, { stream: true }).replaceAll('\u001a', '');
  }
  yield decoder.decode();
}

/** The message of csv-parse repeats the row; ours does not. */
function broken({ code }: CsvError, line: number): Error {
  const why =
    code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'
      ? 'expected a closing quotation mark, got none'
      : `expected cells with a delimiter between them, got something else (${code})`;
  return tableFileFault('FILE_BROKEN', `${why} in the row that begins on line ${line}`);
}
