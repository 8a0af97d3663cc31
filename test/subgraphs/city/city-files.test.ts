import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { documentsOf } from '../../../subgraphs/city/documents.ts';
import { initCity, KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'city-')), 'city');
  initCity(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const write = (file: string, content: string | Uint8Array): void => writeFileSync(join(folder, file), content);
const edit = (file: string, from: string | RegExp, to: string): void => {
  const before = read(file);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  write(file, after);
};
/** What is said of the folder; empty where nothing is wrong with it. */
function faults(): string {
  try {
    readCity(folder);
    return '';
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

describe('the files of a city', () => {
  it('begin as those of Kota Bekasi, whose districts and city are the sums of their villages', () => {
    expect(readdirSync(folder)).toEqual(readdirSync(KOTA_BEKASI));
    const { agencies } = documentsOf(readCity(folder));
    expect([agencies.districts.length, agencies.villages.length, agencies.agencies.length]).toEqual([12, 56, 15]);
    expect(agencies.cities[0]).toMatchObject({ _id: '32.75', population: 2_572_209 });
    expect(agencies.districts.every(({ boundary }) => boundary.length > 0)).toBe(true);
  });

  it('are not written over others', () => {
    expect(() => initCity(folder)).toThrow(/is not empty/);
  });

  it.each([
    ['semicolons', (text: string) => text.replaceAll(',', ';')],
    ['tabs', (text: string) => text.replaceAll(',', '\t')],
    ['a mark of UTF-8', (text: string) => `\uFEFF${text}`],
    ['the lines of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blanks around the cells', (text: string) => text.replaceAll(',', ' , ')],
    ['empty lines', (text: string) => text.replaceAll('\n', '\n\n')],
  ])('say the same with %s', (_, change) => {
    const before = readCity(folder).tables.districts.map(({ value }) => value);
    write('districts.csv', change(read('districts.csv')));
    expect(readCity(folder).tables.districts.map(({ value }) => value)).toEqual(before);
  });

  it('say the same in YAML', () => {
    const { tables } = readCity(folder);
    const before = documentsOf(readCity(folder));
    for (const [name, records] of Object.entries(tables)) {
      rmSync(join(folder, `${name}.csv`));
      write(`${name}.yaml`, stringify(records.map(({ value }) => value)));
    }
    expect(documentsOf(readCity(folder))).toEqual(before);
  });

  it('need no borders', () => {
    rmSync(join(folder, 'districts.geojson'));
    expect(documentsOf(readCity(folder)).agencies.districts.map(({ boundary }) => boundary)).toEqual(
      Array.from({ length: 12 }, () => []),
    );
  });

  it('tell every fault of every file at once, each with its line', () => {
    edit('villages.csv', '32.75.01.1001,Bekasijaya,53845', '32.75.1.1001,,53.845');
    edit('agencies.csv', 'VERIFIER', 'CHECKER');
    const said = faults();
    expect(said).toMatch(/^CITY_FILES: .*4 faults in /);
    expect(said).toContain('villages.csv:2 code: expected a code as 32.75.01.1001, got "\\"32.75.1.1001\\""');
    expect(said).toContain('villages.csv:2 name: ');
    expect(said).toContain('villages.csv:2 population: expected a whole number');
    expect(said).toMatch(/agencies\.csv:\d+ roles\S*: expected of /);
  });

  it.each([
    ['a column that is not there', 'villages.csv', 'workforce', 'workers', 'expected a column workforce'],
    ['a column nobody knows', 'villages.csv', 'workforce', 'workers', 'got the column "workers"'],
    ['a row that is too short', 'villages.csv', /,\d+\n/, '\n', 'villages.csv:2 expected 4 cells, got 3'],
    ['more in work than people', 'villages.csv', /53845,\d+/, '53845,53846', 'expected no more than the population'],
    ['a village of no district', 'villages.csv', '32.75.01.1001', '32.75.99.1001', 'expected the code of a district'],
    ['a village twice', 'villages.csv', '32.75.01.1002', '32.75.01.1001', 'once, it stands in line 2 too'],
    ['a district of another city', 'districts.csv', '32.75.12', '32.16.12', 'expected a code of the city 32.75'],
    ['an owner that is no agency', 'groups.csv', 'DISDIK', 'DISDIKX', 'expected as owner the code of an agency'],
    ['a funder that funds nothing', 'programmes.csv', 'BPKAD', 'DINSOS', 'with the role FUNDER'],
    ['a subgraph that is none', 'agencies.csv', ',groups,', ',payroll,', 'as subgraph nothing or one of'],
    ['a budget of no programme', 'budgets.csv', 'SIGAP', 'SIGAB', 'expected the code of a programme'],
    ['a budget that ends first', 'budgets.csv', '2025-12', '2025-09', 'expected no earlier month'],
    ['two rates in one month', 'contribution-rates.csv', '2026-04', '2026-03', 'expected other months than line 2'],
    ['a day that never was', 'programmes.csv', '2025-11-05', '2025-02-30', 'expected a day of the calendar'],
    ['a figure of another unit', 'published-figures.csv', ',11666,', ',many,', 'value: expected a number'],
    ['a border of no district', 'districts.geojson', '"id": "32.75.01"', '"id": "32.75.77"', 'got 32.75.77'],
    ['a border that is no GeoJSON', 'districts.geojson', '"MultiPolygon"', '"Circle"', 'districts.geojson'],
    ['a code that YAML takes for a number', 'city.yaml', "'32.75'", '32.75', 'text in quotes'],
    ['a setting nobody knows', 'city.yaml', 'areaKm2', 'area', 'city.yaml'],
    ['a file that is no YAML', 'city.yaml', 'name: ', 'name: [', 'city.yaml'],
  ])('are refused for %s', (_, file, from, to, expected) => {
    edit(file, from, to);
    expect(faults()).toContain(expected);
  });

  it('are refused where a table is missing, or there twice', () => {
    cpSync(join(folder, 'groups.csv'), join(folder, 'groups.yaml'));
    rmSync(join(folder, 'budgets.csv'));
    const said = faults();
    expect(said).toContain('expected groups.csv or groups.yaml, got both');
    expect(said).toContain('expected budgets.csv or budgets.yaml, got neither');
  });

  it('are refused where one is a folder, or too large to be meant', () => {
    rmSync(join(folder, 'groups.csv'));
    mkdirSync(join(folder, 'groups.csv'));
    expect(faults()).toMatch(/^CITY_FILES: .*groups.csv: expected a file/);
    rmSync(join(folder, 'groups.csv'), { recursive: true });
    truncateSync(join(folder, 'agencies.csv'), 10_000_001);
    expect(faults()).toMatch(/^CITY_FILES: .*agencies.csv: expected at most 10000000 bytes, got 10000001/);
  });

  it('are refused where the folder is none of a city', () => {
    rmSync(join(folder, 'city.yaml'));
    expect(faults()).toContain('CITY_FOLDER');
  });
});
