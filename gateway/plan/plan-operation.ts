/** One operation as a plan: what the planner says, where its own word is not enough mended. */
import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { separateVariables } from './workarounds/separate-variables.ts';
import { markLiterals } from './exact-literals.ts';
import { withoutIntrospection } from './introspection-part.ts';
import { repairedPlan } from './workarounds/plan-repair.ts';

export interface Planning {
  readonly planner: QueryPlanner;
  /** What clients see, as the planner has it. */
  readonly api: Schema;
  /** The same for graphql-js. */
  readonly schema: GraphQLSchema;
}

/**
 * @param labels the override labels that hold
 * @param document from `separateAliases`: one operation, valid, and its fragments
 * @throws CodedError PLAN_FAILED, and whatever the planner throws
 */
export function planOperation(
  { planner, api, schema }: Planning,
  document: DocumentNode,
  operationName: string | undefined,
  labels: readonly string[] = [],
): QueryPlan {
  const overrideConditions = new Map(labels.map((label) => [label, true]));
  const plan = (asked: DocumentNode): QueryPlan =>
    planner.buildQueryPlan(operationFromDocument(api, asked, { operationName, validate: false }), {
      overrideConditions,
    });
  const { document: marked, restore } = markLiterals(schema, separateVariables(withoutIntrospection(document)));
  return restore(repairedPlan(schema, marked, plan));
}
