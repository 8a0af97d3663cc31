/** The header by which a caller asks for the plan of their operation, with the name and the words Apollo Router gives it. */
import { limitFault } from './limits/errors.ts';

/** `with-answer`: the operation runs and its plan stands beside the data. `alone`: nothing runs. */
export type PlanRequest = 'with-answer' | 'alone';

const PLAN_HEADER = 'apollo-expose-query-plan';
/** Who may see plans: they name subgraphs, keys and fields that clients are not offered. */
export const PLAN_SCOPE = 'plan:read';

/**
 * Refused rather than passed over, because a `dry-run` that is passed over runs.
 * @param may whether the caller may see plans
 * @throws CodedError BAD_PLAN_REQUEST, PLAN_REFUSED
 */
export function planRequestOf(headers: Readonly<Record<string, string>>, may: boolean): PlanRequest | undefined {
  const asked = headers[PLAN_HEADER];
  if (asked === undefined || asked === 'false') return undefined;
  if (asked !== 'true' && asked !== 'dry-run') throw limitFault('BAD_PLAN_REQUEST', 'expected true, dry-run or false');
  if (!may) throw limitFault('PLAN_REFUSED', `expected the scope ${PLAN_SCOPE}`);
  return asked === 'true' ? 'with-answer' : 'alone';
}
