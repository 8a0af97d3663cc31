/** Options, read once at the start. */
import { readClaimsKeys } from './claims.js';

export interface Keys {
  readonly identityKey: string;
  readonly encryptionKey: string;
  readonly recordKey: string;
}

export interface Options {
  readonly host: string;
  readonly port: number;
  readonly production: boolean;
  /** Empty: whoever works at this machine may ask; not in production, not on another address. */
  readonly claimsKeys: readonly Buffer[];
  readonly mongodbUri: string | undefined;
  readonly keys: Keys;
  /** Whether the fields of extensions.graphql are part of the schema. */
  readonly extensions: boolean;
}

/** They are public, so production refuses them. */
const DEVELOPMENT: Keys = {
  identityKey: '1d'.repeat(32),
  encryptionKey: '2e'.repeat(32),
  recordKey: '3f'.repeat(32),
};
const HEX = /^[0-9a-f]{64}$/i;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** @throws Error that names the option, what was expected, and never a secret */
export function readOptions(env: Readonly<Record<string, string | undefined>>): Options {
  const production = env['NODE_ENV'] === 'production';
  const key = (name: string, development: string): string => {
    const given = env[name];
    if (given === undefined && production)
      throw new Error(`${name}: expected 64 hexadecimal digits of your own in production`);
    if (given !== undefined && !HEX.test(given)) throw new Error(`${name}: expected 64 hexadecimal digits`);
    if (production && Object.values(DEVELOPMENT).includes(given!))
      throw new Error(`${name}: a development key is not fit for production`);
    return given ?? development;
  };
  const host = env['HOST'] ?? '127.0.0.1';
  const claimsKeys = env['CLAIMS_KEYS'] === undefined ? [] : readClaimsKeys(env['CLAIMS_KEYS']);
  if (claimsKeys.length === 0 && (production || !LOOPBACK.includes(host)))
    throw new Error(
      'CLAIMS_KEYS: expected the key that the gateway signs with, in production and where other machines can ask',
    );
  const port = Number(env['PORT'] ?? 4006);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT: expected a TCP port');
  const mongodbUri = env['MONGODB_URI'];
  if (production && mongodbUri === undefined) throw new Error('MONGODB_URI: expected mongodb://… in production');
  return {
    host,
    port,
    production,
    claimsKeys,
    mongodbUri,
    keys: {
      identityKey: key('IDENTITY_KEY', DEVELOPMENT.identityKey),
      encryptionKey: key('ENCRYPTION_KEY', DEVELOPMENT.encryptionKey),
      recordKey: key('RECORD_KEY', DEVELOPMENT.recordKey),
    },
    extensions: env['EXTENSIONS'] === 'on',
  };
}
