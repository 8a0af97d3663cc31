/**
 * Splits fetches. A representation has one value for each field, so fields whose @requires need the same field with different arguments
 * cannot share a representation: they are fetched separately.
 */
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../document/fragments.ts';
import { typenamesWithin } from '../document/types.ts';
import { operationOf } from '../document/operation.ts';
import { entityKeys, requiredBy, type FieldPaths } from './key-names.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import { typedPaths, withoutPaths, withoutTypes } from './typed-paths.ts';

/** @returns the fetch itself, or fetches that together select what it selects */
export function splitFetch(
  fetch: FetchNode,
  supergraph: GraphQLSchema,
  syntheticFields: SyntheticFields,
): readonly FetchNode[] {
  if (
    syntheticFields.size === 0 ||
    !fetch.requires ||
    !clashes([typedPaths(fetch.requires, supergraph)], syntheticFields)
  )
    return [fetch];
  const asking = entityRequirements(fetch, supergraph);
  if (!asking) return [fetch];
  const groups: Group[] = [];
  for (const [field, paths] of asking.needs) {
    const group = groups.find((group) => !clashes([group.paths, paths], syntheticFields));
    if (group)
      groups[groups.indexOf(group)] = { fields: group.fields.union(new Set([field])), paths: group.paths.union(paths) };
    else groups.push({ fields: new Set([field]), paths });
  }
  return groups.map((group) => fetchOf(fetch, asking, group, supergraph));
}

/**
 * For entities that lack an input of only some of a fetch's fields, so that the other fields can still be fetched.
 * @returns fetches that together select what the fetch selects, each with the inputs of its own fields only; none where it cannot be split
 */
export function separateFetches(fetch: FetchNode, supergraph: GraphQLSchema): readonly FetchNode[] {
  if (
    !fetch.requires ||
    new Set([...typedPaths(fetch.requires, supergraph)].map(withoutTypes)).isSubsetOf(
      keyPathsOf(fetch, supergraph).union(new Set(['__typename'])),
    )
  )
    return [];
  const asking = entityRequirements(fetch, supergraph);
  const groups = new Map<string, Group>();
  for (const [field, paths] of asking?.needs ?? []) {
    const key = [...paths].sort().join();
    groups.set(key, { fields: new Set([field]).union(groups.get(key)?.fields ?? new Set()), paths });
  }
  return groups.size < 2 ? [] : [...groups.values()].map((group) => fetchOf(fetch, asking!, group, supergraph));
}

/** Response names that are fetched together, and all that they require. */
interface Group {
  readonly fields: ReadonlySet<string>;
  readonly paths: FieldPaths;
}

/** A fetch's document, and what each response name of its entities requires. */
interface EntityRequirements {
  readonly document: DocumentNode;
  readonly needs: ReadonlyMap<string, FieldPaths>;
}

function entityRequirements(fetch: FetchNode, supergraph: GraphQLSchema): EntityRequirements | undefined {
  const document = withoutSpreads(parse(fetch.operation, { noLocation: true }));
  const entities = operationOf(document).selectionSet.selections[0]!;
  if (entities.kind !== Kind.FIELD) return undefined;
  return { document, needs: needsOf(entities.selectionSet!, fetch.serviceName, supergraph) };
}

/** @returns the part of a fetch that selects a group, with its keys and what the group requires */
function fetchOf(
  fetch: FetchNode,
  { document, needs }: EntityRequirements,
  { fields, paths }: Group,
  supergraph: GraphQLSchema,
): FetchNode {
  const keys = keyPathsOf(fetch, supergraph);
  const others = [...needs.values()].reduce((one, other) => one.union(other), new Set<string>()).difference(paths);
  const dropped = new Set([...others].filter((path) => !keys.has(withoutTypes(path))));
  return { ...fetch, ...only(document, fields), requires: withoutPaths(fetch.requires!, dropped, supergraph) };
}

/** @returns the paths of all keys that may identify the entities of a fetch */
function keyPathsOf({ requires, serviceName }: FetchNode, supergraph: GraphQLSchema): FieldPaths {
  const { keys } = entityKeys(supergraph, serviceName);
  const types = requires!.flatMap((selection) =>
    selection.kind === 'InlineFragment' && selection.typeCondition !== undefined
      ? typenamesWithin(supergraph, selection.typeCondition)
      : [],
  );
  return new Set(
    types
      .flatMap((type) => keys(type))
      .flatMap((key) => [...key])
      .flatMap(withPrefixes),
  );
}

/** Replaces named fragments, with which the planner shortens operations, by inline fragments. */
function withoutSpreads(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  if (fragments.size === 0) return document;
  const inlined = visit(operationOf(document), {
    // The replacement is visited too, so spreads within fragments are replaced as well.
    FragmentSpread: ({ name, directives }): InlineFragmentNode => {
      const { typeCondition, selectionSet } = fragments.get(name.value)!;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
    },
  });
  return { ...document, definitions: [inlined] };
}

/** @returns the operation with only these fields of its entities, and the variables that they use */
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
  return {
    operation: stripIgnoredCharacters(print(pruned)),
    variableUsages: [...used].filter((name) => name !== 'representations'),
  };
}

/** True when two of the sets have different synthetic fields for the same field at the same place. */
function clashes(sets: readonly FieldPaths[], syntheticFields: SyntheticFields): boolean {
  const seen = new Map<string, string>();
  for (const path of new Set(sets.flatMap((set) => [...set]))) {
    const place = path.replaceAll(/[^/.]+(?=\/|$)/g, (name) => syntheticFields.get(name)?.field ?? name);
    if ((seen.get(place) ?? path) !== path) return true;
    seen.set(place, path);
  }
  return false;
}

/** @returns for each response name at the top of the entities the paths that its @requires names */
function needsOf(
  set: SelectionSetNode,
  subgraph: string,
  supergraph: GraphQLSchema,
  on?: string,
  into = new Map<string, Set<string>>(),
): Map<string, Set<string>> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      needsOf(selection.selectionSet, subgraph, supergraph, selection.typeCondition?.name.value ?? on, into);
    } else if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      into.set(
        name,
        (into.get(name) ?? new Set<string>()).union(
          requiredPaths(supergraph, subgraph, on ?? '', selection.name.value),
        ),
      );
    }
  }
  return into;
}

function requiredPaths(supergraph: GraphQLSchema, subgraph: string, type: string, field: string): FieldPaths {
  return typedPaths(
    [
      {
        kind: 'InlineFragment',
        typeCondition: type,
        selections: planSelections(requiredBy(supergraph, subgraph, type, field)),
      },
    ],
    supergraph,
  );
}

/** Converts selections to the form that plans have. */
function planSelections(selections: readonly SelectionNode[]): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = selection.selectionSet && planSelections(selection.selectionSet.selections);
    return [
      selection.kind === Kind.FIELD
        ? { kind: 'Field', name: selection.name.value, selections: inner }
        : { kind: 'InlineFragment', typeCondition: selection.typeCondition?.name.value, selections: inner! },
    ];
  });
}

function withPrefixes(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
