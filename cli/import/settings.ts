/** Options of `npm run import`. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../base/settings.ts';
import { graphClientSettings } from '../graph/settings.ts';

const flag = z.union([z.boolean(), z.stringbool('expected true or false')]).default(false);

/** Options of the program; docs/config.md lists them. */
export const importSettings = {
  graph: graphClientSettings.graph,
  tokenFile: graphClientSettings.tokenFile,
  role: {
    ...graphClientSettings.role,
    schema: z.string().optional(),
    what: 'Beside npm start: as which of the roles that the page offers the command asks; agency-owner of the agency that owns the roster, for members of BKPSDM, when left out.',
  },
  apply: {
    env: 'IMPORT_APPLY',
    flag: '--apply',
    schema: flag,
    unit: 'true or false',
    what: 'Whether the rows are applied once the dry run has ended; without it there is a dry run alone.',
  },
  rows: {
    env: 'IMPORT_ROWS',
    flag: '--rows <from-to>',
    schema: z
      .string()
      .regex(/^[1-9]\d{0,8}-[1-9]\d{0,8}$/, 'expected rows as 1-1000')
      .transform((text) => text.split('-').map(Number) as [number, number])
      .refine(([from, to]) => from <= to, 'expected no smaller number behind the dash')
      .optional(),
    unit: 'rows',
    what: 'Which rows of data are applied, counted from 1 in the order of the file; the others are applied by a later run. All when left out.',
  },
  mapping: {
    env: 'IMPORT_MAPPING',
    flag: '--mapping <file>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A YAML file that says which title is which field; without it, usual titles are recognised.',
  },
  sheet: {
    env: 'IMPORT_SHEET',
    flag: '--sheet <name>',
    schema: z.string().optional(),
    unit: 'name',
    what: 'The sheet of a workbook; without it, the only one that has a table.',
  },
  rejects: {
    env: 'IMPORT_REJECTS',
    flag: '--rejects <file>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'Where rows that were not taken are written with their reasons, .xlsx or .csv; none when left out.',
  },
  again: {
    env: 'IMPORT_AGAIN',
    flag: '--again',
    schema: flag,
    unit: 'true or false',
    what: "Whether a file that was checked or applied already goes through from its first row once more, as after a change of the city's files.",
  },
  mostBytes: {
    env: 'IMPORT_MOST_BYTES',
    flag: '--most-bytes <number>',
    schema: wholeNumber(1, 10_000_000_000, 150_000_000),
    unit: 'bytes',
    what: 'The largest file that is read.',
  },
} as const satisfies SettingTable;
