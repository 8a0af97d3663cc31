/** `npm run claims-key -- --subgraph workers`: prints the key to hand to that subgraph as CLAIMS_KEYS, and to nobody else. */
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { readSettings, type SettingTable } from '../../../base/settings.ts';
import { claimsSettings } from './settings.ts';
import { claimsKey } from './sign-claims.ts';

const options = {
  claimsSecret: { ...claimsSettings.claimsSecret, schema: z.string('expected the secret of the gateway').min(32, 'expected at least 32 characters') },
  subgraph: { env: 'SUBGRAPH', flag: '--subgraph <name>', schema: z.string('expected a name').min(1), unit: 'name', what: 'The subgraph as the supergraph names it.' },
} as const satisfies SettingTable;

/** @returns the key, base64url, or `undefined` when --help was asked for. @throws CodedError BAD_OPTION */
export function claimsKeyCommand(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): string | undefined {
  const settings = readSettings('claims-key', options, argv, env);
  return settings && claimsKey(settings.claimsSecret, settings.subgraph).export().toString('base64url');
}

if (import.meta.main) {
  try {
    // eslint-disable-next-line no-restricted-properties -- a program's door
    const key = claimsKeyCommand(process.argv.slice(2), process.env);
    if (key !== undefined) process.stdout.write(`${key}\n`);
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
