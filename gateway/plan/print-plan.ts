/** A plan as a person reads it, in the form Apollo's own tools print. */
import type { PreparedOperation } from './prepared-operation.ts';

export async function printPlan({ plan }: Pick<PreparedOperation, 'plan'>): Promise<string> {
  // Loaded when first asked for: it brings the planner along, which the main thread has no other use for.
  const { prettyFormatQueryPlan } = await import('@apollo/query-planner');
  return prettyFormatQueryPlan(plan);
}
