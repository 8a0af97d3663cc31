/** Options of reading the supergraph and of changing to a new one. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const supergraphSettings = {
  supergraph: {
    env: 'SUPERGRAPH',
    flag: '--supergraph <file>',
    schema: z.string('expected the path of a file').default('schema/supergraph.graphql'),
    unit: 'path',
    what: 'The composed supergraph; the gateway loads it again when the file changes.',
  },
  supergraphPoll: {
    env: 'SUPERGRAPH_POLL',
    flag: '--supergraph-poll <ms>',
    schema: wholeNumber(50, 3_600_000, 2_000),
    unit: 'ms',
    what: 'How often the file is checked where the file system reports no changes.',
  },
  registryToken: {
    env: 'REGISTRY_TOKEN',
    schema: z.string().min(1, 'expected a token of the registry').optional(),
    unit: 'text',
    secret: true,
    what: 'A token of the registry: with the right `read` for supergraphs, with `usage` for reports of usage.',
  },
  warmBudget: {
    env: 'WARM_BUDGET',
    flag: '--warm-budget <ms>',
    schema: wholeNumber(0, 600_000, 5_000),
    unit: 'ms',
    what: 'The longest a new supergraph is held back to prepare the most used operations for it.',
  },
  warmOperations: {
    env: 'WARM_OPERATIONS',
    flag: '--warm-operations <number>',
    schema: wholeNumber(0, 100_000, 500),
    unit: 'operations',
    what: 'How many of the most used operations are prepared for a new supergraph before it goes live.',
  },
} as const satisfies SettingTable;
