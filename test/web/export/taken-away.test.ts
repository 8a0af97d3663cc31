/** Tables as readers take them away: every format is read back, and says what the screen said. */
import { strFromU8, unzipSync } from 'fflate';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import type { DataTable } from '../../../web/data/data-table.ts';
import { coveredBy, exportOf, standingOf } from '../../../web/data/export-of.ts';
import { namedIn } from '../../../web/data/part-titles.ts';
import { footWords } from '../../../web/data/foot.ts';
import { citationLines, type Citation } from '../../../web/export/citation.ts';
import { copiedTable } from '../../../web/export/copied-table.ts';
import { CSV_STYLES, csvOfExport } from '../../../web/export/csv.ts';
import { laidOut, type ExportCell, type ExportTable, type ExportWords } from '../../../web/export/export-table.ts';
import { tableFile } from '../../../web/export/table-file.ts';
import { fileNameOf } from '../../../web/export/file-name.ts';
import { pictureOf } from '../../../web/export/picture.ts';
import { notesOf, type Drawing } from '../../../web/charts/drawing.ts';
import { xlsxOf } from '../../../web/export/xlsx.ts';
import { en } from '../../../web/language/en.ts';
import { id } from '../../../web/language/id.ts';
import { formatsOf } from '../../../web/numbers/formats.ts';
import type { Mark } from '../../../web/numbers/marks.ts';

const wordsIn = (locale: 'id-ID' | 'en-GB'): ExportWords => {
  const messages = locale === 'id-ID' ? id : en;
  const { month, day } = formatsOf(locale);
  const intl = createIntl({ locale, messages });
  return { say: (key, values) => String(intl.formatMessage({ id: key }, values)), month, day };
};
const english = wordsIn('en-GB');
const indonesian = wordsIn('id-ID');

const PERTURBED: readonly Mark[] = [
  { kind: 'PERTURBED', noise: 10 },
  { kind: 'MONTH', month: '2025-12' },
];
const EXACT: readonly Mark[] = [{ kind: 'EXACT' }];
const cell = (value: ExportCell['value'], marks?: readonly Mark[]): ExportCell => ({ value, ...(marks && { marks }) });

const TABLE: ExportTable = {
  columns: [
    { key: 'district.name', heading: 'Kecamatan', type: 'text' },
    { key: 'coverage.total', heading: 'Dalam daftar', type: 'count', unit: 'orang' },
    { key: 'coverage.covered', heading: 'Terlindungi', type: 'count' },
    { key: 'coverage.rate', heading: 'Tingkat', type: 'percent' },
    { key: 'paid', heading: 'Dibayar', type: 'rupiah' },
    { key: 'on', heading: 'Tanggal', type: 'date' },
    { key: 'period', heading: 'Bulan', type: 'month' },
    { key: 'open', heading: 'Terbuka', type: 'truth' },
  ],
  rows: [
    ['Bekasi Timur', 1204, 990, 0.822, 587_966_400, '2025-11-05', '2025-11', true],
    ['=HYPERLINK("evil")', 87, null, null, -5, null, '2025-12', false],
  ].map((row) =>
    row.map((value, at): ExportCell => {
      if (at === 1) return cell(value, PERTURBED);
      if (at === 2) return value === null ? cell(null, [{ kind: 'FORBIDDEN' }]) : cell(value, EXACT);
      return cell(value);
    }),
  ),
};

const CITATION: Citation = {
  question: 'Perlindungan per kecamatan',
  filters: [{ name: 'Wilayah', value: 'Bekasi Timur' }],
  months: ['2025-12'],
  at: new Date('2026-11-28T18:30:00Z'),
  sources: ['Dinas Tenaga Kerja', 'Diskominfo'],
  city: 'Kota Bekasi',
  sample: false,
  schemaVersion: 'a1b2c3',
  permalink: 'https://graf.example/data?subject=coverage',
  marks: PERTURBED,
};

