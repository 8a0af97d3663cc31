/** The lists that a reader chooses from, and what their values are called: asked of the graph once. */
import type { Language } from '../language/languages.ts';
import type { Breakdown, Measure } from '../address/data-view.ts';
import { valueName, type EnumDescriptions } from '../language/enum-names.ts';
import { partIn } from '../language/bilingual.ts';
import type { Latest } from './branches.ts';
import type { Choice } from './choice.ts';

export const LISTS = `query DataLists {
  city {
    districts { code name villages { code name } }
    coverageHistory { month }
  }
  agencies(first: 100, filter: { roles: [VERIFIER] }) { nodes { code name } }
  programmes { code name budgets { year } }
  occupation: __type(name: "Occupation") { enumValues { name description } }
  band: __type(name: "DecileBand") { enumValues { name description } }
  sector: __type(name: "Sector") { enumValues { name description } }
  status: __type(name: "WorkerStatus") { enumValues { name description } }
  verdict: __type(name: "Verdict") { enumValues { name description } }
  age: __type(name: "AgeBand") { enumValues { name description } }
  group: __type(name: "GroupKind") { enumValues { name description } }
  coverageFields: __type(name: "Coverage") { fields { name description } }
  groupFields: __type(name: "GroupCount") { fields { name description } }
  funnelFields: __type(name: "AgencyFunnel") { fields { name description } }
  turnaroundFields: __type(name: "Turnaround") { fields { name description } }
  moneyFields: __type(name: "Reconciliation") { fields { name description } }
  doubleMonthFields: __type(name: "DoubleFundingMonth") { fields { name description } }
  doubleFields: __type(name: "DoubleFundingCounts") { fields { name description } }
}`;

interface Coded {
  readonly code: string;
  readonly name: string | null;
}
type Fields = { readonly fields: readonly { readonly name: string; readonly description: string | null }[] } | null;

const ENUMS = ['occupation', 'band', 'sector', 'status', 'verdict', 'age', 'group'] as const;

/** What the schema says of each subject's measures. */
const FIELDS = {
  coverage: ['coverageFields'],
  groups: ['groupFields'],
  verification: ['funnelFields', 'turnaroundFields'],
  money: ['moneyFields'],
  'double-funding': ['doubleFields', 'doubleMonthFields'],
  published: [],
} as const satisfies Record<Choice['subject'], readonly string[]>;

type Described = Readonly<Record<(typeof ENUMS)[number], EnumDescriptions>> &
  Readonly<Record<(typeof FIELDS)[Choice['subject']][number], Fields>>;

export interface ListsAnswer extends Described {
  readonly city: {
    readonly districts: readonly (Coded & { readonly villages: readonly Coded[] | null })[] | null;
    readonly coverageHistory: readonly { readonly month: string }[] | null;
  } | null;
  readonly agencies: { readonly nodes: readonly Coded[] } | null;
  readonly programmes: readonly (Coded & { readonly budgets: readonly { readonly year: number }[] })[] | null;
}

interface Option {
  readonly code: string;
  readonly name: string;
  /** The whole sentence where the name is only the beginning of one. */
  readonly says?: string;
}

export interface Lists {
  readonly districts: readonly (Option & { readonly villages: readonly Option[] })[];
  /** `YYYY-MM`, the latest first. */
  readonly months: readonly string[];
  /** The latest first. */
  readonly years: readonly number[];
  readonly of: Readonly<Partial<Record<Breakdown, readonly Option[]>>>;
  readonly latest: Latest;
  readonly nameOf: (breakdown: Breakdown, code: string) => string;
  /** What more is said of a value than its name. */
  readonly saysOf: (breakdown: Breakdown, code: string) => string | undefined;
  readonly hintOf: (subject: Choice['subject'], measure: Measure) => string | undefined;
}

/** @param answer of whatever part there is; what is missing in it is an empty list */
export function listsOf(answer: Partial<ListsAnswer> | undefined, language: Language): Lists {
  const named = ({ code, name }: Coded): Option => ({ code, name: name ?? code });
  const districts = (answer?.city?.districts ?? []).map((district) => ({
    ...named(district),
    villages: (district.villages ?? []).map(named),
  }));
  const months = (answer?.city?.coverageHistory ?? []).map(({ month }) => month).toReversed();
  const budgets = (answer?.programmes ?? []).filter((programme) => programme.budgets.length > 0);
  const years = [...new Set(budgets.flatMap((programme) => programme.budgets.map(({ year }) => year)))];
  const of: Lists['of'] = {
    ...Object.fromEntries(ENUMS.map((name) => [name, optionsOf(answer?.[name], language)])),
    agency: (answer?.agencies?.nodes ?? []).map(named),
    programme: budgets.map(named),
    district: districts,
    village: districts.flatMap(({ villages }) => villages),
  };
  const last = budgets.map(
    (programme) => [programme.code, Math.max(...programme.budgets.map(({ year }) => year))] as const,
  );
  return {
    districts,
    months,
    years: years.toSorted((left, right) => right - left),
    of,
    latest: { years: new Map(last), ...(months[0] !== undefined && { month: months[0] }) },
    nameOf: (breakdown, code) => of[breakdown]?.find((option) => option.code === code)?.name ?? code,
    saysOf: (breakdown, code) => of[breakdown]?.find((option) => option.code === code)?.says,
    hintOf: hintsOf(answer, language),
  };
}

/** @returns the name of a district or a village, by its code */
export function areaName(code: string, { nameOf }: Lists): string {
  const village = nameOf('village', code);
  return village === code ? nameOf('district', code) : village;
}

function optionsOf(described: EnumDescriptions, language: Language): Option[] {
  return (described?.enumValues ?? []).map(({ name: code, description }) => {
    const { title, ...more } = valueName(description ?? code, language);
    return { code, name: title, ...more };
  });
}

/** Where a measure has another name than its field. */
const FIELD_OF: Readonly<Partial<Record<Measure, string>>> = { people: 'total', peopleChange: 'change' };

function hintsOf(answer: Partial<ListsAnswer> | undefined, language: Language): Lists['hintOf'] {
  return (subject, measure) => {
    const fields = FIELDS[subject].flatMap((name) => answer?.[name]?.fields ?? []);
    const description = fields.find(({ name }) => name === (FIELD_OF[measure] ?? measure))?.description;
    return description == null ? undefined : partIn(description, language);
  };
}
