/** A table to be pasted: as HTML for a document or a mail, and as tab-separated text for a spreadsheet, both of the same rows. */
import { citationLines, type Citation } from './citation.ts';
import { laidOut, type ColumnType, type ExportTable, type ExportWords, type WrittenCell } from './export-table.ts';
import { inert } from './inert.ts';

export interface Copied {
  readonly html: string;
  readonly text: string;
}

/** @param locale of the reader, by which a spreadsheet of theirs reads decimal signs, such as `id-ID` */
export function copiedTable(table: ExportTable, citation: Citation, words: ExportWords, locale: string): Copied {
  const { columns, rows } = laidOut(table, words);
  const cited = citationLines(citation, words);
  const numbers = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 });
  const textOf = (cell: WrittenCell): string => plain(cell, numbers);
  const lines = [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(textOf)), [], ...cited];
  return {
    text: lines.map((line) => line.map(field).join('\t')).join('\n'),
    html: htmlOf(
      columns.map(({ heading }) => heading),
      rows.map((row) => row.map((cell, at) => [textOf(cell), isRight(columns[at]!.type)] as const)),
      cited.map(([label, text]) => `${label}: ${text}`),
    ),
  };
}

/** Numbers without separators of thousands, which a spreadsheet might read as decimal signs. */
function plain(cell: WrittenCell, numbers: Intl.NumberFormat): string {
  if ('gap' in cell) return cell.gap;
  const { value } = cell;
  if (typeof value !== 'number') return value === null ? '' : String(value);
  return numbers.format(value);
}

const NUMERIC = /^-?\d+([.,]\d+)?$/;

/** A tab or a line break would begin another cell; a text that runs as a formula is kept from it, a negative number is none. */
const field = (text: string): string => {
  const one = text.replaceAll(/[\t\r\n]+/g, ' ');
  return NUMERIC.test(one) ? one : inert(one);
};

const isRight = (type: ColumnType): boolean => ['count', 'number', 'rupiah', 'percent'].includes(type);

function htmlOf(
  headings: readonly string[],
  rows: readonly (readonly (readonly [text: string, right: boolean])[])[],
  cited: readonly string[],
): string {
  const head = headings.map((heading) => `<th>${escaped(heading)}</th>`).join('');
  const cell = ([text, right]: readonly [string, boolean]): string =>
    `<td${right ? ' style="text-align:right"' : ''}>${escaped(field(text))}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  const foot = cited.map((line) => `${escaped(line)}<br>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table><p>${foot}</p>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
