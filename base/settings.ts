/**
 * Options, validated once at the start. A room describes its options in one table; `readSettings` takes them from the
 * command line first, then from the environment, then from a file where the program has one, then from the default, and refuses what does not fit with one line
 * an option. After it nothing reads `process.env`. docs/config.md lists every table, held to the code by a test.
 */
import { isDeepStrictEqual } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import { z } from 'zod';
import { environment } from './environment.ts';
import { faultsOf, quote } from './errors.ts';
import { readSettingsFile, USUAL_FILE, type SettingsFile } from './settings-file.ts';

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
  /** Whether it is a structure in a file, and JSON elsewhere. */
  readonly structured?: boolean;
  /** What it was called in the version before: still read, with a warning, where nothing is given under the new name. */
  readonly formerly?: Pick<Setting, 'env' | 'flag'>;
}

/** A program's options by the name that its code uses. */
export type SettingTable = Readonly<Record<string, Setting>>;
/** The option that names a file with options; a program whose table has it reads one. */
export const configOption = {
  env: 'SIGAP_CONFIG',
  flag: '--config <file>',
  schema: z.string().min(1).optional(),
  unit: 'path',
  what: `A YAML file with options; without it ${USUAL_FILE} of the working folder, where there is one.`,
} as const;

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

/** The schema of an option that says where a MongoDB is; it may be left out. */
export function mongodbUri() {
  return z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'expected mongodb://…')
    .optional();
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
  return readWithOrigins(name, table, argv, env)?.settings;
}

/** Where the value of an option is from. */
type Origin = 'command line' | 'environment' | 'file' | 'default';

/** Options, and where each is from. */
export interface SettingsWithOrigins<Table extends SettingTable> {
  readonly settings: SettingsOf<Table>;
  readonly origins: Readonly<Record<keyof Table, Origin>>;
  /** The file of options that was read; absent where there is none. */
  readonly file: string | undefined;
}

/** As `readSettings`, with the origin of each option. @throws CodedError BAD_OPTION */
export function readWithOrigins<const Table extends SettingTable>(
  name: string,
  table: Table,
  argv: readonly string[] = process.argv.slice(2),
  // eslint-disable-next-line no-restricted-properties -- the one place that reads it
  env: Readonly<Record<string, string | undefined>> = process.env,
): SettingsWithOrigins<Table> | undefined {
  const flags = parseFlags(name, table, argv);
  if (flags === undefined) return undefined;
  const file = fileOf(table, flags, env);
  const given = { flags, env, file };
  const inProduction = environment.schema.parse(env[environment.env] ?? file.values.environment) === 'production';
  const problems = [...file.problems];
  const settings: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [key, setting] of Object.entries(table)) {
    if (inProduction && setting.secret && flags[key] !== undefined) problems.push(openSecret(setting, flags[key]));
    const { value, origin, said } = valueOf(key, setting, given);
    const parsed = setting.schema.safeParse(value);
    origins[key] = origin;
    if (parsed.success) settings[key] = parsed.data;
    else problems.push(problem(said, value, placed(parsed.error.issues[0])));
  }
  if (problems.length > 0) throw fault('BAD_OPTION', problems.join('; '));
  return { settings: settings as SettingsOf<Table>, origins: origins as Record<keyof Table, Origin>, file: file.path };
}

interface Given {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: SettingsFile;
}

function fileOf(table: SettingTable, flags: Given['flags'], env: Given['env']): SettingsFile {
  const key = Object.keys(table).find((each) => table[each] === configOption);
  if (key === undefined) return { values: {}, problems: [] };
  const named = (flags[key] as string | undefined) ?? fromEnvironment(configOption, env);
  return readSettingsFile(named, Object.fromEntries(Object.entries(table).filter(([each]) => each !== key)));
}

/** What is known of an option for a message about its value. */
type Said = Pick<Setting, 'env' | 'flag' | 'unit' | 'secret'> & { readonly place?: string };

/** The command line first, then the environment, under the new name before the old; then the file. */
function valueOf(
  key: string,
  setting: Setting,
  { flags, env, file }: Given,
): { readonly value: unknown; readonly origin: Origin; readonly said: Said } {
  const now = flags[key] ?? fromEnvironment(setting, env);
  const former = formerlyGiven(key, setting, flags, env);
  if (former !== undefined) warnOfFormerName(setting, now !== undefined);
  const value = now ?? former;
  if (value !== undefined) {
    const isFlag = (now === undefined ? flags[FORMERLY + key] : flags[key]) !== undefined;
    const said = value === now ? setting : { ...setting, ...setting.formerly };
    return { value, origin: isFlag ? 'command line' : 'environment', said };
  }
  if (!Object.hasOwn(file.values, key)) return { value: undefined, origin: 'default', said: setting };
  return { value: file.values[key], origin: 'file', said: { ...setting, place: `${key} in ${file.path}` } };
}

/** A secret on the command line. */
function openSecret(setting: Setting, given: unknown): string {
  return problem(
    setting,
    given,
    `expected it in the environment, as ${setting.env}: in production the words of a command are no place for a secret, all of the machine see them`,
  );
}

/** What was expected, and where in a structure. */
function placed(issue: z.core.$ZodIssue | undefined): string | undefined {
  return issue === undefined || issue.path.length === 0 ? issue?.message : `${issue.path.join('.')}: ${issue.message}`;
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

function problem(setting: Said, given: unknown, why = 'not valid'): string {
  const received = setting.secret ? 'a value that is not shown' : given === undefined ? 'nothing' : quote(given);
  return `${setting.place ?? namesOf(setting)} (${setting.unit}): ${why}, got ${received}`;
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
