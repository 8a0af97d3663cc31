/** What a request of `groups` carries from field to field. */
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { GroupLoaders } from './loaders.ts';

/** The counts, the loaders and the row visibility of one request. */
export interface GroupsContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: GroupLoaders;
}
