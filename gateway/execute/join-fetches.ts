/**
 * Fetches that begin together and ask one subgraph the same of entities that stand at different places go as one request:
 * the planner makes a fetch for each place. An entity that stands at several of them is then asked for once.
 */
import type { PlanTree } from './plan-tree.ts';
import type { FetchPlan } from './fetch-plan.ts';

/** @param parts what begins at once; nothing in one of them waits for another */
export function joinFetches(parts: readonly PlanTree[]): PlanTree {
  const flat = parts.flatMap((part) => (part.kind === 'parallel' ? part.parts : [part]));
  const groups = new Map<string | PlanTree, PlanTree[]>();
  for (const part of flat) {
    const key = questionOf(headOf(part)) ?? part;
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  const joined = [...groups.values()].map((group) => (group.length === 1 ? group[0]! : together(group)));
  return joined.length === 1 ? joined[0]! : { kind: 'parallel', parts: joined };
}

function together(group: readonly PlanTree[]): PlanTree {
  const fetches = group.flatMap((part) => headOf(part)!.fetches);
  const head: PlanTree = { kind: 'fetch', fetches };
  const tails = group.flatMap((part) => (part.kind === 'sequence' ? [tailOf(part.parts)] : []));
  return tails.length === 0 ? head : { kind: 'sequence', parts: [head, joinFetches(tails)] };
}

function headOf(draft: PlanTree): Extract<PlanTree, { kind: 'fetch' }> | undefined {
  const head = draft.kind === 'sequence' ? draft.parts[0]! : draft;
  return head.kind === 'fetch' ? head : undefined;
}

function tailOf([, ...rest]: readonly PlanTree[]): PlanTree {
  return rest.length === 1 ? rest[0]! : { kind: 'sequence', parts: rest };
}

/** The same for fetches whose representations and requests are made the same way, whatever the planner called them. */
function questionOf(head: Extract<PlanTree, { kind: 'fetch' }> | undefined): string | undefined {
  const fetch = head?.fetches[0];
  if (fetch?.entities === undefined || fetch.contexts.length > 0) return undefined;
  return JSON.stringify([fetch.subgraph, withoutName(fetch), fetch.node.requires, fetch.node.inputRewrites]);
}

function withoutName({ query, operationName }: FetchPlan): string {
  const named = `query ${operationName}`;
  return query.startsWith(named) ? query.slice(named.length) : query;
}