/** A workbook as its parts, and cells of a sheet by their place. */
async function workbook(table: ExportTable, citation = CITATION, words = indonesian) {
  const blob = await xlsxOf(table, citation, words);
  const parts = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  const text = (path: string): string => strFromU8(parts[path]!);
  const unescaped = (escaped: string): string =>
    escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const strings = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner]) =>
    unescaped([...inner!.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, each]) => each).join('')),
  );
  const sheet = (at: number) =>
    new Map(
      [...text(`xl/worksheets/sheet${at}.xml`).matchAll(/<c r="(\w+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(
        ([, place, attributes, inner = '']) => {
          const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1];
          const isString = attributes!.includes('t="s"');
          return [
            place!,
            {
              value: isString ? strings[Number(value)] : value,
              kind: /t="(\w+)"/.exec(attributes!)?.[1] ?? 'n',
              inner,
            },
          ];
        },
      ),
    );
  return {
    sheet,
    names: [...text('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name),
    all: Object.keys(parts).map(text).join('\n'),
  };
}

describe('a table with marks', () => {
  it('states what holds for a whole column in its heading, and what differs in a column beside', () => {
    const { columns, rows } = laidOut(TABLE, english);
    expect(columns.slice(0, 4).map(({ heading }) => heading)).toEqual([
      'Kecamatan',
      'Dalam daftar (orang) [± 10; December 2025]',
      'Terlindungi [exact]',
      'Tingkat',
    ]);
    expect(rows[1]!.slice(0, 4)).toEqual([
      { value: '=HYPERLINK("evil")' },
      { value: 87 },
      { gap: '[closed]' },
      { value: null },
    ]);
    const mixed = laidOut(
      {
        columns: [TABLE.columns[1]!],
        rows: [[cell(1, EXACT)], [cell(20, PERTURBED)], [cell(null, [{ kind: 'WITHHELD' }])]],
      },
      english,
    );
    expect(mixed.columns.map(({ heading }) => heading)).toEqual(['Dalam daftar (orang)', 'Dalam daftar: marks']);
    expect(mixed.rows).toEqual([
      [{ value: 1 }, { value: 'exact' }],
      [{ value: 20 }, { value: '± 10; December 2025' }],
      [{ gap: '[withheld]' }, { value: '' }],
    ]);
  });

  it('has no marks where every number is exact', () => {
    const { columns } = laidOut({ columns: [TABLE.columns[1]!], rows: [[cell(1, EXACT)]] }, english);
    expect(columns).toEqual([{ heading: 'Dalam daftar (orang)', type: 'count' }]);
  });
});

describe('the citation', () => {
  it('says in both languages what was asked, of when, of whose data and how it is protected', () => {
    expect(citationLines(CITATION, indonesian)).toEqual([
      ['Pertanyaan', 'Perlindungan per kecamatan'],
      ['Saringan', 'Wilayah: Bekasi Timur'],
      ['Keadaan', 'Desember 2025'],
      ['Diambil pada', '29 November 2026'],
      ['Instansi sumber', 'Dinas Tenaga Kerja; Diskominfo'],
      ['Versi graf', 'a1b2c3'],
      ['Alamat', 'https://graf.example/data?subject=coverage'],
      ['Catatan', expect.stringMatching(/^± 10: .*digeser paling banyak 10/)],
      ['Catatan', expect.stringMatching(/^Desember 2025: Keadaan pada akhir Desember 2025/)],
    ]);
    const notes = ['2 baris sama.'];
    expect(citationLines({ ...CITATION, notes, marks: [] }, indonesian).at(-1)).toEqual(['Catatan', '2 baris sama.']);
    const gaps = [{ title: 'Permintaan terlama', says: 'Tidak ditampilkan bila belum pasti ada 5.' }];
    expect(citationLines({ ...CITATION, gaps, marks: [] }, indonesian).at(-1)).toEqual([
      'Catatan',
      'Permintaan terlama: Tidak ditampilkan bila belum pasti ada 5.',
    ]);
    const { question, at, schemaVersion, permalink, sample } = CITATION;
    const bare = { question, at, schemaVersion, permalink, sample, filters: [], months: [], sources: [], marks: [] };
    expect(citationLines(bare, english).map(([label]) => label)).toEqual([
      'Question',
      'As of',
      'Taken on',
      'Version of the graph',
      'Address',
    ]);
  });
});

describe('a part of an answer', () => {
  const cited = namedIn({ title: 'Pekerja, per halaman' }, { question: 'Perlindungan siapa yang berisiko berakhir?' });

  it('is cited with the question and the part, and both stand in the name of its file', () => {
    expect(citationLines({ ...CITATION, ...cited }, indonesian)[0]).toEqual([
      'Pertanyaan',
      'Perlindungan siapa yang berisiko berakhir? – Pekerja, per halaman',
    ]);
    expect(fileNameOf({ ...CITATION, ...cited }, 'xlsx', 'diambil')).toBe(
      'sigap-perlindungan-siapa-yang-berisiko-berakhir-pekerja-per-halaman-bekasi-timur-2025-12-diambil-2026-11-29.xlsx',
    );
    const long = { question: `Cukupkah ${'anggaran '.repeat(20)}?`, title: 'Per bulan' };
    const named = fileNameOf({ ...CITATION, ...namedIn(long, long) }, 'csv', 'diambil');
    expect(named).toContain('-anggaran-per-bulan-bekasi-timur-');
    expect(named.length).toBeLessThan(140);
    expect(namedIn({ title: 'Uang' }, {})).toEqual({ question: 'Uang' });
  });
});

describe('as CSV', () => {
  it('has the table, an empty line and the citation', () => {
    const lines = csvOfExport(TABLE, CITATION, indonesian, CSV_STYLES.spreadsheet).split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFFKecamatan;"Dalam daftar (orang) [± 10; Desember 2025]";Terlindungi [tepat];Tingkat;Dibayar;Tanggal;Bulan;Terbuka',
    );
    expect(lines[1]).toBe('Bekasi Timur;1204;990;"0,822";587966400;2025-11-05;2025-11;true');
    expect(lines[2]).toBe(`"'=HYPERLINK(""evil"")";87;[tertutup];;-5;;2025-12;false`);
    expect(lines[3]).toBe('');
    expect(lines[4]).toBe('Pertanyaan;Perlindungan per kecamatan');
    expect(lines).toContain('Alamat;https://graf.example/data?subject=coverage');
  });

  it('has the signs that the reader’s spreadsheet expects', async () => {
    const inEnglish = await tableFile('csv', TABLE, CITATION, english);
    expect(String(inEnglish)).toContain('Bekasi Timur,1204,990,0.822,');
    expect(String(await tableFile('csv', TABLE, CITATION, indonesian))).toContain('Bekasi Timur;1204;990;"0,822";');
  });

  it('runs nothing of a citation either', () => {
    const hostile = { ...CITATION, question: '=1+1', filters: [{ name: '@x', value: 'y' }] };
    const text = csvOfExport(TABLE, hostile, english, CSV_STYLES.standard);
    expect(text).toContain("Question,'=1+1\r\n");
    expect(text).toContain("Filter,'@x: y\r\n");
  });
});

