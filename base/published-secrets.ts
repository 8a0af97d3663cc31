/**
 * Secrets that everybody has, because docker-compose.yml and .env.example carry them for trying out. A program that runs in production
 * with one of them does not start.
 */
import { faultsOf } from './errors.ts';
import type { SettingTable } from './settings.ts';

export const secretErrors = {
  PUBLISHED_SECRET: {
    status: 500,
    what: 'In production a secret is one that everybody has',
    solve: 'Give the options that the message names values of your own (openssl rand -hex 32; npm run claims-key), or set NODE_ENV=development to try it out.',
  },
} as const;
const fault = faultsOf(secretErrors);

/** How such a secret begins, by itself or as the password of a URI. */
const MARKED = /(^|:)(change-me|for-trying-out-only)/;
/** CLAIMS_KEYS that follow from the CLAIMS_SECRET of .env.example: derived, they bear no mark. */
const DERIVED: ReadonlySet<string> = new Set([
  'I0ndYfwwYQObVqQXx-hLJ5IlsyHQfU2XLNL4kxpCnG4', 'W7tAg-Kdo09m8iyK80HMcBKsMa7qVJmIPgT9clvl7bg', '-R4C7QJmZ8gTA0FU17bsXMBIcYjuaVtrV_aRw5w_vg8',
  'iyMidEMghmQoFbEAqL_o5CJiKroBePYoVKLb8_-QBfE', 'JV6OhCthTFHWhfNtGEDyaI6XI5qWxW0GZfP-HDlHKDg',
]);

/**
 * @param settings as `readSettings` gives them for the table
 * @param environment what NODE_ENV says
 * @throws CodedError PUBLISHED_SECRET, which names options and never a value
 */
export function refusePublishedSecrets(table: SettingTable, settings: Readonly<Record<string, unknown>>, environment: string): void {
  if (environment !== 'production') return;
  const found = Object.entries(table).filter(([key, { secret }]) => secret === true && isPublished(settings[key]));
  if (found.length > 0) throw fault('PUBLISHED_SECRET', found.map(([, { env }]) => env).join(', '));
}

function isPublished(value: unknown): boolean {
  return typeof value === 'string' && (MARKED.test(value.replace(/^\w+(\+\w+)?:\/\//, '')) || value.split(',').some((part) => DERIVED.has(part.trim())));
}
