/** The records of a city's files, one shape a file: names of the columns, and what may stand in them. */
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { z } from 'zod';

const text = z.string('expected text; in YAML a number or a date is text in quotes').trim().min(1, 'expected text');
const code = (pattern: RegExp, example: string) => text.regex(pattern, `expected a code as ${example}`);
const number = z
  .union([z.number(), text.regex(/^-?\d+(\.\d+)?$/).transform(Number)], 'expected a number as 12 or -6.25')
  .pipe(z.number());
const whole = (most: number) => {
  const expected = `expected a whole number from 0 to ${most}, without points or commas`;
  return number.pipe(z.number().int(expected).min(0, expected).max(most, expected));
};
const day = text
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day as 2025-11-05')
  .refine(isDay, 'expected a day of the calendar');
const month = text.regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'expected a month as 2025-10');

const agencyCode = code(/^[A-Z][A-Z0-9_]{0,31}$/, 'DINSOS');
const programmeCode = code(/^[A-Z][A-Z0-9_]{0,31}$/, 'SIGAP');
const districtCode = code(/^\d{2}\.\d{2}\.\d{2}$/, '32.75.01');
const villageCode = code(/^\d{2}\.\d{2}\.\d{2}\.\d{4}$/, '32.75.01.1001');
const people = whole(100_000_000);
/** Rupiah that every double holds. */
const rupiah = whole(Number.MAX_SAFE_INTEGER);

/** `city.yaml` */
export const cityRecord = z.strictObject({ code: code(/^\d{2}\.\d{2}$/, '32.75'), name: text, areaKm2: number });

const districts = z.strictObject({
  code: districtCode,
  name: text,
  latitude: number.pipe(z.number().min(-90).max(90)),
  longitude: number.pipe(z.number().min(-180).max(180)),
});

const villages = z
  .strictObject({ code: villageCode, name: text, population: people, workforce: people })
  .refine(({ population, workforce }) => workforce <= population, {
    path: ['workforce'],
    message: 'expected no more than the population',
  });

const agencies = z.strictObject({
  code: agencyCode,
  name: text,
  kind: z.enum(valuesOf('agencies', 'AgencyKind')),
  roles: words(valuesOf('agencies', 'AgencyRole')),
  subgraph: text.nullable(),
  contact: text,
});

const groups = z.strictObject({
  kind: z.enum(valuesOf('groups', 'GroupKind')),
  name: text,
  owner: agencyCode,
  programme: programmeCode,
});

const programmes = z.strictObject({
  code: programmeCode,
  name: text,
  launchedOn: day.nullable(),
  funder: agencyCode,
  insurer: agencyCode,
});

const budgets = z
  .strictObject({
    programme: programmeCode,
    year: whole(2099),
    accountCode: text,
    from: month,
    to: month,
    ceiling: rupiah,
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'expected no earlier month than `from`' });

const rates = z
  .strictObject({
    sector: z.enum(valuesOf('funding', 'Sector')),
    from: month,
    to: month.nullable(),
    jkk: rupiah,
    jkm: rupiah,
    discountPercent: whole(100),
    legalBasis: text,
  })
  .refine(({ from, to }) => to === null || from <= to, {
    path: ['to'],
    message: 'expected no earlier month than `from`',
  });

const figures = z
  .strictObject({
    code: code(/^[A-Z][A-Z0-9_]{0,63}$/, 'SIGAP_PARTICIPANTS'),
    title: text,
    titleId: text,
    unit: z.enum(['PEOPLE', 'RUPIAH', 'PERCENT', 'DATE', 'TEXT']),
    value: z.union([z.number(), text]).nullable(),
    text,
    source: text,
    date: day,
  })
  .transform((figure, context) => {
    const value = VALUES[figure.unit].safeParse(figure.value);
    if (value.success) return { ...figure, value: value.data };
    const [issue] = value.error.issues;
    context.addIssue({ code: 'custom', path: ['value'], message: `${issue!.message} (unit ${figure.unit})` });
    return z.NEVER;
  });

const occupationWords = z.strictObject({
  word: text,
  occupation: z.enum(valuesOf('workers', 'Occupation')),
});

const VALUES = {
  PEOPLE: people,
  RUPIAH: rupiah,
  PERCENT: number,
  DATE: day,
  TEXT: z.null('expected nothing: the words stand under text'),
} as const;

/** The files that are tables, each as `<name>.csv` or `<name>.yaml`, by their names. */
export const cityRecords = {
  districts,
  villages,
  agencies,
  groups,
  programmes,
  budgets,
  'contribution-rates': rates,
  'published-figures': figures,
  'occupation-words': occupationWords,
} as const;

/** Tables that a folder may lack: one made before there were such. */
export const OPTIONAL_TABLES: readonly CityTableName[] = ['occupation-words'];

/** Name of one of the tables. */
export type CityTableName = keyof typeof cityRecords;
/** A record of a table, read and judged. */
export type CityRecord<Name extends CityTableName> = z.output<(typeof cityRecords)[Name]>;
/** The record of `city.yaml`. */
export type CityItself = z.output<typeof cityRecord>;

/** @returns the columns of a table, in the order in which a new file has them */
export function columnsOf(name: CityTableName): readonly string[] {
  const record = cityRecords[name];
  return Object.keys(record instanceof z.ZodPipe ? record.in.shape : record.shape);
}

/** A list: in CSV words with blanks between them, in YAML a list. */
function words(values: readonly string[]) {
  return z
    .union([text.transform((several) => several.split(/\s+/)), z.array(z.string())])
    .pipe(z.array(z.enum(values, `expected of ${values.join(', ')}, in CSV with a blank between two`)).min(1));
}

/** @returns the values of an enum, as the contract of a subgraph has them */
function valuesOf(subgraph: string, name: string): string[] {
  const { definitions } = parse(readFileSync(new URL(`../../schema/${subgraph}.graphql`, import.meta.url), 'utf8'));
  for (const definition of definitions)
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === name)
      return (definition.values ?? []).map((value) => value.name.value);
  throw new Error(`expected the enum ${name} in schema/${subgraph}.graphql`);
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