describe('as a workbook', () => {
  it('has typed cells: numbers, money, dates, months and truth are no texts', async () => {
    const { sheet, names } = await workbook(TABLE);
    expect(names).toEqual(['Tabel', 'Sumber']);
    const cells = sheet(1);
    const at = (place: string) => [cells.get(place)?.kind, cells.get(place)?.value];
    expect(at('A1')).toEqual(['s', 'Kecamatan']);
    expect(at('B1')).toEqual(['s', 'Dalam daftar (orang) [± 10; Desember 2025]']);
    expect([at('B2'), at('D2'), at('E2')]).toEqual([
      ['n', '1204'],
      ['n', '0.822'],
      ['n', '587966400'],
    ]);
    // Days since 1899-12-30, as workbooks count.
    expect([at('F2'), at('G2')]).toEqual([
      ['n', '45966'],
      ['n', '45962'],
    ]);
    expect(at('H2')).toEqual(['b', '1']);
    expect(at('C3')).toEqual(['s', '[tertutup]']);
    expect([cells.get('D3')?.value, cells.get('F3')?.value]).toEqual([undefined, undefined]);
  });

  it('writes a number in its own way where its column holds several', async () => {
    const shown = exportOf({
      columns: [{ id: 'published', title: 'Diumumkan', kind: 'FIGURE', writing: 'whole' }],
      rows: [
        { id: '0', cells: { published: { value: 11_666, marks: [] } } },
        { id: '1', cells: { published: { value: 0.44, marks: [], writing: 'percent' } } },
      ],
    });
    const { all } = await workbook(shown);
    expect(all).toContain('formatCode="0.0%"');
    expect(all).toContain('formatCode="#,##0"');
  });

  it('has the citation on its second sheet', async () => {
    const { sheet } = await workbook(TABLE);
    const cells = sheet(2);
    const lines = citationLines(CITATION, indonesian);
    lines.forEach(([label, text], at) =>
      expect([cells.get(`A${at + 1}`)?.value, cells.get(`B${at + 1}`)?.value]).toEqual([label, text]),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1+1', '\r=1', '</t><f>1</f>', 'a]]>&<b>'])(
    'keeps %j a text, and no formula is in it',
    async (text) => {
      const column = { key: 'a', heading: text, type: 'text' as const };
      const { sheet, all } = await workbook(
        { columns: [column, { ...column, type: 'date' }], rows: [[cell(text), cell(text)]] },
        { ...CITATION, question: text },
      );
      expect([sheet(1).get('A2')?.kind, sheet(1).get('B2')?.kind]).toEqual(['s', 's']);
      expect(all).not.toContain('<f>');
      const normal = (one: unknown): string => String(one).replaceAll(/\s+/g, ' ').trim();
      expect(normal(sheet(1).get('A2')?.value)).toBe(normal(text));
    },
  );
});

