/** Options of the preparation of operations: limits on their size, and on the cost of preparing them. */
import { z } from 'zod';
import { commaList, wholeNumber, type SettingTable } from '../../base/settings.ts';

/** The labels that composition accepts, apart from percent(n). */
const LABEL = /^[a-zA-Z][\w\-:./]*$/;

const labels = commaList()
  .refine(
    (names) => names.every((name) => LABEL.test(name)),
    'expected labels as in @override(label:), without percent(n)',
  )
  .transform((names): ReadonlySet<string> => new Set(names));

/** The options' names, defaults, units and meanings; printed in docs/config.md. */
export const planSettings = {
  maxOperationText: {
    env: 'MAX_OPERATION_TEXT',
    flag: '--max-operation-text <characters>',
    schema: wholeNumber(100, 10_000_000, 200_000),
    unit: 'characters',
    what: 'The longest operation text that is read.',
  },
  maxTokens: {
    env: 'MAX_TOKENS',
    flag: '--max-tokens <number>',
    schema: wholeNumber(10, 1_000_000, 15_000),
    unit: 'tokens',
    what: 'The most lexical tokens an operation may have.',
  },
  maxSelections: {
    env: 'MAX_SELECTIONS',
    flag: '--max-selections <number>',
    schema: wholeNumber(10, 1_000_000, 3_000),
    unit: 'selections',
    what: 'The most selections an operation may have, each fragment counted every time it is spread.',
  },
  planWorkers: {
    env: 'PLAN_WORKERS',
    flag: '--plan-workers <number>',
    schema: wholeNumber(1, 16, 2),
    unit: 'threads',
    what: 'The most planning threads: one always, others while new operations wait.',
  },
  planTimeout: {
    env: 'PLAN_TIMEOUT',
    flag: '--plan-timeout <ms>',
    schema: wholeNumber(50, 60_000, 2_000),
    unit: 'ms',
    what: 'The longest time one operation may take to be parsed, validated and planned.',
  },
  planWait: {
    env: 'PLAN_WAIT',
    flag: '--plan-wait <ms>',
    schema: wholeNumber(50, 600_000, 10_000),
    unit: 'ms',
    what: 'How long a new operation may wait for a planning thread before it is refused with PLAN_BUSY; clients take turns.',
  },
  planMemory: {
    env: 'PLAN_MEMORY',
    flag: '--plan-memory <MiB>',
    schema: wholeNumber(64, 16_384, 512),
    unit: 'MiB',
    what: 'The largest heap of a planning thread, the supergraph included.',
  },
  planBytes: {
    env: 'PLAN_BYTES',
    flag: '--plan-bytes <bytes>',
    schema: wholeNumber(1_000, 100_000_000, 250_000),
    unit: 'bytes',
    what: 'The largest plan, as JSON; compiling one of 250,000 bytes takes the main thread about 40 ms.',
  },
  preparedBytes: {
    env: 'PREPARED_BYTES',
    flag: '--prepared-bytes <bytes>',
    schema: wholeNumber(100_000, 10_000_000_000, 64_000_000),
    unit: 'bytes',
    what: 'How much memory prepared operations may hold before the least recently used ones are dropped.',
  },
  overrideLabels: {
    env: 'OVERRIDE_LABELS',
    flag: '--override-labels <labels>',
    schema: labels,
    unit: 'labels with commas',
    what: 'Labels of @override(from:, label:) that hold for every request; percent(n) decides by itself.',
  },
  overrideLabelsHeader: {
    env: 'OVERRIDE_LABELS_HEADER',
    flag: '--override-labels-header <name>',
    schema: z
      .string()
      .toLowerCase()
      .regex(/^x-[a-z0-9-]{1,60}$/, 'expected a name that begins with x-')
      .optional(),
    unit: 'header name',
    what: 'A request header in which any caller may name labels that hold for that request; without it none may.',
  },
} as const satisfies SettingTable;
