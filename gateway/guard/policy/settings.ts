/** Options of the policy. */
import { z } from 'zod';
import { environment } from '../../../base/environment.ts';
import { commaList, type SettingTable } from '../../../base/settings.ts';

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
    schema: commaList(),
    unit: 'names, separated by commas',
    what: 'Purposes x-purpose may state, beside those the supergraph names',
  },
  environment: {
    ...environment,
    what: 'In production the gateway refuses to start with DEVELOPMENT, with a secret this repository prints, with GUARD off or without AUDIT_URI where the supergraph has personal data, without CLAIMS_SECRET where a subgraph is asked over the network',
  },
} as const satisfies SettingTable;