describe('numbers that no reader can use all digits of', () => {
  const column = { key: 'share', heading: 'Bagian', type: 'percent' as const };
  const third: ExportTable = {
    columns: [column, { key: 'x', heading: 'Bulan dibiayai', type: 'number' }],
    rows: [
      [cell(0.1 + 0.2 + 1 / 30), cell(2.9499999999999997)],
      [cell(0.5945408997), cell(3)],
    ],
  };

  it('are rounded to what means something, alike in every format', async () => {
    const [, first, second] = csvOfExport(third, CITATION, english, CSV_STYLES.standard).split('\r\n');
    expect([first, second]).toEqual(['0.3333,2.95', '0.5945,3']);
    const { sheet } = await workbook(third);
    expect(['A2', 'B2', 'A3'].map((place) => sheet(1).get(place)?.value)).toEqual(['0.3333', '2.95', '0.5945']);
    const { text } = copiedTable(third, CITATION, english, 'en-GB');
    expect(text.split('\n')[1]).toBe('0.3333\t2.95');
  });
});

describe('money of past months', () => {
  const table: DataTable = {
    title: 'Money',
    columns: [
      { id: 'month', title: 'Bulan', kind: 'NAME', writing: 'month' },
      { id: 'paid', title: 'Dibayar', kind: 'FIGURE', writing: 'rupiah', additive: true },
      { id: 'ceiling', title: 'Pagu', kind: 'FIGURE', writing: 'rupiah' },
    ],
    rows: ['2025-12', '2025-10'].map((month, at) => ({
      id: String(at),
      cells: { month: { value: month, marks: [] }, paid: { value: 5, marks: [] }, ceiling: { value: 9, marks: [] } },
    })),
    total: { id: 'total', cells: { paid: { value: 10, marks: [] }, ceiling: { value: 9, marks: [] } } },
    adds: 'ALL',
  };

  it('is cited with the months that it covers, whose form stands in the heading', () => {
    const { columns, rows } = table;
    const taken = exportOf({ columns, rows, formats: { month: 'tahun-bulan', day: 'tahun-bulan-hari' } });
    expect(laidOut(taken, indonesian).columns.map(({ heading }) => heading)).toEqual([
      'Bulan (tahun-bulan)',
      'Dibayar',
      'Pagu',
    ]);
    const standing = standingOf(taken, coveredBy(table, rows));
    expect(standing.covers).toEqual({ from: '2025-10', to: '2025-12' });
    const cited = { ...CITATION, ...standing, filters: [], rows: 'semua 2 baris' };
    expect(citationLines(cited, indonesian).slice(1, 4)).toEqual([
      ['Baris', 'semua 2 baris'],
      ['Bulan yang dicakup', 'Oktober 2025 sampai Desember 2025'],
      ['Keadaan', 'catatan pada hari diambil'],
    ]);
    expect(fileNameOf(cited, 'csv', 'diambil')).toContain('-2025-10-2025-12-');
  });

  it('has no months of its own where its numbers say theirs, or where its rows are of none', () => {
    const marked: ExportTable = { columns: [TABLE.columns[1]!], rows: [[cell(1, PERTURBED)]] };
    expect(standingOf(marked, { from: '2025-10', to: '2025-12' })).not.toHaveProperty('covers');
    const other = { columns: [{ ...table.columns[0]!, id: 'membership.paidThrough' }] };
    // A month of its own in each row is told once, as a span.
    const each: ExportTable = {
      columns: [TABLE.columns[1]!],
      rows: ['2025-10', '2025-11', '2025-12'].map((month) => [cell(1, [{ kind: 'MONTH', month }])]),
    };
    const cited = { ...CITATION, filters: [], ...standingOf(each, { from: '2025-10', to: '2025-12' }) };
    expect(citationLines(cited, indonesian).slice(1, 3)).toEqual([
      ['Bulan yang dicakup', 'Oktober 2025 sampai Desember 2025'],
      ['Keadaan', 'akhir tiap bulan'],
    ]);
    expect(coveredBy(other, table.rows)).toBeUndefined();
  });

  it('has a foot that is called a total only where every number of it is one', () => {
    const { say } = english;
    expect(footWords(table, table.total!, say).words).toBe('All together, from the graph');
    const sums = { ...table, columns: table.columns.slice(0, 2) };
    expect(footWords(sums, table.total!, say).words).toBe('Total, from the graph');
    expect(footWords(table, { id: 'sum', cells: {} }, say).words).toBe('Sum of these rows');
  });
});

