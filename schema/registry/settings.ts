/** Options of the registry. */
import { z } from 'zod';
import { environment } from '../../base/environment.ts';
import { LOG_LEVELS } from '../../base/log.ts';
import { ROUTES } from '../compose.ts';
import { commaList, mongodbUri, wholeNumber, type SettingsOf, type SettingTable } from '../../base/settings.ts';

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const registrySettings = {
  mongodbUri: {
    env: 'MONGODB_URI',
    schema: mongodbUri(),
    unit: 'URI',
    secret: true,
    what: 'The MongoDB that keeps the registry, in its database `sigap_registry`; without it the store that runs here.',
  },
  port: {
    env: 'REGISTRY_PORT',
    flag: '--port <number>',
    schema: wholeNumber(0, 65_535, 4_010),
    unit: 'TCP port',
    what: 'Where the registry listens; 0 takes a free one.',
  },
  host: {
    env: 'REGISTRY_HOST',
    flag: '--host <address>',
    schema: z.string().default('127.0.0.1'),
    unit: 'address',
    what: 'The address it listens on: loopback unless told otherwise. It speaks HTTP, so what is before it speaks TLS.',
  },
  origins: {
    env: 'REGISTRY_ORIGINS',
    flag: '--origins <origins>',
    schema: commaList().pipe(
      z.array(
        z.string().refine((one) => URL.parse(one)?.origin === one, 'expected origins such as https://data.example'),
      ),
    ),
    unit: 'origins, comma between',
    what: "Origins whose pages may ask, as the gateway's page at /registry; none by default.",
  },
  keysFolder: {
    env: 'REGISTRY_KEYS',
    flag: '--keys <folder>',
    schema: z.string().default('.data/keys'),
    unit: 'path',
    what: 'Where the key stands that supergraphs are signed with, and the first operator token; both are made at the first start.',
  },
  forGateways: {
    env: 'REGISTRY_FOR_GATEWAYS',
    flag: '--for-gateways <folder>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'Where registry-gateway-token and registry-key stand, what gateways ask with and verify by; without it with the keys. A folder of its own can be shared with a gateway that may not have the rest.',
  },
  own: {
    env: 'REGISTRY_OWN',
    flag: '--own <pairs>',
    schema: commaList()
      .refine(
        (pairs) => pairs.every((pair) => /^[^=]+=https?:\/\/\S+$/.test(pair)),
        'expected name=http://host/path pairs with commas between them',
      )
      .transform(
        (pairs) => new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
      )
      .refine(
        (places) => [...places.keys()].every((name) => Object.hasOwn(ROUTES, name)),
        `expected names of ${Object.keys(ROUTES).join(', ')}`,
      ),
    unit: 'name=url,name=url',
    what: "Which of this repository's subgraphs are published at the start where they differ from what is there, and their addresses; none by default.",
  },
  operator: {
    env: 'REGISTRY_OPERATOR',
    flag: '--operator <agency>',
    schema: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,30}$/, 'expected the code of an agency, DISKOMINFO')
      .default('DISKOMINFO'),
    unit: "agency's code",
    what: 'The agency whose token the first operator token is.',
  },
  contracts: {
    env: 'REGISTRY_CONTRACTS',
    flag: '--contracts <file>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'A JSON file of contracts, each a variant of the supergraph; without it the shipped one, `public`.',
  },
  policy: {
    env: 'REGISTRY_POLICY',
    flag: '--policy <privacy|none>',
    schema: z.enum(['privacy', 'none'], 'expected privacy or none').default('privacy'),
    unit: 'privacy or none',
    what: 'Whether what would leak is refused (docs/policy.md); none is for a graph without persons.',
  },
  whenRevoked: {
    env: 'REGISTRY_WHEN_REVOKED',
    flag: '--when-revoked <tell|quarantine>',
    schema: z.enum(['tell', 'quarantine'], 'expected tell or quarantine').default('tell'),
    unit: 'tell or quarantine',
    what: 'What becomes of a published version when an owner takes an agreement with it back: it is named in the log and on the version, or its subgraph is quarantined at once.',
  },
  bodyLimit: {
    env: 'REGISTRY_BODY_LIMIT',
    flag: '--body-limit <bytes>',
    schema: wholeNumber(1_024, 64 * 1_048_576, 8 * 1_048_576),
    unit: 'bytes',
    what: 'The largest body of a request.',
  },
  checkTimeout: {
    env: 'REGISTRY_CHECK_TIMEOUT',
    flag: '--check-timeout <ms>',
    schema: wholeNumber(1_000, 600_000, 60_000),
    unit: 'ms',
    what: 'How long a composition or a check may take.',
  },
  checkMemory: {
    env: 'REGISTRY_CHECK_MEMORY',
    flag: '--check-memory <MiB>',
    schema: wholeNumber(64, 16_384, 1_024),
    unit: 'MiB',
    what: 'Memory of the process that composes and checks.',
  },
  usageDays: {
    env: 'REGISTRY_USAGE_DAYS',
    flag: '--usage-days <number>',
    schema: wholeNumber(1, 400, 30),
    unit: 'days',
    what: 'A change is breaking where it breaks what was asked in so many days; counts are kept for 400.',
  },
  rolloutWindow: {
    env: 'REGISTRY_ROLLOUT_WINDOW',
    flag: '--rollout-window <seconds>',
    schema: wholeNumber(0, 86_400, 600),
    unit: 's',
    what: 'How long after its publish a version is rolled back when its subgraph fails more than before; 0 never.',
  },
  rolloutRequests: {
    env: 'REGISTRY_ROLLOUT_REQUESTS',
    flag: '--rollout-requests <number>',
    schema: wholeNumber(1, 1_000_000, 50),
    unit: 'requests',
    what: 'How many requests of a new version there must be before it is judged.',
  },
  rolloutErrors: {
    env: 'REGISTRY_ROLLOUT_ERRORS',
    flag: '--rollout-errors <percent>',
    schema: wholeNumber(1, 100, 10),
    unit: '%',
    what: 'By how many points of percent its failures may be above those of the version before.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    flag: '--log-level <level>',
    schema: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).default('info'),
    unit: 'level',
    what: 'How much the log says.',
  },
  environment: { ...environment, what: 'In production a password of the URI that everybody has is refused.' },
} as const satisfies SettingTable;

/** The options with their values. */
export type RegistrySettings = SettingsOf<typeof registrySettings>;
