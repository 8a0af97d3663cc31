/**
 * Secrets that everybody knows, because this repository contains them for trying out: docker-compose.yml, .env.example, the development
 * keys of subgraphs. A program that runs in production with one of them does not start.
 */
import type { Environment } from './environment.ts';
import { faultsOf } from './errors.ts';
import type { SettingTable } from './settings.ts';

/** Why a program with a published secret does not start. */
export const secretErrors = {
  PUBLISHED_SECRET: {
    status: 500,
    what: 'In production a secret is one that everybody has',
    solve:
      'Give the options that the message names values of your own (openssl rand -hex 32; npm run claims-key), or set NODE_ENV=development to try it out.',
  },
} as const;
const fault = faultsOf(secretErrors);

/** Texts that such secrets contain, also as the password of a URI. */
const MARKS = ['change-me', 'for-trying-out-only'] as const;
/** A subgraph's keys for trying out, hexadecimal: see subgraphs/settings.ts. */
export const DEVELOPMENT_KEYS = {
  identityKey: '5a'.repeat(32),
  encryptionKey: 'c3'.repeat(32),
  recordKey: '96'.repeat(32),
} as const;
/** Published secrets without such a text: those keys, and the CLAIMS_KEYS derived from the CLAIMS_SECRET of .env.example. */
const UNMARKED: readonly string[] = [
  ...Object.values(DEVELOPMENT_KEYS),
  'I0ndYfwwYQObVqQXx-hLJ5IlsyHQfU2XLNL4kxpCnG4',
  'W7tAg-Kdo09m8iyK80HMcBKsMa7qVJmIPgT9clvl7bg',
  '-R4C7QJmZ8gTA0FU17bsXMBIcYjuaVtrV_aRw5w_vg8',
  'iyMidEMghmQoFbEAqL_o5CJiKroBePYoVKLb8_-QBfE',
  'JV6OhCthTFHWhfNtGEDyaI6XI5qWxW0GZfP-HDlHKDg',
].map(normalized);

/**
 * Does nothing outside of production.
 * @param settings the values of the table's options, as `readSettings` returns them
 * @param environment the value of NODE_ENV
 * @throws CodedError PUBLISHED_SECRET, which names options and never a value
 */
export function refuseDefaultCredentials(
  table: SettingTable,
  settings: Readonly<Record<string, unknown>>,
  environment: Environment,
): void {
  if (environment !== 'production') return;
  const found = Object.entries(table).filter(([key, { secret }]) => secret === true && isPublished(settings[key]));
  if (found.length > 0) throw fault('PUBLISHED_SECRET', found.map(([, { env }]) => env).join(', '));
}

/** A password in a URI may be percent-encoded; base64 has two alphabets, and its padding may be missing. */
function isPublished(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const plain = percentDecoded(value).toLowerCase();
  return MARKS.some((mark) => plain.includes(mark)) || UNMARKED.some((secret) => normalized(plain).includes(secret));
}

function percentDecoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** One text for a key in either alphabet of base64 and, in hexadecimal, in either case. */
function normalized(text: string): string {
  return text.toLowerCase().replaceAll('+', '-').replaceAll('/', '_');
}
