/** What a request of `groups` carries from field to field. */
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { GroupLoaders } from './loaders.ts';

export interface GroupsContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: GroupLoaders;
}
