/**
 * Reads a fetch's operation as the shape of its reply: for each object, which of its response names fill which slots. The planner's
 * output rewrites are applied here: a field is read under the name sent to the subgraph and stored under its own.
 */
import {
  getNamedType,
  isListType,
  isNonNullType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { FetchDataRewrite } from '@apollo/query-planner';
import { fieldType } from '../document/types.ts';
import { renamesOf } from '../document/operation.ts';
import { conditionOf, type Condition } from '../document/condition.ts';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';
import type { Shape, Slot } from '../result/layout.ts';

/** One object of a reply; objects of every item of a list have one level. */
export interface FetchLevel {
  readonly shape: Shape;
  /** Response names of `__typename`. */
  readonly typenames: string[];
  /** By the slot's key in the shape. */
  readonly fields: Map<string, FetchedSlot>;
  readonly supergraph: GraphQLSchema;
}

/** A slot that a fetch fills. */
export interface FetchedSlot {
  readonly slot: Slot;
  /** Response names that fill it -> levels of lists around the value. A reply has only one of them, as each is for other types. */
  readonly names: Map<string, number>;
  /** Types on which it is selected. */
  readonly on: Set<string>;
  /** Whether the field is nullable in one of these types. */
  isNullable: boolean;
  /** For fields of object types. */
  readonly child?: FetchLevel;
}

/** What the levels of one fetch are read with. */
export interface FetchReading {
  /** Identifies the fetch. */
  readonly fetch: object;
  readonly supergraph: GraphQLSchema;
  readonly fragments: Fragments;
  /** Path of response names, joined by `.` -> the plan's response name. */
  readonly renames: ReadonlyMap<string, string>;
}

/** @param document the fetch's operation @param rewrites the plan's output rewrites for it */
export function fetchReading(
  supergraph: GraphQLSchema,
  document: DocumentNode,
  rewrites?: readonly FetchDataRewrite[],
): FetchReading {
  return { fetch: {}, supergraph, fragments: fragmentsOf(document), renames: renamesOf(rewrites) };
}

/**
 * Reads one object of the reply with all below it, and adds its slots to `shape`.
 * @param declared the type on which the selections are made
 * @param when the condition under which the fetch is sent
 */
export function readLevel(
  reading: FetchReading,
  set: SelectionSetNode,
  declared: string,
  shape: Shape,
  when: Condition,
): FetchLevel {
  const level = newLevel(reading, shape);
  readSelections(reading, set, level, { declared, on: [], place: '', path: '', when });
  return level;
}

function newLevel({ supergraph }: FetchReading, shape: Shape): FetchLevel {
  return { shape, typenames: [], fields: new Map(), supergraph };
}

/** A position within a fetch's selections. */
interface Place {
  /** The type on which the selections are made. */
  readonly declared: string;
  /** The types of all fragments around them, within their object. */
  readonly on: readonly string[];
  /** Names and types from the top. */
  readonly place: string;
  /** Response names from the top, joined by `.`. */
  readonly path: string;
  /** `undefined`: never. */
  readonly when: Condition | undefined;
}

function readSelections(reading: FetchReading, set: SelectionSetNode, level: FetchLevel, at: Place): void {
  for (const selection of set.selections) {
    const when = at.when && conditionOf(selection.directives, at.when);
    if (selection.kind === Kind.FIELD) {
      readField(reading, selection, level, { ...at, when });
    } else {
      const { selectionSet, typeCondition } =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : reading.fragments.get(selection.name.value)!;
      const type = typeCondition?.name.value;
      const inside =
        type === undefined ? at : { ...at, declared: type, on: [...at.on, type], place: `${at.place}|${type}` };
      readSelections(reading, selectionSet, level, { ...inside, when });
    }
  }
}

function readField(reading: FetchReading, node: FieldNode, level: FetchLevel, at: Place): void {
  const name = (node.alias ?? node.name).value;
  if (node.name.value === '__typename') {
    if (!level.typenames.includes(name)) level.typenames.push(name);
    return;
  }
  const path = at.path === '' ? name : `${at.path}.${name}`;
  const target = reading.renames.get(path) ?? name;
  const type = fieldType(reading.supergraph, at.declared, node.name.value);
  const inner = type && getNamedType(type).name;
  const key = node.selectionSet ? `${target}{}` : target;
  let field = level.fields.get(key);
  if (!field) {
    const child = node.selectionSet && newLevel(reading, level.shape.child(target, inner));
    const slot = level.shape.slot(target, node.selectionSet !== undefined);
    level.fields.set(key, (field = { slot, names: new Map(), on: new Set(), isNullable: false, child }));
  }
  field.on.add(at.declared);
  if (at.when) addSelection(field.slot, reading.fetch, at, at.when);
  if (!field.names.has(name)) field.names.set(name, type ? depthOf(type) : 0);
  if (type && !isNonNullType(type)) field.isNullable = true;
  if (node.selectionSet) {
    level.shape.child(target, inner);
    readSelections(reading, node.selectionSet, field.child!, {
      declared: inner ?? '',
      on: [],
      place: `${at.place}/${name}`,
      path,
      when: at.when && [],
    });
  }
}

function addSelection({ selected }: Slot, fetch: object, { place, on }: Place, when: Condition): void {
  const known = selected.find((selection) => selection.fetch === fetch && selection.place === place);
  if (known) known.when.push(when);
  else selected.push({ fetch, place, on, when: [when] });
}

function depthOf(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return depthOf(type.ofType);
  return isListType(type) ? 1 + depthOf(type.ofType) : 0;
}

/** Every slot that a fetch fills, at any depth, once for each object that has it. */
export function* slotsOf(level: FetchLevel): Generator<FetchedSlot> {
  for (const field of level.fields.values()) {
    yield field;
    if (field.child) yield* slotsOf(field.child);
  }
}
