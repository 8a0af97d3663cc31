/** Options of the gateway's front door. */
import { z } from 'zod';
import type { SettingTable } from '../../base/settings.ts';

export const httpSettings = {
  port: {
    env: 'PORT',
    flag: '--port <number>',
    schema: z.coerce.number('expected a number from 0 to 65535').int().min(0).max(65535).default(4000),
    unit: 'TCP port',
    what: 'Where the gateway listens; 0 takes a free one.',
  },
  host: {
    env: 'HOST',
    flag: '--host <address>',
    schema: z.string().default('127.0.0.1'),
    unit: 'address',
    what: 'The address the gateway listens on.',
  },
  maxBody: {
    env: 'MAX_BODY',
    flag: '--max-body <bytes>',
    schema: z.coerce.number('expected a number of bytes from 1000 to 100000000').int().min(1_000).max(100_000_000).default(1_000_000),
    unit: 'bytes',
    what: 'The largest request body that is read.',
  },
  bodyTimeout: {
    env: 'BODY_TIMEOUT',
    flag: '--body-timeout <ms>',
    schema: z.coerce.number('expected a number of ms from 100 to 600000').int().min(100).max(600_000).default(10_000),
    unit: 'ms',
    what: 'How long a client may take to send a whole request before its connection is closed.',
  },
} as const satisfies SettingTable;
