/**
 * What a reader must know of a number before they use it. One module reads it from the answer, for the screen and for every
 * export: from the `basis` of the object a count stands in, and from the error at the path of a value that is not there.
 */
import { absentSubgraph, type AnswerError } from '../graph/ask.ts';
import type { MessageKey } from '../language/en.ts';

export type Mark =
  | { readonly kind: 'EXACT' }
  /** Computed with a number that is itself an estimate, such as the workforce. */
  | { readonly kind: 'ESTIMATE' }
  /** `noise`: the most that was added or taken, people. */
  | { readonly kind: 'PERTURBED'; readonly noise: number }
  /** A share of two counts to which that was done: a change of people, not of percentage points. */
  | { readonly kind: 'RATE'; readonly noise: number }
  /** Added up by this page of so many perturbed numbers; `deviation`: one standard deviation, people. */
  | { readonly kind: 'SUMMED'; readonly parts: number; readonly deviation: number }
  /** Stands at the end of a month, `YYYY-MM`, and does not change until the next. */
  | { readonly kind: 'MONTH'; readonly month: string }
  | { readonly kind: 'MASKED' }
  | { readonly kind: 'FORBIDDEN' }
  | { readonly kind: 'WITHHELD' }
  /** Counts of a month of a record in which no month has ended yet. */
  | { readonly kind: 'NOT_YET' }
  | { readonly kind: 'ABSENT'; readonly agency: string }
  | { readonly kind: 'FAILED'; readonly code: string }
  /** `time`: when the answer came that is still shown, as the reader writes it. */
  | { readonly kind: 'STALE'; readonly time: string };

/** A number with its marks; null where there is none, and then a mark says why, unless the graph holds none. */
export interface Marked {
  readonly value: number | null;
  readonly marks: readonly Mark[];
}

/** `CountBasis` of the schema. */
export interface Basis {
  readonly month: string | null;
  readonly exactness: 'EXACT' | 'PERTURBED';
  readonly noise: number;
}

export type Path = readonly (string | number)[];

/** The noise of one count has at most this standard deviation, people (docs/disclosure.md). */
const DEVIATION = 2.65;

const NONE: readonly Mark[] = [];
const marksByBasis = new Map<string, readonly Mark[]>();

/** The same list for the same basis: a long table has hundreds of thousands of cells and few bases. */
export function marksOfBasis(basis: Basis | null | undefined): readonly Mark[] {
  if (basis == null) return NONE;
  const key = `${basis.month} ${basis.exactness} ${basis.noise}`;
  const marks = marksByBasis.get(key) ?? marksIn(basis);
  marksByBasis.set(key, marks);
  return marks;
}

function marksIn({ month, exactness, noise }: Basis): readonly Mark[] {
  const exact: Mark = exactness === 'EXACT' ? { kind: 'EXACT' } : { kind: 'PERTURBED', noise };
  return month === null ? [exact] : [exact, { kind: 'MONTH', month }];
}

/** @returns why there is no value at a path: the error there, or at an object around it */
export function markOfGap(errors: readonly AnswerError[], path: Path): Mark | undefined {
  const error = errors.find((each) => each.path !== undefined && leadsTo(each.path, path));
  return error === undefined ? undefined : markOfError(error);
}

export function markOfError(error: AnswerError): Mark {
  const agency = absentSubgraph(error);
  if (agency !== undefined) return { kind: 'ABSENT', agency };
  const code = error.extensions?.['code'];
  return markOfCode(typeof code === 'string' ? code : 'UNKNOWN');
}

/** @param code of the error that stands where a value is not */
export function markOfCode(code: string): Mark {
  if (code === 'UNPERTURBED_COUNT') return { kind: 'WITHHELD' };
  if (code === 'NO_MONTH_YET') return { kind: 'NOT_YET' };
  return code.startsWith('FORBIDDEN') ? { kind: 'FORBIDDEN' } : { kind: 'FAILED', code };
}

const leadsTo = (start: Path, path: Path): boolean =>
  start.length <= path.length && start.every((part, index) => part === path[index]);

/** A value as the answer has it. @param path where it stands, as an error would give it */
export function marked(
  value: number | null | undefined,
  { basis, errors = [], path = [] }: { basis?: Basis | null; errors?: readonly AnswerError[]; path?: Path } = {},
): Marked {
  if (value != null) return { value, marks: marksOfBasis(basis) };
  const gap = markOfGap(errors, path);
  return { value: null, marks: gap === undefined ? [] : [gap] };
}

/**
 * Adds numbers up, and says what that does to them. Null where one is missing: a sum without it would be too small.
 * The graph's own sum is better where it has one.
 */
export function sumOf(parts: readonly Marked[]): Marked {
  const missing = parts.find(({ value }) => value === null);
  if (missing !== undefined) return { value: null, marks: missing.marks };
  const moved = parts.filter(({ value, marks }) => value !== 0 && marks.some(isPerturbed)).length;
  const value = parts.reduce((sum, part) => sum + part.value!, 0);
  const others = distinct(parts.flatMap(({ marks }) => marks.filter(({ kind }) => kind !== 'EXACT')));
  if (moved < 2) return { value, marks: moved === 1 ? others : distinct(parts.flatMap(({ marks }) => marks)) };
  const deviation = Math.ceil(DEVIATION * Math.sqrt(moved));
  return {
    value,
    marks: [{ kind: 'SUMMED', parts: moved, deviation }, ...others.filter((mark) => !isPerturbed(mark))],
  };
}

/** A number that was computed with an estimate: that the people in it are counted exactly does not make it exact. */
export const ofEstimate = ({ value, marks }: Marked): Marked => ({
  value,
  marks: value === null ? marks : [{ kind: 'ESTIMATE' }, ...marks.filter(({ kind }) => kind !== 'EXACT')],
});

/** The marks of a share that stands on the same basis as the counts it is made of. */
export const marksOfRate = (marks: readonly Mark[]): readonly Mark[] =>
  marks.map((mark) => (mark.kind === 'PERTURBED' ? { kind: 'RATE', noise: mark.noise } : mark));

const isPerturbed = ({ kind }: Mark): boolean => kind === 'PERTURBED';

/** @returns each mark once, in the order of the legend */
export function distinct(marks: Iterable<Mark>): Mark[] {
  const each = new Map([...new Set(marks)].map((mark) => [JSON.stringify(mark), mark]));
  return [...each.values()].sort((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind));
}

const ORDER: readonly Mark['kind'][] = [
  'EXACT',
  'ESTIMATE',
  'PERTURBED',
  'RATE',
  'SUMMED',
  'MONTH',
  'MASKED',
  'FORBIDDEN',
  'WITHHELD',
  'NOT_YET',
  'ABSENT',
  'FAILED',
  'STALE',
];

/** The forms a masked value has (docs/policy.md): stars stand for what is hidden. */
export const isMaskedText = (text: string): boolean => /\*{3,}/.test(text);

/** Keys and values of a mark's words, for `say`: the short word, and the sentence. */
export interface MarkWords {
  readonly word: MessageKey;
  readonly says: MessageKey;
  readonly values: Readonly<Record<string, string | number>>;
}

/** @param monthName `YYYY-MM` as the reader writes it */
export function wordsOfMark(mark: Mark, monthName: (month: string) => string): MarkWords {
  const { kind, ...values } = mark;
  const named = mark.kind === 'MONTH' ? { month: monthName(mark.month) } : values;
  return { word: `mark.${kind}.word`, says: `mark.${kind}.says`, values: named };
}
