/** Options of the limits that hold for everybody. The roles file states what each role may use. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const limitSettings = {
  maxDepth: {
    env: 'MAX_DEPTH',
    flag: '--max-depth <levels>',
    schema: wholeNumber(2, 200, 25),
    unit: 'levels',
    what: 'How deep the fields of an operation may be nested.',
  },
  maxAliases: {
    env: 'MAX_ALIASES',
    flag: '--max-aliases <number>',
    schema: wholeNumber(0, 10_000, 100),
    unit: 'aliases',
    what: 'The most aliases of an operation, each fragment counted every time it is spread.',
  },
  maxRootFields: {
    env: 'MAX_ROOT_FIELDS',
    flag: '--max-root-fields <number>',
    schema: wholeNumber(1, 10_000, 50),
    unit: 'fields',
    what: 'The most root fields of an operation.',
  },
  maxDirectives: {
    env: 'MAX_DIRECTIVES',
    flag: '--max-directives <number>',
    schema: wholeNumber(0, 10_000, 100),
    unit: 'directives',
    what: 'The most directives of an operation.',
  },
  defaultListSize: {
    env: 'DEFAULT_LIST_SIZE',
    flag: '--default-list-size <number>',
    schema: wholeNumber(1, 100_000, 10),
    unit: 'entries',
    what: 'How many entries a list without @listSize is estimated to have.',
  },
  redisUrl: {
    env: 'REDIS_URL',
    flag: '--redis-url <url>',
    schema: z
      .string()
      .regex(/^rediss?:\/\//, 'expected redis:// or rediss://')
      .optional(),
    unit: 'URL',
    what: 'Where several gateways count together, and keep answers together where they have one CLAIMS_SECRET; without it each does for itself.',
    secret: true,
  },
} as const satisfies SettingTable;
