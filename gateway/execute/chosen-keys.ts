/**
 * Which of a subgraph's keys identify the entities of a fetch. A plan may select several keys, each fetched under its own conditions of
 * @skip and @include; one complete key is enough.
 */
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { outermost, type EntityKeys, type FieldPaths } from './key-names.ts';

/** The keys chosen for the entities of one type, and what each field of their representation is for. */
export interface ChosenKeys {
  /** None of them contains another. Empty: the plan selects no key that the subgraph can resolve. */
  readonly chosen: readonly FieldPaths[];
  /** `key`: part of every key; `none`: only of some, so it may be missing; `beside`: required by fields, sent beside the keys. */
  readonly needOf: (name: string) => 'key' | 'none' | 'beside';
}

/** A selected field, under the subgraph's name for it. */
interface SelectedField {
  readonly key: string;
  readonly selections: readonly QueryPlanSelectionNode[];
}

/** For an object within an entity. @param key its fields that are part of the entity's key */
export function oneKey(key: FieldPaths): ChosenKeys {
  const names = outermost(key);
  return { chosen: [key], needOf: (name) => (name === TYPENAME || names.has(name) ? 'key' : 'beside') };
}

/** @param selected what the plan selects of entities of this type */
export function chosenKeys({ keys, required }: EntityKeys, type = '', selected: readonly SelectedField[]): ChosenKeys {
  const all = keys(type);
  const known = new Set(selected.flatMap(({ key, selections }) => pathsOf(key, selections)));
  const whole = all.filter((key) => key.isSubsetOf(known));
  const any = new Set(all.flatMap((key) => [...key]));
  // An object of unknown type is identified by all key fields there are.
  if (all.length === 0 && type === '') return oneKey(any);
  if (whole.length === 0) return { chosen: [], needOf: () => 'none' };
  const chosen = whole.filter(
    (key, index) =>
      !whole.some((other, at) => at !== index && other.isSubsetOf(key) && (other.size < key.size || at < index)),
  );
  const inAll = chosen.map(outermost).reduce((one, other) => one.intersection(other));
  const needless = outermost(any).difference(outermost(required(type).intersection(known)));
  return {
    chosen,
    needOf: (name) => (name === TYPENAME || inAll.has(name) ? 'key' : needless.has(name) ? 'none' : 'beside'),
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
