/** `npm run apikey -- create | list | revoke`: how operators change the file of API keys. A running gateway follows within a second. */
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { reasonOf } from '../../../base/errors.ts';
import { ignoreClosedPipe } from '../../../base/ignore-closed-pipe.ts';
import { dataOption, keysFolderOf } from '../../../base/data-folder.ts';
import { readSettings } from '../../../base/settings.ts';
import { isLive, newApiKey, type ApiKeyRecord } from './api-key.ts';
import { changeApiKeys, readApiKeys } from './api-key-file.ts';
import { callerOf } from './caller.ts';
import { identityFault } from './errors.ts';
import { keysFolderOption } from './keys-folder-option.ts';
import { readRoles, type Roles } from './roles.ts';
import { identitySettings } from './settings.ts';

/** The options of `create`. */
interface Grant {
  readonly owner: string;
  readonly role: string[];
  readonly scope: string[];
  readonly agency?: string;
  readonly days?: string;
}

type Write = (line: string) => void;

/**
 * Runs one command line. A request for help writes it and changes nothing.
 * @param argv arguments after the program's name
 * @param env read for KEYS_FOLDER, DATA and ROLES
 * @param write receives each line of output
 * @throws CodedError BAD_API_KEYS_FILE, BAD_ROLES_FILE, BAD_API_KEY; CommanderError for a wrong command line
 */
export async function apiKeyCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  write: Write,
): Promise<void> {
  const table = { keysFolder: keysFolderOption, data: dataOption, roles: identitySettings.roles };
  const { keysFolder, data, roles } = readSettings('apikey', table, [], env)!;
  const program = new Command('apikey')
    .exitOverride()
    .configureOutput({ writeOut: (text) => write(text.trimEnd()), writeErr: () => {} })
    .option(dataOption.flag, `${dataOption.what} (${dataOption.env})`);
  const path = (): string => fileIn({ keysFolder, data }, program.opts<{ data?: string }>().data);
  program
    .command('create')
    .description('makes a key, prints it once and keeps only its hash')
    .requiredOption('--owner <name>', 'who answers for it')
    .option('--role <name>', 'a role, several times for several', collect, [])
    .option('--scope <name>', 'a scope beyond those of its roles', collect, [])
    .option('--agency <code>', 'the agency it acts for')
    .option('--days <number>', 'days until it expires')
    .action(async (grant: Grant) => create(path(), grant, await readRoles(roles), write));
  program
    .command('list')
    .description('shows every key, never its secret')
    .action(async () => list(await readApiKeys(path()), write));
  program
    .command('revoke <id>')
    .description('ends a key for good')
    .action((id: string) => revoke(path(), id, write));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && /^commander\.help/.test(thrown.code)) return;
    throw thrown;
  }
}

/** @param named `--data`, which goes before all that is in the environment */
function fileIn(given: { readonly keysFolder?: string; readonly data?: string }, named: string | undefined): string {
  return join(keysFolderOf(named === undefined ? given : { data: named }), 'api-keys.json');
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

async function create(path: string, grant: Grant, roles: Roles, write: Write): Promise<void> {
  const days = grant.days === undefined ? undefined : Number(grant.days);
  if (days !== undefined && !(days > 0 && days <= 3_650))
    throw identityFault('BAD_API_KEY', 'expected --days from 1 to 3650');
  refuseUnknown('role', grant.role, Object.keys(roles.roles));
  refuseUnknown('scope', grant.scope, Object.keys(roles.scopes));
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * 86_400_000).toISOString();
  const { key, record } = newApiKey({
    owner: grant.owner,
    roles: grant.role,
    scopes: grant.scope,
    agency: grant.agency,
    expiresAt,
  });
  // A key that could never be a caller is refused now, not at its first use.
  callerOf({ ...record, id: `key:${record.id}`, kind: 'key', expiresAt: Infinity }, roles);
  await changeApiKeys(path, (keys) => ({ keys: [...keys, record], result: undefined }));
  write(key);
  write(`id ${record.id}, kept as a hash in ${path}. This is the only time the key is shown.`);
}

function refuseUnknown(option: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw identityFault(
      'BAD_API_KEY',
      `expected --${option} to be one of ${known.join(', ')}, got ${unknown.slice(0, 80)}`,
    );
}

function list(keys: readonly ApiKeyRecord[], write: Write): void {
  if (keys.length === 0) write('no keys');
  for (const key of keys) {
    const state =
      key.revokedAt !== undefined ? `revoked ${key.revokedAt}` : isLive(key, Date.now()) ? 'live' : 'expired';
    write([key.id, state, key.owner, [...key.roles, ...key.scopes].join(' '), key.agency ?? ''].join('\t'));
  }
}

async function revoke(path: string, id: string, write: Write): Promise<void> {
  const revokedAt = new Date().toISOString();
  const found = await changeApiKeys(path, (keys) => ({
    keys: keys.map((key) => (key.id === id ? { ...key, revokedAt: key.revokedAt ?? revokedAt } : key)),
    result: keys.some((key) => key.id === id),
  }));
  if (!found)
    throw identityFault('BAD_API_KEY', `expected the id of a key (npm run apikey -- list), got ${id.slice(0, 40)}`);
  write(`revoked ${id}`);
}

if (import.meta.main) {
  ignoreClosedPipe();
  try {
    // eslint-disable-next-line no-restricted-properties -- a program reads its environment
    await apiKeyCommand(process.argv.slice(2), process.env, (line) => void process.stdout.write(`${line}\n`));
  } catch (thrown) {
    process.stderr.write(`${reasonOf(thrown)}\n`);
    process.exitCode = 1;
  }
}
