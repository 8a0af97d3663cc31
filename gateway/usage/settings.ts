/** Options of counting usage. */
import { z } from 'zod';
import type { SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const usageSettings = {
  usageRegistry: {
    env: 'USAGE_REGISTRY',
    flag: '--usage-registry <url>',
    schema: z
      .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host' })
      .transform((text) => new URL(text))
      .optional(),
    unit: 'URL',
    what: 'The registry that is told each minute what was asked, by which client and with which errors, without any value; REGISTRY_TOKEN with the right `usage` is sent along. Without it nothing is counted.',
  },
} as const satisfies SettingTable;
