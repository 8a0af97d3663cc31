/** A list of any answer as a table: headings from the schema's descriptions, names first, codes last, marks from each `basis`. */
import { FIGURES, isHidden, type Table, type TableCell } from '../graph/table.ts';
import { isMaskedText, markOfCode, marksOfBasis, marksOfRate, type Basis, type Mark } from '../numbers/marks.ts';
import type { Cell, Column, ColumnWriting, DataTable, Row } from './data-table.ts';
import type { FieldFacts } from './field-facts.ts';
import { partTitles, placeWords } from './part-titles.ts';
import { nullReason } from './null-reason.ts';
import type { Say } from '../language/say.ts';

/** What the schema says of a field of the answer, by its path without lists' plumbing, such as `districts.coverage.total`. */
export type FactsOf = (path: string) => FieldFacts | undefined;

const BASIS = /(^|\.)(basis|\w+Basis)\.(month|exactness|noise)$/;

export function questionTable(table: Table, factsOf: FactsOf, title: string, say: Say): DataTable {
  const shown = placesOf(table, factsOf).filter(({ name }) => !BASIS.test(name));
  const columns = shown.map(({ name, index, facts }) => columnOf(name, facts, table, index));
  const order = { NAME: 0, TEXT: 1, FIGURE: 2, CODE: 3 } as const;
  return {
    title,
    columns: columns.toSorted((left, right) => order[left.kind] - order[right.kind]),
    rows: table.rows.map((row, index) => rowOf(row, shown, String(index), say)),
    adds: 'NONE',
  };
}

/** @returns where a column stands in the answer: a list inside a row repeats the columns of the rows around it under the name of their list */
export function pathOf(list: string, column: string): string {
  const names = list.split('.');
  for (let length = names.length - 1; length > 0; length -= 1) {
    const own = `${names[length - 1]}.`;
    if (column.startsWith(own)) return [...names.slice(0, length), column.slice(own.length)].join('.');
  }
  return `${list}.${column}`;
}

function columnOf(name: string, facts: FieldFacts | undefined, table: Table, index: number): Column {
  const isNumber = table.rows.some((row) => typeof row[index] === 'number');
  const last = name.split('.').at(-1)!;
  const kind =
    isNumber && facts?.type !== 'Period'
      ? 'FIGURE'
      : last === 'name'
        ? 'NAME'
        : isCode(last, facts)
          ? 'CODE'
          : facts?.values
            ? 'NAME'
            : 'TEXT';
  const hint = facts?.description;
  return {
    id: name,
    title: facts?.heading ?? name,
    ...(hint !== undefined && { hint }),
    kind,
    writing: writingOf(last, facts),
  };
}

const isCode = (last: string, facts: FieldFacts | undefined): boolean =>
  facts?.type === 'ID' || last === 'code' || last === 'token';

function writingOf(name: string, facts: FieldFacts | undefined): ColumnWriting {
  switch (facts?.type) {
    case 'Rupiah':
      return 'rupiah';
    case 'Date':
      return 'day';
    case 'DateTime':
      return 'moment';
    case 'Period':
      return 'month';
    case 'Int':
      return 'whole';
    case 'Float':
      return isRate(name) ? 'percent' : 'decimal';
    default:
      return 'plain';
  }
}

/** A column of the answer. */
interface Place {
  readonly name: string;
  readonly index: number;
  readonly facts: FieldFacts | undefined;
  /** Of a name: what the schema says of its object, where that may be one nobody knows. */
  readonly unknown: string | undefined;
  /** Where the basis beside it stands, of which each row has its own. */
  readonly basis: Readonly<Record<keyof Basis, number>>;
}

function placesOf({ name: list, columns }: Table, factsOf: FactsOf): readonly Place[] {
  const indices = new Map(columns.map((name, index) => [name, index]));
  return columns.map((name, index) => {
    const around = basisOfField(name, (each) => indices.has(each));
    const at = (field: keyof Basis): number => indices.get(`${around}.${field}`) ?? -1;
    const basis = { month: at('month'), exactness: at('exactness'), noise: at('noise') };
    return { name, index, facts: factsOf(pathOf(list, name)), unknown: unknownIn(name, list, factsOf), basis };
  });
}

function rowOf(row: readonly TableCell[], shown: readonly Place[], id: string, say: Say): Row {
  const cells = shown.map(
    ({ name, index, facts, unknown, basis }) =>
      [
        name,
        cellOf(
          {
            value: row[index] ?? null,
            facts,
            unknown,
            isShare: isRate(name),
            basis: basisOf((field) => row[basis[field]]),
          },
          say,
        ),
      ] as const,
  );
  return { id, cells: Object.fromEntries(cells) };
}

