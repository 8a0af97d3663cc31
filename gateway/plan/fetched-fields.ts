/** Every field that a plan fetches from a subgraph, and for each that only the plan needs, which of the client's fields need it. */
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
import { possibleTypes, type PossibleTypes } from './subgraph-types.ts';
import { operationOf, renamesOf } from '../document/operation.ts';
import { clientName } from './workarounds/separate-aliases.ts';
import type { SyntheticFields } from './workarounds/required-arguments.ts';
import { fragmentsOf } from '../document/fragments.ts';

/** A fetch of a plan, with its operation parsed. */
export interface FetchView {
  readonly node: FetchNode;
  /** Response keys from the root to the objects it fills in, list positions left out; empty for a fetch from the root. */
  readonly path: readonly string[];
  /** Its operation's text, parsed once. */
  readonly document: DocumentNode;
}

/** Every fetch of the plan, in the plan's order. @throws TypeError for a plan that is not of a query or a mutation */
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
        // The fields of an unknown kind of node would escape authorization.
        throw new TypeError(`expected a node of a query plan, got ${node?.kind}`);
    }
  };
  if (plan.node?.kind === 'Subscription')
    throw new TypeError('expected a plan of a query or a mutation, got one of a subscription');
  walk(plan.node, []);
  return found;
}

/** @param requested every field of the client's operation, from `requestedFields` @returns every field that the plan fetches */
export type ReadFetchedFields = (plan: QueryPlan, requested: readonly RequestedField[]) => FetchedField[];

/** @param syntheticFields the supergraph's fields that only plans know */
export function fetchedFieldsReader(supergraph: GraphQLSchema, syntheticFields: SyntheticFields): ReadFetchedFields {
  const possible = possibleTypes(supergraph);
  return (plan, requested) => {
    const fetches = fetchesOf(plan).map((view) => ({
      node: view.node,
      needs: needsOf(view),
      fields: fieldsOf({ supergraph, possible, syntheticFields }, view),
    }));
    return new Purposes(fetches, requested).fields();
  };
}

/** One fetch: the fields that it fetches, and the places of the response that it needs. */
interface FetchFields {
  readonly node: FetchNode;
  readonly needs: ReadonlySet<string>;
  readonly fields: readonly PlannedField[];
}

/** Finds which of the client's fields each fetched field serves. */
class Purposes {
  readonly #fetches: readonly FetchFields[];
  readonly #requested: ReadonlyMap<string, readonly RequestedField[]>;

  constructor(fetches: readonly FetchFields[], requested: readonly RequestedField[]) {
    this.#fetches = fetches;
    this.#requested = Map.groupBy(requested, placeOf);
  }

  fields(): FetchedField[] {
    return this.#fetches.flatMap(({ node, fields }, index) =>
      fields.map((field): FetchedField => {
        const { typeName, fieldName, path, objectTypes } = field;
        const isAnswer = this.#answeredBy(field).length > 0;
        return {
          typeName,
          fieldName,
          path,
          objectTypes,
          subgraph: node.serviceName,
          purpose: isAnswer ? 'answer' : 'plan',
          neededBy: isAnswer ? [] : this.#neededBy(field, index),
        };
      }),
    );
  }

  /** The client's fields that a fetched field answers directly. */
  #answeredBy(field: RequestedField): readonly RequestedField[] {
    return (this.#requested.get(placeOf(field)) ?? []).filter((one) => shareType(one, field));
  }

  /** The client's fields that a whole fetch serves, directly or through later fetches. */
  #servedBy(index: number, seen: ReadonlySet<number>): RequestedField[] {
    return this.#fetches[index]!.fields.flatMap((field) => {
      const own = this.#answeredBy(field);
      return own.length > 0 ? own : this.#neededBy(field, index, seen);
    });
  }

  /** The client's fields that later fetches serve with a field as their input. */
  #neededBy(field: PlannedField, from: number, seen: ReadonlySet<number> = new Set()): RequestedField[] {
    const later = this.#fetches.flatMap(({ needs }, index) =>
      index !== from && !seen.has(index) && needs.has(field.planned) ? [index] : [],
    );
    return [...new Set(later.flatMap((index) => this.#servedBy(index, new Set([...seen, index]))))];
  }
}

/** A field with its place in the plan's names, which may differ from the client's. */
interface PlannedField extends RequestedField {
  readonly planned: string;
}

function placeOf({ path, fieldName }: RequestedField): string {
  return `${path.join('.')}:${fieldName}`;
}

function shareType(one: RequestedField, other: RequestedField): boolean {
  return one.objectTypes.some((name) => other.objectTypes.includes(name));
}

interface FieldSource {
  readonly supergraph: GraphQLSchema;
  readonly possible: PossibleTypes;
  readonly syntheticFields: SyntheticFields;
}

/** The fields of one fetch, at their places in the response. */
function fieldsOf({ supergraph, possible, syntheticFields }: FieldSource, view: FetchView): PlannedField[] {
  const operation = operationOf(view.document);
  const fragments = fragmentsOf(view.document);
  const renames = renamesOf(view.node.outputRewrites);
  const found: PlannedField[] = [];
  const keep = ({ node: _node, ...field }: VisitedField): void => {
    const path = [...view.path, ...renamed(field.path, renames)];
    found.push({
      ...field,
      fieldName: syntheticFields.get(field.fieldName)?.field ?? field.fieldName,
      path: path.map(clientName),
      planned: path.join('.'),
    });
  };
  const walk: Walk = {
    schema: supergraph,
    fragments,
    visit: keep,
    possible: (type) => possible(view.node.serviceName, type),
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

/** The object types whose representations are sent. */
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

/** Places of the response that must be filled before this fetch can be sent: its `requires` and the contexts that it reads. */
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
    // Every part of the path is needed: `{ organisation { code } }` needs the organisation as well.
    down.forEach((_, index) => needs.add([...path.slice(0, path.length - up), ...down.slice(0, index + 1)].join('.')));
  }
  return needs;
}
