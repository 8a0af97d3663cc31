/**
 * What a response holds and in which order, for one set of values of the variables in @skip and @include. Such values
 * are few, so a plan is made for each set that occurs and nothing is left to decide per object.
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
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { besideKey, isBesideKey } from './beside.ts';
import type { CountFloor, Denial, FieldPolicy, FieldTransform } from '../disclosure/field-policy.ts';
import type { Fragments } from '../document/fragments.ts';
import type { Shape } from './layout.ts';
import { leafOf, type Leaf } from './leaf.ts';
import { selectionCondition } from '../document/selection-condition.ts';

/** One field of one object type in one place of the response. */
export interface FieldPlan {
  /** Response name. */
  readonly name: string;
  /** Its name in the plan. */
  readonly planned: string;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly kind: 'data' | 'typename' | 'introspection';
  readonly type: GraphQLOutputType;
  /** Property of the node that holds the value. */
  readonly property: string;
  readonly leaf?: Leaf;
  readonly object?: ObjectPlan;
  readonly transform?: FieldTransform;
  /** Property of the node that holds the sibling `transform` reads. */
  readonly beside?: string;
  readonly floor?: CountFloor;
  readonly denial?: Denial;
  /** True when the query plan fetches it from nobody: an interface that no object type implements has no plan. */
  readonly isUnplanned?: boolean;
  /** The selections it stands for. */
  readonly nodes: readonly FieldNode[];
}

/** An object in one place of the response. */
export interface ObjectPlan {
  readonly id: number;
  /** Of the shape its nodes have. What is reached through other parents may have the same, and be asked for something else. */
  readonly shape: number;
  readonly declared: GraphQLCompositeType;
  /** Fields in the order asked, by name of the object type; every possible type has an entry. An interface's own name has
   * one for objects of which no more is known, unless something depends on it. */
  readonly fields: ReadonlyMap<string, readonly FieldPlan[]>;
  /** Minimum of the counts directly on it, where the field that leads here gives them another than their own. */
  readonly minimum?: number;
}

export interface ResponseSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly policy?: FieldPolicy;
  /** The name the client used for a response name of the plan; empty for what they did not ask. */
  readonly clientName: (name: string) => string;
}

/** Where a plan's fields stand. */
interface Place {
  readonly shape: Shape;
  /** Response names from the root, dots between. */
  readonly path: string;
  /** The minimum of counts here, where it is not their own. */
  readonly minimum: number | undefined;
}

type FieldedType = GraphQLObjectType | GraphQLInterfaceType;
type Conditions = Readonly<Record<string, unknown>>;

export function responsePlan(source: ResponseSource, root: Shape, conditions: Conditions): ObjectPlan {
  return new Planner(source, conditions).root(root);
}