describe('on the clipboard', () => {
  it('is the same table as HTML and as tab-separated text', () => {
    const { html, text } = copiedTable(TABLE, CITATION, indonesian, 'id-ID');
    const lines = text.split('\n').map((line) => line.split('\t'));
    expect(lines[1]).toEqual(['Bekasi Timur', '1204', '990', '0,822', '587966400', '2025-11-05', '2025-11', 'true']);
    expect(lines[2]).toEqual([`'=HYPERLINK("evil")`, '87', '[tertutup]', '', '-5', '', '2025-12', 'false']);
    expect(lines.at(-1)![0]).toBe('Catatan');
    expect(html).toContain('<td>Bekasi Timur</td><td style="text-align:right">1204</td>');
    expect(html).toContain('<td>&#39;=HYPERLINK'.replace('&#39;', "'"));
    expect(html).toContain('Instansi sumber: Dinas Tenaga Kerja; Diskominfo');
  });

  it('lets no cell begin another, nor any tag', () => {
    const column = { key: 'a', heading: '<script>', type: 'text' as const };
    const { html, text } = copiedTable({ columns: [column], rows: [[cell('a\tb\n=c')]] }, CITATION, english, 'en-GB');
    expect(text.split('\n').slice(0, 2)).toEqual(['<script>', 'a b =c']);
    expect(html).not.toContain('<script');
  });
});

