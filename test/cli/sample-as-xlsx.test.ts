/**
 * The sample's files as a spreadsheet that Excel has typed (days as dates, deciles as numbers) give the rows of the same files as CSV, cell by cell. That
 * those rows give the sample's counts exactly is shown in test/subgraphs/import/sample-as-files.test.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RowKind } from '../../cli/files/read/mapping/fields.ts';
import { openFile } from '../../cli/import/read-rows.ts';
import { sampleFiles, type SampleFiles } from '../support/sample-files.ts';

let folder: string;
let files: SampleFiles;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sample-'));
  files = sampleFiles();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAY = /^\d{4}-\d\d-\d\d$/;
const SMALL_NUMBER = /^\d{1,3}$/;

/** A cell as a spreadsheet has it once somebody has typed it there. */
function typed(cell: string): string | number | Date | null {
  if (cell === '') return null;
  const day = new Date(`${cell}T00:00:00Z`);
  // What is no day of the calendar, 1985-02-30, stays text.
  if (DAY.test(cell) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(cell)) return day;
  return SMALL_NUMBER.test(cell) ? Number(cell) : cell;
}

async function writeXlsx(path: string, text: string): Promise<void> {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true });
  const sheet = book.addWorksheet('Data');
  const [titles, ...rows] = parse(text) as string[][];
  sheet.addRow(titles!).commit();
  for (const cells of rows) {
    const row = sheet.addRow(cells.map(typed));
    row.eachCell((cell) => {
      if (cell.value instanceof Date) cell.numFmt = 'dd/mm/yyyy';
    });
    row.commit();
  }
  await book.commit();
}

/** The cells of every row, by what the columns are read as. */
async function rowsOf(path: string, kind: RowKind): Promise<{ columns: readonly string[]; rows: string[] }> {
  const file = await openFile({ path, kind, mostBytes: 100_000_000 });
  const rows: string[] = [];
  for await (const { cells } of file.rows()) rows.push(cells.join('|'));
  return { columns: file.columns, rows };
}

async function compare(name: string, kind: RowKind, text: string): Promise<number> {
  const [csv, xlsx] = [join(folder, `${name}.csv`), join(folder, `${name}.xlsx`)];
  writeFileSync(csv, text);
  await writeXlsx(xlsx, text);
  const [expected, found] = [await rowsOf(csv, kind), await rowsOf(xlsx, kind)];
  expect(found.columns).toEqual(expected.columns);
  expect(found.rows.length).toBe(expected.rows.length);
  expect(found.rows.filter((row, at) => row !== expected.rows[at])).toEqual([]);
  return found.rows.length;
}

it('reads the workers as XLSX as it reads them as CSV', async () => {
  expect(await compare('workers', 'WORKERS', files.workers)).toBe(11_666);
}, 120_000);

it('reads the verifications as XLSX as it reads them as CSV', async () => {
  expect(await compare('verifications', 'VERIFICATIONS', files.verifications)).toBeGreaterThan(10_000);
}, 120_000);

it('reads the members of every owner as XLSX as it reads them as CSV', async () => {
  let members = 0;
  for (const [owner, text] of files.members) members += await compare(owner, 'MEMBERS', text);
  expect(members).toBe(43_000);
}, 240_000);