/** True when @skip and @include let a selection pass. */
function isIncluded(node: SelectionNode, conditions: Conditions): boolean {
  return (node.directives ?? []).map(selectionCondition).every((condition) => {
    if (condition === undefined) return true;
    const { value, wanted } = condition;
    return (
      wanted ===
      (value.kind === Kind.VARIABLE
        ? conditions[value.name.value] === true
        : value.kind === Kind.BOOLEAN && value.value)
    );
  });
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
    const plan: ObjectPlan = { id: this.#ids++, shape: shape.id, declared, fields, minimum };
    this.#known.set(key, plan);
    const types = isAbstractType(declared) ? this.#source.schema.getPossibleTypes(declared) : [declared];
    const place: Place = { shape, path, minimum };
    for (const type of types) fields.set(type.name, this.#fieldsOf(type, sets, place));
    if (isInterfaceType(declared)) this.#addUntyped(declared, fields, sets, place);
    return plan;
  }

  /**
   * A subgraph that has an interface as an object (@interfaceObject) knows no object types, and when nobody asks for
   * anything that depends on them the plan does not find them out.
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

  /** @param types those that the fragments around it leave @param applies false inside a fragment that only some of them match */
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
        const isAsked = name !== '' && !isBesideKey(name);
        return isAsked && (!applies || selection.name.value === '__typename');
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#source.fragments.get(selection.name.value)!;
      const condition = fragment.typeCondition?.name.value;
      const left = types.filter((type) => this.#applies(condition, type));
      // Fragments that contradict each other hold nothing, whatever the type is.
      return (
        left.length > 0 &&
        this.#dependsOnType(declared, fragment.selectionSet, left, applies && this.#applies(condition, declared))
      );
    });
  }

  #fieldsOf(type: FieldedType, sets: readonly SelectionSetNode[], place: Place): readonly FieldPlan[] {
    const collected = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(type, set, collected, new Set());
    const isAsked = ([name]: [string, unknown]): boolean =>
      this.#source.clientName(name) !== '' && !isBesideKey(this.#source.clientName(name));
    return [...collected].filter(isAsked).map(([name, nodes]) => {
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

  #field(
    type: FieldedType,
    planned: string,
    nodes: readonly FieldNode[],
    { shape, path: above, minimum }: Place,
  ): FieldPlan {
    const { policy, clientName } = this.#source;
    const node = nodes[0]!;
    const name = clientName(planned);
    const coordinate = `${type.name}.${node.name.value}`;
    const field = type.getFields()[node.name.value]!;
    const path = above === '' ? name : `${above}.${name}`;
    if (node.name.value === '__typename')
      return { name, planned, coordinate, type: NAME, nodes, property: '', kind: 'typename' };
    if (node.name.value.startsWith('__'))
      return { name, planned, coordinate, type: NAME, nodes, property: '', kind: 'introspection' };
    const { property, providers } = shape.slot(planned, node.selectionSet !== undefined);
    const base = { name, planned, coordinate, type: field.type, nodes, property, isUnplanned: providers === 0 };
    const denial =
      policy && (policy.deniedPaths?.get(path) ?? byCoordinate(policy.denied, this.#namesOf(type), node.name.value));
    if (denial) return { ...base, kind: 'data', denial };
    const named: GraphQLNamedOutputType = getNamedType(field.type);
    const names = this.#namesOf(type);
    if (isLeafType(named)) {
      const floor = floorAt(byCoordinate(policy?.floors, names, node.name.value), minimum);
      return {
        ...base,
        kind: 'data',
        leaf: leafOf(named),
        floor,
        transform: byCoordinate(policy?.transforms, names, node.name.value),
      };
    }
    const sets = nodes.map(({ selectionSet }) => selectionSet!);
    return {
      ...base,
      kind: 'data',
      object: this.#object(
        named as GraphQLCompositeType,
        sets,
        shape.slot(planned, true).child!,
        path,
        byCoordinate(policy?.minimumsBelow, names, node.name.value),
      ),
    };
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

  /** Types whose policies hold for a field: its own, its interfaces', and, where the object type stays unknown, all that it may be. */
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

/** A minimum of the place goes before the count's own; 0 lifts it. */
function floorAt(floor: CountFloor | undefined, minimum: number | undefined): CountFloor | undefined {
  if (floor === undefined || minimum === 0) return undefined;
  return minimum === undefined ? floor : { ...floor, minimum };
}

/** The type of what has no definition of its own. */
const NAME = GraphQLString;

/** What a policy says of a field on one of these types. */
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

/** True when a plan has a field that is denied: such a response always has errors. */
export function hasDenials(plan: ObjectPlan): boolean {
  return objectsIn(plan)
    .values()
    .some(({ fields }) => fields.values().some((list) => list.some(({ denial }) => denial !== undefined)));
}

/** A plan with every object plan below it. */
export function objectsIn(plan: ObjectPlan, found = new Set<ObjectPlan>()): ReadonlySet<ObjectPlan> {
  if (found.has(plan)) return found;
  found.add(plan);
  for (const fields of plan.fields.values()) for (const { object } of fields) if (object) objectsIn(object, found);
  return found;
}

/** The one object type of a place, or `undefined` when only the data says which it is. */
export function onlyType(plan: ObjectPlan): GraphQLObjectType | undefined {
  return isObjectType(plan.declared) ? plan.declared : undefined;
}
