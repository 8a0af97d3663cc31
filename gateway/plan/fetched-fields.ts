/** Every field that a plan asks of a subgraph, and for each that only the plan needs, which of the client's fields it serves. */
import {
  isCompositeType,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { objectTypesOf, walkFields, type VisitedField, type Walk } from './requested-fields.ts';
import type { RequestedField, FetchedField } from './authorization.ts';
import { possibleIn } from './subgraph-types.ts';
import { operationOf, renamesOf } from '../document/operation.ts';
import { clientName } from './workarounds/separate-aliases.ts';
import type { SyntheticFields } from './workarounds/required-arguments.ts';
import { fragmentsOf } from '../document/fragments.ts';

/** A fetch of a plan, with what it says in the form others can read. */
export interface FetchView {
  readonly node: FetchNode;
  /** Response keys from the root to the objects it fills in, list positions left out; empty for a fetch from the root. */
  readonly path: readonly string[];
  /** Its operation's text, parsed once. */
  readonly document: DocumentNode;
}

/** Every fetch of the plan, in the order a reader meets them. */
export function fetchesOf(plan: QueryPlan): FetchView[] {
  const found: FetchView[] = [];
  const walk = (node: PlanNode | undefined, path: readonly string[]): void => {
    switch (node?.kind) {
      case 'Fetch':
        found.push({ node, path, document: parse(node.operation, { noLocation: true }) });
        break;
      case 'Flatten':
        walk(node.node, [...path, ...node.path.map(String).filter((key) => key !== '@')]);
        break;
      case 'Sequence':
      case 'Parallel':
        for (const child of node.nodes) walk(child, path);
        break;
      case 'Condition':
        walk(node.ifClause, path);
        walk(node.elseClause, path);
        break;
      case undefined:
        break;
      default:
        // A kind of node that is not understood must not pass unseen.
        throw new TypeError(`expected a node of a query plan, got ${node?.kind}`);
    }
  };
  if (plan.node?.kind === 'Subscription')
    throw new TypeError('expected a plan of a query or a mutation, got one of a subscription');
  walk(plan.node, []);
  return found;
}

/**
 * @param asked every field of the client's operation, from `requestedFields`
 * @param standIns fields that only the plan knows, by the fields they stand for
 */
export function fetchedFields(
  supergraph: GraphQLSchema,
  plan: QueryPlan,
  asked: readonly RequestedField[],
  standIns: SyntheticFields,
): FetchedField[] {
  const places = byPlace(asked);
  const fetches = fetchesOf(plan).map((view) => ({
    ...view,
    needs: needsOf(view),
    fields: fieldsOf(supergraph, view, standIns),
  }));
  const answers = (field: RequestedField): readonly RequestedField[] =>
    (places.get(placeOf(field)) ?? []).filter((one) => overlap(one, field));

  const servedBy = (index: number, seen: ReadonlySet<number>): RequestedField[] =>
    fetches[index]!.fields.flatMap((field) => {
      const own = answers(field);
      return own.length > 0 ? own : neededBy(field, index, seen);
    });
  const neededBy = (field: PlannedField, from: number, seen: ReadonlySet<number> = new Set()): RequestedField[] => {
    const place = field.planned;
    const later = fetches.flatMap(({ needs }, index) =>
      index !== from && !seen.has(index) && needs.has(place) ? [index] : [],
    );
    return [...new Set(later.flatMap((index) => servedBy(index, new Set([...seen, index]))))];
  };

  return fetches.flatMap(({ node, fields }, index) =>
    fields.map((field): FetchedField => {
      const { typeName, fieldName, path, objectTypes } = field;
      const isAnswer = answers(field).length > 0;
      return {
        typeName,
        fieldName,
        path,
        objectTypes,
        subgraph: node.serviceName,
        purpose: isAnswer ? 'answer' : 'plan',
        neededBy: isAnswer ? [] : neededBy(field, index),
      };
    }),
  );
}

/** A field with its place as the plan names it, where that is not as the client does. */
interface PlannedField extends RequestedField {
  readonly planned: string;
}

function byPlace(asked: readonly RequestedField[]): ReadonlyMap<string, readonly RequestedField[]> {
  return Map.groupBy(asked, placeOf);
}

function placeOf({ path, fieldName }: RequestedField): string {
  return `${path.join('.')}:${fieldName}`;
}

function overlap(one: RequestedField, other: RequestedField): boolean {
  return one.objectTypes.some((name) => other.objectTypes.includes(name));
}

/** The fields of one fetch, at the places they take in the answer. */
function fieldsOf(supergraph: GraphQLSchema, view: FetchView, standIns: SyntheticFields): PlannedField[] {
  const operation = operationOf(view.document);
  const fragments = fragmentsOf(view.document);
  const renames = renamesOf(view.node.outputRewrites);
  const found: PlannedField[] = [];
  const keep = ({ node: _node, ...field }: VisitedField): void => {
    const path = [...view.path, ...renamed(field.path, renames)];
    found.push({
      ...field,
      fieldName: standIns.get(field.fieldName)?.field ?? field.fieldName,
      path: path.map(clientName),
      planned: path.join('.'),
    });
  };
  const walk: Walk = {
    schema: supergraph,
    fragments,
    visit: keep,
    possible: possibleIn(supergraph, view.node.serviceName),
  };
  const entities = entitiesOf(operation);
  if (!entities) {
    const root = supergraph.getRootType(operation.operation);
    if (root) walkFields(walk, operation.selectionSet, root);
    return found;
  }
  const sent = entityTypes(supergraph, view.node.requires ?? []);
  for (const selection of entities.selectionSet?.selections ?? []) walkEntity(walk, selection, sent);
  return found;
}

/** Below `_entities` every selection names its type, because `_Entity` is not a type of the supergraph. */
function walkEntity(walk: Walk, selection: SelectionNode, sent: readonly string[]): void {
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value) : selection;
  if (!fragment || fragment.kind === Kind.FIELD) return;
  const type = fragment.typeCondition && walk.schema.getType(fragment.typeCondition.name.value);
  if (!type || !isCompositeType(type))
    for (const inner of fragment.selectionSet.selections) walkEntity(walk, inner, sent);
  else
    walkFields(
      walk,
      fragment.selectionSet,
      type,
      objectTypesOf(walk.schema, type).filter((name) => sent.includes(name)),
    );
}

