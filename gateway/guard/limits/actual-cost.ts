/**
 * What an operation did cost, counted from its answer by the same weights: every object and leaf that came, and every person
 * once where the answer holds what tells persons apart.
 */
import {
  getNamedType, isCompositeType, Kind, type FieldNode, type GraphQLCompositeType, type GraphQLSchema, type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../../reply/fragments.ts';
import { isRowsKey } from '../../watch/audit/subjects.ts';
import { defaultsOf, type Variables } from '../variables.ts';
import type { CostModel } from './cost-model.ts';
import { MUTATION_WEIGHT, type Price, type PricedOperation } from './estimated-cost.ts';
import { argumentsWeight, countsPersons, ownWeight, personsAsked, type Read } from './field-price.ts';

/** One place of the answer: what stands there weighs this much each time. */
interface Place {
  readonly key: string;
  readonly fields: Set<string>;
  own: number;
  person: boolean;
  /** Asked for by arguments, so that asking in vain counts too: or every NIK could be tried for nothing. */
  lookup: boolean;
  readonly arguments: Read<number>[];
  /** How many persons its arguments ask about. */
  readonly asked: Read<number>[];
  readonly sets: SelectionSetNode[];
  type: GraphQLCompositeType | undefined;
  /** Response keys under it that tell one person from another. */
  identity: readonly string[];
  children: readonly Place[];
}

/** @returns counts an answer's `data`; it does not change it. Fragments must be few enough when expanded, as for the estimate. */
export function compileActual(model: CostModel, priced: PricedOperation): (data: object | null | undefined, variables: Variables) => Price {
  const { operation, schema } = priced;
  const places = placesOf([operation.selectionSet], schema.getRootType(operation.operation)!, { model, schema, fragments: fragmentsOf(priced.document) });
  const start = operation.operation === 'mutation' ? MUTATION_WEIGHT : 0;
  const defaults = defaultsOf(operation);
  return (data, variables) => {
    const count = new Count({ ...defaults, ...variables });
    if (data) count.members(data as Record<string, unknown>, places);
    return { cost: start + count.cost, persons: count.persons };
  };
}

interface Ground {
  readonly model: CostModel;
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

function placesOf(sets: readonly SelectionSetNode[], type: GraphQLCompositeType, ground: Ground): Place[] {
  const places = new Map<string, Place>();
  for (const set of sets) collect(set, type, ground, places);
  for (const place of places.values()) {
    if (place.type === undefined || place.sets.length === 0) continue;
    place.children = placesOf(place.sets, place.type, ground);
    place.identity = identityOf(place, ground.model);
  }
  return [...places.values()];
}

/** Fields under one response key are one place, whatever fragments they come from. */
function collect(set: SelectionSetNode, type: GraphQLCompositeType, ground: Ground, places: Map<string, Place>): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) addField(selection, type, ground, places);
    else {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? ground.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && ground.schema.getType(fragment.typeCondition.name.value);
      if (fragment) collect(fragment.selectionSet, isCompositeType(condition) ? condition : type, ground, places);
    }
  }
}

function addField(node: FieldNode, parent: GraphQLCompositeType, { model, schema }: Ground, places: Map<string, Place>): void {
  const name = node.name.value;
  const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
  if (field === undefined || isRowsKey(node.alias?.value)) return;
  const key = node.alias?.value ?? name;
  const place = places.get(key) ?? newPlace(key);
  places.set(key, place);
  const named = getNamedType(field.type);
  const person = countsPersons(model, schema, parent, field);
  place.fields.add(name);
  place.own = Math.max(place.own, ownWeight(model, schema, parent, field));
  place.person ||= person;
  place.lookup ||= person && (node.arguments?.length ?? 0) > 0;
  // The same key asks the same field with the same arguments, unless the types exclude each other: then once is right too.
  if (place.arguments.length === 0) {
    place.arguments.push(argumentsWeight(model, parent, field, node));
    place.asked.push(personsAsked(model, schema, parent, field, node));
  }
  if (isCompositeType(named)) place.type ??= named;
  if (node.selectionSet) place.sets.push(node.selectionSet);
}

function newPlace(key: string): Place {
  return { key, fields: new Set(), own: 0, person: false, lookup: false, arguments: [], asked: [], sets: [], type: undefined, identity: [], children: [] };
}

function identityOf(place: Place, model: CostModel): readonly string[] {
  const keys = model.personTypes.get(place.type!.name) ?? [];
  return place.children.filter((child) => [...child.fields].some((field) => keys.includes(field))).map((child) => child.key);
}

class Count {
  cost = 0;
  readonly #variables: Variables;
  readonly #known = new Set<string>();
  #unknown = 0;
  /** The same one each time. */
  #met = 0;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  get persons(): number {
    return this.#known.size + this.#unknown;
  }

  members(object: Readonly<Record<string, unknown>>, places: readonly Place[]): void {
    for (const place of places) {
      const value = object[place.key];
      if (value === undefined) continue;
      for (const read of place.arguments) this.cost += this.#read(read);
      const before = this.#met;
      if (value === null && place.lookup) this.#meet(undefined);
      this.#value(value, place);
      for (const read of place.asked) for (let left = this.#read(read) - (this.#met - before); left > 0; left--) this.#meet(undefined);
    }
  }

  #read(read: Read<number>): number {
    return read.constant ? read.value : read.of(this.#variables);
  }

  #value(value: unknown, place: Place): void {
    if (value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) this.#value(one, place);
      return;
    }
    this.cost += place.own;
    if (typeof value !== 'object') return;
    if (place.person) this.#person(value as Record<string, unknown>, place);
    this.members(value as Record<string, unknown>, place.children);
  }

  #person(object: Readonly<Record<string, unknown>>, { type, identity }: Place): void {
    const key = identity.find((one) => typeof object[one] === 'string');
    this.#meet(key && `${type!.name}:${String(object[key])}`);
  }

  /** @param person undefined for one who cannot be told from others */
  #meet(person: string | undefined): void {
    this.#met += 1;
    if (person === undefined) this.#unknown += 1;
    else this.#known.add(person);
  }
}
