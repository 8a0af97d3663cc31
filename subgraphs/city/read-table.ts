/** Reads one table of a city: CSV (comma, semicolon or tab; UTF-8 with or without a mark) or YAML, with the line of every record. */
import { parse as parseCsv } from 'csv-parse/sync';
import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml';

/** A record as it stands in a file. An empty cell, or a name without a value, is null. */
interface RawRecord {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Something in a file that is not as it must be. */
export interface CityFault {
  readonly file: string;
  /** From 1; missing where it is about the file as a whole. */
  readonly line?: number;
  readonly what: string;
}

/** What was read of a file; records only where it has no fault. */
export interface ReadTable {
  readonly records: readonly RawRecord[];
  readonly faults: readonly Omit<CityFault, 'file'>[];
}

/** @param columns that the table has; one left out reads as null, in CSV it must be there */
export function readCsv(content: string, columns: readonly string[]): ReadTable {
  try {
    const rows = parseCsv(content, {
      bom: true,
      delimiter: delimiterOf(content),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    const [header, ...body] = rows;
    if (header === undefined)
      return { records: [], faults: [{ what: `expected a first line with ${columns.join(',')}` }] };
    const faults = headerFaults(header.record, columns);
    if (faults.length > 0) return { records: [], faults: faults.map((what) => ({ line: header.info.lines, what })) };
    return bodyOf(header.record, body);
  } catch (thrown) {
    return { records: [], faults: [{ what: (thrown as Error).message }] };
  }
}

/** The one that the first line has most of. */
function delimiterOf(content: string): string {
  const [first = ''] = content.split('\n', 1);
  const counted = [',', ';', '\t'].map((mark) => ({ mark, n: first.split(mark).length }));
  return counted.reduce((most, one) => (one.n > most.n ? one : most)).mark;
}

function headerFaults(header: readonly string[], columns: readonly string[]): string[] {
  const unknown = header.filter((name) => !columns.includes(name));
  const missing = columns.filter((name) => !header.includes(name));
  return [
    ...unknown.map((name) => `expected of ${columns.join(', ')}, got the column ${JSON.stringify(name)}`),
    ...missing.map((name) => `expected a column ${name}`),
    ...(new Set(header).size < header.length ? ['expected each column once'] : []),
  ];
}

function bodyOf(
  header: readonly string[],
  rows: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[],
): ReadTable {
  const faults = rows
    .filter(({ record }) => record.length !== header.length)
    .map(({ record, info }) => ({ line: info.lines, what: `expected ${header.length} cells, got ${record.length}` }));
  const records = rows.map(({ record, info }) => ({
    line: info.lines,
    values: Object.fromEntries(header.map((name, at) => [name, record[at] === '' ? null : record[at]])),
  }));
  return { records: faults.length > 0 ? [] : records, faults };
}

/** @param columns that a record may leave out when it is null */
export function readYaml(content: string, columns: readonly string[]): ReadTable {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const faults = yamlFaults(document, lines);
  if (faults.length > 0) return { records: [], faults };
  const list = document.contents;
  if (!isSeq(list)) return { records: [], faults: [{ what: 'expected a list of records, each beginning with "- "' }] };
  const records: RawRecord[] = [];
  const wrong: Omit<CityFault, 'file'>[] = [];
  for (const item of list.items) {
    const line = lineOf(item, lines);
    if (isMap(item)) records.push({ line, values: { ...absent(columns), ...(item.toJSON() as object) } });
    else wrong.push({ line, what: 'expected a record: names and values' });
  }
  return { records, faults: wrong };
}

/** Reads one record that is a whole file. */
export function readYamlRecord(content: string): ReadTable {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const faults = yamlFaults(document, lines);
  if (faults.length > 0) return { records: [], faults };
  if (!isMap(document.contents)) return { records: [], faults: [{ what: 'expected names and values' }] };
  return { records: [{ line: 1, values: document.contents.toJSON() as Record<string, unknown> }], faults: [] };
}

const absent = (columns: readonly string[]): Record<string, null> =>
  Object.fromEntries(columns.map((name) => [name, null]));

const yamlFaults = (document: Document, lines: LineCounter): Omit<CityFault, 'file'>[] =>
  document.errors.map(({ message, pos }) => ({ line: lines.linePos(pos[0]).line, what: message.split('\n')[0]! }));

function lineOf(item: unknown, lines: LineCounter): number {
  const range = (item as { range?: readonly number[] } | null)?.range;
  return range === undefined ? 1 : lines.linePos(range[0]!).line;
}
