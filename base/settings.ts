/**
 * Options, validated once at the start. A room describes its options in one table; `readSettings` takes them from the
 * command line first, then from the environment, then from the default, and refuses what does not fit with one line
 * an option. After it nothing reads `process.env`. docs/config.md lists every table, held to the code by a test.
 */
import { isDeepStrictEqual } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import { z } from 'zod';
import { environment } from './environment.ts';
import { faultsOf, quote } from './errors.ts';

/** One option of a room. */
interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** Name in the environment. */
  readonly env: string;
  /** Name on the command line, with its placeholder: `--port <number>`; a boolean has none: `--reset`. */
  readonly flag?: string;
  /** Turns the text into the value, or says what was expected. Its default is the option's default. */
  readonly schema: Schema;
  /** What one unit of it is: `ms`, `bytes`, `TCP port`, `path`, `true or false` … */
  readonly unit: string;
  /** What it does, in one sentence. */
  readonly what: string;
  /** A secret is never printed, not even when it is wrong. */
  readonly secret?: boolean;
  /** Whether an empty text in the environment is a value; of every other option it is as if there were none. */
  readonly emptyCounts?: boolean;
  /** What it was called in the version before: still read, with a warning, where nothing is given under the new name. */
  readonly formerly?: Pick<Setting, 'env' | 'flag'>;
}

/** A program's options by the name that its code uses. */
export type SettingTable = Readonly<Record<string, Setting>>;
/** The values of a table's options once they are validated. */
export type SettingsOf<Table extends SettingTable> = { readonly [Key in keyof Table]: z.output<Table[Key]['schema']> };

/** The schema of an option that is a whole number; without `usual` it has no default and must be given. */
export function wholeNumber(least: number, most: number): z.ZodCoercedNumber;
export function wholeNumber(least: number, most: number, usual: number): z.ZodDefault<z.ZodCoercedNumber>;
export function wholeNumber(least: number, most: number, usual?: number): z.ZodType {
  const expected = `expected a whole number from ${least} to ${most}`;
  const schema = z.coerce.number(expected).int(expected).min(least, expected).max(most, expected);
  return usual === undefined ? schema : schema.default(usual);
}

/** @returns the words of a text that has commas between them, without blanks; what is empty is none */
export function commaSeparated(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The schema of an option that is words with commas between them; without it, none. */
export function commaList() {
  return z.string().default('').transform(commaSeparated);
}

/** The schema of an option that is `on` or `off`, read as a boolean. */
export function onOff(usual: 'on' | 'off' = 'on') {
  return z
    .enum(['on', 'off'], 'expected on or off')
    .default(usual)
    .transform((word) => word === 'on');
}

/** An option that cannot be read; thrown before anything starts. */
export const settingErrors = {
  BAD_OPTION: {
    status: 500,
    what: 'An option does not fit',
    solve: 'Correct the option or the environment variable that the message names; --help lists them all.',
  },
} as const;
const fault = faultsOf(settingErrors);

/**
 * Reads one room's options.
 * @param name how the program is called in --help
 * @param argv the words after the script's name
 * @returns the options, or `undefined` when --help was requested and printed
 * @throws CodedError BAD_OPTION, one line for each option that does not fit; in production also for a secret on the command line
 */
export function readSettings<const Table extends SettingTable>(
  name: string,
  table: Table,
  argv: readonly string[] = process.argv.slice(2),
  // eslint-disable-next-line no-restricted-properties -- the one place that reads it
  env: Readonly<Record<string, string | undefined>> = process.env,
): SettingsOf<Table> | undefined {
  const flags = parseFlags(name, table, argv);
  if (flags === undefined) return undefined;
  const isProduction = environment.schema.parse(env[environment.env]) === 'production';
  const problems: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(table)) {
    if (setting.secret && flags[key] !== undefined && isProduction)
      problems.push(
        problem(
          setting,
          flags[key],
          `expected it in the environment, as ${setting.env}: in production the words of a command are no place for a secret, all of the machine see them`,
        ),
      );
    const now = flags[key] ?? fromEnvironment(setting, env);
    const former = formerlyGiven(key, setting, flags, env);
    if (former !== undefined) warnOfFormerName(setting, now !== undefined);
    const given = now ?? former;
    const parsed = setting.schema.safeParse(given);
    if (parsed.success) settings[key] = parsed.data;
    else
      problems.push(
        problem(given === now ? setting : { ...setting, ...setting.formerly }, given, parsed.error.issues[0]?.message),
      );
  }
  if (problems.length > 0) throw fault('BAD_OPTION', problems.join('; '));
  return settings as SettingsOf<Table>;
}

