/**
 * `npm run keys -- init|rotate|finish`: a city's own secrets, made and changed in the file that they are read from. Like `start.ts` it may
 * import every room: what follows from a secret is worked out where it belongs.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CodedError, faultsOf, quote, reasonOf } from './base/errors.ts';
import { privateFile } from './base/private-files.ts';
import { readSettings, type SettingTable } from './base/settings.ts';
import { claimsKey } from './gateway/guard/claims/sign-claims.ts';

/** Why secrets are not made or changed. */
const keysErrors = {
  KEYS_FILE: {
    status: 500,
    what: 'The file of secrets cannot be used so',
    solve: 'Name another file, or do first what the message names.',
  },
} as const;
const fault = faultsOf(keysErrors);

const EXAMPLE = fileURLToPath(new URL('.env.example', import.meta.url));
const COMMANDS = ['init', 'rotate', 'finish'] as const;
/** What can be changed. The others are bound to what is kept: tokens of persons, the noise of counts, the signed audit. */
const CHANGEABLE = ['encryption', 'claims'] as const;

const options = {
  file: {
    env: 'ENV_FILE',
    flag: '--file <path>',
    schema: z.string().default('.env'),
    unit: 'path',
    what: 'The file with a line NAME=value for each secret, as .env.example has them.',
  },
  data: {
    env: 'DATA',
    flag: '--data <folder>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'The data folder of an npm start -- --empty, whose encryption key is changed in place of one in --file.',
  },
} as const satisfies SettingTable;

const USAGE = `npm run keys -- <command> [options]

  init                 writes .env from .env.example, with secrets of its own in place of every published one
  rotate encryption    a new ENCRYPTION_KEY with the one before behind it: restart the subgraphs, which then seal anew
  finish encryption    leaves the new key alone; subgraphs that have not sealed everything anew refuse it
  rotate claims        a new CLAIMS_SECRET; subgraphs take both keys: restart them first, then the gateway
  finish claims        leaves the new keys alone

--file names another file than .env; --data the folder of npm start -- --empty. Keys of identity, records and audit cannot be changed.
`;

