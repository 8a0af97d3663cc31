/** Options of `npm run files`. */
import { z } from 'zod';
import { commaList, type SettingTable } from '../../../base/settings.ts';
import { graphClientSettings } from '../../graph/settings.ts';

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const MONTHS = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:\.\.(\d{4}-(?:0[1-9]|1[0-2])))?$/;
const month = z.string().regex(MONTH, 'expected a month such as 2025-11').optional();

/** Options of the program; docs/config.md lists them. */
export const fileSettings = {
  graph: graphClientSettings.graph,
  tokenFile: graphClientSettings.tokenFile,
  // The roster's owner sees all of it.
  role: { ...graphClientSettings.role, schema: z.string().default('agency-owner@DISNAKER') },
  out: {
    env: 'OUT',
    flag: '--out <path>',
    schema: z.string('expected a file that ends in .csv or .xlsx').min(1),
    unit: 'path',
    what: 'The file to write, .csv or .xlsx; there must be none of this name.',
  },
  purpose: {
    env: 'PURPOSE',
    flag: '--purpose <name>',
    schema: z.string().optional(),
    unit: 'purpose',
    what: 'Why persons are read; the audit keeps it. registration and due need one.',
  },
  batch: {
    env: 'BATCH',
    flag: '--batch <month>',
    schema: month,
    unit: 'month',
    what: 'registration: the batch that is to be registered.',
  },
  month: {
    env: 'MONTH',
    flag: '--month <month>',
    schema: month,
    unit: 'month',
    what: 'due: contributions for this month and earlier ones; the current month when left out.',
  },
  period: {
    env: 'PERIOD',
    flag: '--period <months>',
    schema: z.string().regex(MONTHS, 'expected a month, or two such as 2025-10..2025-12').optional(),
    unit: 'months',
    what: 'reconciliation: a month, or the first and the last one with two dots between.',
  },
  programme: {
    env: 'PROGRAMME',
    flag: '--programme <code>',
    schema: z.string().default('SIGAP'),
    unit: 'code',
    what: 'reconciliation: the programme.',
  },
  statuses: {
    env: 'STATUSES',
    flag: '--statuses <list>',
    schema: commaList(),
    unit: 'names, comma between',
    what: 'registration, due: workers of these statuses, instead of those of the shipped question.',
  },
} as const satisfies SettingTable;
