/** What a request of `groups` carries from field to field. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { GroupLoaders } from './loaders.ts';

/** The counts, the loaders, the row visibility and the caller of one request. */
export interface GroupsContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: GroupLoaders;
  readonly caller: ClaimsSubject;
}
