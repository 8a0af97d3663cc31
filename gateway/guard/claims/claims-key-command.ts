/**
 * `npm run claims-key -- --subgraph workers`: prints the key for that subgraph's CLAIMS_KEYS; hand it to nobody else. For several names
 * with commas between it prints one line of `.env` each, as docker-compose.yml reads them. With `--data` the key is that of an `npm start`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { faultsOf, reasonOf } from '../../../base/errors.ts';
import { ignoreClosedPipe } from '../../../base/ignore-closed-pipe.ts';
import { dataOption, startedFolder } from '../../../base/data-folder.ts';
import { readSettings, type SettingTable } from '../../../base/settings.ts';
import { claimsSettings } from './settings.ts';
import { claimsKey } from './sign-claims.ts';

/** Why no key can be derived. */
export const claimsKeyErrors = {
  CLAIMS_SECRET_MISSING: {
    status: 500,
    what: 'There is no secret to derive the keys of subgraphs from',
    solve:
      'Set CLAIMS_SECRET as the gateway has it, or name the data folder of an npm start that has run (--data .data).',
  },
} as const;
const fault = faultsOf(claimsKeyErrors);

const options = {
  claimsSecret: {
    ...claimsSettings.claimsSecret,
    what: 'The secret of the gateway, from which the keys of all subgraphs are derived.',
  },
  data: {
    ...dataOption,
    what: 'The data folder of an npm start, whose secret is taken in place of CLAIMS_SECRET; without both that of the start that runs.',
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
 * @throws CodedError BAD_OPTION, CLAIMS_SECRET_MISSING
 */
export function claimsKeyCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const settings = readSettings('claims-key', options, argv, env);
  if (settings === undefined) return undefined;
  const names = settings.subgraph.split(',');
  const secret = secretOf(settings);
  const keyOf = (name: string): string => claimsKey(secret, name).export().toString('base64url');
  return names.length === 1
    ? keyOf(names[0]!)
    : names.map((name) => `${name.replaceAll('-', '_').toUpperCase()}_CLAIMS_KEYS=${keyOf(name)}`).join('\n');
}

/** @throws CodedError CLAIMS_SECRET_MISSING, SEVERAL_STARTS */
function secretOf({ data, claimsSecret }: { readonly data?: string; readonly claimsSecret?: string }): string {
  if (data === undefined && claimsSecret !== undefined) return claimsSecret;
  const folder = data ?? startedFolder();
  if (folder !== undefined) return secretOfStart(folder);
  throw fault('CLAIMS_SECRET_MISSING', 'expected CLAIMS_SECRET, --data or an npm start that runs, got none of them');
}

/** @throws CodedError CLAIMS_SECRET_MISSING where that folder has none */
function secretOfStart(data: string): string {
  const path = join(data, 'keys', 'claims-secret');
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') return secret;
  } catch (thrown) {
    throw fault('CLAIMS_SECRET_MISSING', `expected ${path}, got ${(thrown as NodeJS.ErrnoException).code}`);
  }
  throw fault('CLAIMS_SECRET_MISSING', `expected a secret in ${path}, got an empty file`);
}

if (import.meta.main) {
  ignoreClosedPipe();
  try {
    // eslint-disable-next-line no-restricted-properties -- a program reads its environment
    const key = claimsKeyCommand(process.argv.slice(2), process.env);
    if (key !== undefined) process.stdout.write(`${key}\n`);
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
