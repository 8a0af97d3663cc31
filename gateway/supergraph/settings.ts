/** Options of reading the supergraph and of changing to a new one. */
import { z } from 'zod';
import { commaList, wholeNumber, type SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const supergraphSettings = {
  supergraph: {
    env: 'SUPERGRAPH',
    flag: '--supergraph <file>',
    schema: z
      .string('expected the path of a file')
      .refine(
        (text) => !text.startsWith('registry:') || /^registry:https?:\/\/[^/?#@]+[^#@]*$/.test(text),
        'expected the path of a file, or registry:http://host:port, with ?variant=NAME for a contract',
      )
      .default('schema/supergraph.graphql'),
    unit: 'path or registry:URL',
    what: 'The composed supergraph: a file, loaded again when it changes, or a registry (docs/registry.md).',
  },
  supergraphPoll: {
    env: 'SUPERGRAPH_POLL',
    flag: '--supergraph-poll <ms>',
    schema: wholeNumber(50, 3_600_000, 2_000),
    unit: 'ms',
    what: 'How often the file is checked where the file system reports no changes, and the registry while it sends no events.',
  },
  contracts: {
    env: 'CONTRACTS',
    flag: '--contracts <names>',
    schema: commaList()
      .refine(
        (names) => names.every((name) => /^[a-z][a-z0-9-]{0,30}$/.test(name)),
        'expected names of contracts with commas between them, as public',
      )
      .transform((names) => [...new Set(names)]),
    unit: 'names with commas',
    what: 'Contracts that are served beside the whole graph, each at /graphql/NAME: variants of the registry, or files beside that of the supergraph, as sigap compose --contracts writes them.',
  },
  registryToken: {
    env: 'REGISTRY_TOKEN',
    schema: z.string().min(1, 'expected a token of the registry').optional(),
    unit: 'text',
    secret: true,
    what: 'A token of the registry: with the right `read` for supergraphs, with `usage` for reports of usage.',
  },
  registryTokenFile: {
    env: 'REGISTRY_TOKEN_FILE',
    flag: '--registry-token-file <file>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A file with that token, where REGISTRY_TOKEN is not set.',
  },
  registryKey: {
    env: 'REGISTRY_KEY',
    flag: '--registry-key <key>',
    schema: z.base64('expected the key that GET /v1/key of the registry shows').min(1).optional(),
    unit: 'base64',
    what: "The registry's public key (GET /v1/key). Without it the first that the registry shows is trusted and kept; in production it must be set.",
  },
  registryKeyFile: {
    env: 'REGISTRY_KEY_FILE',
    flag: '--registry-key-file <file>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A file with that key, where REGISTRY_KEY is not set: on a volume that only the registry writes to.',
  },
  supergraphCopy: {
    env: 'SUPERGRAPH_COPY',
    flag: '--supergraph-copy <folder>',
    schema: z.string().default('.data/supergraph'),
    unit: 'path',
    what: 'Where the last supergraph of a registry that served is kept, so that the gateway starts without the registry.',
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
