/** Reads the rows of an answer along the tree that its question was written from. */
import type { Breakdown, Measure } from '../address/data-view.ts';
import { figureAt, valueAt, type Part } from '../numbers/figure-at.ts';
import { marked, marksOfRate, ofEstimate, type Marked, type Mark, type Path } from '../numbers/marks.ts';
import type { Branch, Count, Label, Names, Text, TextColumn, Unit } from './branch.ts';

/** What a row is about in one breakdown. */
export interface Named {
  /** Null where the record does not state it. */
  readonly code: string | null;
  /** Missing for enums and months, which the page names itself, and where nobody said it. */
  readonly name?: string;
}

/** A number, and how it is written where its column has several units. */
export interface CountRead extends Marked {
  readonly writing?: Unit['writing'];
  /** In place of a number: a day, `YYYY-MM-DD`. */
  readonly day?: string;
}

export interface ReadRow {
  readonly labels: Readonly<Partial<Record<Breakdown, Named>>>;
  readonly counts: Readonly<Partial<Record<Measure, CountRead>>>;
  readonly texts: Readonly<Partial<Record<TextColumn, string | null>>>;
}

export interface Read {
  readonly rows: readonly ReadRow[];
  /** The graph's own sum of the rows, where it was asked for. */
  readonly total?: ReadRow;
}

/** A branch as it stands in the answer. */
interface Place {
  readonly path: Path;
  readonly labels: ReadRow['labels'];
  readonly texts: ReadRow['texts'];
  readonly shared: ReadRow['counts'];
}

export function readRows(part: Part, branches: readonly Branch[]): Read {
  const rows: ReadRow[] = [];
  const totals: ReadRow[] = [];
  const walk = (branch: Branch, above: Place): void => {
    for (const path of pathsOf(part, branch, above.path)) {
      const place = placeOf(part, branch, { ...above, path });
      if (branch.as !== undefined) (branch.as === 'ROW' ? rows : totals).push(rowOf(part, branch, place));
      for (const inner of branch.inner ?? []) walk(inner, place);
    }
  };
  for (const branch of branches) walk(branch, { path: [], labels: {}, texts: {}, shared: {} });
  const [total] = totals;
  return total === undefined ? { rows } : { rows, total };
}

/** Where the branch's objects stand; a list that is missing has none, one object is there even so: its error is then its row's. */
function pathsOf({ data }: Part, { field, many, as }: Branch, above: Path): Path[] {
  const path = many === 'PAGES' ? [...above, field, 'nodes'] : [...above, field];
  const value = valueAt(data, path);
  if (many === undefined) return value == null && as === undefined && valueAt(data, above) == null ? [] : [path];
  return Array.isArray(value) ? value.map((_, index) => [...path, index]) : [];
}

function placeOf(part: Part, { labels = [], texts = [], shared = [] }: Branch, { path, ...above }: Place): Place {
  const { data } = part;
  return {
    path,
    labels: {
      ...above.labels,
      ...Object.fromEntries(labels.map((label) => [label.breakdown, namedAt(data, path, label)])),
    },
    texts: { ...above.texts, ...Object.fromEntries(texts.map((text) => [text.column, wordsAt(data, path, text)])) },
    shared: {
      ...above.shared,
      ...Object.fromEntries(shared.map((count) => [count.measure, countAt(part, path, count, undefined)])),
    },
  };
}

function namedAt(data: unknown, path: Path, { code, name }: Label): Named {
  const found = textAt(data, path, code);
  const called = name === undefined ? null : textAt(data, path, name);
  return called === null ? { code: found } : { code: found, name: called };
}

const wordsAt = (data: unknown, path: Path, { field }: Text): string | null => textAt(data, path, field);

function textAt(data: unknown, path: Path, names: Names): string | null {
  const value = valueAt(data, [...path, ...names]);
  return typeof value === 'string' ? value : null;
}

function rowOf(part: Part, { counts = [], basis }: Branch, { path, labels, texts, shared }: Place): ReadRow {
  const read = counts.map((count) => [count.measure, countAt(part, path, count, basis)] as const);
  return { labels, texts, counts: { ...shared, ...Object.fromEntries(read) } };
}

/** Shares of two counts. */
export const RATES: ReadonlySet<Measure> = new Set(['coverageRate', 'lateRate']);

function countAt(part: Part, path: Path, count: Count, around: Names | undefined): CountRead {
  const basis = count.basis === 'NONE' ? undefined : (count.basis ?? around);
  if (count.units !== undefined) return inUnits(part, path, count, basis);
  const at = [...path, ...count.field];
  const figure = basis === undefined ? bare(part, at) : figureAt(part, at, [...path, ...basis]);
  if (RATES.has(count.measure)) return { ...figure, marks: marksOfRate(figure.marks) };
  return count.exact === true ? { ...figure, marks: figure.marks.map(exactly) } : figure;
}

const bare = ({ data, errors }: Part, path: Path): Marked => {
  const value = valueAt(data, path);
  return marked(typeof value === 'number' ? value : null, { errors, path });
};

const exactly = (mark: Mark): Mark => (mark.kind === 'PERTURBED' ? { kind: 'EXACT' } : mark);

function inUnits(part: Part, path: Path, { units = [] }: Count, basis: Names | undefined): CountRead {
  for (const { field, writing, estimate } of units) {
    const value = valueAt(part.data, [...path, ...field]);
    if (typeof value === 'string') return { value: null, day: value, writing, marks: [] };
    if (typeof value !== 'number') continue;
    const figure =
      basis === undefined ? bare(part, [...path, ...field]) : figureAt(part, [...path, ...field], [...path, ...basis]);
    const { marks } = estimate === true ? ofEstimate(figure) : figure;
    return { marks, value: writing === 'percent' ? value / 100 : value, writing };
  }
  return bare(part, [...path, ...(units[0]?.field.slice(0, 1) ?? [])]);
}
