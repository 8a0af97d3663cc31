/**
 * What a response contains and in which order, for one set of values of the variables in `@skip` and `@include`. Such sets are few, so one
 * plan is made for each that occurs, and nothing has to be decided for each object.
 */
import {
  getNamedType,
  GraphQLString,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { besideKey, isBesideKey } from './beside.ts';
import type { CountFloor, Denial, FieldPolicy, FieldTransform } from '../disclosure/field-policy.ts';
import type { Fragments } from '../document/fragments.ts';
import type { Shape } from './layout.ts';
import { leafOf, type Leaf } from './leaf.ts';
import { isIncluded } from '../document/selection-condition.ts';

/** One field of one object type in one place of the response. */
export interface FieldPlan {
  /** Response name that the client gets. */
  readonly name: string;
  /** Response name in the query plan. */
  readonly planned: string;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly kind: 'data' | 'typename' | 'introspection';
  readonly type: GraphQLOutputType;
  /** Property of the node that holds the value. */
  readonly property: string;
  /** For a scalar or an enum. */
  readonly leaf?: Leaf;
  /** For an object, an interface or a union. */
  readonly object?: ObjectPlan;
  /** Changes its value, such as a mask. */
  readonly transform?: FieldTransform;
  /** Property of the node that holds the sibling `transform` reads. */
  readonly beside?: string;
  /** For a count over people that must have been perturbed. */
  readonly floor?: CountFloor;
  /** Why the caller does not get it. */
  readonly denial?: Denial;
  /** True when the query plan fetches it from no subgraph: an interface without object types has no plan. */
  readonly isUnplanned?: boolean;
  /** The selections that it merges. */
  readonly nodes: readonly FieldNode[];
}

/** An object in one place of the response. */
export interface ObjectPlan {
  readonly id: number;
  /** Id of its nodes' shape. Objects below other parents may share the shape and have other selections. */
  readonly shape: number;
  /** The type that the field leading here is declared with. */
  readonly declared: GraphQLCompositeType;
  /**
   * Fields in the selected order, by name of the object type; every possible type has an entry. An interface's own name has an entry for
   * objects whose type is not known, unless a selection depends on the type.
   */
  readonly fields: ReadonlyMap<string, readonly FieldPlan[]>;
  /** Object types that the supergraph has here and whoever asks is not shown: for them an object of one is not there. */
  readonly hidden: ReadonlySet<string>;
  /** Minimum of the counts directly on it, where the field that leads here replaces their own. */
  readonly minimum?: number;
}

/** What response plans are made from. */
export interface ResponseSource {
  /** What whoever asks may see. */
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly policy?: FieldPolicy;
  /** The client's name for a response name of the query plan; empty for what the client did not select. */
  readonly clientName: (name: string) => string;
}

/** Where the fields of an object plan are in the response. */
interface Place {
  readonly shape: Shape;
  /** Response names from the root, dots between. */
  readonly path: string;
  /** The minimum of counts here, where it replaces their own. */
  readonly minimum: number | undefined;
}

type FieldedType = GraphQLObjectType | GraphQLInterfaceType;
type Conditions = Readonly<Record<string, unknown>>;

/** @param root the shape of the response's root @param conditions values of the variables in `@skip` and `@include` */
export function responsePlan(source: ResponseSource, root: Shape, conditions: Conditions): ObjectPlan {
  return new Planner(source, conditions).root(root);
}

class Planner {
  readonly #source: ResponseSource;
  readonly #conditions: Conditions;
  /** The same selections below the same type are the same object plan. */
  readonly #known = new Map<string, ObjectPlan>();
  readonly #numbers = new Map<SelectionSetNode, number>();
  #ids = 0;

  constructor(source: ResponseSource, conditions: Conditions) {
    this.#source = source;
    this.#conditions = conditions;
  }

  root(shape: Shape): ObjectPlan {
    const { schema, operation } = this.#source;
    return this.#object(schema.getRootType(operation.operation)!, [operation.selectionSet], shape, '');
  }

  #object(
    declared: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    shape: Shape,
    path: string,
    minimum?: number,
  ): ObjectPlan {
    const key = `${declared.name} ${shape.id} ${minimum ?? ''} ${sets.map((set) => this.#numberOf(set)).join(' ')}`;
    const known = this.#known.get(key);
    if (known) return known;
    const fields = new Map<string, readonly FieldPlan[]>();
    const types = isAbstractType(declared) ? this.#source.schema.getPossibleTypes(declared) : [declared];
    const hidden = this.#hiddenAmong(declared, types);
    const plan: ObjectPlan = { id: this.#ids++, shape: shape.id, declared, fields, hidden, minimum };
    this.#known.set(key, plan);
    const place: Place = { shape, path, minimum };
    for (const type of types) fields.set(type.name, this.#fieldsOf(type, sets, place));
    if (isInterfaceType(declared)) this.#addUntyped(declared, fields, sets, place);
    return plan;
  }

  #hiddenAmong({ name }: GraphQLCompositeType, shown: readonly GraphQLObjectType[]): ReadonlySet<string> {
    const { supergraphSchema } = this.#source;
    const whole = supergraphSchema.getType(name);
    if (!isAbstractType(whole)) return NONE;
    const names = new Set(supergraphSchema.getPossibleTypes(whole).map((type) => type.name));
    return names.difference(new Set(shown.map((type) => type.name)));
  }

  /**
   * A subgraph that has an interface as an object (`@interfaceObject`) knows no object types. The query plan does not fetch them when no
   * selection depends on them.
   */
  #addUntyped(
    declared: GraphQLInterfaceType,
    fields: Map<string, readonly FieldPlan[]>,
    sets: readonly SelectionSetNode[],
    place: Place,
  ): void {
    const types = this.#source.schema.getPossibleTypes(declared);
    if (sets.some((set) => this.#dependsOnType(declared, set, types))) return;
    const untyped = this.#fieldsOf(declared, sets, place);
    for (const { name } of [declared, ...this.#source.schema.getImplementations(declared).interfaces])
      fields.set(name, untyped);
  }

  /** @param types those that match the fragments around the selections @param applies false inside of a fragment that only some of them match */
  #dependsOnType(
    declared: GraphQLInterfaceType,
    set: SelectionSetNode,
    types: readonly GraphQLObjectType[],
    applies = true,
  ): boolean {
    return set.selections.some((selection) => {
      if (!isIncluded(selection, this.#conditions)) return false;
      if (selection.kind === Kind.FIELD) {
        const name = this.#source.clientName((selection.alias ?? selection.name).value);
        const isSelected = name !== '' && !isBesideKey(name);
        return isSelected && (!applies || selection.name.value === '__typename');
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#source.fragments.get(selection.name.value)!;
      const condition = fragment.typeCondition?.name.value;
      const left = types.filter((type) => this.#applies(condition, type));
      // Fragments that contradict each other select nothing, whatever the type is.
      return (
        left.length > 0 &&
        this.#dependsOnType(declared, fragment.selectionSet, left, applies && this.#applies(condition, declared))
      );
    });
  }

  #fieldsOf(type: FieldedType, sets: readonly SelectionSetNode[], place: Place): readonly FieldPlan[] {
    const collected = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(type, set, collected, new Set());
    const isSelected = ([name]: [string, unknown]): boolean =>
      this.#source.clientName(name) !== '' && !isBesideKey(this.#source.clientName(name));
    return [...collected].filter(isSelected).map(([name, nodes]) => {
      const field = this.#field(type, name, nodes, place);
      return field.transform ? { ...field, beside: this.#beside(type, nodes[0]!, collected, place.shape) } : field;
    });
  }

  #collect(type: FieldedType, set: SelectionSetNode, into: Map<string, FieldNode[]>, visited: Set<string>): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection, this.#conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const nodes = into.get(name);
        if (nodes) nodes.push(selection);
        else into.set(name, [selection]);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#spread(selection.name.value, visited);
      if (fragment && this.#applies(fragment.typeCondition?.name.value, type))
        this.#collect(type, fragment.selectionSet, into, visited);
    }
  }

  #spread(name: string, visited: Set<string>): FragmentDefinitionNode | undefined {
    if (visited.has(name)) return undefined;
    visited.add(name);
    return this.#source.fragments.get(name);
  }

  #applies(condition: string | undefined, type: FieldedType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const abstract = this.#source.schema.getType(condition);
    return isAbstractType(abstract) && this.#source.schema.isSubType(abstract, type);
  }

  #field(type: FieldedType, planned: string, nodes: readonly FieldNode[], place: Place): FieldPlan {
    const name = this.#source.clientName(planned);
    const field = nodes[0]!.name.value;
    const base = { name, planned, coordinate: `${type.name}.${field}`, nodes };
    if (field === '__typename') return { ...base, type: NAME, property: '', kind: 'typename' };
    if (field.startsWith('__')) return { ...base, type: NAME, property: '', kind: 'introspection' };
    return { ...base, ...this.#dataField(type, planned, nodes, place), kind: 'data' };
  }

  #dataField(
    type: FieldedType,
    planned: string,
    nodes: readonly FieldNode[],
    { shape, path: above, minimum }: Place,
  ): Omit<FieldPlan, 'name' | 'planned' | 'coordinate' | 'nodes' | 'kind'> {
    const { policy, clientName } = this.#source;
    const field = nodes[0]!.name.value;
    const path = above === '' ? clientName(planned) : `${above}.${clientName(planned)}`;
    const isObject = nodes[0]!.selectionSet !== undefined;
    const { property, providers, child } = shape.slot(planned, isObject);
    const { type: fieldType } = type.getFields()[field]!;
    const base = { type: fieldType, property, isUnplanned: providers === 0 };
    const names = this.#namesOf(type);
    const denial = policy && (policy.deniedPaths?.get(path) ?? byCoordinate(policy.denied, names, field));
    if (denial) return { ...base, denial };
    const named: GraphQLNamedOutputType = getNamedType(fieldType);
    if (isLeafType(named)) {
      const floor = floorAt(byCoordinate(policy?.floors, names, field), minimum);
      return { ...base, leaf: leafOf(named), floor, transform: byCoordinate(policy?.transforms, names, field) };
    }
    const sets = nodes.map(({ selectionSet }) => selectionSet!);
    const minimumBelow = byCoordinate(policy?.minimumsBelow, names, field);
    return { ...base, object: this.#object(named, sets, child!, path, minimumBelow) };
  }

  #beside(
    type: FieldedType,
    { name }: FieldNode,
    collected: ReadonlyMap<string, unknown>,
    shape: Shape,
  ): string | undefined {
    const sibling = byCoordinate(this.#source.policy?.besides, this.#namesOf(type), name.value);
    const planned = sibling && [...collected.keys()].find((key) => this.#source.clientName(key) === besideKey(sibling));
    return planned && shape.slot(planned, false).property;
  }

  /** Types whose policies hold for a field: its own, its interfaces and, where the object type stays unknown, all possible types. */
  #namesOf(type: FieldedType): readonly string[] {
    const below = isInterfaceType(type) ? this.#source.schema.getPossibleTypes(type) : [];
    return [type, ...type.getInterfaces(), ...below].map(({ name }) => name);
  }

  #numberOf(set: SelectionSetNode): number {
    let number = this.#numbers.get(set);
    if (number === undefined) this.#numbers.set(set, (number = this.#numbers.size));
    return number;
  }
}

/** The place's minimum replaces the count's own; 0 removes it. */
function floorAt(floor: CountFloor | undefined, minimum: number | undefined): CountFloor | undefined {
  if (floor === undefined || minimum === 0) return undefined;
  return minimum === undefined ? floor : { ...floor, minimum };
}

const NONE: ReadonlySet<string> = new Set();

/** The type of `__typename` and of introspection fields, which no type defines. */
const NAME = GraphQLString;

/** The first entry of a policy for a field on one of these types. */
function byCoordinate<T>(
  entries: ReadonlyMap<string, T> | undefined,
  types: readonly string[],
  field: string,
): T | undefined {
  if (!entries || entries.size === 0) return undefined;
  for (const type of types) {
    const entry = entries.get(`${type}.${field}`);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** True when a plan has a denied field, so that every response has errors. */
export function hasDenials(plan: ObjectPlan): boolean {
  return objectsIn(plan)
    .values()
    .some(({ fields }) => fields.values().some((list) => list.some(({ denial }) => denial !== undefined)));
}

/** The plan and every object plan below it. */
export function objectsIn(plan: ObjectPlan, found = new Set<ObjectPlan>()): ReadonlySet<ObjectPlan> {
  if (found.has(plan)) return found;
  found.add(plan);
  for (const fields of plan.fields.values()) for (const { object } of fields) if (object) objectsIn(object, found);
  return found;
}

/** The one object type of a place, or `undefined` when only the data shows which it is. */
export function onlyType(plan: ObjectPlan): GraphQLObjectType | undefined {
  return isObjectType(plan.declared) ? plan.declared : undefined;
}
