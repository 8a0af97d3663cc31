/** Plans one operation with Apollo's planner and the work-arounds for what it gets wrong. */
import { operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { separateVariables } from './workarounds/separate-variables.ts';
import { markLiterals } from './exact-literals.ts';
import { withoutIntrospection } from './introspection-part.ts';
import { repairedPlan } from './workarounds/plan-repair.ts';

/** What operations of one supergraph are planned with. */
export interface Planning {
  readonly planner: QueryPlanner;
  /** The API schema in the planner's form. */
  readonly api: Schema;
  /** The API schema in graphql-js's form. */
  readonly schema: GraphQLSchema;
}

/**
 * @param document from `SeparateAliases`: one valid operation and its fragments
 * @param labels the override labels that hold
 * @throws CodedError PLAN_FAILED, and whatever the planner throws
 */
export function planOperation(
  { planner, api, schema }: Planning,
  document: DocumentNode,
  operationName: string | undefined,
  labels: readonly string[] = [],
): QueryPlan {
  const overrideConditions = new Map(labels.map((label) => [label, true]));
  const plan = (one: DocumentNode): QueryPlan =>
    planner.buildQueryPlan(operationFromDocument(api, one, { operationName, validate: false }), {
      overrideConditions,
    });
  const { document: marked, restore } = markLiterals(schema, separateVariables(withoutIntrospection(document)));
  return restore(repairedPlan(schema, marked, plan));
}
