/**
 * Finds the counts over people in an answer and how they stand to each other: which of them add up to something
 * an attacker may know.
 */
import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { BareObject } from '../../base/bare-object.ts';
import { fragmentsOf, type Fragments } from './fragments.ts';

/** One field of the answer on the way to a count. Types are put together: what may be a count on one of them is one. */
export interface CellShape {
  /** `Type.field`, of the first type it was found on. */
  readonly coordinate: string;
  /** The largest minimum of the types the field can be of; undefined when it is no count. */
  minimum: number | undefined;
  /** Minimum of the counts of the object it returns, instead of their own: 0 where they are totals for everybody. */
  readonly minimumBelow: number | undefined;
  readonly children: Map<string, CellShape>;
  /** Response key -> enum field, on types that hold counts themselves: what tells the rows of a table apart. */
  readonly labels: Map<string, string>;
  /** Enum fields of those types: the dimensions of the table, asked for or not. */
  readonly dimensions: Set<string>;
}

/** A count in an answer. `value` is what it truly is. */
export interface Cell {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly path: readonly (string | number)[];
  readonly coordinate: string;
  readonly minimum: number;
  /** NaN for what is no count at all; it is never shown. */
  readonly value: number;
  readonly steps: readonly Step[];
  /** Fields from the root to the cell, whatever they are called: equal for cells that can stand in one table. */
  readonly pattern: string;
}

/** A place on the way to a cell where it has siblings: another row of a list, or the same field under another alias. */
export interface Step {
  readonly kind: 'row' | 'alias';
  /** The pattern down to it: equal for the same list wherever it hangs in the table. */
  readonly at: string;
  readonly position: string | number;
  /** Enum fields of the row. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** By its labels where it has any, so that columns line up whatever order the rows came in; otherwise by its position. */
  readonly identity: string;
  /** True when rows cannot be told apart by what was asked. */
  readonly opaque: boolean;
}

/** @returns the way to every count of an operation, undefined when it asks for none */
export function cellShape(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  minimums: ReadonlyMap<string, number>,
): CellShape | undefined {
  const shape = emptyShape('', undefined);
  const fragments = fragmentsOf(document);
  new ShapeReader(schema, fragments, minimums).read(operation.selectionSet, schema.getRootType(operation.operation)!, shape);
  return prune(shape) ? shape : undefined;
}

function emptyShape(coordinate: string, minimum: number | undefined, minimumBelow?: number): CellShape {
  return { coordinate, minimum, minimumBelow, children: new Map(), labels: new Map(), dimensions: new Set() };
}

class ShapeReader {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #minimums: ReadonlyMap<string, number>;

