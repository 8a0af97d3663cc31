/** Which fetches of a plan ask for a place of the answer. */
import { Kind, type SelectionSetNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';
import { operationOf, renamesOf } from '../document/operation.ts';
import { fetchesOf, type FetchView } from '../plan/fetched-fields.ts';

/** The places of one plan. */
export interface PlanPlaces {
  readonly fetches: readonly FetchView[];
  /** @param planned names of the plan from the root, joined by dots @returns the subgraphs whose fetches select it, on any type */
  subgraphsAt(planned: string): readonly string[];
  /** Whether some fetch asks for it by its object's key. */
  isOfEntity(planned: string): boolean;
}

/** Reads a plan once. */
export function planPlaces(plan: QueryPlan): PlanPlaces {
  const fetches = fetchesOf(plan);
  const subgraphs = new Map<string, Set<string>>();
  const entityPaths = new Set(fetches.filter(isOfEntities).map(({ path }) => path.join('.')));
  for (const view of fetches) {
    for (const place of placesOf(view)) {
      const known = subgraphs.get(place);
      if (known === undefined) subgraphs.set(place, new Set([view.node.serviceName]));
      else known.add(view.node.serviceName);
    }
  }
  return {
    fetches,
    subgraphsAt: (planned) => [...(subgraphs.get(planned) ?? [])],
    isOfEntity: (planned) => entityPaths.has(planned.slice(0, Math.max(0, planned.lastIndexOf('.')))),
  };
}

/** Whether a fetch asks for objects by their keys, not for fields of the root. */
export function isOfEntities({ node }: FetchView): boolean {
  return node.requires !== undefined && node.requires.length > 0;
}

/** What a fetch selects, of the objects that it fills: without the field `_entities` around it. */
export function filledSelections(view: FetchView): SelectionSetNode {
  const { selectionSet } = operationOf(view.document);
  if (!isOfEntities(view)) return selectionSet;
  const entities = selectionSet.selections.find((one) => one.kind === Kind.FIELD && one.name.value === '_entities');
  return entities?.kind === Kind.FIELD ? entities.selectionSet! : selectionSet;
}

function placesOf(view: FetchView): ReadonlySet<string> {
  const found = new Set<string>();
  const renames = renamesOf(view.node.outputRewrites);
  const fragments = fragmentsOf(view.document);
  collect(filledSelections(view), { replied: [], placed: view.path }, { fragments, renames, found });
  return found;
}

interface Collecting {
  readonly fragments: Fragments;
  readonly renames: ReadonlyMap<string, string>;
  readonly found: Set<string>;
}

/** Where a selection is: by the names of the reply, and by those that the data get. */
interface Place {
  readonly replied: readonly string[];
  readonly placed: readonly string[];
}

function collect(set: SelectionSetNode, { replied, placed }: Place, into: Collecting): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const own = [...replied, key];
      const place = { replied: own, placed: [...placed, into.renames.get(own.join('.')) ?? key] };
      into.found.add(place.placed.join('.'));
      if (selection.selectionSet) collect(selection.selectionSet, place, into);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? into.fragments.get(selection.name.value) : selection;
    if (fragment !== undefined) collect(fragment.selectionSet, { replied, placed }, into);
  }
}
