/** Options of the cache of answers and entities. */
import { wholeNumber, type SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const cacheSettings = {
  cacheBytes: {
    env: 'CACHE_BYTES',
    flag: '--cache-bytes <bytes>',
    schema: wholeNumber(0, 16_000_000_000, 64_000_000),
    unit: 'bytes',
    what: 'Memory for answers and entities that the supergraph declares cacheable (@cacheControl), in each process, half for each; 0 keeps none, in Redis neither.',
  },
  cacheRevalidate: {
    env: 'CACHE_REVALIDATE',
    flag: '--cache-revalidate <s>',
    schema: wholeNumber(0, 86_400, 60),
    unit: 's',
    what: 'How long after its time a kept answer is still given, with an Age above its max-age, while it is made anew behind it.',
  },
  cacheIfError: {
    env: 'CACHE_IF_ERROR',
    flag: '--cache-if-error <s>',
    schema: wholeNumber(0, 2_592_000, 86_400),
    unit: 's',
    what: 'How long after its time a kept answer is given, marked as stale, where a subgraph does not answer.',
  },
} as const satisfies SettingTable;