  constructor(schema: GraphQLSchema, fragments: Fragments, minimums: ReadonlyMap<string, number>) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#minimums = minimums;
  }

  read(set: SelectionSetNode, type: GraphQLCompositeType, into: CellShape): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        this.#field(selection.name.value, (selection.alias ?? selection.name).value, selection.selectionSet, type, into);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value)! : selection;
      const condition = fragment.typeCondition ? this.#schema.getType(fragment.typeCondition.name.value) : type;
      if (isCompositeType(condition)) this.read(fragment.selectionSet, condition, into);
    }
    for (const name of this.#dimensionsOf(type)) into.dimensions.add(name);
  }

  #field(name: string, key: string, set: SelectionSetNode | undefined, type: GraphQLCompositeType, into: CellShape): void {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (field === undefined) return;
    const within = getNamedType(field.type);
    if (this.#dimensionsOf(type).includes(name)) into.labels.set(key, name);
    const declared = this.#minimumOf(type, name);
    const minimum = set === undefined ? (into.minimumBelow ?? declared) || undefined : undefined;
    const shape = into.children.get(key) ?? emptyShape(`${type.name}.${name}`, minimum, set === undefined ? undefined : declared);
    if (minimum !== undefined) shape.minimum = Math.max(minimum, shape.minimum ?? 0);
    into.children.set(key, shape);
    if (set !== undefined && isCompositeType(within)) this.read(set, within, shape);
  }

  /** Through an interface, the largest minimum of the types behind it: which one it is cannot be seen here. */
  #minimumOf(type: GraphQLCompositeType, field: string): number | undefined {
    const types = isObjectType(type) ? [type, ...type.getInterfaces()] : [type, ...this.#schema.getPossibleTypes(type)];
    const found = types.flatMap(({ name }) => this.#minimums.get(`${name}.${field}`) ?? []);
    return found.length === 0 ? undefined : Math.max(...found);
  }

  #dimensionsOf(type: GraphQLCompositeType): readonly string[] {
    if (!isObjectType(type)) return [];
    const fields = Object.values(type.getFields());
    if (!fields.some((field) => this.#minimums.has(`${type.name}.${field.name}`))) return [];
    return fields.filter((field) => isEnumType(getNamedType(field.type)) && field.args.length === 0).map((field) => field.name);
  }
}

/** Leaves only what leads to a count. */
function prune(shape: CellShape): boolean {
  for (const [key, child] of shape.children) if (!prune(child)) shape.children.delete(key);
  return shape.minimum !== undefined || shape.children.size > 0;
}

/** Copies an answer along its shape, so that it can be changed, and lists the counts in it. */
export function collectCells(data: unknown, shape: CellShape): { readonly data: unknown; readonly cells: readonly Cell[] } {
  const cells: Cell[] = [];
  const copied = copy(data, shape, { path: [], pattern: '', steps: [] }, cells);
  return { data: copied, cells };
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly pattern: string;
  readonly steps: readonly Step[];
}

function copy(value: unknown, shape: CellShape, place: Place, cells: Cell[]): unknown {
  if (Array.isArray(value)) {
    const rows = rowsOf(value, shape);
    return value.map((item, index) => copy(item, shape, within(place, index, '*', rows[index]), cells));
  }
  if (typeof value !== 'object' || value === null) return value;
  const holder = Object.assign(new BareObject(), value);
  const uses = Map.groupBy(shape.children, ([, child]) => child.coordinate);
  for (const [key, child] of shape.children) {
    if (holder[key] === undefined || holder[key] === null) continue;
    const step = uses.get(child.coordinate)!.length > 1 ? ({ kind: 'alias', position: key, labels: [], identity: key, opaque: false } as const) : undefined;
    const next = within(place, key, child.coordinate, step);
    if (child.minimum === undefined) holder[key] = copy(holder[key], child, next, cells);
    else cells.push({ ...next, holder, key, coordinate: child.coordinate, minimum: child.minimum, value: countOf(holder[key]) });
  }
  return holder;
}

function within(place: Place, key: string | number, name: string, step: Omit<Step, 'at'> | undefined): Place {
  const pattern = `${place.pattern}/${name}`;
  return { path: [...place.path, key], pattern, steps: step === undefined ? place.steps : [...place.steps, { ...step, at: pattern }] };
}

/** Rows that carry the same labels, or not all of them where there are several, may add up in ways that are not seen. */
function rowsOf(items: readonly unknown[], shape: CellShape): readonly Omit<Step, 'at'>[] {
  const labels = items.map((item) => labelsOf(item, shape));
  const unique = new Set(labels.map((each) => JSON.stringify(each))).size === items.length;
  const asked = new Set(shape.labels.values());
  const opaque = shape.dimensions.size > 1 && !(unique && [...shape.dimensions].every((name) => asked.has(name)));
  return labels.map((each, position) => {
    const told = unique && each.length > 0;
    return { kind: 'row', position, labels: told ? each : [], identity: told ? JSON.stringify(each) : String(position), opaque };
  });
}

function labelsOf(item: unknown, shape: CellShape): Step['labels'] {
  if (typeof item !== 'object' || item === null) return [];
  const row = item as Record<string, unknown>;
  return [...new Map([...shape.labels].map(([key, name]) => [name, String(row[key])]))].sort(([a], [b]) => (a < b ? -1 : 1));
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
}
