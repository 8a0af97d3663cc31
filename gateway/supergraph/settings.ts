/** Options of reading the supergraph and of changing from one to the next. */
import { z } from 'zod';
import { wholeNumber, type SettingTable } from '../../base/settings.ts';

export const supergraphSettings = {
  supergraph: {
    env: 'SUPERGRAPH',
    flag: '--supergraph <file>',
    schema: z.string('expected the path of a file').default('schema/supergraph.graphql'),
    unit: 'path',
    what: 'The composed supergraph; the gateway takes a new one when the file changes.',
  },
  supergraphPoll: {
    env: 'SUPERGRAPH_POLL',
    flag: '--supergraph-poll <ms>',
    schema: wholeNumber(50, 3_600_000, 2_000),
    unit: 'ms',
    what: 'How often the file is looked at where the file system tells of no change.',
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