/** The object types of which representations are sent. */
function entityTypes(schema: GraphQLSchema, requires: readonly QueryPlanSelectionNode[]): readonly string[] {
  return requires.flatMap((selection) => {
    const type = selection.kind === 'InlineFragment' ? schema.getType(selection.typeCondition ?? '') : undefined;
    return isCompositeType(type) ? objectTypesOf(schema, type) : [];
  });
}

function entitiesOf(operation: OperationDefinitionNode): FieldNode | undefined {
  return operation.selectionSet.selections.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && node.name.value === '_entities',
  );
}

function renamed(path: readonly string[], renames: ReadonlyMap<string, string>): readonly string[] {
  if (renames.size === 0) return path;
  return path.map((key, index) => renames.get(path.slice(0, index + 1).join('.')) ?? key);
}

/** Places of the answer that must be there before this fetch can be sent: its `requires` and the contexts it reads. */
function needsOf({ node, path }: FetchView): ReadonlySet<string> {
  const needs = new Set<string>();
  const walk = (selections: readonly QueryPlanSelectionNode[] | undefined, at: readonly string[]): void => {
    for (const selection of selections ?? []) {
      const place = selection.kind === 'Field' ? [...at, selection.alias ?? selection.name] : at;
      if (selection.kind === 'Field') needs.add(place.join('.'));
      walk(selection.selections, place);
    }
  };
  walk(node.requires, path);
  for (const { path: steps } of node.contextRewrites ?? []) {
    const up = steps.filter((step) => step === '..').length;
    const down = steps.filter((step) => step !== '..' && !step.startsWith('... on '));
    // The whole way down is needed: `{ organisation { code } }` needs the organisation as well.
    down.forEach((_, index) => needs.add([...path.slice(0, path.length - up), ...down.slice(0, index + 1)].join('.')));
  }
  return needs;
}
