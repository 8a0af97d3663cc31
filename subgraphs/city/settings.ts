/** Options of `npm run city`. */
import { z } from 'zod';
import { commaSeparated, type SettingTable } from '../../base/settings.ts';
import { subgraphSettings } from '../settings.ts';
import { CITY_DATABASES, type CityDatabase } from './load-city.ts';

/** Options of the program; docs/config.md lists them. */
export const citySettings = {
  folder: {
    env: 'CITY_FILES',
    flag: '--folder <folder>',
    schema: z.string().default('city'),
    unit: 'path',
    what: "Where the city's files are; init makes it.",
  },
  mongodbUri: {
    ...subgraphSettings.mongodbUri,
    what: 'The MongoDB that load writes to, with a user who may write to sigap_agencies, sigap_groups, sigap_funding and sigap_workers; without it the embedded store that runs here, of npm start (.data) or npm run store (.data/store).',
  },
  databases: {
    env: 'CITY_DATABASES',
    flag: '--databases <names>',
    schema: z.string().default(CITY_DATABASES.join(',')).transform(databases),
    unit: 'names, comma between',
    what: 'Which databases load writes to: an agency whose user may write to its own alone names that one.',
  },
  dryRun: {
    env: 'DRY_RUN',
    flag: '--dry-run',
    schema: z.union([z.boolean(), z.stringbool('expected true or false')]).default(false),
    unit: 'true or false',
    what: 'Whether load only says what it would change.',
  },
} as const satisfies SettingTable;

function databases(text: string, context: z.RefinementCtx): CityDatabase[] {
  const names = commaSeparated(text);
  const known = names.filter((name): name is CityDatabase => (CITY_DATABASES as readonly string[]).includes(name));
  if (names.length > 0 && known.length === names.length) return known;
  context.addIssue({ code: 'custom', message: `expected of ${CITY_DATABASES.join(', ')}` });
  return z.NEVER;
}
