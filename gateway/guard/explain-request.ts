/** The header that asks why an answer is as it is. */
import { limitFault } from './limits/errors.ts';

const EXPLAIN_HEADER = 'x-explain';
/** The scope for having answers explained: an explanation names rules, subgraphs and how they do. */
export const EXPLAIN_SCOPE = 'explain:read';

/**
 * Reads the header. Who may not have an explanation is refused, not answered without one.
 * @param headers names in lower case
 * @param allowed whether the caller may have answers explained
 * @returns whether the answer is to be explained
 * @throws CodedError BAD_EXPLAIN_REQUEST, EXPLAIN_REFUSED
 */
export function explainRequestOf(headers: Readonly<Record<string, string>>, allowed: boolean): boolean {
  const value = headers[EXPLAIN_HEADER];
  if (value === undefined || value === 'false') return false;
  if (value !== 'true') throw limitFault('BAD_EXPLAIN_REQUEST', 'expected true or false');
  if (!allowed) throw limitFault('EXPLAIN_REFUSED', `expected the scope ${EXPLAIN_SCOPE}`);
  return true;
}
