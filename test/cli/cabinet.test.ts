/** The cabinet: files as agencies really send them, each with its outcome (test/cli/cabinet/outcomes.ts). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../base/errors.ts';
import { openTable, type Table } from '../../cli/files/read/open-table.ts';
import { proposeMapping } from '../../cli/files/read/mapping/propose-mapping.ts';
import { fieldsOfColumns } from '../../cli/files/read/mapping/read-mapping.ts';
import { outcomes, type Outcome } from './cabinet/outcomes.ts';

const CABINET = fileURLToPath(new URL('cabinet/', import.meta.url));
const OURS = ['make.py', 'outcomes.ts', 'README.md'];
const PERSONAL = /Agus|Siti|Joko|\d{10}/i;

const opened = ({ file, kind = 'WORKERS', mapping, sheet }: Outcome): Promise<Table> =>
  openTable(join(CABINET, file), { kind, mapping, sheet });

async function readFields(outcome: Outcome): Promise<Pick<Outcome, 'rows' | 'torn' | 'notes'>> {
  const table = await opened(outcome);
  const mapping = outcome.mapping ?? proposeMapping(table.header, outcome.kind ?? 'WORKERS').mapping;
  const columns = fieldsOfColumns(mapping, table.header);
  const rows: Record<number, Record<string, string>> = {};
  const torn: number[] = [];
  for await (const { line, cells } of table.rows) {
    if (cells.length !== table.header.length) torn.push(line);
    else
      rows[line] = Object.fromEntries(
        cells.flatMap((cell, at) => (columns[at] === null || cell === '' ? [] : [[columns[at]!, cell]])),
      );
  }
  expect(table.share()).toBe(1);
  expect(table.sha256).toBe(
    createHash('sha256')
      .update(readFileSync(join(CABINET, outcome.file)))
      .digest('hex'),
  );
  return { rows, torn, notes: table.notes };
}

describe('a file with', () => {
  it.each(outcomes.filter(({ rows }) => rows !== undefined).map((outcome) => [outcome.what, outcome] as const))(
    '%s is read, and says what was left out',
    async (_what, outcome) => {
      const { rows, torn = [], notes = [] } = outcome;
      expect(await readFields(outcome)).toEqual({ rows, torn, notes });
      for (const note of notes) expect(note).not.toMatch(PERSONAL);
    },
  );

  it.each(outcomes.filter(({ refused }) => refused !== undefined).map((outcome) => [outcome.what, outcome] as const))(
    '%s is refused, without a word of what is in it',
    async (_what, outcome) => {
      const thrown: unknown = await opened(outcome)
        .then(({ rows }) => Array.fromAsync(rows))
        .catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(CodedError);
      expect((thrown as CodedError).code).toBe(outcome.refused);
      expect((thrown as CodedError).message).not.toMatch(PERSONAL);
    },
  );
});

it('every file of the cabinet has an outcome, and there are at least forty', () => {
  const files = readdirSync(CABINET).filter((name) => !OURS.includes(name));
  expect([...new Set(outcomes.map(({ file }) => file))].sort()).toEqual(files.sort());
  expect(files.length).toBeGreaterThanOrEqual(40);
});

it('nobody in the cabinet can be a real person: every NIK carries the serial 0000', () => {
  const niks = outcomes.flatMap(({ rows = {} }) => Object.values(rows).map(({ nik = '' }) => nik.replace(/\D/g, '')));
  const whole = niks.filter((nik) => nik.length === 16);
  expect(whole.length).toBeGreaterThan(50);
  for (const nik of whole) expect(nik).toMatch(/0000$/);
});
