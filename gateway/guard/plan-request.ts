/** The header that requests the plan of an operation; its name and values are those of Apollo Router. */
import { limitFault } from './limits/errors.ts';

/** `with-answer`: the operation runs, and its plan stands beside the data. `alone`: nothing runs. */
export type PlanRequest = 'with-answer' | 'alone';

const PLAN_HEADER = 'apollo-expose-query-plan';
/** The scope for seeing plans: they name subgraphs, keys and fields that clients do not see. */
export const PLAN_SCOPE = 'plan:read';

/**
 * Reads the header. A request that may not have its plan is refused, not answered without it: an ignored `dry-run` would execute.
 * @param headers names in lower case
 * @param allowed whether the caller may see plans
 * @returns undefined where no plan is requested
 * @throws CodedError BAD_PLAN_REQUEST, PLAN_REFUSED
 */
export function planRequestOf(headers: Readonly<Record<string, string>>, allowed: boolean): PlanRequest | undefined {
  const value = headers[PLAN_HEADER];
  if (value === undefined || value === 'false') return undefined;
  if (value !== 'true' && value !== 'dry-run') throw limitFault('BAD_PLAN_REQUEST', 'expected true, dry-run or false');
  if (!allowed) throw limitFault('PLAN_REFUSED', `expected the scope ${PLAN_SCOPE}`);
  return value === 'true' ? 'with-answer' : 'alone';
}
