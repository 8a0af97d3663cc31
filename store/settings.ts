/** The options of `npm run store`. */
import { z } from 'zod';
import { LOG_LEVELS } from '../base/log.ts';
import { wholeNumber } from '../base/settings.ts';

/** Validated by `readSettings`; docs/config.md lists them. */
export const storeSettings = {
  folder: {
    env: 'STORE_FOLDER',
    flag: '--folder <path>',
    schema: z.string().default('.data/store'),
    unit: 'path',
    what: 'Where the data is',
  },
  port: {
    env: 'STORE_PORT',
    flag: '--port <number>',
    schema: wholeNumber(0, 65_535).optional(),
    unit: 'TCP port',
    what: 'A port of loopback for drivers, open to every user of this machine; without it they connect to a Unix socket in the folder, but on Windows',
  },
  to: {
    env: 'STORE_BACKUP_TO',
    flag: '--to <path>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'The file that `backup` writes',
  },
  from: {
    env: 'STORE_RESTORE_FROM',
    flag: '--from <path>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'The file that `restore` reads',
  },
  logLevel: {
    env: 'STORE_LOG_LEVEL',
    flag: '--log-level <level>',
    schema: z.enum(LOG_LEVELS).default('info'),
    unit: LOG_LEVELS.join(', '),
    what: 'What is logged',
  },
} as const;
