/** Options of the policy. */
import { z } from 'zod';
import { environment } from '../../../base/environment.ts';
import { commaList, type SettingTable } from '../../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const policySettings = {
  forbidden: {
    env: 'FORBIDDEN_FIELDS',
    flag: '--forbidden-fields <mode>',
    schema: z.enum(['null', 'refuse', 'hide']).default('null'),
    unit: 'null, refuse or hide',
    what: 'What happens with a field the caller may not read: null with a coded error, the whole request refused, or unknown as if it did not exist',
  },
  purposes: {
    env: 'PURPOSES',
    flag: '--purposes <list>',
    schema: commaList(),
    unit: 'names, separated by commas',
    what: 'Purposes that x-purpose may state, besides those that the supergraph names',
  },
  environment: {
    ...environment,
    what: 'In production the gateway refuses to start with DEVELOPMENT, with a secret this repository prints, with GUARD off or without AUDIT_URI where the supergraph has personal data, without CLAIMS_SECRET where a subgraph is called over the network',
  },
} as const satisfies SettingTable;
