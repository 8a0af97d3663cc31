/**
 * The state of the view Data, as its address holds it. Whoever shows a number elsewhere writes with it the address where the same
 * number stands with the same filters.
 */
import { hrefOf } from './route.ts';
import {
  flag,
  month,
  oneOf,
  savedId,
  someOf,
  text,
  whole,
  wordsLike,
  writeState,
  type Parameter,
  type Shape,
} from './view-state.ts';

export const SUBJECTS = ['coverage', 'groups', 'verification', 'money', 'double-funding', 'published'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What a subject may be broken down by. */
export const BREAKDOWNS = [
  'district',
  'village',
  'occupation',
  'band',
  'sector',
  'status',
  'month',
  'agency',
  'verdict',
  'age',
  'group',
  'programme',
] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export const PICTURES = ['auto', 'table', 'bars', 'lines', 'map', 'heat', 'pivot'] as const;
export type Picture = (typeof PICTURES)[number];

/** What is counted or summed; each subject has some of them. */
export const MEASURES = [
  'total',
  'covered',
  'coverageRate',
  'eligibleNotCovered',
  'atRisk',
  'asked',
  'answered',
  'pending',
  'medianDays',
  'p90Days',
  'lateRate',
  'count',
  'liability',
  'billed',
  'paid',
  'unpaid',
  'paidToDate',
  'remaining',
  'ceiling',
  'shortfall',
  'people',
  'peopleChange',
  'monthlyCost',
  'published',
  'computed',
] as const;
export type Measure = (typeof MEASURES)[number];

export interface DataState {
  readonly subject: Subject;
  /** Name of a shipped question; with one, the subject is not used. */
  readonly question: string | null;
  /** Id of the saved question that the view was opened from. */
  readonly saved: string | null;
  /** Of that question, an older version. */
  readonly version: number | null;
  /** Whether that question's own GraphQL is asked; then the subject is not used. */
  readonly document: boolean;
  /** Of a question's answer, the list that is shown, such as `city.districts`, or `figures`; the first when left out. */
  readonly part: string | null;
  readonly by: readonly Breakdown[];
  /** Those that are asked for, in their own order; the subject's usual ones when left out. */
  readonly measures: readonly Measure[];
  /** Code of the Ministry of Home Affairs, such as `32.75.01` or `32.75.01.1001`; the whole city when left out. */
  readonly area: string | null;
  readonly month: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly year: number | null;
  /** A value of the schema's enum `Occupation`. */
  readonly occupation: string | null;
  readonly band: string | null;
  readonly status: string | null;
  /** Code of an agency, such as `DINSOS`. */
  readonly agency: string | null;
  readonly verdict: string | null;
  /** Kind of a group. */
  readonly group: string | null;
  readonly programme: string | null;
  readonly as: Picture;
  /** The measure that the picture shows; the first, or the one the table is sorted by, when left out. */
  readonly shown: Measure | null;
  /** A column, and `-` before it for the largest first. */
  readonly sort: string | null;
  /** Columns that are not shown. */
  readonly hide: readonly string[];
  /** How many columns stay in sight when the table is scrolled sideways. */
  readonly freeze: number | null;
  /** Whether rows of the same first column stand under one heading, with their sum. */
  readonly grouped: boolean;
}

/** A column of a subject's table, such as `coverageRate`, or of a question's, such as `village.name`. */
const COLUMN = '[a-z]\\w{0,39}(?:\\.\\w{1,40}){0,6}';

const word = (like: string) => text(/^[A-Z][A-Z0-9_]{0,39}$/, like);

export const DATA_SHAPE: Shape<DataState> = {
  subject: oneOf(SUBJECTS, 'coverage'),
  question: text(/^[A-Za-z_][\w-]{0,79}$/, 'programme-on-one-page'),
  saved: savedId(),
  version: whole(1, 1_000_000),
  document: flag(),
  part: text(/^[A-Za-z_]\w{0,79}(?:\.[A-Za-z_]\w{0,79}){0,11}$/, 'city.districts'),
  by: someOf(BREAKDOWNS, [], 2),
  measures: someOf(MEASURES),
  area: text(/^\d\d(\.\d\d){1,2}(\.\d{4})?$/, '32.75.01'),
  month: month(),
  from: month(),
  to: month(),
  year: whole(2000, 2100),
  occupation: word('PKL'),
  band: word('D1_2'),
  status: word('COVERED'),
  agency: word('DINSOS'),
  verdict: word('PENDING'),
  group: word('RT_RW'),
  programme: word('SIGAP'),
  as: oneOf(PICTURES, 'auto'),
  shown: text(new RegExp(`^(?:${MEASURES.join('|')})$`), 'coverageRate') as Parameter<Measure | null>,
  sort: text(new RegExp(`^-?${COLUMN}$`), '-coverageRate'),
  hide: wordsLike(COLUMN, 'districtCode,atRisk'),
  freeze: whole(0, 4),
  grouped: flag(),
};

/** Where a number stands in Data. */
export const dataHref = (state: Partial<DataState>): string => hrefOf('data', writeState(DATA_SHAPE, state));
