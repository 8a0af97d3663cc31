/** The mapping file: YAML, a field and its title (or titles, where files of one agency differ) a line, or what holds for every row. */
import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { quote, type CodedError } from '../../../../base/errors.ts';
import { tableFileFault } from '../errors.ts';
import { titleKey } from '../header/title-key.ts';
import { rowFields, type RowKind } from './fields.ts';

/** The titles of each field; the first one that a file has is its column. */
export type Mapping = Readonly<Record<string, readonly string[]>>;

/** The largest mapping that is read, in bytes. */
const LARGEST = 100_000;

/** What a mapping file says. */
export interface ReadMapping {
  readonly titles: Mapping;
  /** Fields that the file has no column of, with the one text that holds for every row. */
  readonly constants: Readonly<Record<string, string>>;
}

/** @throws CodedError FILE_UNREADABLE, MAPPING_UNREADABLE */
export function readMapping(path: string, kind: RowKind): ReadMapping {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw tableFileFault(
      'FILE_UNREADABLE',
      `expected a mapping that you may read, got ${(thrown as NodeJS.ErrnoException).code ?? 'a fault'}: ${path}`,
    );
  }
  return mappingOf(text, kind);
}

/** @throws CodedError MAPPING_UNREADABLE, which names the line */
export function mappingOf(text: string, kind: RowKind): ReadMapping {
  if (text.length > LARGEST) throw misread('the file', `expected at most ${LARGEST} bytes, got ${text.length}`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (at: number): string => `line ${lines.linePos(at).line}`;
  const [fault] = document.errors;
  if (fault !== undefined) throw misread(lineOf(fault.pos[0]), 'expected YAML');
  const map = document.contents;
  if (!isMap(map)) throw misread('line 1', 'expected a field and its title, such as "nik: No KTP"');
  const titles: Record<string, readonly string[]> = {};
  const constants: Record<string, string> = {};
  for (const { key, value } of map.items) {
    const at = lineOf((key as { range?: readonly [number, number, number] }).range?.[0] ?? 0);
    const field = isScalar(key) ? scalarText(key.value) : '';
    if (!(field in rowFields[kind]))
      throw misread(at, `expected a field of ${Object.keys(rowFields[kind]).join(', ')}; got ${quote(field)}`);
    if (isMap(value)) constants[field] = constantIn(value, field, at);
    else titles[field] = titlesIn(value, field, at);
  }
  return { titles, constants };
}

function titlesIn(value: unknown, field: string, at: string): string[] {
  const titles = (isSeq(value) ? value.items : [value]).map((item) => (isScalar(item) ? scalarText(item.value) : ''));
  if (titles.length === 0 || titles.some((title) => title === ''))
    throw misread(at, `expected a title for ${field}, or { value: … } for the same in every row`);
  return titles;
}

function constantIn(map: YAMLMap, field: string, at: string): string {
  const value = map.get('value');
  if (map.items.length !== 1 || scalarText(value) === '') throw misread(at, `expected { value: … } alone for ${field}`);
  return scalarText(value);
}

const misread = (where: string, what: string): CodedError => tableFileFault('MAPPING_UNREADABLE', `${where}: ${what}`);

/**
 * @returns the field of each column, by its place in the header; `null` for a column that is not read
 * @throws CodedError MAPPING_MISFIT where the file has no column of a field, or one column is to be two fields
 */
export function fieldsOfColumns(mapping: Mapping, header: readonly string[]): (string | null)[] {
  const fields: (string | null)[] = header.map(() => null);
  const faults: string[] = [];
  for (const [field, titles] of Object.entries(mapping)) {
    const at = titles.map((title) => placeOf(title, header)).find((place) => place >= 0);
    if (at === undefined) faults.push(`no column of ${titles.map((title) => `"${title}"`).join(' or ')} for ${field}`);
    else if (fields[at] !== null) faults.push(`column "${header[at]}" for both ${fields[at]} and ${field}`);
    else fields[at] = field;
  }
  if (faults.length > 0)
    throw tableFileFault('MAPPING_MISFIT', `expected one column for each field, got ${faults.join('; ')}`);
  return fields;
}

/** The very title, or else one that differs in case, dots, blanks or brackets only. */
function placeOf(title: string, header: readonly string[]): number {
  const same = header.indexOf(title);
  return same >= 0 ? same : header.findIndex((other) => other !== '' && titleKey(other) === titleKey(title));
}

/** A title that YAML reads as a number or a truth value is a title too. */
const scalarText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
