/** Who sees which members: the agency that owns their group. */
import type { ClaimsSubject } from '../../base/claims.ts';
import { once } from '../data/once.ts';
import { visibleRows, type VisibleRows } from '../data/visible-rows.ts';
import type { GroupModels } from './models.ts';

export function visibleMembers({ Group }: GroupModels, claims: ClaimsSubject): VisibleRows {
  const owned = once(() => Group.distinct('_id', { owner: claims.agency }));
  return visibleRows(claims, async () => ({ group: { $in: await owned() } }));
}
