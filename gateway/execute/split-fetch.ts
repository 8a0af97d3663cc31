/**
 * A representation has one value for each of an entity's fields. Fields of one fetch whose @requires want the same field
 * with different arguments can therefore not share it: they are asked in fetches of their own.
 */
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isInterfaceType, isObjectType, Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode, type GraphQLSchema, type InlineFragmentNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../reply/fragments.ts';
import { operationOf } from './fetch-document.ts';
import { subgraphName } from './key-names.ts';
import { argumentOf, selectionsOf, type StandIns } from './required-arguments.ts';

/** @returns the fetch itself, or the fetches that together ask what it asks */
export function splitFetch(fetch: FetchNode, supergraph: GraphQLSchema, standIns: StandIns): readonly FetchNode[] {
  if (standIns.size === 0 || !fetch.requires || !clashes(namesIn(fetch.requires), standIns)) return [fetch];
  const document = withoutSpreads(parse(fetch.operation, { noLocation: true }));
  const entities = operationOf(document).selectionSet.selections[0]!;
  if (entities.kind !== Kind.FIELD) return [fetch];
  const needs = needsOf(entities.selectionSet!, fetch.serviceName, supergraph, standIns);
  const groups: { readonly fields: Set<string>; readonly standIns: Set<string> }[] = [];
  for (const [field, wanted] of needs) {
    const group = groups.find((group) => !clashes(new Set([...group.standIns, ...wanted]), standIns));
    if (!group) groups.push({ fields: new Set([field]), standIns: new Set(wanted) });
    else {
      group.fields.add(field);
      for (const name of wanted) group.standIns.add(name);
    }
  }
  return groups.map(({ fields, standIns: kept }) => ({
    ...fetch,
    ...only(document, fields),
    requires: without(fetch.requires!, (name) => standIns.has(name) && !kept.has(name)),
  }));
}

/** The planner shortens operations with named fragments; a field in one of them counts as any other. */
function withoutSpreads(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  if (fragments.size === 0) return document;
  const inlined = visit(operationOf(document), {
    // What is put in its place is visited too, so spreads within fragments go as well.
    FragmentSpread: ({ name, directives }): InlineFragmentNode => {
      const { typeCondition, selectionSet } = fragments.get(name.value)!;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
    },
  });
  return { ...document, definitions: [inlined] };
}

/** The operation with these of its entities' fields, and what is left of its variables. */
function only(document: DocumentNode, fields: ReadonlySet<string>): Pick<FetchNode, 'operation' | 'variableUsages'> {
  const cut = visit(document, {
    Field: (node, _key, _parent, _path, ancestors) => {
      const above = ancestors.filter((ancestor) => 'kind' in ancestor && ancestor.kind === Kind.FIELD).length;
      if (above !== 1) return undefined;
      return fields.has((node.alias ?? node.name).value) ? false : null;
    },
    InlineFragment: { leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined) },
  });
  const used = new Set<string>();
  visit(operationOf(cut).selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const pruned = visit(cut, { VariableDefinition: (node) => (used.has(node.variable.name.value) ? false : null) });
  return { operation: stripIgnoredCharacters(print(pruned)), variableUsages: [...used].filter((name) => name !== 'representations') };
}

/** Two stand-ins for the same field. */
function clashes(names: ReadonlySet<string>, standIns: StandIns): boolean {
  const seen = new Set<string>();
  for (const name of names) {
    const field = standIns.get(name)?.field;
    if (field === undefined) continue;
    if (seen.has(field)) return true;
    seen.add(field);
  }
  return false;
}

function namesIn(selections: readonly QueryPlanSelectionNode[], into = new Set<string>()): Set<string> {
  for (const selection of selections) {
    if (selection.kind === 'Field') into.add(selection.name);
    namesIn(selection.selections ?? [], into);
  }
  return into;
}

function without(selections: readonly QueryPlanSelectionNode[], drop: (name: string) => boolean): QueryPlanSelectionNode[] {
  return selections
    .filter((selection) => selection.kind !== 'Field' || !drop(selection.name))
    .map((selection) => (selection.selections ? { ...selection, selections: without(selection.selections, drop) } : selection));
}

/** For each response name at the top of the entities: the stand-ins its @requires wants. */
function needsOf(set: SelectionSetNode, subgraph: string, supergraph: GraphQLSchema, standIns: StandIns, on?: string, into = new Map<string, Set<string>>()): Map<string, Set<string>> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      needsOf(selection.selectionSet, subgraph, supergraph, standIns, selection.typeCondition?.name.value ?? on, into);
    } else if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      const wanted = into.get(name) ?? new Set();
      for (const needed of requiredNames(supergraph, on, selection.name.value, subgraph)) if (standIns.has(needed)) wanted.add(needed);
      into.set(name, wanted);
    }
  }
  return into;
}

function requiredNames(supergraph: GraphQLSchema, typeName: string | undefined, field: string, subgraph: string): ReadonlySet<string> {
  const type = supergraph.getType(typeName ?? '');
  const names = new Set<string>();
  if (!isObjectType(type) && !isInterfaceType(type)) return names;
  for (const directive of type.getFields()[field]?.astNode?.directives ?? []) {
    const required = directive.name.value === 'join__field' ? argumentOf(directive, 'requires') : undefined;
    if (required === undefined || subgraphName(supergraph, argumentOf(directive, 'graph')) !== subgraph) continue;
    visit(selectionsOf(required), { Field: ({ name }) => void names.add(name.value) });
  }
  return names;
}
