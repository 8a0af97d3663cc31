/**
 * Repairs plans, so that they fetch all selected fields in a working order. Tests with random graphs found two faults of the planner, each
 * a silent null in the response: an unconditional field is planned below its neighbour's @skip or @include, and a field with a @requires
 * is fetched before its input.
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

/** Each variable whose values are planned separately doubles the plans. */
const MAX_VARIABLES = 5;

/**
 * @param schema what clients see
 * @param document one operation and its fragments
 * @param plan the planner itself
 * @throws CodedError PLAN_FAILED, and whatever the planner throws
 */
export function repairedPlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  plan: (document: DocumentNode) => QueryPlan,
): QueryPlan {
  const overlap = overlapIn(schema);
  const node = inOrder(schema, completePlan({ document, plan, overlap }, 0), overlap);
  return { kind: 'QueryPlan', node };
}

interface PlanSource {
  readonly document: DocumentNode;
  readonly plan: (document: DocumentNode) => QueryPlan;
  readonly overlap: Overlap;
}

/** Where a condition of the plan omits too much, each value of its variable is planned separately. */
function completePlan({ document, plan, overlap }: PlanSource, fixed: number): PlanTreeNode | undefined {
  const { node } = plan(document);
  const variable = node && omittingVariable(document, node, overlap);
  if (variable === undefined) return node;
  if (fixed === MAX_VARIABLES)
    throw planFault(
      'PLAN_FAILED',
      `expected at most ${MAX_VARIABLES} variables of @skip and @include to be planned separately`,
    );
  const branch = (value: boolean): PlanTreeNode | undefined =>
    completePlan({ document: withVariable(document, variable, value), plan, overlap }, fixed + 1);
  return { kind: 'Condition', condition: variable, ifClause: branch(true), elseClause: branch(false) } as PlanTreeNode;
}

function withVariable(document: DocumentNode, variable: string, value: boolean): DocumentNode {
  const replaced = visit(document, {
    Directive: (node) => {
      const condition = selectionCondition(node)?.value;
      if (condition?.kind !== Kind.VARIABLE || condition.name.value !== variable) return undefined;
      return { ...node, arguments: [{ ...node.arguments![0]!, value: { kind: Kind.BOOLEAN as const, value } }] };
    },
  });
  return foldConstants(replaced, PRESENCE);
}

/** @returns a variable whose value wrongly decides whether a selected field is fetched */
function omittingVariable(document: DocumentNode, node: PlanTreeNode, overlap: Overlap): string | undefined {
  if (!isConditional(document)) return undefined;
  const fetched = fetchedPaths(node);
  for (const [path, requested] of requestedPaths(document)) {
    const ways = [...(fetched.get(path)?.values() ?? [])];
    if (ways.every(({ conditions }) => conditions.some(({ length }) => length === 0))) continue;
    for (const way of requested.values()) {
      const variable = omittedBy(way, ways, overlap);
      if (variable !== undefined) return variable;
    }
  }
  return undefined;
}

/** Fetches at the same path of objects with other parents do not count. */
function omittedBy({ types, conditions }: Way, fetched: readonly Way[], overlap: Overlap): string | undefined {
  const ways = fetched
    .filter((way) =>
      way.types.every((names, at) => names.every((name) => types[at]!.every((type) => overlap(name, type)))),
    )
    .flatMap((way) => way.conditions);
  // A path without any fetch cannot occur: a fragment on a type that no object has there.
  return ways.length === 0
    ? undefined
    : conditions.map((condition) => uncovered(condition, ways)).find((variable) => variable !== undefined);
}

/** True even where every conditional field is selected without a condition elsewhere: the planner makes the condition a step all the same. */
function isConditional(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: (node) => ((found ||= selectionCondition(node)?.value.kind === Kind.VARIABLE) ? BREAK : undefined),
  });
  return found;
}

/** @returns `undefined` when some way applies whenever the condition holds, else a variable that excludes one */
function uncovered(condition: Condition, ways: readonly Condition[]): string | undefined {
  const open = ways.filter((way) => bothConditions(condition, way) !== undefined);
  if (open.some((way) => way.every((literal) => condition.includes(literal)))) return undefined;
  const literal = (open[0] ?? ways[0]!).find((literal) => !condition.includes(literal))!;
  const isCovered =
    open.length > 0 &&
    [literal, opposite(literal)].every((either) => uncovered([...condition, either], open) === undefined);
  return isCovered ? undefined : literal.slice(1);
}
