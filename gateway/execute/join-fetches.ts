/**
 * Joins fetches that begin together and send the same query about entities at different places: the planner makes a fetch for each place.
 * They become one request, and an entity that occurs at several places is requested once.
 */
import type { PlanTree } from './plan-tree.ts';
import type { FetchPlan } from './fetch-plan.ts';

/** @param parts trees that begin together; none of them waits for another @returns a tree with equal first fetches joined */
export function joinFetches(parts: readonly PlanTree[]): PlanTree {
  const flat = parts.flatMap((part) => (part.kind === 'parallel' ? part.parts : [part]));
  const groups = new Map<string | PlanTree, PlanTree[]>();
  for (const part of flat) {
    const key = requestKey(headOf(part)) ?? part;
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  const merged = [...groups.values()].map((group) => (group.length === 1 ? group[0]! : joinGroup(group)));
  return merged.length === 1 ? merged[0]! : { kind: 'parallel', parts: merged };
}

function joinGroup(group: readonly PlanTree[]): PlanTree {
  const fetches = group.flatMap((part) => headOf(part)!.fetches);
  const head: PlanTree = { kind: 'fetch', fetches };
  const tails = group.flatMap((part) => (part.kind === 'sequence' ? [tailOf(part.parts)] : []));
  return tails.length === 0 ? head : { kind: 'sequence', parts: [head, joinFetches(tails)] };
}

function headOf(tree: PlanTree): Extract<PlanTree, { kind: 'fetch' }> | undefined {
  const head = tree.kind === 'sequence' ? tree.parts[0]! : tree;
  return head.kind === 'fetch' ? head : undefined;
}

function tailOf([, ...rest]: readonly PlanTree[]): PlanTree {
  return rest.length === 1 ? rest[0]! : { kind: 'sequence', parts: rest };
}

/** @returns a key that is equal for fetches with the same subgraph, query and representations, whatever name the planner gave them */
function requestKey(head: Extract<PlanTree, { kind: 'fetch' }> | undefined): string | undefined {
  const fetch = head?.fetches[0];
  if (fetch?.entities === undefined || fetch.contexts.length > 0) return undefined;
  return JSON.stringify([fetch.subgraph, withoutName(fetch), fetch.node.requires, fetch.node.inputRewrites]);
}

function withoutName({ query, operationName }: FetchPlan): string {
  const named = `query ${operationName}`;
  return query.startsWith(named) ? query.slice(named.length) : query;
}
