/** Reads a city's folder and judges it as a whole: every fault of every file at once, each with its line. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { quote } from '../../base/errors.ts';
import { cityFault } from './errors.ts';
import { borderFaults, readBorders } from './borders.ts';
import type { CityFiles, Located } from './city-files.ts';
import { readCsv, readYaml, readYamlRecord, type CityFault, type ReadTable } from './read-table.ts';
import { cityRecord, cityRecords, columnsOf, OPTIONAL_TABLES, type CityTableName } from './records.ts';
import { referenceFaults } from './references.ts';

/** Faults that one message names; the number of the others stands behind them. */
const MOST_FAULTS = 30;
const NAMES = Object.keys(cityRecords) as CityTableName[];

/** @param folder as `npm run city -- init` makes one @throws CodedError CITY_FOLDER, CITY_FILES */
export function readCity(folder: string): CityFiles {
  if (!existsSync(join(folder, 'city.yaml'))) throw cityFault('CITY_FOLDER', `${folder} has no city.yaml`);
  const faults: CityFault[] = [];
  const [city] = judged('city.yaml', readYamlRecord(textOf(folder, 'city.yaml')), cityRecord, faults);
  const tables = Object.fromEntries(NAMES.map((name) => [name, readTable(folder, name, faults)]));
  const borders = readBorders(existsSync(join(folder, BORDERS)) ? textOf(folder, BORDERS) : undefined, faults);
  refuse(folder, faults);
  const files = { city: city!.value, tables, borders } as unknown as CityFiles;
  refuse(folder, [...referenceFaults(files), ...borderFaults(files)]);
  return files;
}

const BORDERS = 'districts.geojson';
/** Bytes of one file: a hundred times what a city needs, and read as a whole. */
const MOST_BYTES = 10_000_000;

/** @throws CodedError CITY_FILES where it is no file, or one that is too large to be meant */
function textOf(folder: string, file: string): string {
  const path = join(folder, file);
  const stats = statSync(path);
  if (!stats.isFile()) throw cityFault('CITY_FILES', `${path}: expected a file`);
  if (stats.size > MOST_BYTES)
    throw cityFault('CITY_FILES', `${path}: expected at most ${MOST_BYTES} bytes, got ${stats.size}`);
  return readFileSync(path, 'utf8');
}

function readTable(folder: string, name: CityTableName, faults: CityFault[]): Located<unknown>[] {
  const columns = columnsOf(name);
  const found = ['csv', 'yaml'].map((ending) => `${name}.${ending}`).filter((file) => existsSync(join(folder, file)));
  const [file] = found;
  if (file === undefined && OPTIONAL_TABLES.includes(name)) return [];
  if (file === undefined || found.length > 1) {
    const what = `expected ${name}.csv or ${name}.yaml, got ${found.length === 0 ? 'neither' : 'both'}`;
    faults.push({ file: name, what });
    return [];
  }
  const content = textOf(folder, file);
  const read = file.endsWith('.csv') ? readCsv(content, columns) : readYaml(content, columns);
  return judged(file, read, cityRecords[name] as z.ZodType, faults);
}

function judged<Value>(
  file: string,
  { records, faults: unread }: ReadTable,
  schema: z.ZodType<Value>,
  faults: CityFault[],
): Located<Value>[] {
  faults.push(...unread.map((fault) => ({ file, ...fault })));
  return records.flatMap(({ line, values }) => {
    const result = schema.safeParse(values);
    if (result.success) return [{ line, value: result.data }];
    for (const { path, message } of result.error.issues) {
      const [name] = path;
      const got = name === undefined ? '' : `, got ${quote(JSON.stringify(values[String(name)] ?? null))}`;
      faults.push({ file, line, what: `${name === undefined ? '' : `${String(name)}: `}${message}${got}` });
    }
    return [];
  });
}

/** @throws CodedError CITY_FILES where there is a fault */
function refuse(folder: string, faults: readonly CityFault[]): void {
  if (faults.length === 0) return;
  const lines = faults
    .slice(0, MOST_FAULTS)
    .map(({ file, line, what }) => `  ${file}${line === undefined ? '' : `:${line}`} ${what}`);
  const more = faults.length > MOST_FAULTS ? [`  and ${faults.length - MOST_FAULTS} more`] : [];
  throw cityFault('CITY_FILES', [`${faults.length} faults in ${folder}`, ...lines, ...more].join('\n'));
}
