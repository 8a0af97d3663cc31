/**
 * Which rows about persons a caller may see, as a condition of the database's own query. What they may not see is never read, so it
 * cannot be distinguished from what does not exist. `totalCount` of a list counts these rows only, as they are now: it reveals no more
 * than the rows do one by one, and the gateway refuses it where it refuses the rows. Counts over other rows are of an ended month
 * (`monthly-snapshots.ts`).
 */
import type { ClaimsSubject } from '../../base/claims.ts';
import { allOf, type FilterCondition } from './filter.ts';

/** A function, called when rows are read, since finding an agency's own rows may take a command itself. */
export type VisibleRows = () => FilterCondition | Promise<FilterCondition>;

/** The condition of a caller who may see all rows. */
export const EVERY: FilterCondition = {};
/** The condition of a caller who may see no row. `Person.fundedTwice` recognises it by identity, so no copy may stand for it. */
export const NONE: FilterCondition = { _id: { $in: [] } };

/**
 * @param own the rows of one agency: those that it owns or verifies
 * @returns every row for callers who may see all agencies' rows, their agency's for callers who act for one, none for others
 */
export function visibleRows(
  { scopes, agency }: ClaimsSubject,
  own: (agency: string) => FilterCondition | Promise<FilterCondition>,
): VisibleRows {
  // A caller who may not read a row may not count it either.
  if (!scopes.includes('person:read')) return () => NONE;
  if (scopes.includes('person:all-agencies')) return () => EVERY;
  if (agency === undefined) return () => NONE;
  return () => own(agency);
}

/** @returns the condition that both hold: a filter cannot widen what is visible */
export async function within(condition: FilterCondition, visible: VisibleRows): Promise<FilterCondition> {
  return allOf(condition, await visible());
}
