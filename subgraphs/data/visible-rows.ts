/**
 * Which rows about persons a caller may see, as a condition of the database's own query: what they may not see is never read, so
 * it cannot be told from what is not there. `totalCount` of a list counts these rows only, so it is today's: it says no more than
 * the rows do, one by one, and the gateway refuses it to whom it refuses the rows. Counts over others' rows come from a frozen month (`monthly-snapshots.ts`).
 */
import type { ClaimsSubject } from '../../base/claims.ts';
import { allOf, type FilterCondition } from './filter.ts';

/** Asked when rows are, since knowing one's own may take a question itself. */
export type VisibleRows = () => FilterCondition | Promise<FilterCondition>;

export const EVERY: FilterCondition = {};
export const NONE: FilterCondition = { _id: { $in: [] } };

/**
 * @param own the rows of one agency: those it owns and those it is asked about
 * @returns every row for who may see all agencies', their agency's for who acts for one, none for anybody else
 */
export function visibleRows(
  { scopes, agency }: ClaimsSubject,
  own: (agency: string) => FilterCondition | Promise<FilterCondition>,
): VisibleRows {
  // Who may not read a row may not count it either.
  if (!scopes.includes('person:read')) return () => NONE;
  if (scopes.includes('person:all-agencies')) return () => EVERY;
  if (agency === undefined) return () => NONE;
  return () => own(agency);
}

/** Both conditions, neither of which can undo the other. */
export async function within(condition: FilterCondition, visible: VisibleRows): Promise<FilterCondition> {
  return allOf(condition, await visible());
}
