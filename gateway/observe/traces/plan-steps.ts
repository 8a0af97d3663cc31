/** The fetches of a plan by number, from 1 in the order in which the plan is written: paths and texts may hold what a client wrote, numbers do not. */
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';

type Steps = ReadonlyMap<object, number>;

const NONE: Steps = new Map();
const known = new WeakMap<QueryPlan, Steps>();

/** @returns the number of each fetch, found once a plan */
export function planSteps(plan: QueryPlan | undefined): Steps {
  if (plan?.node === undefined) return NONE;
  let steps = known.get(plan);
  if (steps === undefined)
    known.set(plan, (steps = new Map(fetchesIn(plan.node as PlanNode).map((fetch, index) => [fetch, index + 1]))));
  return steps;
}

function fetchesIn(node: PlanNode): FetchNode[] {
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchesIn(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesIn);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each ? fetchesIn(each) : []));
    default:
      return [];
  }
}
