/** Files that are too large to keep: what would take more than it may is refused, and the rest is read in a heap of 64 MB. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import ExcelJS from 'exceljs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTable } from '../../cli/files/read/open-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigap-large-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TITLES = ['NIK', 'Nama', 'Tgl Lahir', 'Kelurahan', 'Alamat'];
const rowOf = (at: number): string[] => [
  `3275010105${String(at % 100).padStart(2, '0')}0000`,
  `Agus Setiawan ${at}`,
  '1985-05-01',
  'Bekasijaya',
  `Jl. Kenari ${at}, ${'x'.repeat(120)}`,
];

/** Reads a file in a process of its own, which a heap that grows with the file would end. @returns its rows and its last cell */
async function readInSmallHeap(path: string): Promise<{ rows: number; last: string; notes: string[] }> {
  const script = `
    import { openTable } from ${JSON.stringify(new URL('../../cli/files/read/open-table.ts', import.meta.url).href)};
    const table = await openTable(process.argv[1], { kind: 'WORKERS', mostBytes: 1e9 });
    let rows = 0; let last = '';
    for await (const { cells } of table.rows) { rows++; last = cells[1]; }
    console.log(JSON.stringify({ rows, last, notes: table.notes }));`;
  const words = [
    '--max-old-space-size=64',
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    script,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [...words, path]);
  return JSON.parse(stdout) as { rows: number; last: string; notes: string[] };
}

describe('a file of 200 MB', () => {
  const path = join(folder, 'large.csv');
  const ROWS = 1_100_000;
  beforeAll(async () => {
    const file = createWriteStream(path);
    file.write(`${TITLES.join(';')}\r\n`);
    for (let at = 0; at < ROWS; at += 1000) {
      const lines = Array.from({ length: 1000 }, (_, n) => `${rowOf(at + n).join(';')}\r\n`).join('');
      if (!file.write(lines)) await once(file, 'drain');
    }
    await finished(file.end());
  });

  it('is refused unless its size is allowed', async () => {
    await expect(openTable(path, { kind: 'WORKERS' })).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringMatching(/expected at most 150000000 bytes, got 2\d{8}/),
    });
  });

  it('is read in a heap of 64 MB where it is allowed', async () => {
    expect(await readInSmallHeap(path)).toEqual({ rows: ROWS, last: `Agus Setiawan ${ROWS - 1}`, notes: [] });
  }, 300_000);
});

it('a workbook of 200,000 rows is read in a heap of 64 MB, though each of its texts is another', async () => {
  const path = join(folder, 'large.xlsx');
  const ROWS = 200_000;
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
  const sheet = book.addWorksheet('Data');
  sheet.addRow(TITLES).commit();
  for (let at = 0; at < ROWS; at++) {
    sheet.addRow(rowOf(at)).commit();
    if (at % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await book.commit();
  expect(await readInSmallHeap(path)).toEqual({ rows: ROWS, last: `Agus Setiawan ${ROWS - 1}`, notes: [] });
}, 300_000);

describe('a zip bomb', () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const parts = (sheet: Uint8Array): Record<string, Uint8Array> => ({
    '[Content_Types].xml': text('<Types/>'),
    '_rels/.rels': text(
      '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    'xl/workbook.xml': text('<workbook xmlns:r="r"><sheets><sheet name="Data" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': text(
      '<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': sheet,
  });
  const bomb = zipSync(parts(new Uint8Array(400_000_000)), { level: 9 });

  it('is small, and refused for what it states that it unpacks to', async () => {
    const path = join(folder, 'bomb.xlsx');
    writeFileSync(path, bomb);
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(openTable(path, { kind: 'WORKERS' })).rejects.toMatchObject({
      code: 'FILE_BOMB',
      message: expect.stringContaining('got 400000000'),
    });
  });

  it('that states less is refused as soon as it has unpacked more', async () => {
    const path = join(folder, 'lying-bomb.xlsx');
    const lying = Buffer.from(bomb);
    const stated = Buffer.alloc(4);
    stated.writeUInt32LE(400_000_000);
    for (let at = lying.indexOf(stated); at >= 0; at = lying.indexOf(stated, at)) lying.writeUInt32LE(1000, at);
    writeFileSync(path, lying);
    await expect(openTable(path, { kind: 'WORKERS' })).rejects.toMatchObject({
      code: 'FILE_BOMB',
      message: expect.stringContaining('expected the 1000 bytes that sheet1.xml states, got more'),
    });
  });

  it('of one text without an end is refused before it fills the memory', async () => {
    const path = join(folder, 'endless.xlsx');
    const text = Buffer.concat([
      Buffer.from('<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'),
      // Eight bytes that repeat too seldom to be refused for how much they shrink.
      Buffer.from(Array.from({ length: 6_000_000 }, (_, at) => 97 + ((at * at) % 23))),
    ]);
    writeFileSync(path, zipSync(parts(text)));
    await expect(openTable(path, { kind: 'WORKERS' })).rejects.toMatchObject({
      code: 'FILE_BROKEN',
      message: expect.stringContaining('a text without an end'),
    });
  });

  it('of too many parts is refused', async () => {
    const path = join(folder, 'parts.xlsx');
    const many = Object.fromEntries(Array.from({ length: 6000 }, (_, at) => [`x${at}`, new Uint8Array()]));
    writeFileSync(path, zipSync({ ...parts(text('<worksheet/>')), ...many }));
    await expect(openTable(path, { kind: 'WORKERS' })).rejects.toMatchObject({ code: 'FILE_BOMB' });
  });
});
