/** A plan in one line, for the log: which subgraphs, in which order, for which path of the answer. No operation's text, which may hold a person's number. */
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { withoutNumbers } from '../../base/person-numbers.ts';

/** @returns `workers, then (agencies for workers.@, groups for workers.@)` */
export function planOutline({ node }: QueryPlan): string {
  return node === undefined ? 'nothing is fetched' : outline(node as PlanNode, '');
}

/** @param path of the answer that the node is for; a client's aliases are in it */
function outline(node: PlanNode, path: string): string {
  switch (node.kind) {
    case 'Fetch':
      return path === '' ? node.serviceName : `${node.serviceName} for ${withoutNumbers(path)}`;
    case 'Flatten':
      return outline(node.node, node.path.join('.'));
    case 'Sequence':
      return node.nodes.map((each) => outline(each, path)).join(', then ');
    case 'Parallel':
      return `(${node.nodes.map((each) => outline(each, path)).join(', ')})`;
    case 'Condition':
      return [node.ifClause, node.elseClause]
        .flatMap((each) => (each ? [`perhaps ${outline(each, path)}`] : []))
        .join(' or ');
    default:
      return node.kind;
  }
}
