/** Options of the claims that the gateway signs for its subgraphs. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const claimsSettings = {
  claimsSecret: {
    env: 'CLAIMS_SECRET',
    schema: z.string().min(32, 'expected at least 32 characters').optional(),
    unit: 'text',
    what: 'The secret from which the keys of all subgraphs are derived. Without it requests to subgraphs are not signed.',
    secret: true,
  },
  claimsLifetime: {
    env: 'CLAIMS_LIFETIME',
    flag: '--claims-lifetime <ms>',
    schema: wholeNumber(1_000, 15_000, 10_000),
    unit: 'ms',
    what: 'How long the claims of one request to a subgraph are valid.',
  },
} as const satisfies SettingTable;
