/**
 * What `@authenticated`, `@requiresScopes` and `@policy` ask of a caller, as ways in: each way is a set of what the caller must have. A rule
 * is as strict as another where each of its ways asks for all that some way of the other asks for.
 */
import type { Applied } from '../model/subgraph-model.ts';

/** The sets of claims of which one is enough; one empty set is a rule that asks nothing. */
export type Ways = readonly ReadonlySet<string>[];

const OPEN: Ways = [new Set()];
/** More ways than any schema has: beyond it they are not multiplied out, and each rule stands for itself. */
const MOST_WAYS = 1_000;

/** @returns the ways through all of these directives together */
export function waysOf(directives: readonly Applied[]): Ways {
  return directives.reduce((ways, directive) => {
    const more = waysOfOne(directive);
    if (more === undefined || ways.length * more.length > MOST_WAYS) return ways;
    return ways.flatMap((way) => more.map((other) => new Set([...way, ...other])));
  }, OPEN);
}

/** @returns whether who passes `now` would have passed `then` */
export function isAsStrict(now: Ways, then: Ways): boolean {
  return now.every((way) => then.some((other) => [...other].every((claim) => way.has(claim))));
}

function waysOfOne({ name, values }: Applied): Ways | undefined {
  // Whoever has a scope has shown who they are.
  if (name === 'authenticated') return [new Set(['authenticated'])];
  if (name === 'requiresScopes')
    return setsIn(values.scopes, 'scope ').map((way) => new Set([...way, 'authenticated']));
  return name === 'policy' ? setsIn(values.policies, 'policy ') : undefined;
}

function setsIn(value: unknown, kind: string): Set<string>[] {
  const sets = Array.isArray(value) ? (value as unknown[]) : [];
  return sets.map((set) => new Set((Array.isArray(set) ? set : [set]).map((each) => kind + String(each))));
}
