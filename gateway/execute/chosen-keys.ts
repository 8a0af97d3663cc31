/**
 * By which of a subgraph's keys a fetch names its entities. A plan may select several, each of them fetched under its own
 * conditions of @skip and @include; one that is whole will do.
 */
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { outermost, type EntityNames, type FieldPaths } from './key-names.ts';

export interface ChosenKeys {
  /** None of them holds another. Empty: the plan selects none that the subgraph answers to. */
  readonly chosen: readonly FieldPaths[];
  /** What a field is for: every key has it, or only some do and it may be left out, or it is told beside them. */
  readonly need: (name: string) => 'key' | 'none' | 'beside';
}

/** A field that is selected, by the name the subgraph has for it. */
interface Selected {
  readonly key: string;
  readonly selections: readonly QueryPlanSelectionNode[];
}

/** For an object within an entity. @param key all of it that names the entity */
export function oneKey(key: FieldPaths): ChosenKeys {
  const names = outermost(key);
  return { chosen: [key], need: (name) => (name === TYPENAME || names.has(name) ? 'key' : 'beside') };
}

/** @param selected what the fetch knows of entities of this type */
export function chosenKeys({ keys, required }: EntityNames, type = '', selected: readonly Selected[]): ChosenKeys {
  const all = keys(type);
  const known = new Set(selected.flatMap(({ key, selections }) => pathsOf(key, selections)));
  const whole = all.filter((key) => key.isSubsetOf(known));
  const any = new Set(all.flatMap((key) => [...key]));
  // An object whose type is not known is named as far as it can be.
  if (all.length === 0 && type === '') return oneKey(any);
  if (whole.length === 0) return { chosen: [], need: () => 'none' };
  const chosen = whole.filter(
    (key, index) =>
      !whole.some((other, at) => at !== index && other.isSubsetOf(key) && (other.size < key.size || at < index)),
  );
  const inAll = chosen.map(outermost).reduce((one, other) => one.intersection(other));
  const needless = outermost(any).difference(outermost(required(type).intersection(known)));
  return {
    chosen,
    need: (name) => (name === TYPENAME || inAll.has(name) ? 'key' : needless.has(name) ? 'none' : 'beside'),
  };
}

const TYPENAME = '__typename';

function pathsOf(name: string, selections: readonly QueryPlanSelectionNode[]): readonly string[] {
  if (selections.length === 0) return [name];
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return pathsOf(name, selection.selections);
    return pathsOf(selection.name, selection.selections ?? []).map((path) => `${name}/${path}`);
  });
}
