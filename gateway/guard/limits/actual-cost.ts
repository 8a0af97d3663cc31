/**
 * What an operation did cost, counted from its answer by the same weights: every object and leaf that came, and every person
 * once where the answer holds what tells persons apart.
 */
import {
  getNamedType,
  isCompositeType,
  Kind,
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

/** An answer, as it is given: its objects are made only where it does not lie there as it was written. */
export type CountedAnswer = Pick<ExecutionResult, 'data' | 'written'>;

/** @returns counts an answer; it does not change it. Fragments must be few enough when expanded, as for the estimate. */
export function compileActual(
  model: CostModel,
  priced: EstimatedOperation,
): (answer: CountedAnswer, variables: RequestVariables) => CostEstimate {
  const { operation, schema } = priced;
  const places = placesOf([operation.selectionSet], schema.getRootType(operation.operation)!, {
    model,
    schema,
    fragments: fragmentsOf(priced.document),
  });
  const start = operation.operation === 'mutation' ? MUTATION_WEIGHT : 0;
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

/** One for each plan of the operation's answers, of which there is one for each set of conditions. */
function nodeCounters(places: readonly Place[]): (plan: ObjectPlan) => CountNode | undefined {
  const known = new WeakMap<ObjectPlan, { readonly count: CountNode | undefined }>();
  return (plan) => {
    let counter = known.get(plan);
    if (counter === undefined) known.set(plan, (counter = { count: nodeCounter(plan, places) }));
    return counter.count;
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

function addField(
  node: FieldNode,
  parent: GraphQLCompositeType,
  { model, schema }: Ground,
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
  // The same key asks the same field with the same arguments, unless the types exclude each other: then once is right too.
  if (place.arguments.length === 0) {
    place.arguments.push(argumentsWeight(model, parent, field, node));
    place.asked.push(personsRequested(model, schema, parent, field, node));
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
    asked: [],
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
