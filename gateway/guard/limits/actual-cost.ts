/**
 * The actual cost of an operation, counted from its answer by the weights of the estimate: every object and leaf in it. Each person
 * counts once where the answer holds a key that tells persons apart.
 */
import {
  getNamedType,
  isCompositeType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ExecutionResult } from '../../execute/execution-result.ts';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';
import type { ObjectPlan } from '../../result/response-plan.ts';
import { isRowsKey } from '../../audit/subjects.ts';
import { defaultsOf, type RequestVariables } from '../variables.ts';
import type { CostModel } from './cost-model.ts';
import { Count, type Place } from './count.ts';
import { nodeCounter, type CountNode } from './count-nodes.ts';
import { MUTATION_WEIGHT, type CostEstimate, type EstimatedOperation } from './estimated-cost.ts';
import { argumentsWeight, countsPersons, ownWeight, personsRequested } from './field-cost.ts';

/** The parts of an answer that are counted. Its `data` objects are built only where `written` has nothing to count. */
export type CountedAnswer = Pick<ExecutionResult, 'data' | 'written'>;

/**
 * Compiles the count for one operation. The number of expanded fragments must be bounded beforehand, as for the estimate.
 * @returns a function that counts an answer without changing it; cost in the units of `@cost`, and persons
 */
export function compileActual(
  model: CostModel,
  counted: EstimatedOperation,
): (answer: CountedAnswer, variables: RequestVariables) => CostEstimate {
  const { operation, schema } = counted;
  const places = placesOf([operation.selectionSet], schema.getRootType(operation.operation)!, {
    model,
    schema,
    fragments: fragmentsOf(counted.document),
  });
  const start = operation.operation === OperationTypeNode.MUTATION ? MUTATION_WEIGHT : 0;
  const defaults = defaultsOf(operation);
  const counterOf = nodeCounters(places);
  return (answer, variables) => {
    const count = new Count({ ...defaults, ...variables });
    const written = answer.written?.();
    const countNode = written && counterOf(written.plan);
    if (countNode !== undefined) countNode(written!.root, count);
    else countMembers(answer.data() ?? {}, places, count);
    return { cost: start + count.cost, persons: count.persons };
  };
}

/** One counter per response plan of the operation. There is one plan for each combination of `@skip` and `@include` values. */
function nodeCounters(places: readonly Place[]): (plan: ObjectPlan) => CountNode | undefined {
  const known = new WeakMap<ObjectPlan, { readonly count: CountNode | undefined }>();
  return (plan) => {
    let counter = known.get(plan);
    if (counter === undefined) known.set(plan, (counter = { count: nodeCounter(plan, places) }));
    return counter.count;
  };
}

/** What all places of one operation are made from. */
interface PlaceSources {
  readonly model: CostModel;
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

function placesOf(sets: readonly SelectionSetNode[], type: GraphQLCompositeType, sources: PlaceSources): Place[] {
  const places = new Map<string, Place>();
  for (const set of sets) collect(set, type, sources, places);
  for (const place of places.values()) {
    if (place.type === undefined || place.sets.length === 0) continue;
    place.children = placesOf(place.sets, place.type, sources);
    place.identity = identityOf(place, sources.model);
  }
  return [...places.values()];
}

/** Fields under one response key are one place, whatever fragments they come from. */
function collect(
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  sources: PlaceSources,
  places: Map<string, Place>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) addField(selection, type, sources, places);
    else {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? sources.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && sources.schema.getType(fragment.typeCondition.name.value);
      if (fragment) collect(fragment.selectionSet, isCompositeType(condition) ? condition : type, sources, places);
    }
  }
}

function addField(
  node: FieldNode,
  parent: GraphQLCompositeType,
  { model, schema }: PlaceSources,
  places: Map<string, Place>,
): void {
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
  // One response key means the same field with the same arguments. Only types that exclude each other may differ: then one set counts too.
  if (place.arguments.length === 0) {
    place.arguments.push(argumentsWeight(model, parent, field, node));
    place.personsRequested.push(personsRequested(model, schema, parent, field, node));
  }
  if (isCompositeType(named)) place.type ??= named;
  if (node.selectionSet) place.sets.push(node.selectionSet);
}

function newPlace(key: string): Place {
  return {
    key,
    fields: new Set(),
    own: 0,
    person: false,
    lookup: false,
    arguments: [],
    personsRequested: [],
    sets: [],
    type: undefined,
    identity: [],
    children: [],
  };
}

function identityOf(place: Place, model: CostModel): readonly string[] {
  const keys = model.personTypes.get(place.type!.name) ?? [];
  return place.children
    .filter((child) => [...child.fields].some((field) => keys.includes(field)))
    .map((child) => child.key);
}

function countMembers(object: Readonly<Record<string, unknown>>, places: readonly Place[], count: Count): void {
  for (const place of places) {
    const value = object[place.key];
    if (value === undefined) continue;
    const before = count.begin(place, value === null);
    countValue(value, place, count);
    count.end(place, before);
  }
}

function countValue(value: unknown, place: Place, count: Count): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) countValue(one, place, count);
    return;
  }
  count.cost += place.own;
  if (typeof value !== 'object') return;
  const members = value as Readonly<Record<string, unknown>>;
  if (place.person)
    count.person(
      place,
      place.identity.map((key) => members[key]).find((key) => typeof key === 'string'),
    );
  countMembers(members, place.children, count);
}
