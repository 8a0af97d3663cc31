/** Options of persisted operations. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const persistedSettings = {
  persisted: {
    env: 'PERSISTED',
    flag: '--persisted <mode>',
    schema: z.enum(['off', 'allowed', 'only'], 'expected off, allowed or only').default('off'),
    unit: 'off, allowed, only',
    what: 'Whether operations of the manifest may be named by their id (allowed), or no other operation is answered (only).',
  },
  manifest: {
    env: 'MANIFEST',
    flag: '--manifest <path>',
    schema: z.string().min(1).default('.data/persisted-operations.json'),
    unit: 'path',
    what: 'The manifest of persisted operations, as npm run manifest writes it.',
  },
  automaticBytes: {
    env: 'APQ_BYTES',
    flag: '--apq-bytes <bytes>',
    schema: wholeNumber(0, 1_000_000_000, 8_000_000),
    unit: 'bytes',
    what: 'How much memory automatic persisted queries may hold; 0 turns them off.',
  },
} as const satisfies SettingTable;