/** Names and values of a file, and its lines as they stand. */
class EnvFile {
  readonly #path: string;
  #text: string;

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  get names(): string[] {
    return [...this.#text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!);
  }

  /** @throws CodedError KEYS_FILE where it has no value */
  get(name: string): string {
    const value = new RegExp(`^${name}=(.*)$`, 'm').exec(this.#text)?.[1]?.trim();
    if (!value) throw fault('KEYS_FILE', `${this.#path} has no ${name}; npm run keys -- init makes all`);
    return value;
  }

  set(name: string, value: string): void {
    this.#text = this.#text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`);
  }

  /** At once and as a whole: a file that is half written has lost a key. */
  write(): void {
    writeWhole(this.#path, this.#text);
  }
}

/** On the disk before it takes the place of the one that was there: a key that is lost is data that are lost. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.new`;
  privateFile(beside);
  writeFileSync(beside, text, { flush: true });
  renameSync(beside, path);
}

const fresh = (): string => randomBytes(32).toString('hex');

function init(path: string): string {
  if (existsSync(path)) throw fault('KEYS_FILE', `${path} is there already, and its secrets may be in use`);
  const file = new EnvFile(path, readFileSync(EXAMPLE, 'utf8'));
  for (const name of file.names) if (/(_PASSWORD|_KEY|_SECRET)$/.test(name)) file.set(name, fresh());
  for (const name of claimsNames(file)) file.set(name, claimsKeyOf(name, file.get('CLAIMS_SECRET')));
  file.write();
  return `${path} has secrets of its own, readable by you alone. Keep a copy elsewhere: without ENCRYPTION_KEY no NIK can be read again.`;
}

const claimsNames = (file: EnvFile): string[] => file.names.filter((name) => name.endsWith('_CLAIMS_KEYS'));

function claimsKeyOf(name: string, secret: string): string {
  const subgraph = name.slice(0, -'_CLAIMS_KEYS'.length).toLowerCase();
  return claimsKey(secret, subgraph).export().toString('base64url');
}

/** @throws CodedError KEYS_FILE while an earlier change has not ended */
function withNew(name: string, value: string, before: string): string {
  if (before.includes(',')) throw fault('KEYS_FILE', `${name} is being changed already; end that first: finish`);
  return `${value},${before}`;
}

/** @throws CodedError KEYS_FILE where no change was begun */
function withoutOld(name: string, value: string): string {
  const [newest, before] = value.split(',');
  if (before === undefined) throw fault('KEYS_FILE', `${name} is not being changed; rotate begins that`);
  return newest!;
}

const KEY = 'the encryption key';

function changeEncryption(command: 'rotate' | 'finish', { file, data }: Where): string {
  const change = (before: string): string =>
    command === 'rotate' ? withNew(KEY, fresh(), before) : withoutOld(KEY, before);
  if (data !== undefined) {
    const path = join(data, 'keys', 'encryption-key');
    if (!existsSync(path)) throw fault('KEYS_FILE', `${path} is not there; npm start -- --empty makes it`);
    writeWhole(path, `${change(readFileSync(path, 'utf8').trim())}\n`);
  } else {
    const secrets = opened(file);
    secrets.set('ENCRYPTION_KEY', change(secrets.get('ENCRYPTION_KEY')));
    secrets.write();
  }
  return command === 'rotate'
    ? 'Restart the subgraphs now. Each says in its log when its values are sealed under the new key; then: npm run keys -- finish encryption'
    : 'Restart the subgraphs now. One that has not sealed everything anew refuses to start: rotate had not ended.';
}

function changeClaims(command: 'rotate' | 'finish', { file, data }: Where): string {
  if (data !== undefined) throw fault('KEYS_FILE', 'npm start makes a claims secret at every start; expected --file');
  const secrets = opened(file);
  if (command === 'rotate') secrets.set('CLAIMS_SECRET', fresh());
  const secret = secrets.get('CLAIMS_SECRET');
  for (const name of claimsNames(secrets)) {
    const before = secrets.get(name);
    secrets.set(
      name,
      command === 'rotate' ? withNew(name, claimsKeyOf(name, secret), before) : withoutOld(name, before),
    );
  }
  secrets.write();
  return command === 'rotate'
    ? 'Restart the subgraphs, then the gateway; then: npm run keys -- finish claims'
    : 'Restart the subgraphs: they take the new keys alone.';
}

interface Where {
  readonly file: string;
  readonly data: string | undefined;
}

function opened(path: string): EnvFile {
  if (!existsSync(path)) throw fault('KEYS_FILE', `${path} is not there; npm run keys -- init makes it`);
  return new EnvFile(path, readFileSync(path, 'utf8'));
}

function main([command = '', ...words]: readonly string[]): void {
  if (!(COMMANDS as readonly string[]).includes(command)) {
    process.stderr.write(USAGE);
    process.exitCode = ['', '--help', '-h'].includes(command) ? 0 : 2;
    return;
  }
  const [what = ''] = words[0]?.startsWith('-') ? [] : words;
  const settings = readSettings(`npm run keys -- ${command}`, options, what === '' ? words : words.slice(1));
  if (settings === undefined) return;
  process.stdout.write(`${done(command as (typeof COMMANDS)[number], what, settings)}\n`);
}

function done(command: (typeof COMMANDS)[number], what: string, where: Where): string {
  if (command === 'init') return init(where.file);
  if (what === 'encryption') return changeEncryption(command, where);
  if (what === 'claims') return changeClaims(command, where);
  throw fault('KEYS_FILE', `expected what to ${command}: ${CHANGEABLE.join(' or ')}, got ${quote(what)}`);
}

try {
  main(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ` : ''}${reasonOf(thrown)}\n`);
  process.exitCode = 1;
}
