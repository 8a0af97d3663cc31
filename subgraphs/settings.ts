/** Options of a subgraph's program, validated once when it starts. */
import { z } from 'zod';
import { LOG_LEVELS } from '../base/log.ts';
import { environment, type Environment } from '../base/environment.ts';
import { readClaimsKeys } from '../base/claims.ts';
import { DEVELOPMENT_KEYS } from '../base/default-credentials.ts';
import { mongodbUri, onOff, wholeNumber, type SettingTable } from '../base/settings.ts';
import { subgraphFault } from './errors.ts';

/** They are public, so production refuses them. */
export { DEVELOPMENT_KEYS };

/** Code of Kota Bekasi, the default city. */
export const CITY = '32.75';

const twoKeys = z
  .string()
  .regex(/^[0-9a-f]{64}(,[0-9a-f]{64})?$/i, 'expected 64 hexadecimal digits, or two times 64 with a comma between');

/** Every option with its environment variable, flag, unit and default; docs/config.md lists them. */
export const subgraphSettings = {
  mongodbUri: {
    env: 'MONGODB_URI',
    flag: '--mongodb-uri <uri>',
    schema: mongodbUri(),
    unit: 'MongoDB URI',
    what: 'Where the database is; without it the embedded store that runs here, of npm start (.data) or npm run store (.data/store).',
    secret: true,
  },
  port: {
    env: 'PORT',
    flag: '--port <number>',
    schema: wholeNumber(0, 65_535).optional(),
    unit: 'TCP port',
    what: 'Where the subgraph listens; 4001 to 4005 when left out, 0 takes a free one.',
  },
  host: {
    env: 'HOST',
    flag: '--host <address>',
    schema: z.string().default('127.0.0.1'),
    unit: 'address',
    what: 'On which address of this machine it listens.',
  },
  identityKey: {
    env: 'IDENTITY_KEY',
    schema: twoKeys.default(DEVELOPMENT_KEYS.identityKey),
    unit: '64 hexadecimal digits, or two times 64 with a comma between',
    what: "The city's key that turns a NIK into a person's token. While it is changed, the new key, a comma and the one before: everybody then gets another token before the subgraph answers.",
    secret: true,
  },
  encryptionKey: {
    env: 'ENCRYPTION_KEY',
    schema: twoKeys.default(DEVELOPMENT_KEYS.encryptionKey),
    unit: '64 hexadecimal digits, or two times 64 with a comma between',
    what: 'Seals NIK, KPJ and what else is secret at rest. While it is changed, the new key, a comma and the one before: values are then sealed anew in the background.',
    secret: true,
  },
  city: {
    env: 'CITY',
    flag: '--city <code>',
    schema: z
      .string()
      .regex(/^\d{2}\.\d{2}$/, 'expected a code as 32.75')
      .default(CITY),
    unit: 'area code',
    what: 'The city whose data these are, by its code of the Ministry of Home Affairs; the same for every subgraph of the graph.',
  },
  recordKey: {
    env: 'RECORD_KEY',
    schema: twoKeys.default(DEVELOPMENT_KEYS.recordKey),
    unit: '64 hexadecimal digits, or two times 64 with a comma between',
    what: "The agency's secret that record keys are made with, and by them the noise of its counts. Another one changes all noise: whoever compares both learns more than from either. While it is changed, the new key, a comma and the one before: record keys are then made anew in the background.",
    secret: true,
  },
  claimsKeys: {
    env: 'CLAIMS_KEYS',
    schema: z.string().refine(areClaimsKeys, 'expected keys as npm run claims-key prints them').optional(),
    unit: 'keys, comma between',
    what: 'The key it shares with its gateway (npm run claims-key) and, while keys are changed, the one before. Without it every user of this machine may query it, and it refuses to start in production.',
    secret: true,
  },
  claimsCapacity: {
    env: 'CLAIMS_CAPACITY',
    flag: '--claims-capacity <number>',
    schema: wholeNumber(1_000, 10_000_000, 500_000),
    unit: 'requests',
    what: 'How many requests of the last half minute it remembers, so that none is played twice.',
  },
  introspection: {
    env: 'INTROSPECTION',
    flag: '--introspection <boolean>',
    schema: z.stringbool().default(true),
    unit: 'true or false',
    what: 'Whether clients may read the schema of the subgraph (introspection).',
  },
  recountEvery: {
    env: 'RECOUNT_EVERY',
    flag: '--recount-every <ms>',
    formerly: { env: 'SUMMARY_EVERY', flag: '--summary-every <ms>' },
    schema: wholeNumber(10, 3_600_000, 1000),
    unit: 'ms',
    what: 'How often it looks for counts to do again.',
  },
  dailyRules: {
    env: 'DAILY_RULES',
    flag: '--daily-rules <on|off>',
    schema: onOff(),
    unit: 'on or off',
    what: 'Whether workers are changed by what time does, once a day: verifications that expire, the age limit, a decile that rose, memberships that lapse. The sample stands at a fixed day and is left as it is.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    flag: '--log-level <level>',
    schema: z.enum(LOG_LEVELS).default('info'),
    unit: LOG_LEVELS.join(', '),
    what: 'How much it logs.',
  },
  nodeEnv: {
    ...environment,
    what: 'In production a subgraph refuses to start with the development keys, with a secret this repository prints, or without CLAIMS_KEYS.',
  },
} as const satisfies SettingTable;

/** The secrets of an agency, 64 hexadecimal digits each; the options of the same names state what each is for. */
export interface Keys {
  readonly identityKey: string;
  readonly encryptionKey: string;
  readonly recordKey: string;
}

function areClaimsKeys(text: string): boolean {
  try {
    return readClaimsKeys(text).length > 0;
  } catch {
    return false;
  }
}

/** @throws CodedError DEVELOPMENT_KEY in production, when any of the keys is a development key */
export function refuseDevelopmentKeys(keys: Keys, nodeEnv: Environment): void {
  const known = Object.entries(DEVELOPMENT_KEYS).some(([name, key]) => keys[name as keyof Keys].includes(key));
  if (nodeEnv === 'production' && known) throw subgraphFault('DEVELOPMENT_KEY');
}
