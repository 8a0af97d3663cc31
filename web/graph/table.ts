/**
 * The list-shaped parts of a GraphQL answer as flat tables.
 *
 * Each list of objects is one table named by its path (`districts`, `districts.villages`); a Relay connection is the list
 * of its nodes. Objects inside a row become columns (`village.name`). A list inside a row becomes a table of its own, whose
 * rows repeat the plain columns of the row they belong to. What stands outside every list becomes the table of figures.
 */
import { absentSubgraph, type Answer, type AnswerError } from './ask.ts';

/** A null that has a reason: the code of the error at its path, such as FORBIDDEN, and the subgraph that did not answer. */
export interface Hidden {
  readonly hidden: string;
}
export type TableCell = string | number | boolean | null | Hidden;

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** As many cells a row as there are columns. */
  readonly rows: readonly (readonly TableCell[])[];
}

/** The table of what stands outside every list: one field and its value a row. */
export const FIGURES = 'Figures / Angka';
/** Below this many levels an object is shown as its JSON. */
const DEEPEST = 32;
/** Fields that say how to fetch, not what was found. */
const PLUMBING = new Set(['__typename', 'pageInfo', 'cursor']);

/** From the top of an answer's data, as an error would give it. */
export type Path = readonly (string | number)[];

/** A table, and where its cells stand in the answer. */
export interface PlacedTable {
  readonly table: Table;
  /** As many as there are cells; undefined for what is not of the answer, such as the name of a figure. */
  readonly paths: readonly (readonly (Path | undefined)[])[];
}

interface PlacedCell {
  readonly cell: TableCell;
  readonly path: Path;
}

type Row = Map<string, PlacedCell>;
type Json = Record<string, unknown>;

/** @returns the tables of an answer, the figures last; none when it has no data */
export const tablesOf = (answer: Answer): Table[] => placedTablesOf(answer).map(({ table }) => table);

/** @returns as `tablesOf` */
export function placedTablesOf(answer: Answer): PlacedTable[] {
  const lists = new Map<string, Row[]>();
  const figures: Row = new Map();
  const reasons = reasonsOf(answer);
  if (answer.data != null)
    flatten(answer.data, { row: figures, lists, reasons, list: [], column: [], path: [], inherited: new Map() });
  const tables = [...lists].map(([name, rows]) => tableOf(name, rows));
  if (figures.size > 0) tables.push(figuresOf([...figures]));
  return tables;
}

export function isHidden(cell: TableCell): cell is Hidden {
  return typeof cell === 'object' && cell !== null;
}

/** Where the walk stands. */
interface Place {
  /** The row that is being filled. */
  readonly row: Row;
  readonly lists: Map<string, Row[]>;
  readonly reasons: ReadonlyMap<string, string>;
  /** Names that lead to the list this row is of. */
  readonly list: readonly string[];
  /** Names that lead from the row to here. */
  readonly column: readonly string[];
  /** The path from the top, as an error would give it. */
  readonly path: Path;
  /** The columns that a list inside this row repeats. */
  readonly inherited: Row;
}

/** Puts an object's fields into the row, plain ones first: the lists in it repeat them. */
function flatten(object: Json, place: Place): void {
  const nested: [Json | readonly unknown[], Place][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (PLUMBING.has(name)) continue;
    const inner = { ...place, column: [...place.column, name], path: [...place.path, name] };
    if (isNested(value) && inner.path.length < DEEPEST) nested.push([value, inner]);
    else place.row.set(inner.column.join('.'), placedCell(value, inner));
  }
  for (const [value, inner] of nested) if (!isList(value)) flattenObject(value as Json, inner);
  for (const [value, inner] of nested) if (isList(value)) flattenList(value, inner);
}

function flattenObject(object: Json, place: Place): void {
  const connected = itemsOf(object);
  if (connected === undefined) return flatten(object, place);
  flatten(Object.fromEntries(Object.entries(object).filter(([name]) => name !== connected.field)), place);
  flattenList(connected.items, { ...place, path: [...place.path, connected.field] }, connected.unwrap);
}

/** Starts a table, or goes on with it in another row of the table around it. */
function flattenList(items: readonly unknown[], place: Place, unwrap?: 'node'): void {
  const list = [...place.list, ...place.column];
  const rows = rowsOf(place.lists, list.join('.'));
  const around =
    place.list.length === 0
      ? []
      : [...place.row].map(([name, cell]) => [`${place.list.at(-1)}.${name}`, cell] as const);
  const inherited: Row = new Map([...place.inherited, ...around]);
  items.forEach((item, index) => {
    const row: Row = new Map(inherited);
    const own: Row = new Map();
    const path = unwrap === undefined ? [...place.path, index] : [...place.path, index, unwrap];
    const value = unwrap === undefined ? item : (item as Json | null)?.[unwrap];
    const inner = { ...place, row: own, list, column: [], path, inherited };
    if (isNested(value) && !isList(value)) flatten(value as Json, inner);
    else own.set('value', placedCell(value, inner));
    for (const [name, cell] of own) row.set(name, cell);
    rows.push(row);
  });
}

