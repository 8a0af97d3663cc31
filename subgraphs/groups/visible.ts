/** Which callers see which members: those of the agency that owns the members' group. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { once } from '../data/once.ts';
import { visibleRows, type VisibleRows } from '../data/visible-rows.ts';
import type { GroupModels } from './models.ts';

/** @returns the members of groups that the caller's agency owns, read once a request; every or no row as the scopes state */
export function visibleMembers({ Group }: GroupModels, claims: ClaimsSubject): VisibleRows {
  const owned = once(() => Group.distinct('_id', { owner: claims.agency }));
  return visibleRows(claims, async () => ({ group: { $in: await owned() } }));
}
