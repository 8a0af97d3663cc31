/**
 * `npm run claims-key -- --subgraph workers`: prints the key for that subgraph's CLAIMS_KEYS; hand it to nobody else. For several names
 * with commas between it prints one line of `.env` each, as docker-compose.yml reads them.
 */
import { z } from 'zod';
import { reasonOf } from '../../../base/errors.ts';
import { readSettings, type SettingTable } from '../../../base/settings.ts';
import { claimsSettings } from './settings.ts';
import { claimsKey } from './sign-claims.ts';

const options = {
  claimsSecret: {
    ...claimsSettings.claimsSecret,
    schema: z.string('expected the secret of the gateway').min(32, 'expected at least 32 characters'),
  },
  subgraph: {
    env: 'SUBGRAPH',
    flag: '--subgraph <names>',
    schema: z.string('expected a name').regex(/^[\w-]+(,[\w-]+)*$/, 'expected names with commas between'),
    unit: 'name,name',
    what: 'The subgraph as the supergraph names it, or several.',
  },
} as const satisfies SettingTable;

/**
 * Derives the keys.
 * @param argv arguments after the program's name
 * @param env read for the options, CLAIMS_SECRET among them
 * @returns the key, base64url, or a line `NAME_CLAIMS_KEYS=key` for each of several; `undefined` where --help was written instead
 * @throws CodedError BAD_OPTION
 */
export function claimsKeyCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const settings = readSettings('claims-key', options, argv, env);
  if (settings === undefined) return undefined;
  const names = settings.subgraph.split(',');
  const keyOf = (name: string): string => claimsKey(settings.claimsSecret, name).export().toString('base64url');
  return names.length === 1
    ? keyOf(names[0]!)
    : names.map((name) => `${name.replaceAll('-', '_').toUpperCase()}_CLAIMS_KEYS=${keyOf(name)}`).join('\n');
}

if (import.meta.main) {
  try {
    // eslint-disable-next-line no-restricted-properties -- a program reads its environment
    const key = claimsKeyCommand(process.argv.slice(2), process.env);
    if (key !== undefined) process.stdout.write(`${key}\n`);
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
