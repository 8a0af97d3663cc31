/**
 * `npm run keys -- init|rotate|finish`: a city's own secrets, made and changed in the file that they are read from. Like `start.ts` it may
 * import every room: what follows from a secret is worked out where it belongs.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CodedError, faultsOf, quote, reasonOf } from './base/errors.ts';
import { ignoreClosedPipe } from './base/ignore-closed-pipe.ts';
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

/** Permissions of a file of secrets. */
const OWNER_ALONE = 0o600;
const EXAMPLE = fileURLToPath(new URL('.env.example', import.meta.url));
const COMMANDS = ['init', 'rotate', 'finish'] as const;
/** What can be changed. */
const CHANGEABLE = ['encryption', 'identity', 'records', 'audit', 'claims'] as const;

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
    what: 'The data folder of an npm start -- --empty, whose key is changed in place of one in --file.',
  },
} as const satisfies SettingTable;

const USAGE = `npm run keys -- <command> [options]

  init                 writes .env from .env.example, with secrets of its own in place of every published one
  rotate encryption    a new ENCRYPTION_KEY with the one before behind it: restart the subgraphs, which then seal anew
  finish encryption    leaves the new key alone; a subgraph that has not sealed everything anew refuses it, and the
                       file as it was (.before) has both
  rotate identity      a new IDENTITY_KEY with the one before behind it: restart the subgraphs together; before they answer,
                       everybody has a token of the new key, and keeps the one before for the audit
  finish identity      leaves the new key alone; a subgraph that is not done refuses it
  rotate records       new RECORD_KEYs with those before behind them: restart the subgraphs, which then make the noise of
                       months to come anew; months that have ended keep theirs
  finish records       leaves the new keys alone; a subgraph that is not done refuses its own
  rotate audit         a new AUDIT_KEY with the one before behind it: restart the gateways, then npm run audit:resign
  finish audit         leaves the new key alone; audit:verify then knows only what that has signed
  rotate claims        a new CLAIMS_SECRET; subgraphs take both keys: restart them first, then the gateway
  finish claims        leaves the new keys alone

--file names another file than .env; --data the folder of npm start -- --empty.
`;

/** A line that gives a secret: a name and a value of one word, without quotes. */
const LINE = /^([A-Z_]+)=(\S*)$/;
/** A line that is one, or looks like one and may be read in another way, by a shell or by docker compose. */
const NAMED = /^\s*(?:export\s+)?([A-Z_]+)\s*=/;

/** Names and values of a file, and its lines as they stand. */
class EnvFile {
  #lines: string[];
  readonly #path: string;

  /** @throws CodedError KEYS_FILE where a name is given twice, or not as `NAME=value` alone */
  constructor(path: string, text: string) {
    this.#path = path;
    this.#lines = text.split('\n');
    const names = this.#lines.flatMap((line) => NAMED.exec(line)?.[1] ?? []);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) throw fault('KEYS_FILE', `${path} has ${twice} twice`);
  }

  get names(): string[] {
    return this.#lines.flatMap((line) => NAMED.exec(line)?.[1] ?? []);
  }

