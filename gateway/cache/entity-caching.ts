/**
 * How long the entities of one fetch hold, for whom, and what they are called: worked out once for each fetch of a plan. The rules are those of whole
 * answers, over what the fetch selects. Nothing is kept of a type that has a personal field, nor under a representation that holds one.
 */
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../document/fragments.ts';
import { operationOf } from '../document/operation.ts';
import type { EntityFetch } from '../fetch/subgraph-request.ts';
import { objectTypesOf, walkFields, type VisitedField } from '../plan/requested-fields.ts';
import { cachingOf, type CachedGraph, type OperationCaching } from './operation-caching.ts';
import { selectedMembers, type SelectedMembers } from './selected-members.ts';

/** How the entities of one fetch are kept. */
export interface EntityCaching extends OperationCaching {
  /** What the fetch asks of each entity, and of which subgraph, whatever the client's operation is called. */
  readonly text: string;
  /** What it asks of each entity: whatever else a subgraph sends is not kept. */
  readonly selected: SelectedMembers;
}

/** @param graph with the whole supergraph @returns undefined where none of its entities may be kept */
export function entityCaching(graph: CachedGraph, { subgraph, query, node }: EntityFetch): EntityCaching | undefined {
  const document = parse(query, { noLocation: true });
  const operation = operationOf(document);
  const [entities] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || entities.selectionSet === undefined) return undefined;
  const represented = representedFields(graph, node.requires ?? []);
  const fields = selectedFields(graph, document, entities);
  if (represented === undefined || fields === undefined) return undefined;
  if (fields.some((field) => isOfPerson(graph, field) || isUntimed(graph, field, represented))) return undefined;
  const caching = cachingOf(graph, { document, operation }, (each) => fields.forEach(each));
  const selected = selectedMembers(fragmentsOf(document), entities.selectionSet);
  return caching && { ...caching, text: `${subgraph}\n${textOf(document, operation)}`, selected };
}

/** @returns undefined where the supergraph does not know one of them, so that nothing is known of it */
function selectedFields(
  { api }: CachedGraph,
  document: DocumentNode,
  entities: FieldNode,
): readonly VisitedField[] | undefined {
  const found: VisitedField[] = [];
  const possible = (type: GraphQLCompositeType): readonly string[] => objectTypesOf(api, type);
  const every = Object.values(api.getTypeMap())
    .filter(isObjectType)
    .map(({ name }) => name);
  const walk = {
    schema: api,
    fragments: fragmentsOf(document),
    visit: (field: VisitedField) => found.push(field),
    possible,
  };
  walkFields(walk, entities.selectionSet!, api.getQueryType()!, every);
  const known = new Set(found.map(({ node }) => node));
  const unknown = new Set<FieldNode>();
  visit(document, {
    Field: (node) => {
      if (node !== entities && node.name.value !== '__typename' && !known.has(node)) unknown.add(node);
    },
  });
  return unknown.size === 0 ? found : undefined;
}

/** Whether the entity that a field is of is about a person, by any field of its type. */
function isOfPerson({ policy }: CachedGraph, { path, objectTypes }: VisitedField): boolean {
  return path.length === 1 && objectTypes.some((type) => hasPersonal(policy, type));
}

function hasPersonal({ personal, masks, types }: CachedGraph['policy'], type: string): boolean {
  const coordinates = [...(types.get(type)?.fields.keys() ?? [])].map((field) => `${type}.${field}`);
  return coordinates.some((each) => personal.has(each) || masks.has(each));
}

/** A field of an entity that holds as long as its object: here no object stands above it. What the representation gives cannot change. */
function isUntimed(
  { policy: { hints } }: CachedGraph,
  { path, fieldName, objectTypes }: VisitedField,
  given: Set<string>,
): boolean {
  return (
    path.length === 1 &&
    objectTypes.some(
      (type) => hints.hintOf(type, fieldName)?.maxAge === undefined && !given.has(`${type}.${fieldName}`),
    )
  );
}

/** @returns the coordinates of what identifies the entities; undefined where one is personal, or not known to the supergraph */
function representedFields(
  graph: CachedGraph,
  selections: readonly QueryPlanSelectionNode[],
  above?: GraphQLCompositeType,
): Set<string> | undefined {
  const found = new Set<string>();
  for (const selection of selections) {
    const own = representedBy(graph, selection, above);
    if (own === undefined) return undefined;
    for (const coordinate of own) found.add(coordinate);
  }
  return found;
}

function representedBy(
  graph: CachedGraph,
  selection: QueryPlanSelectionNode,
  above: GraphQLCompositeType | undefined,
): Iterable<string> | undefined {
  const { api, policy } = graph;
  if (selection.kind === 'InlineFragment') {
    const condition = selection.typeCondition === undefined ? above : api.getType(selection.typeCondition);
    return isCompositeType(condition) ? representedFields(graph, selection.selections, condition) : undefined;
  }
  const { name, selections } = selection;
  if (name === '__typename') return [];
  const field = above !== undefined && 'getFields' in above ? above.getFields()[name] : undefined;
  if (above === undefined || field === undefined) return undefined;
  const coordinates = objectTypesOf(api, above).map((type) => `${type}.${name}`);
  if (coordinates.some((each) => policy.personal.has(each) || policy.masks.has(each))) return undefined;
  const within = getNamedType(field.type);
  if (selections === undefined || !isCompositeType(within)) return coordinates;
  const inner = representedFields(graph, selections, within);
  return inner && [...coordinates, ...inner];
}

/** The planner names a fetch after the client's operation, which changes no answer. */
function textOf(document: DocumentNode, operation: OperationDefinitionNode): string {
  const definitions = document.definitions.map((each) =>
    each === operation ? { ...operation, name: undefined } : each,
  );
  return stripIgnoredCharacters(print({ ...document, definitions }));
}
