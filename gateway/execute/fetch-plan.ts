/** One fetch of a plan, read: its query, its subgraph, the objects that it concerns, and where its reply is stored. */
import type { FetchNode } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  stripIgnoredCharacters,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { EntityList } from '../fetch/subgraph-request.ts';
import type { Condition } from '../document/condition.ts';
import type { Shape } from '../result/layout.ts';
import type { SourceCode } from '../result/source-code.ts';
import { contextPath, type ContextPath } from './context-values.ts';
import { executeFault } from './errors.ts';
import { operationOf } from '../document/operation.ts';
import { fetchReading, readLevel, slotsOf, type FetchLevel } from './fetch-document.ts';
import { defineMerge, defineReader, type MergeNode, type ReadNode } from './reply-reader.ts';
import { defineRepresentation, defineSoleKey, type Represent, type SoleKey } from './representation.ts';
import { entityKeys } from './key-names.ts';
import { withoutSyntheticFields, type SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import { entitySteps, type EntityStep } from './entities.ts';
import { separateFetches } from './split-fetch.ts';

/** A fetch, read. */
export interface FetchPlan {
  readonly subgraph: string;
  /** The text of its operation. */
  readonly query: string;
  readonly operationName: string | undefined;
  readonly kind: 'query' | 'mutation';
  /** Names of the client's variables that it uses. */
  readonly variables: readonly string[];
  /** The path to its objects. */
  readonly steps: readonly EntityStep[];
  /** The conditions of the plan around it. */
  readonly when: Condition;
  /** The shape of its reply. */
  readonly level: FetchLevel;
  /** For a fetch of entities: the response name of `_entities`. */
  readonly entities?: { readonly name: string };
  /** Its entities where it goes alone; absent where their answers depend on more than their representations. */
  readonly lists?: readonly EntityList[];
  /** The `@fromContext` values that it sends. */
  readonly contexts: readonly ContextPath[];
  /** The plan's own node. */
  readonly node: FetchNode;
  readonly supergraph: GraphQLSchema;
  /** Sent instead for entities that lack an input of only some of its fields. */
  readonly separate: readonly FetchPlan[];
}

/** The generated functions of a fetch. */
export interface FetchCode {
  readonly read: ReadNode;
  readonly merge: MergeNode;
  readonly represent: Represent | undefined;
  readonly soleKey: SoleKey | undefined;
}

/** What the fetches of one plan are read with. */
export interface FetchPlanContext {
  readonly supergraph: GraphQLSchema;
  readonly root: Shape;
  readonly syntheticFields: SyntheticFields;
}

/**
 * @param path of the plan, to the objects that the fetch concerns
 * @param when the conditions of the plan around the fetch
 * @throws CodedError PLAN_NOT_SUPPORTED for a subscription
 */
export function fetchPlan(
  source: FetchPlanContext,
  node: FetchNode,
  path: readonly (string | number)[],
  when: Condition,
): FetchPlan {
  const plan = readFetch(source, node, path, when);
  countProviders(plan.level);
  return {
    ...plan,
    separate: separateFetches(node, source.supergraph).map((part) => readFetch(source, part, path, when)),
  };
}

function countProviders(level: FetchLevel): void {
  for (const { slot } of level.fields.values()) slot.providers++;
  for (const inner of level.fields.values())
    if (inner.child) for (const { slot } of slotsOf(inner.child)) slot.providers++;
}

function readFetch(
  source: FetchPlanContext,
  node: FetchNode,
  path: readonly (string | number)[],
  when: Condition,
): FetchPlan {
  const { supergraph } = source;
  const { steps, shape } = entitySteps(supergraph, source.root, path);
  const document = parse(node.operation, { noLocation: true });
  const operation = operationOf(document);
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw executeFault('PLAN_NOT_SUPPORTED', 'expected a query or a mutation, got a subscription');
  const reading = fetchReading(supergraph, document, node.outputRewrites);
  const field = operation.selectionSet.selections[0]!;
  const isEntities = node.requires !== undefined && field.kind === Kind.FIELD;
  const declared = supergraph.getRootType(operation.operation)?.name ?? 'Query';
  const set = isEntities ? field.selectionSet! : operation.selectionSet;
  const level = readLevel(reading, set, isEntities ? '_Entity' : declared, shape, when);
  const plan: Omit<FetchPlan, 'lists'> = {
    subgraph: node.serviceName,
    query: queryText(node, document, isEntities && needsTypename(set, level), source.syntheticFields),
    operationName: node.operationName,
    kind: operation.operation,
    variables: (node.variableUsages ?? []).filter(
      (name) => !node.contextRewrites?.some(({ renameKeyTo }) => renameKeyTo === name),
    ),
    steps,
    when,
    level,
    entities: isEntities ? { name: (field.alias ?? field.name).value } : undefined,
    contexts: (node.contextRewrites ?? []).map((context) => contextPath(source, context, steps)),
    node,
    supergraph,
    separate: [],
  };
  return plan.entities === undefined || plan.contexts.length > 0 ? plan : { ...plan, lists: listsOf(plan) };
}

/** What a planner calls the variable that holds the entities. */
export const REPRESENTATIONS = 'representations';

const listsOf = (fetch: FetchPlan): readonly EntityList[] => [
  { name: fetch.entities!.name, variable: REPRESENTATIONS, fetch },
];

/** Entities of several types are distinguished in the reply by their `__typename`. */
function needsTypename(set: SelectionSetNode, level: FetchLevel): boolean {
  if (level.typenames.length > 0 || set.selections.length < 2) return false;
  level.typenames.push('__typename');
  return true;
}

function queryText(
  node: FetchNode,
  document: DocumentNode,
  addTypename: boolean,
  syntheticFields: SyntheticFields,
): string {
  if (!addTypename && syntheticFields.size === 0) return node.operation;
  const sent = withoutSyntheticFields(addTypename ? withTypename(document) : document, syntheticFields);
  return sent === document ? node.operation : stripIgnoredCharacters(print(sent));
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

/**
 * Generates the functions of a fetch.
 * @param mayShare false when an entity's reply may depend on its place in the response
 * @returns the functions' names, in the order of `FetchCode`
 */
export function defineFetch(
  code: SourceCode,
  plan: FetchPlan,
  syntheticFields: SyntheticFields,
  mayShare: boolean,
): readonly [read: string, merge: string, represent: string, soleKey: string] {
  const { node, level, supergraph } = plan;
  const functions = [defineReader(code, level, mayShare), defineMerge(code, level)] as const;
  if (!plan.entities) return [...functions, 'undefined', 'undefined'];
  const source = {
    code,
    supergraph,
    subgraph: plan.subgraph,
    syntheticFields,
    entities: entityKeys(supergraph, plan.subgraph),
    when: plan.when,
  };
  const represent = defineRepresentation(source, level.shape, node.requires!, node.inputRewrites);
  return [...functions, represent, defineSoleKey(source, level.shape, node.requires!) ?? 'undefined'];
}

/**
 * True when no other fetch contributes to an object of the reply, so that rows with the same representation may share the objects.
 * Otherwise what another fetch adds to such an object would be added for all rows.
 */
export function isShareable(plan: FetchPlan): boolean {
  for (const { slot, child } of slotsOf(plan.level)) if (child && slot.providers > 1) return false;
  return true;
}