describe('a file’s name', () => {
  it('tells what is in it, and cannot lead elsewhere', () => {
    expect(fileNameOf(CITATION, 'xlsx', 'diambil')).toBe(
      'sigap-perlindungan-per-kecamatan-bekasi-timur-2025-12-diambil-2026-11-29.xlsx',
    );
    const hostile = {
      ...CITATION,
      question: '../../étc/pässwd\u0000',
      filters: [],
      months: ['2025-01', '2025-11', '2025-12'],
    };
    expect(fileNameOf(hostile, 'csv', 'taken')).toBe('sigap-etc-passwd-2025-01-2025-12-taken-2026-11-29.csv');
    expect(fileNameOf({ ...hostile, question: 'x'.repeat(500) }, 'png', 'taken').length).toBeLessThan(140);
  });

  it('ends its long title at a word, and keeps month and day', () => {
    const long = {
      ...CITATION,
      question: 'Pekerja dan perlindungannya menurut pekerjaan dan desil kesejahteraan',
      filters: [{ name: 'Wilayah', value: 'Kelurahan Kebalen Permai' }],
    };
    expect(fileNameOf(long, 'csv', 'diambil')).toBe(
      'sigap-pekerja-dan-perlindungannya-menurut-pekerjaan-dan-desil-kesejahteraan-kelurahan-2025-12-diambil-2026-11-29.csv',
    );
    // A word that ends exactly there stays whole.
    const exact = { ...long, question: `${'a'.repeat(39)} ${'b'.repeat(40)} c`, filters: [] };
    expect(fileNameOf(exact, 'csv', 'diambil')).toContain(`${'b'.repeat(40)}-2025-12`);
  });
});

describe('figures of the sample', () => {
  const SAMPLE = { ...CITATION, sample: true };
  const SAYS = 'Data contoh: angka rekaan, bukan data penduduk';

  it('are told as invented by every file and on the clipboard, and those of a city are not', async () => {
    const drawing: Drawing = { markup: '', width: 752, height: 300, notes: [] };
    const formats = (citation: Citation): string[] => [
      csvOfExport(TABLE, citation, indonesian, CSV_STYLES.spreadsheet),
      copiedTable(TABLE, citation, indonesian, 'id-ID').text,
      copiedTable(TABLE, citation, indonesian, 'id-ID').html,
      pictureOf(drawing, citation, indonesian).svg,
    ];
    for (const written of formats(SAMPLE)) expect(written).toContain(SAYS);
    for (const written of formats(CITATION)) expect(written).not.toContain('rekaan');
    const { sheet } = await workbook(TABLE, SAMPLE);
    expect([...sheet(2).values()].map(({ value }) => value)).toContain(SAYS);
    expect(citationLines(SAMPLE, english)[1]).toEqual([
      'About these data',
      'Sample data: invented figures, no real people',
    ]);
  });

  it('are told so right below the title of a picture, where nobody crops it away by chance', () => {
    const { svg } = pictureOf({ markup: '<circle/>', width: 752, height: 300, notes: [] }, SAMPLE, indonesian);
    expect(svg.indexOf(SAYS)).toBeGreaterThan(svg.indexOf('>Perlindungan per kecamatan</text>'));
    expect(svg.indexOf(SAYS)).toBeLessThan(svg.indexOf('<circle'));
  });
});

