/** What a request of `funding` carries from field to field. */
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { FundingLoaders } from './loaders.ts';

/** The counts, the loaders and the row visibility of one request. */
export interface FundingContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: FundingLoaders;
  /** The day that counts of now stand at. */
  readonly today: () => Promise<string>;
}
