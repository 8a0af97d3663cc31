/**
 * The state of the view Data, as its address holds it. Whoever shows a number elsewhere writes with it the address where the same
 * number stands with the same filters.
 */
import { hrefOf } from './route.ts';
import { month, oneOf, someOf, text, whole, writeState, type Shape } from './view-state.ts';

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

export interface DataState {
  readonly subject: Subject;
  /** Name of a shipped question; with one, the subject is not used. */
  readonly question: string | null;
  readonly by: readonly Breakdown[];
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
  /** A column, and `-` before it for the largest first. */
  readonly sort: string | null;
}

const word = (like: string) => text(/^[A-Z][A-Z0-9_]{0,39}$/, like);

export const DATA_SHAPE: Shape<DataState> = {
  subject: oneOf(SUBJECTS, 'coverage'),
  question: text(/^[A-Za-z_]\w{0,79}$/, 'ProgrammeOnOnePage'),
  by: someOf(BREAKDOWNS, [], 2),
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
  sort: text(/^-?[a-z][A-Za-z]{0,39}$/, '-coverageRate'),
};

/** Where a number stands in Data. */
export const dataHref = (state: Partial<DataState>): string => hrefOf('data', writeState(DATA_SHAPE, state));