  /** @throws CodedError KEYS_FILE where it has no value */
  get(name: string): string {
    const line = this.#lines.find((each) => NAMED.exec(each)?.[1] === name);
    if (line === undefined) throw this.#without(name);
    const value = LINE.exec(line.trimEnd())?.[2];
    if (value === undefined || /["'#]/.test(value))
      throw fault('KEYS_FILE', `${this.#path}: expected ${name}=value, without export, spaces, quotes and comment`);
    if (value === '') throw this.#without(name);
    return value;
  }

  set(name: string, value: string): void {
    this.#lines = this.#lines.map((line) => (LINE.exec(line.trimEnd())?.[1] === name ? `${name}=${value}` : line));
  }

  get text(): string {
    return this.#lines.join('\n');
  }

  #without(name: string): Error {
    return fault('KEYS_FILE', `${this.#path} has no ${name}; npm run keys -- init makes all`);
  }
}

/**
 * Changes a file of secrets: at once and as a whole, one change at a time, and the file as it was is kept beside it as `.before`, since a key
 * that is lost is data that are lost.
 * @param change from the text that was there, undefined where none was, to the one that is to be
 * @throws CodedError KEYS_FILE while another change is under way
 */
function changeFile(named: string, change: (text: string | undefined) => string): void {
  const path = existsSync(named) ? realpathSync(named) : named;
  const beside = `${path}.new`;
  const file = opened(beside);
  try {
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    writeFileSync(file, change(before), { flush: true });
    if (before !== undefined) keepBefore(path, before);
    renameSync(beside, path);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown;
  } finally {
    closeSync(file);
  }
}

/** Made and not found, so that it is no link that somebody else has put there, and that no two changes run at once. */
function opened(beside: string): number {
  try {
    return openSync(beside, 'wx', OWNER_ALONE);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    throw fault('KEYS_FILE', `${beside} is there: another change runs, or was cut off; where none runs, remove it`);
  }
}

function keepBefore(path: string, text: string): void {
  const before = `${path}.before`;
  rmSync(before, { force: true });
  writeFileSync(before, text, { flag: 'wx', mode: OWNER_ALONE, flush: true });
}

const fresh = (): string => randomBytes(32).toString('hex');

function init(path: string): string {
  if (existsSync(path)) throw fault('KEYS_FILE', `${path} is there already, and its secrets may be in use`);
  changeFile(path, () => {
    const file = new EnvFile(path, readFileSync(EXAMPLE, 'utf8'));
    for (const name of file.names) if (/(_PASSWORD|_KEY|_SECRET|_TOKEN)$/.test(name)) file.set(name, fresh());
    for (const name of claimsNames(file)) file.set(name, claimsKeyOf(name, file.get('CLAIMS_SECRET')));
    return file.text;
  });
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

/** A secret that stands alone in its line, or in a file of its own in a data folder. */
interface SingleKey {
  /** Of the lines. */
  readonly env: RegExp;
  /** In the folder `keys` of a data folder. */
  readonly file: string;
  readonly rotated: string;
  /** @param before the file as it was, which has both keys */
  readonly finished: (before: string) => string;
}

const SINGLE_KEYS = {
  encryption: {
    env: /^ENCRYPTION_KEY$/,
    file: 'encryption-key',
    rotated:
      'Restart the subgraphs now. Each says in its log when its values are sealed under the new key; then: npm run keys -- finish encryption',
    finished: (before) =>
      `Restart the subgraphs now. One that has not sealed everything anew refuses to start: then put ${before}, which has both keys, back in its place. Remove it when all have started.`,
  },
  identity: {
    env: /^IDENTITY_KEY$/,
    file: 'identity-key',
    rotated:
      'Restart the subgraphs together now. Each gives everybody a token of the new key before it answers, and says so in its log; then: npm run keys -- finish identity',
    finished: (before) =>
      `Restart the subgraphs now. One that is not done refuses to start: then put ${before}, which has both keys, back in its place. Remove it when all have started.`,
  },
  records: {
    env: /^[A-Z]+_RECORD_KEY$/,
    file: 'record-key',
    rotated:
      'Restart the subgraphs now. Each says in its log when its record keys are made; then: npm run keys -- finish records',
    finished: (before) =>
      `Restart the subgraphs now. One whose record keys are not all made refuses to start: then put ${before}, which has both keys, back in its place. Remove it when all have started.`,
  },
  audit: {
    env: /^AUDIT_KEY$/,
    file: 'audit-key',
    rotated:
      'Restart the gateways now: they sign with the new key. Then npm run audit:resign verifies the audit and signs what is signed with the one before anew; then: npm run keys -- finish audit',
    finished: (before) =>
      `Restart the gateways now, and run npm run audit:verify. Where it finds forged heads, something was not signed anew: put ${before}, which has both keys, back in its place.`,
  },
} as const satisfies Readonly<Record<string, SingleKey>>;

/** What npm start says of a change of keys is no warning, and it says only those by itself. */
const HEARD = 'npm start says so with --log-level info alone: npm start -- --data FOLDER --log-level info';

function changeKey(command: 'rotate' | 'finish', key: SingleKey, { file, data }: Where): string {
  const change = (name: string, before: string): string =>
    command === 'rotate' ? withNew(name, fresh(), before) : withoutOld(name, before);
  const path = data === undefined ? file : join(data, 'keys', key.file);
  if (data !== undefined)
    changeFile(path, (text) => `${change(key.file, keyIn(path, text ?? missing(path, 'npm start -- --empty')))}\n`);
  else
    changeSecrets(path, (secrets) => {
      const names = secrets.names.filter((name) => key.env.test(name));
      if (names.length === 0) throw fault('KEYS_FILE', `${path} has no ${key.file}; npm run keys -- init makes all`);
      for (const name of names) secrets.set(name, change(name, secrets.get(name)));
    });
  if (command === 'finish') return key.finished(`${path}.before`);
  return data === undefined || key.file === SINGLE_KEYS.audit.file ? key.rotated : `${key.rotated}\n${HEARD}`;
}

/** @throws CodedError KEYS_FILE where the file holds something else than one key, or two while they are changed */
function keyIn(path: string, text: string): string {
  const key = text.trim();
  if (!/^[\da-f]{64}(,[\da-f]{64})?$/.test(key))
    throw fault('KEYS_FILE', `${path}: expected 64 hexadecimal digits, or twice as many with a comma between`);
  return key;
}

function changeClaims(command: 'rotate' | 'finish', { file, data }: Where): string {
  if (data !== undefined)
    throw fault(
      'KEYS_FILE',
      'npm start has its claims secret in keys/claims-secret alone, and makes it where it is missing; expected --file',
    );
  changeSecrets(file, (secrets) => {
    if (command === 'rotate') secrets.set('CLAIMS_SECRET', fresh());
    const secret = secrets.get('CLAIMS_SECRET');
    for (const name of claimsNames(secrets)) {
      const before = secrets.get(name);
      secrets.set(
        name,
        command === 'rotate' ? withNew(name, claimsKeyOf(name, secret), before) : withoutOld(name, before),
      );
    }
  });
  return command === 'rotate'
    ? 'Restart the subgraphs, then the gateway; then: npm run keys -- finish claims'
    : 'Restart the subgraphs: they take the new keys alone.';
}

function changeSecrets(path: string, change: (secrets: EnvFile) => void): void {
  changeFile(path, (text) => {
    const secrets = new EnvFile(path, text ?? missing(path, 'npm run keys -- init'));
    change(secrets);
    return secrets.text;
  });
}

function missing(path: string, maker: string): never {
  throw fault('KEYS_FILE', `${path} is not there; ${maker} makes it`);
}

interface Where {
  readonly file: string;
  readonly data: string | undefined;
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
  if (Object.hasOwn(SINGLE_KEYS, what)) return changeKey(command, SINGLE_KEYS[what as keyof typeof SINGLE_KEYS], where);
  if (what === 'claims') return changeClaims(command, where);
  throw fault('KEYS_FILE', `expected what to ${command}: ${CHANGEABLE.join(' or ')}, got ${quote(what)}`);
}

ignoreClosedPipe();
try {
  main(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof CodedError ? `${thrown.code}: ` : ''}${reasonOf(thrown)}\n`);
  process.exitCode = 1;
}
