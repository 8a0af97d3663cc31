/** Options of the policy. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SettingTable } from '../../../base/settings.ts';

export const policySettings = {
  forbidden: {
    env: 'FORBIDDEN_FIELDS',
    flag: '--forbidden-fields <mode>',
    schema: z.enum(['null', 'refuse', 'hide']).default('null'),
    unit: 'null, refuse or hide',
    what: 'What becomes of a field the caller may not read: null with a coded error, the whole request refused, or unknown as if it did not exist',
  },
  purposes: {
    env: 'PURPOSES',
    flag: '--purposes <list>',
    schema: z.string().default('').transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== '')),
    unit: 'names, separated by commas',
    what: 'Purposes x-purpose may state, beside those the supergraph names',
  },
  roundingKey: {
    env: 'ROUNDING_KEY',
    schema: z.string().min(32, 'expected at least 32 characters').default(() => randomBytes(32).toString('hex')),
    unit: 'secret text',
    what: 'Decides which way counts are rounded for who may not see exact ones: the same on every gateway and after every start; left out, a new one each start',
    secret: true,
  },
} as const satisfies SettingTable;