/** The values of a table's options when nobody sets them. @throws CodedError BAD_OPTION for an option without a default */
export function defaultSettings<const Table extends SettingTable>(table: Table): SettingsOf<Table> {
  const defaults = Object.entries(table).map(([key, setting]) => {
    const parsed = setting.schema.safeParse(undefined);
    if (!parsed.success) throw fault('BAD_OPTION', `${setting.env} (${setting.unit}) has no default`);
    return [key, parsed.data] as const;
  });
  return Object.fromEntries(defaults) as SettingsOf<Table>;
}

/** @returns the options that differ from their default, by the name of their variable, as a log may have them: no secret, no credentials */
export function shownSettings<const Table extends SettingTable>(
  table: Table,
  settings: SettingsOf<Table>,
): Readonly<Record<string, unknown>> {
  const shown = Object.entries(table).flatMap(([key, { env, schema, secret }]) => {
    const value = settings[key as keyof Table];
    const usual = schema.safeParse(undefined);
    if (isDeepStrictEqual(value, usual.success ? usual.data : undefined)) return [];
    return [[env, secret ? '(secret)' : printable(value)] as const];
  });
  return Object.fromEntries(shown);
}

function printable(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, printable(each)]));
  if (Array.isArray(value)) return value.map(printable);
  if (value instanceof RegExp || value instanceof URL) return printable(String(value));
  return typeof value === 'string' ? value.replace(/(?<=:\/\/)[^/@\s]*@/g, '') : value;
}

function fromEnvironment(
  { env: name, emptyCounts }: Pick<Setting, 'env' | 'emptyCounts'>,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return env[name] === '' && emptyCounts !== true ? undefined : env[name];
}

function formerlyGiven(
  key: string,
  { emptyCounts, formerly }: Setting,
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): unknown {
  return formerly && (flags[FORMERLY + key] ?? fromEnvironment({ env: formerly.env, emptyCounts }, env));
}

function warnOfFormerName(setting: Setting, isGivenAnew: boolean): void {
  const what = isGivenAnew ? 'is passed over, since both are given' : 'the next version does not read the old name';
  process.emitWarning(`${namesOf(setting.formerly!)} is now called ${namesOf(setting)}; ${what}`, {
    type: 'DeprecationWarning',
    code: 'RENAMED_OPTION',
  });
}

const namesOf = ({ env, flag }: Pick<Setting, 'env' | 'flag'>): string =>
  flag === undefined ? env : `${flag.split(' ')[0]} or ${env}`;

function problem(setting: Setting, given: unknown, why = 'not valid'): string {
  const received = setting.secret ? 'a value that is not shown' : given === undefined ? 'nothing' : quote(given);
  return `${namesOf(setting)} (${setting.unit}): ${why}, got ${received}`;
}

/** Stands before the key of an option that was given under its old name. */
const FORMERLY = 'formerly ';

/** The flags that were given, by the option's key; `undefined` when help was printed instead. */
function parseFlags(name: string, table: SettingTable, argv: readonly string[]): Record<string, unknown> | undefined {
  const command = new Command(name)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .allowExcessArguments(false);
  const keyOf = new Map<string, string>();
  const add = (option: Option, key: string): void => {
    keyOf.set(option.attributeName(), key);
    command.addOption(option);
  };
  for (const [key, { flag, what, unit, env, formerly }] of Object.entries(table)) {
    if (flag !== undefined) add(new Option(flag, `${what} (${unit}; ${env})`), key);
    if (formerly?.flag !== undefined) add(new Option(formerly.flag).hideHelp(), FORMERLY + key);
  }
  try {
    command.parse([...argv], { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.code === 'commander.helpDisplayed') return undefined;
    const message = thrown instanceof Error ? thrown.message.replace(/^error: /, '') : String(thrown);
    throw fault('BAD_OPTION', `${message}; --help lists the options`);
  }
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(command.opts())) given[keyOf.get(name)!] = value;
  return given;
}
