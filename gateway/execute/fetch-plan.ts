/** One fetch of a plan, read: what it asks, of whom, about which objects, and where its answer goes. */
import type { FetchNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Condition } from '../document/condition.ts';
import type { Shape } from '../result/layout.ts';
import type { SourceCode } from '../result/source-code.ts';
import { contextPath, type ContextPath } from './context-values.ts';
import { executeFault } from './errors.ts';
import { operationOf } from '../document/operation.ts';
import { fetchReading, readLevel, slotsOf, type FetchLevel } from './fetch-document.ts';
import { defineMerge, defineReader, type MergeNode, type ReadNode } from './reply-reader.ts';
import { defineRepresentation, defineSoleKey, type Represent, type SoleKey } from './representation.ts';
import { entityNames } from './key-names.ts';
import { withoutSyntheticFields, type SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import { entitySteps, type EntityStep } from './entities.ts';
import { fetchesApart } from './split-fetch.ts';

export interface FetchPlan {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly kind: 'query' | 'mutation';
  /** Names of the client's variables it uses. */
  readonly variables: readonly string[];
  readonly steps: readonly EntityStep[];
  /** The condition of the plan that it stands below. */
  readonly when: Condition;
  readonly level: FetchLevel;
  /** Names an entity and in the reply, when the fetch is about entities. */
  readonly entities?: { readonly name: string };
  readonly contexts: readonly ContextPath[];
  readonly node: FetchNode;
  readonly supergraph: GraphQLSchema;
  /** What is made instead for entities that lack something which only some of its fields require. */
  readonly apart: readonly FetchPlan[];
}

/** The generated functions of a fetch. */
export interface FetchCode {
  readonly read: ReadNode;
  readonly merge: MergeNode;
  readonly represent: Represent | undefined;
  readonly soleKey: SoleKey | undefined;
}

export interface FetchGround {
  readonly supergraph: GraphQLSchema;
  readonly root: Shape;
  readonly standIns: SyntheticFields;
}

/** @param when the condition of the plan that it stands below */
export function fetchPlan(
  ground: FetchGround,
  node: FetchNode,
  path: readonly (string | number)[],
  when: Condition,
): FetchPlan {
  const plan = readFetch(ground, node, path, when);
  countProviders(plan.level);
  return { ...plan, apart: fetchesApart(node, ground.supergraph).map((part) => readFetch(ground, part, path, when)) };
}

function countProviders(level: FetchLevel): void {
  for (const { slot } of level.fields.values()) slot.providers++;
  for (const inner of level.fields.values())
    if (inner.child) for (const { slot } of slotsOf(inner.child)) slot.providers++;
}

function readFetch(
  ground: FetchGround,
  node: FetchNode,
  path: readonly (string | number)[],
  when: Condition,
): FetchPlan {
  const { steps, shape } = entitySteps(ground.supergraph, ground.root, path);
  const asked = parse(node.operation, { noLocation: true });
  const operation = operationOf(asked);
  if (operation.operation === 'subscription')
    throw executeFault('PLAN_NOT_SUPPORTED', 'expected a query or a mutation, got a subscription');
  const reading = fetchReading(ground.supergraph, asked, node.outputRewrites);
  const field = operation.selectionSet.selections[0]!;
  const isEntities = node.requires !== undefined && field.kind === Kind.FIELD;
  const declared = ground.supergraph.getRootType(operation.operation)?.name ?? 'Query';
  const set = isEntities ? field.selectionSet! : operation.selectionSet;
  const level = readLevel(reading, set, isEntities ? '_Entity' : declared, shape, when);
  return {
    subgraph: node.serviceName,
    query: queryText(node, asked, isEntities && needsTypename(set, level), ground.standIns),
    operationName: node.operationName,
    kind: operation.operation,
    variables: (node.variableUsages ?? []).filter(
      (name) => !node.contextRewrites?.some(({ renameKeyTo }) => renameKeyTo === name),
    ),
    steps,
    when,
    level,
    entities: isEntities ? { name: (field.alias ?? field.name).value } : undefined,
    contexts: (node.contextRewrites ?? []).map((context) => contextPath(ground, context, steps)),
    node,
    supergraph: ground.supergraph,
    apart: [],
  };
}

/** Entities of several types are told apart in the reply by their `__typename`. */
function needsTypename(set: SelectionSetNode, level: FetchLevel): boolean {
  if (level.typenames.length > 0 || set.selections.length < 2) return false;
  level.typenames.push('__typename');
  return true;
}

function queryText(node: FetchNode, asked: DocumentNode, addTypename: boolean, standIns: SyntheticFields): string {
  if (!addTypename && standIns.size === 0) return node.operation;
  const document = withoutSyntheticFields(addTypename ? withTypename(asked) : asked, standIns);
  return document === asked ? node.operation : stripIgnoredCharacters(print(document));
}

function withTypename(document: DocumentNode): DocumentNode {
  const typename = { kind: Kind.FIELD as const, name: { kind: Kind.NAME as const, value: '__typename' } };
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const [field] = definition.selectionSet.selections;
      if (field?.kind !== Kind.FIELD) return definition;
      const selectionSet = { ...field.selectionSet!, selections: [typename, ...field.selectionSet!.selections] };
      return { ...definition, selectionSet: { ...definition.selectionSet, selections: [{ ...field, selectionSet }] } };
    }),
  };
}

/** @returns the names of the functions to build, in the order of `FetchCode` */
export function defineFetch(
  code: SourceCode,
  plan: FetchPlan,
  standIns: SyntheticFields,
  mayShare: boolean,
): readonly [read: string, merge: string, represent: string, soleKey: string] {
  const { node, level, supergraph } = plan;
  const functions = [defineReader(code, level, mayShare), defineMerge(code, level)] as const;
  if (!plan.entities) return [...functions, 'undefined', 'undefined'];
  const naming = {
    code,
    supergraph,
    subgraph: plan.subgraph,
    standIns,
    names: entityNames(supergraph, plan.subgraph),
    when: plan.when,
  };
  const represent = defineRepresentation(naming, level.shape, node.requires!, node.inputRewrites);
  return [...functions, represent, defineSoleKey(naming, level.shape, node.requires!) ?? 'undefined'];
}

/**
 * True when every object below an answer is this fetch's alone, so that rows with the same representation may share
 * them: what another fetch adds to such an object would otherwise be added for all of them.
 */
export function isShareable(plan: FetchPlan): boolean {
  for (const { slot, child } of slotsOf(plan.level)) if (child && slot.providers > 1) return false;
  return true;
}