describe('a picture', () => {
  const DRAWING: Drawing = {
    markup: '<circle r="3"/>',
    width: 752,
    height: 300,
    shows: 'Tingkat',
    notes: [{ mark: { kind: 'PERTURBED', noise: 10 } }],
    remarks: ['Skalanya tidak mulai dari 0.'],
  };
  const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

  it('says above the drawing what it is, and below it what protection did and whose numbers they are', () => {
    const { svg } = pictureOf(DRAWING, CITATION, indonesian);
    const texts = textsOf(svg);
    expect(texts.slice(0, 3)).toEqual([
      'Perlindungan per kecamatan',
      'Tingkat · Wilayah: Bekasi Timur · Keadaan: Desember 2025',
      'Skalanya tidak mulai dari 0.',
    ]);
    expect(texts.slice(3, -2).join(' ')).toMatch(/digeser paling banyak 10/);
    expect(texts.slice(-2)).toEqual([
      'Sumber: Dinas Tenaga Kerja, Diskominfo (SIGAP Kota Bekasi) · Diambil pada: 29 November 2026 · Versi graf: a1b2c3',
      CITATION.permalink,
    ]);
    expect(svg.indexOf('Tingkat ·')).toBeLessThan(svg.indexOf('<circle'));
    expect(svg.indexOf('<circle')).toBeLessThan(svg.indexOf('Skalanya'));
  });

  it('says nothing of protection where there is none, and the first and the last of several months', () => {
    const months = ['2025-07', '2025-08', '2025-12'];
    const texts = textsOf(pictureOf({ ...DRAWING, notes: [], remarks: [] }, { ...CITATION, months }, english).svg);
    expect(texts).toHaveLength(4);
    expect(texts[1]).toContain('As of: July 2025 to December 2025');
  });

  it('is white, and as wide as every other; long texts go on in the next line', () => {
    const question = 'Pekerja dan perlindungannya menurut pekerjaan dan desil kesejahteraan dalam kelurahan';
    const permalink = `https://graf.example/data?${'subject=coverage&'.repeat(20)}`;
    const { svg, height } = pictureOf(DRAWING, { ...CITATION, question, permalink }, indonesian);
    expect(svg).toContain(`width="800" height="${height}"`);
    expect(svg).toContain('fill="#ffffff"');
    expect(textsOf(svg).every((text) => text.replaceAll('&amp;', '&').length <= 130)).toBe(true);
    expect(textsOf(svg).join('').replaceAll(' ', '').replaceAll('&amp;', '&')).toContain(permalink);
  });

  it('lets no address run over its edge, however wide its letters are', () => {
    const permalink = `https://graf.example/data?${'MWshown=lateRate&%40'.repeat(9)}`;
    const { svg } = pictureOf(DRAWING, { ...CITATION, permalink }, indonesian);
    const rows = textsOf(svg).map((text) => text.replaceAll('&amp;', '&'));
    expect(rows.join('')).toContain(permalink);
    // Arial's own widths, a thousandth of the size: of M, W, s, h, o, w, n, =, l, a, t, e, R, &, %, 4, 0.
    const widths: Readonly<Record<string, number>> = {
      M: 833,
      W: 944,
      s: 500,
      w: 722,
      '=': 584,
      l: 222,
      t: 278,
      R: 722,
      '&': 667,
      '%': 889,
    };
    const wide = (row: string): number => 11 * [...row].reduce((sum, letter) => sum + (widths[letter] ?? 556), 0);
    const address = rows.slice(rows.findIndex((row) => row.startsWith('https:')));
    for (const row of address) expect(wide(row) / 1000, row).toBeLessThanOrEqual(752);
  });

  it('lets no title begin a tag', () => {
    const { svg } = pictureOf(DRAWING, { ...CITATION, question: '<script>alert("1")</script> & more' }, english);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more');
  });

  it('names the lines that a mark holds for where it does not hold for all', () => {
    const exact = { name: 'Terdaftar', marks: EXACT };
    const moved = { name: 'Berisiko', marks: PERTURBED };
    expect(notesOf([exact])).toEqual([]);
    expect(notesOf([moved])).toEqual([{ mark: PERTURBED[0] }]);
    expect(notesOf([exact, moved])).toEqual([
      { mark: EXACT[0], of: ['Terdaftar'] },
      { mark: PERTURBED[0], of: ['Berisiko'] },
    ]);
    const [note] = notesOf([exact, moved]).slice(1);
    const texts = textsOf(pictureOf({ ...DRAWING, notes: [note!] }, CITATION, english).svg);
    expect(texts[3]).toMatch(/^Berisiko: /);
  });
});
