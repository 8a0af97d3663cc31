/** What of a field or a type is harder to come by: what only its owner should make so. */
import { applied } from '../model/graph.ts';
import type { Applied } from '../model/subgraph-model.ts';
import { isAsStrict, waysOf } from './access-rule.ts';

/** @returns what is asked or taken that was not, as texts; none where nothing is */
export function constrained(then: readonly Applied[], now: readonly Applied[]): readonly string[] {
  const has = (all: readonly Applied[], name: string): boolean => applied(all, name).length > 0;
  const weight = (all: readonly Applied[]): number =>
    Math.max(0, ...applied(all, 'cost').map(({ values }) => Number(values.weight)));
  return [
    ...(isAsStrict(waysOf(then), waysOf(now)) ? [] : ['a further rule of access']),
    ...(!has(then, 'inaccessible') && has(now, 'inaccessible') ? ['@inaccessible'] : []),
    ...(!has(then, 'mask') && has(now, 'mask') ? ['@mask'] : []),
    ...(!has(then, 'purpose') && has(now, 'purpose') ? ['@purpose'] : []),
    ...(weight(now) > weight(then) ? ['a greater @cost'] : []),
  ];
}
