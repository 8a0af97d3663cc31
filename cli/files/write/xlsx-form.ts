/**
 * A workbook, streamed: rows go packed to the file as they come. Texts stand in their cells as texts, never as formulas, in a format that keeps
 * what a clerk types there a text too, so that a NIK keeps its sixteen digits.
 */
import type { FileHandle } from 'node:fs/promises';
import { tableWriteFault } from './errors.ts';
import type { TableFacts, TableForm, WrittenCell } from './table-form.ts';
import { writable } from './writable.ts';
import { ZipWriter } from './zip-writer.ts';

/** Excel has no more rows in a sheet, and no more characters in a cell. */
const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Numbers of the styles below. */
const TEXT = 1;
const TITLE = 2;
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** A sheet with a row of titles, and one that says what it is about. */
export class XlsxForm implements TableForm {
  readonly #titles: readonly string[];
  readonly #about: (() => TableFacts) | undefined;
  #zip!: ZipWriter;
  #rows = 0;

  constructor(titles: readonly string[], about: (() => TableFacts) | undefined) {
    this.#titles = titles;
    this.#about = about;
  }

  async begin(file: FileHandle): Promise<void> {
    this.#zip = new ZipWriter(file);
    const sheets = this.#about === undefined ? ['Data'] : ['Data', 'Keterangan'];
    for (const [name, content] of Object.entries(frameOf(sheets))) {
      await this.#zip.open(name);
      await this.#zip.write(content);
    }
    await this.#zip.open('xl/worksheets/sheet1.xml');
    const columns = `<cols><col min="1" max="${this.#titles.length}" width="22" style="${TEXT}" customWidth="1"/></cols>`;
    const frozen =
      '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
    await this.#zip.write(`${XML}<worksheet xmlns="${MAIN}">${frozen}${columns}<sheetData>`);
    await this.#add(this.#titles, TITLE);
  }

  row(cells: readonly WrittenCell[]): Promise<void> {
    return this.#add(cells, TEXT);
  }

  async end(): Promise<void> {
    await this.#zip.write('</sheetData></worksheet>');
    if (this.#about !== undefined) {
      await this.#zip.open('xl/worksheets/sheet2.xml');
      const rows = this.#about()
        .map((row, at) => rowXml(row, at + 1, TEXT))
        .join('');
      const columns = '<cols><col min="1" max="2" width="40" customWidth="1"/></cols>';
      await this.#zip.write(`${XML}<worksheet xmlns="${MAIN}">${columns}<sheetData>${rows}</sheetData></worksheet>`);
    }
    await this.#zip.end();
  }

  async #add(cells: readonly WrittenCell[], style: number): Promise<void> {
    if (++this.#rows > MOST_ROWS)
      throw tableWriteFault('FILE_TOO_LONG', `expected at most ${MOST_ROWS - 1} rows, got more`);
    await this.#zip.write(rowXml(cells, this.#rows, style));
  }
}

const rowXml = (cells: readonly WrittenCell[], line: number, style: number): string =>
  `<row r="${line}">${cells.map((cell, at) => cellXml(cell, `${lettersOf(at)}${line}`, style)).join('')}</row>`;

function cellXml(cell: WrittenCell, reference: string, style: number): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return `<c r="${reference}"><v>${cell}</v></c>`;
  const text = escaped(cell.slice(0, MOST_CHARACTERS));
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** `A` for 0, `AA` for 26. */
const lettersOf = (at: number): string =>
  `${at < 26 ? '' : lettersOf(Math.floor(at / 26) - 1)}${String.fromCharCode(65 + (at % 26))}`;

const escaped = (text: string): string =>
  writable(text)
    .replace(/_(?=x[0-9A-F]{4}_)/gi, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');

/** The parts beside the sheets. */
function frameOf(sheets: readonly string[]): Record<string, string> {
  const types = sheets.map(
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  const listed = sheets.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const relations = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${types.join('')}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
  };
}
