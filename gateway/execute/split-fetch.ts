/**
 * A representation has one value for each of an entity's fields. Fields of one fetch whose @requires want the same field
 * with different arguments can therefore not share it: they are asked in fetches of their own.
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
import { entityNames, requiredBy, type FieldPaths } from './key-names.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';
import { typedPaths, withoutPaths, withoutTypes } from './typed-paths.ts';

/** @returns the fetch itself, or the fetches that together ask what it asks */
export function splitFetch(
  fetch: FetchNode,
  supergraph: GraphQLSchema,
  standIns: SyntheticFields,
): readonly FetchNode[] {
  if (standIns.size === 0 || !fetch.requires || !clashes([typedPaths(fetch.requires, supergraph)], standIns))
    return [fetch];
  const asking = askingOf(fetch, supergraph);
  if (!asking) return [fetch];
  const groups: Group[] = [];
  for (const [field, paths] of asking.needs) {
    const group = groups.find((group) => !clashes([group.paths, paths], standIns));
    if (group)
      groups[groups.indexOf(group)] = { fields: group.fields.union(new Set([field])), paths: group.paths.union(paths) };
    else groups.push({ fields: new Set([field]), paths });
  }
  return groups.map((group) => fetchOf(fetch, asking, group, supergraph));
}

/**
 * For entities that lack something which only some of a fetch's fields require: the others must not suffer.
 * @returns fetches that together ask what the fetch asks, each told no more than its fields require; none where it would be itself
 */
export function fetchesApart(fetch: FetchNode, supergraph: GraphQLSchema): readonly FetchNode[] {
  if (
    !fetch.requires ||
    new Set([...typedPaths(fetch.requires, supergraph)].map(withoutTypes)).isSubsetOf(
      keyPathsOf(fetch, supergraph).union(new Set(['__typename'])),
    )
  )
    return [];
  const asking = askingOf(fetch, supergraph);
  const groups = new Map<string, Group>();
  for (const [field, paths] of asking?.needs ?? []) {
    const key = [...paths].sort().join();
    groups.set(key, { fields: new Set([field]).union(groups.get(key)?.fields ?? new Set()), paths });
  }
  return groups.size < 2 ? [] : [...groups.values()].map((group) => fetchOf(fetch, asking!, group, supergraph));
}

/** Response names of a fetch's entities that go together, and all that they require. */
interface Group {
  readonly fields: ReadonlySet<string>;
  readonly paths: FieldPaths;
}

/** What a fetch asks of its entities, and what each response name of it requires. */
interface Asking {
  readonly document: DocumentNode;
  readonly needs: ReadonlyMap<string, FieldPaths>;
}

function askingOf(fetch: FetchNode, supergraph: GraphQLSchema): Asking | undefined {
  const document = withoutSpreads(parse(fetch.operation, { noLocation: true }));
  const entities = operationOf(document).selectionSet.selections[0]!;
  if (entities.kind !== Kind.FIELD) return undefined;
  return { document, needs: needsOf(entities.selectionSet!, fetch.serviceName, supergraph) };
}

/** The part of a fetch that asks for a group, told what names its entities and what the group requires. */
function fetchOf(
  fetch: FetchNode,
  { document, needs }: Asking,
  { fields, paths }: Group,
  supergraph: GraphQLSchema,
): FetchNode {
  const keys = keyPathsOf(fetch, supergraph);
  const others = [...needs.values()].reduce((one, other) => one.union(other), new Set<string>()).difference(paths);
  const dropped = new Set([...others].filter((path) => !keys.has(withoutTypes(path))));
  return { ...fetch, ...only(document, fields), requires: withoutPaths(fetch.requires!, dropped, supergraph) };
}

/** The paths of each key that may name the entities of a fetch. */
function keyPathsOf({ requires, serviceName }: FetchNode, supergraph: GraphQLSchema): FieldPaths {
  const { keys } = entityNames(supergraph, serviceName);
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
  return {
    operation: stripIgnoredCharacters(print(pruned)),
    variableUsages: [...used].filter((name) => name !== 'representations'),
  };
}

/** True when two of the sets have other fields at the same place: another stand-in for the same field, or objects with other arguments. */
function clashes(sets: readonly FieldPaths[], standIns: SyntheticFields): boolean {
  const seen = new Map<string, string>();
  for (const path of new Set(sets.flatMap((set) => [...set]))) {
    const place = path.replaceAll(/[^/.]+(?=\/|$)/g, (name) => standIns.get(name)?.field ?? name);
    if ((seen.get(place) ?? path) !== path) return true;
    seen.set(place, path);
  }
  return false;
}

/** For each response name at the top of the entities: the paths its @requires wants. */
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
        selections: planned(requiredBy(supergraph, subgraph, type, field)),
      },
    ],
    supergraph,
  );
}

/** Selections as a plan has them. */
function planned(selections: readonly SelectionNode[]): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = selection.selectionSet && planned(selection.selectionSet.selections);
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
