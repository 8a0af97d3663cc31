/** `npm run token -- --role analyst`: prints a bearer token for a gateway that runs in development. */
import { z } from 'zod';
import { environment } from '../../../base/environment.ts';
import { faultsOf, quote, reasonOf } from '../../../base/errors.ts';
import { ignoreClosedPipe } from '../../../base/ignore-closed-pipe.ts';
import { readSettings, settingErrors, wholeNumber, type SettingTable } from '../../../base/settings.ts';
import { findDevelopmentKey } from './development-key.ts';
import { dataOption, keysFolderOf } from '../../../base/data-folder.ts';
import { identityFault } from './errors.ts';
import { keysFolderOption } from './keys-folder-option.ts';
import { readRoles } from './roles.ts';
import { identitySettings } from './settings.ts';

const options = {
  role: {
    env: 'ROLE',
    flag: '--role <name>',
    schema: z.string('expected a role').min(1),
    unit: 'role',
    what: 'The role to try.',
  },
  agency: {
    env: 'AGENCY',
    flag: '--agency <code>',
    schema: z.string().optional(),
    unit: 'agency code',
    what: 'The agency the holder acts for, where the role requires one.',
  },
  seconds: {
    env: 'TOKEN_SECONDS',
    flag: '--seconds <number>',
    schema: wholeNumber(1, 86_400, 3_600),
    unit: 'seconds',
    what: 'How long the token is valid.',
  },
  environment: { ...environment, what: 'In production no token is signed.' },
  audience: identitySettings.audience,
  roles: identitySettings.roles,
  keysFolder: keysFolderOption,
  data: dataOption,
} as const satisfies SettingTable;

const optionFault = faultsOf(settingErrors);

/**
 * Signs one token.
 * @param argv arguments after the program's name
 * @param env read for the options
 * @returns the token, or `undefined` where --help was written instead
 * @throws CodedError NOT_IN_DEVELOPMENT, BAD_OPTION, BAD_ROLES_FILE, SEVERAL_STARTS
 */
export async function tokenCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const settings = readSettings('token', options, argv, env);
  if (settings === undefined) return undefined;
  if (settings.environment === 'production') throw identityFault('NOT_IN_DEVELOPMENT', 'NODE_ENV is production');
  const { roles } = await readRoles(settings.roles);
  const role = Object.hasOwn(roles, settings.role) ? roles[settings.role]! : undefined;
  const names = Object.keys(roles).join(', ');
  if (role === undefined)
    throw optionFault('BAD_OPTION', `--role or ROLE (role): expected one of ${names}, got ${quote(settings.role)}`);
  if (role.agency && settings.agency === undefined)
    throw optionFault(
      'BAD_OPTION',
      `--agency or AGENCY (agency code): expected one, as the role ${settings.role} acts for one agency, got none`,
    );
  const key = await findDevelopmentKey(keysFolderOf(settings));
  return key.sign({ role: settings.role, agency: settings.agency }, settings.audience, settings.seconds);
}

if (import.meta.main) {
  ignoreClosedPipe();
  try {
    // eslint-disable-next-line no-restricted-properties -- a program reads its environment
    const token = await tokenCommand(process.argv.slice(2), process.env);
    if (token !== undefined) process.stdout.write(`${token}\n`);
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
