/** Options in a file, `sigap.config.yaml`: by the names that the code has for them. What the values mean is the table's to say. */
import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { quote, reasonOf } from './errors.ts';
import { likelyName } from './likely-name.ts';

/** The file that is read where none is named. */
export const USUAL_FILE = 'sigap.config.yaml';

/** What is needed of an option to find it in a file. */
interface FileOption {
  readonly env: string;
  readonly unit: string;
  readonly secret?: boolean;
  readonly structured?: boolean;
}

/** What a file says. */
export interface SettingsFile {
  /** Absent where there is no file. */
  readonly path?: string;
  /** By the option's key, as its schema takes it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** A line for each entry that does not fit. */
  readonly problems: readonly string[];
}

const NONE: SettingsFile = { values: {}, problems: [] };

/**
 * @param named the file; undefined: that of the usual name, where there is one
 * @param options those of the program, by key
 */
export function readSettingsFile(
  named: string | undefined,
  options: Readonly<Record<string, FileOption>>,
): SettingsFile {
  const path = named ?? USUAL_FILE;
  const broken = (problem: string): SettingsFile => ({ path, values: {}, problems: [`${path}: ${problem}`] });
  let text: string;
  let mode: number;
  try {
    mode = statSync(path).mode;
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    const isMissing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    return named === undefined && isMissing ? NONE : broken(reasonOf(thrown));
  }
  const document = parseDocument(text);
  const [error] = document.errors;
  // Its own message repeats the line, which may hold a secret.
  if (error !== undefined)
    return broken(`line ${error.linePos?.[0].line ?? 1}: expected YAML, got something else (${error.code})`);
  const entries: unknown = document.toJS();
  if (entries === null) return { path, values: {}, problems: [] };
  if (typeof entries !== 'object' || Array.isArray(entries)) return broken('expected option: value on each line');
  return fitted(path, entries as Readonly<Record<string, unknown>>, options, isPrivate(mode));
}

function fitted(
  path: string,
  entries: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, FileOption>>,
  mayHaveSecrets: boolean,
): SettingsFile {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, value] of Object.entries(entries)) {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    if (option === undefined) problems.push(`${path}: there is no option ${quote(key)}${likely(key, options)}`);
    else if (option.secret === true && value !== null && !mayHaveSecrets)
      problems.push(
        `${path}: expected a file that only its owner may read (mode 0600) where it has the secret ${key}, got one that others may read`,
      );
    else if (value !== null) values[key] = asGiven(value, option);
  }
  return { path, values, problems };
}

/** Windows has no such modes. */
const isPrivate = (mode: number): boolean => process.platform === 'win32' || (mode & 0o077) === 0;

/** A value as it would be said in the environment; a structure that the option does not have is left for its schema to refuse. */
function asGiven(value: unknown, { unit, structured }: FileOption): unknown {
  if (structured === true) return value;
  if (typeof value === 'boolean' && unit === 'on or off') return value ? 'on' : 'off';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return value;
  const isPlain = value.every((one) => ['string', 'number'].includes(typeof one) && !String(one).includes(','));
  return isPlain ? value.join(',') : value;
}

function likely(key: string, options: Readonly<Record<string, FileOption>>): string {
  const byEnvironment = Object.entries(options).find(([, { env }]) => env === key)?.[0];
  const name = byEnvironment ?? likelyName(key, Object.keys(options));
  return name === undefined ? '; sigap config print lists them all' : `; perhaps ${name} is meant`;
}
