/** Options of every command line that asks the graph. */
import { z } from 'zod';
import type { SettingTable } from '../../base/settings.ts';

/** Options of the program; docs/config.md lists them. */
export const graphClientSettings = {
  graph: {
    env: 'GRAPH',
    flag: '--graph <url>',
    schema: z.string().default('http://127.0.0.1:4000/graphql'),
    unit: 'URL',
    what: 'Where the graph is.',
  },
  tokenFile: {
    env: 'TOKEN_FILE',
    flag: '--token-file <path>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A file with the token of the caller; without it, beside npm start, one for the role is requested.',
  },
  role: {
    env: 'ROLE',
    flag: '--role <name>',
    schema: z.string().default('agency-owner'),
    unit: 'role',
    what: 'Beside npm start: as which of the roles that the page offers the command asks.',
  },
} as const satisfies SettingTable;