/** A row about an object that is not known has a name all the same: people whose village is not known are somebody. */
function unknownIn(name: string, list: string, factsOf: FactsOf): string | undefined {
  const around = name.split('.').slice(0, -1).join('.');
  if (around === '' || !name.endsWith('.name')) return undefined;
  const description = factsOf(pathOf(list, around))?.description;
  return description !== undefined && /not known|tidak diketahui/.test(description) ? description : undefined;
}

/** Where the basis of a number stands: one of its own (`totalBasis`), of the object it is in (`computedBasis`), or the one beside it. */
function basisOfField(name: string, has: (field: string) => boolean): string {
  const around = name.split('.').slice(0, -1);
  const places = [`${name}Basis`, ...(around.length > 0 ? [`${around.join('.')}Basis`] : [])];
  return places.find((place) => has(`${place}.exactness`)) ?? [...around, 'basis'].join('.');
}

function basisOf(of: (field: keyof Basis) => TableCell | undefined): Basis | undefined {
  const [month = null, exactness, noise] = [of('month'), of('exactness'), of('noise')];
  if (exactness !== 'EXACT' && exactness !== 'PERTURBED') return undefined;
  return { month: typeof month === 'string' ? month : null, exactness, noise: typeof noise === 'number' ? noise : 0 };
}

interface Told {
  readonly value: TableCell;
  readonly facts: FieldFacts | undefined;
  readonly unknown?: string | undefined;
  readonly isShare: boolean;
  readonly basis: Basis | undefined;
}

function cellOf({ value, facts, unknown, isShare, basis }: Told, say: Say): Cell {
  if (value === null && unknown !== undefined) return { value: say('data.notKnown'), marks: [], says: unknown };
  if (value === null) return saying({ value, marks: [] }, nullReason(facts?.description, say));
  if (isHidden(value)) return { value: null, marks: [markOfReason(value.hidden)] };
  if (typeof value === 'number') {
    const marks = isKey(facts) ? [] : marksOfBasis(basis);
    return { value, marks: isShare ? marksOfRate(marks) : marks };
  }
  if (typeof value !== 'string') return { value, marks: [] };
  if (isMaskedText(value)) return { value, marks: [{ kind: 'MASKED' }] };
  const { title, says } = facts?.values?.get(value) ?? { title: value };
  return saying({ value: title, marks: [] }, says);
}

const saying = (cell: Cell, says: string | undefined): Cell => (says === undefined ? cell : { ...cell, says });

const isRate = (name: string): boolean => name.endsWith('Rate');

/** What rows are counted by, such as months in a row: no count, so nothing was added to it. */
const isKey = (facts: FieldFacts | undefined): boolean => facts?.type === 'Int' && facts.always;

/** `FORBIDDEN_FIELD`, `SUBGRAPH_UNREACHABLE (workers)`, as graph/table.ts writes them. */
function markOfReason(reason: string): Mark {
  const [, code = reason, agency] = /^(\w+)(?: \((.*)\))?$/.exec(reason) ?? [];
  if (agency !== undefined) return { kind: 'ABSENT', agency };
  return markOfCode(code);
}

/** What stands outside every list: one number a row, each written in its own way. */
export function figuresTable(
  table: Table,
  factsOf: FactsOf,
  words: { title: string; what: string; value: string },
  say: Say,
): DataTable {
  const byName = new Map(table.rows.map(([field, value]) => [String(field), value ?? null]));
  const names = figureNames(
    [...byName.keys()].filter((field) => !BASIS.test(field)),
    factsOf,
  );
  const rows = [...byName].flatMap(([field, value], index): Row[] => {
    if (BASIS.test(field)) return [];
    const facts = factsOf(field);
    const around = basisOfField(field, (each) => byName.has(each));
    const basis = basisOf((of) => byName.get(`${around}.${of}`));
    const cell = cellOf({ value, facts, isShare: isRate(field), basis }, say);
    const writing = writingOf(field.split('.').at(-1)!, facts);
    const name: Cell = { value: names.get(field) ?? field, marks: [] };
    return [{ id: String(index), cells: { what: name, value: { ...cell, writing } } }];
  });
  return {
    title: words.title,
    columns: [
      { id: 'what', title: words.what, kind: 'NAME', writing: 'plain' },
      { id: 'value', title: words.value, kind: 'FIGURE', writing: 'whole' },
    ],
    rows,
    adds: 'NONE',
  };
}

/** A total says of what; what several are called alike, where each stands. */
function figureNames(fields: readonly string[], factsOf: FactsOf): ReadonlyMap<string, string> {
  const headings = {
    get: (path: string) => {
      const facts = factsOf(path);
      const of = path.endsWith('.total') ? placeWords(path, { get: factsOf }) : undefined;
      return facts === undefined || of === undefined ? facts : { heading: `${facts.heading}: ${of.toLowerCase()}` };
    },
  };
  return partTitles(fields, headings);
}

export const isFigures = ({ name }: Table): boolean => name === FIGURES;