function rowsOf(lists: Map<string, Row[]>, name: string): Row[] {
  const rows = lists.get(name) ?? [];
  lists.set(name, rows);
  return rows;
}

/** The list in a Relay connection: `edges` of nodes, or `nodes`. */
function itemsOf(object: Json): { field: string; items: readonly unknown[]; unwrap?: 'node' } | undefined {
  const { edges, nodes } = object;
  if (Array.isArray(nodes)) return { field: 'nodes', items: nodes };
  if (Array.isArray(edges) && edges.every(isBareEdge)) return { field: 'edges', items: edges, unwrap: 'node' };
  return undefined;
}

/** An edge with nothing but its node. An edge with further fields is shown as any other object, so that nothing is lost. */
function isBareEdge(edge: unknown): boolean {
  if (edge === null) return true;
  return (
    typeof edge === 'object' &&
    'node' in edge &&
    Object.keys(edge).every((name) => name === 'node' || PLUMBING.has(name))
  );
}

function isNested(value: unknown): value is Json | readonly unknown[] {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null);
  return typeof value === 'object' && value !== null;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

const placedCell = (value: unknown, place: Place): PlacedCell => ({ cell: cellOf(value, place), path: place.path });

function cellOf(value: unknown, place: Place): TableCell {
  if (value == null) {
    const reason = place.reasons.get(JSON.stringify(place.path)) ?? place.reasons.get(anyRow(place.path));
    return reason === undefined ? null : { hidden: reason };
  }
  if (Array.isArray(value))
    return value.map((item) => (isNested(item) ? JSON.stringify(item) : String(item))).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : (value as TableCell);
}

/** The text of an error in a cell: `FORBIDDEN`, `SUBGRAPH_UNREACHABLE (workers)`. */
export function cellReason(error: AnswerError): string {
  const code = String(error.extensions?.['code'] ?? 'ERROR');
  const subgraph = absentSubgraph(error);
  return subgraph === undefined ? code : `${code} (${subgraph})`;
}

/** The reason of an error by its path and by every path above it: a field that may not be null takes its parent with it. */
function reasonsOf(answer: Answer): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const error of answer.errors ?? []) {
    const { path = [] } = error;
    for (let length = path.length; length > 0; length -= 1) {
      const at = JSON.stringify(path.slice(0, length));
      if (length === path.length || !reasons.has(at)) reasons.set(at, cellReason(error));
    }
    // A subgraph that did not answer owes the field to every row, and the gateway lists the first hundred places only.
    if (absentSubgraph(error) !== undefined) reasons.set(anyRow(path), cellReason(error));
  }
  return reasons;
}

/** The same for a field of each row of a list; a path has no object in it, so it is no path. */
function anyRow(path: Path): string {
  return JSON.stringify(path.map((part) => (typeof part === 'number' ? {} : part)));
}

/** One field and its value a row. */
function figuresOf(figures: readonly (readonly [string, PlacedCell])[]): PlacedTable {
  const rows = figures.map(([name, { cell }]) => [name, cell]);
  return {
    table: { name: FIGURES, columns: ['field', 'value'], rows },
    paths: figures.map(([, { path }]) => [undefined, path]),
  };
}

/** Rows of one list may differ, as those of a union do: the columns are all of theirs, in the order they turned up. */
function tableOf(name: string, rows: readonly Row[]): PlacedTable {
  const all = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const columns = all.filter((column) => !isEmptyObject(column, all, rows));
  return {
    table: { name, columns, rows: rows.map((row) => columns.map((column) => row.get(column)?.cell ?? null)) },
    paths: rows.map((row) => columns.map((column) => pathOf(row, column))),
  };
}

/** Where a row has no such cell because an object around it is null, the path of that object. */
function pathOf(row: Row, column: string): Path | undefined {
  const end = column.lastIndexOf('.');
  return row.get(column)?.path ?? (end === -1 ? undefined : pathOf(row, column.slice(0, end)));
}

/** An object that only some rows have still has its columns; they show that it is null in the others. */
function isEmptyObject(column: string, all: readonly string[], rows: readonly Row[]): boolean {
  return (
    all.some((other) => other.startsWith(`${column}.`)) && rows.every((row) => (row.get(column)?.cell ?? null) === null)
  );
}
