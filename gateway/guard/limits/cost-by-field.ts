/**
 * The estimated cost of an operation field by field: `estimated-cost.ts` adds these up, and compiles the sum. On an interface or union the
 * fields of the most expensive type stand here, as in the sum. It is computed for one request and kept by nobody.
 */
import {
  getNamedType,
  isAbstractType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isRowsKey } from '../../audit/subjects.ts';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';
import { defaultsOf, type RequestVariables } from '../variables.ts';
import type { CostModel } from './cost-model.ts';
import { MUTATION_WEIGHT, type EstimatedOperation } from './estimated-cost.ts';
import { argumentsWeight, conditionFactor, isList, lookUp, ownWeight, statedSize, type Read } from './field-cost.ts';

/** What one field adds to the estimate, in the units of `@cost`, without the fields below it. */
export interface FieldCost {
  /** Response names from the root, without list positions. */
  readonly path: readonly string[];
  /** `Type.field`; of a mutation as a whole `Mutation`. */
  readonly coordinate: string;
  readonly cost: number;
}

/**
 * @param variables as the caller's own schema has them
 * @returns each field that costs anything, the parts of a field that several fragments select together; the most expensive first
 * @throws CodedError LIST_SIZE_UNKNOWN, as the estimate does
 */
export function costByField(
  model: CostModel,
  estimated: EstimatedOperation,
  variables: RequestVariables,
): readonly FieldCost[] {
  const { operation, schema } = estimated;
  const root = schema.getRootType(operation.operation)!;
  const all = { ...defaultsOf(operation), ...variables };
  const costs = new FieldCosts(model, estimated, all).ofSet(operation.selectionSet, root, undefined);
  const start = { path: [], coordinate: root.name, cost: MUTATION_WEIGHT };
  const found = operation.operation === OperationTypeNode.MUTATION ? [start, ...costs] : costs;
  return added(found).sort((one, other) => other.cost - one.cost);
}

/** Sizes that a field gives to lists in the object it returns. */
type Sized = ReadonlyMap<string, number> | undefined;

class FieldCosts {
  readonly #model: CostModel;
  readonly #estimated: EstimatedOperation;
  readonly #variables: RequestVariables;
  readonly #fragments: Fragments;
  /** Otherwise an interface below an interface would be walked types² times, and so on down. */
  readonly #known = new Map<
    SelectionSetNode,
    { type: GraphQLObjectType; sized: Sized; costs: readonly FieldCost[] }[]
  >();

  constructor(model: CostModel, estimated: EstimatedOperation, variables: RequestVariables) {
    this.#model = model;
    this.#estimated = estimated;
    this.#variables = variables;
    this.#fragments = fragmentsOf(estimated.document);
  }

  /** Paths begin at the set. */
  ofSet(set: SelectionSetNode, type: GraphQLCompositeType, sized: Sized): readonly FieldCost[] {
    if (!isAbstractType(type)) return this.#ofObject(set, type, sized);
    const each = this.#estimated.schema.getPossibleTypes(type).map((one) => this.#ofObject(set, one, sized));
    return each.reduce<readonly FieldCost[]>((most, one) => (sumOf(one) > sumOf(most) ? one : most), []);
  }

  #ofObject(set: SelectionSetNode, type: GraphQLObjectType, sized: Sized): readonly FieldCost[] {
    let known = this.#known.get(set);
    if (known === undefined) this.#known.set(set, (known = []));
    const before = known.find((one) => one.type === type && one.sized === sized);
    if (before !== undefined) return before.costs;
    const costs = added(set.selections.flatMap((selection) => this.#ofSelection(selection, type, sized)));
    known.push({ type, sized, costs });
    return costs;
  }

  #ofSelection(selection: SelectionNode, type: GraphQLObjectType, sized: Sized): readonly FieldCost[] {
    if (this.#value(conditionFactor(selection.directives)) === 0) return [];
    if (selection.kind === Kind.FIELD) return this.#ofField(selection, type, sized);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (fragment === undefined || !this.#applies(fragment.typeCondition?.name.value, type)) return [];
    return this.#ofObject(fragment.selectionSet, type, sized);
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.#estimated.schema.getType(condition);
    return isAbstractType(wanted) && this.#estimated.schema.isSubType(wanted, type);
  }

  #ofField(node: FieldNode, parent: GraphQLObjectType, sized: Sized): readonly FieldCost[] {
    const name = node.name.value;
    const field = parent.getFields()[name];
    if (field === undefined || this.#isDenied(parent, name) || isRowsKey(node.alias?.value)) return [];
    const rule = lookUp(this.#model.listSizes, parent, name);
    const passesOn = rule !== undefined && rule.sizedFields.length > 0;
    const coordinate = `${parent.name}.${name}`;
    const size = isList(field) || passesOn ? this.#value(statedSize(this.#model, rule, coordinate, field, node)) : 1;
    const inner = passesOn ? new Map(rule.sizedFields.map((one) => [one, size])) : undefined;
    const many = isList(field) ? (sized?.get(name) ?? (passesOn ? this.#model.defaultListSize : size)) : 1;
    const below = node.selectionSet
      ? this.ofSet(node.selectionSet, getNamedType(field.type) as GraphQLCompositeType, inner)
      : [];
    const own = many * ownWeight(this.#model, this.#estimated.schema, parent, field);
    const cost = own + this.#value(argumentsWeight(this.#model, parent, field, node));
    const key = (node.alias ?? node.name).value;
    return [
      { path: [key], coordinate, cost },
      ...below.map((one) => ({ ...one, path: [key, ...one.path], cost: many * one.cost })),
    ].filter((one) => one.cost !== 0);
  }

  #isDenied(parent: GraphQLObjectType, name: string): boolean {
    const { denied } = this.#estimated;
    return (
      denied !== undefined && [parent, ...parent.getInterfaces()].some((type) => denied.has(`${type.name}.${name}`))
    );
  }

  #value(read: Read<number>): number {
    return read.constant ? read.value : read.of(this.#variables);
  }
}

const sumOf = (costs: readonly FieldCost[]): number => costs.reduce((sum, { cost }) => sum + cost, 0);

/** One entry for a field that several selections have. */
function added(costs: readonly FieldCost[]): FieldCost[] {
  const byPlace = new Map<string, FieldCost>();
  for (const one of costs) {
    const key = `${one.path.join('.')} ${one.coordinate}`;
    const before = byPlace.get(key);
    byPlace.set(key, before === undefined ? one : { ...one, cost: before.cost + one.cost });
  }
  return [...byPlace.values()];
}
