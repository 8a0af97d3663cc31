/**
 * Plans that fetch what was asked, in an order that can work. Random graphs found two ways in which the planner's own do
 * not, each a silent null in the answer: a field that is always asked stands below its neighbour's @skip or @include, and a
 * field with a @requires is asked for before what it requires.
 */
import type { QueryPlan } from '@apollo/query-planner';
import { BREAK, Kind, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import { foldConstants } from './fold-constants.ts';
import { PRESENCE } from './separate-aliases.ts';
import { bothConditions, opposite, type Condition } from '../../document/condition.ts';
import { selectionCondition } from '../../document/selection-condition.ts';
import { planFault } from '../errors.ts';
import { inOrder } from './plan-order.ts';
import { requestedPaths, fetchedPaths, type PlanTreeNode, type Way } from './plan-paths.ts';
import { overlapIn, type Overlap } from './type-overlap.ts';

/** Each variable that is planned for twice doubles the plans. */
const MOST_VARIABLES = 5;

/** @param schema what clients see @param plan the planner's own @throws CodedError PLAN_FAILED */
export function repairedPlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  plan: (document: DocumentNode) => QueryPlan,
): QueryPlan {
  const overlap = overlapIn(schema);
  const node = inOrder(schema, withEverything({ document, plan, overlap }, 0), overlap);
  return { kind: 'QueryPlan', node } as QueryPlan;
}

interface Planned {
  readonly document: DocumentNode;
  readonly plan: (document: DocumentNode) => QueryPlan;
  readonly overlap: Overlap;
}

/** Where a condition of the plan leaves out too much, each value of its variable gets a plan of its own. */
function withEverything({ document, plan, overlap }: Planned, fixed: number): PlanTreeNode | undefined {
  const { node } = plan(document);
  const variable = node && leavesOut(document, node, overlap);
  if (variable === undefined) return node;
  if (fixed === MOST_VARIABLES)
    throw planFault(
      'PLAN_FAILED',
      `expected at most ${MOST_VARIABLES} variables of @skip and @include to be planned apart`,
    );
  const branch = (value: boolean): PlanTreeNode | undefined =>
    withEverything({ document: withVariable(document, variable, value), plan, overlap }, fixed + 1);
  return { kind: 'Condition', condition: variable, ifClause: branch(true), elseClause: branch(false) } as PlanTreeNode;
}

function withVariable(document: DocumentNode, variable: string, value: boolean): DocumentNode {
  const told = visit(document, {
    Directive: (node) => {
      const given = selectionCondition(node)?.value;
      const isIt = given?.kind === Kind.VARIABLE && given.name.value === variable;
      return isIt
        ? { ...node, arguments: [{ ...node.arguments![0]!, value: { kind: Kind.BOOLEAN as const, value } }] }
        : undefined;
    },
  });
  return foldConstants(told, PRESENCE);
}

/** @returns a variable on whose value it depends whether something that is asked is fetched, though it should not */
function leavesOut(document: DocumentNode, node: PlanTreeNode, overlap: Overlap): string | undefined {
  if (!isConditional(document)) return undefined;
  const fetched = fetchedPaths(node);
  for (const [path, asked] of requestedPaths(document)) {
    const ways = [...(fetched.get(path)?.values() ?? [])];
    if (ways.every(({ conditions }) => conditions.some(({ length }) => length === 0))) continue;
    for (const way of asked.values()) {
      const variable = leftOut(way, ways, overlap);
      if (variable !== undefined) return variable;
    }
  }
  return undefined;
}

/** What is fetched at the same path of objects that others lead to does not count. */
function leftOut({ types, conditions }: Way, fetched: readonly Way[], overlap: Overlap): string | undefined {
  const ways = fetched
    .filter((way) =>
      way.types.every((names, at) => names.every((name) => types[at]!.every((type) => overlap(name, type)))),
    )
    .flatMap((way) => way.conditions);
  // What no fetch ever answers cannot be: a fragment on a type that does not occur there.
  return ways.length === 0
    ? undefined
    : conditions.map((condition) => uncovered(condition, ways)).find((variable) => variable !== undefined);
}

/** True also where whatever is asked on a condition is asked without one at another place: the planner makes the condition a step's all the same. */
function isConditional(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: (node) => ((found ||= selectionCondition(node)?.value.kind === Kind.VARIABLE) ? BREAK : undefined),
  });
  return found;
}

/** @returns `undefined` when one of the ways is open whenever the condition holds, else a variable that closes one */
function uncovered(condition: Condition, ways: readonly Condition[]): string | undefined {
  const open = ways.filter((way) => bothConditions(condition, way) !== undefined);
  if (open.some((way) => way.every((literal) => condition.includes(literal)))) return undefined;
  const literal = (open[0] ?? ways[0]!).find((literal) => !condition.includes(literal))!;
  const isCovered =
    open.length > 0 &&
    [literal, opposite(literal)].every((either) => uncovered([...condition, either], open) === undefined);
  return isCovered ? undefined : literal.slice(1);
}
