import type { Finding } from '../finding.ts';
import type { ModelType } from '../model/subgraph-model.ts';
import type { CandidateChange } from '../rule.ts';

/** @returns what `find` finds in each type that the supergraph has before and after; none where it does not change */
export function inBothSupergraphs(
  { supergraphs, composedTypes: { before, after } }: CandidateChange,
  find: (then: ModelType, now: ModelType) => readonly Finding[],
): Finding[] {
  if (before === undefined || after === undefined || supergraphs.before === supergraphs.after) return [];
  return [...before.values()].flatMap((then) => {
    const now = after.get(then.name);
    return now === undefined ? [] : find(then, now);
  });
}
