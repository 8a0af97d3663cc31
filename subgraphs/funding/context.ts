/** What a request of `funding` carries from field to field. */
import type { ClaimsSubject } from '../../base/claims.ts';
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import type { VisibleRows } from '../data/visible-rows.ts';
import type { FundingLoaders } from './loaders.ts';

/** The counts, the loaders, the row visibility and the caller of one request. */
export interface FundingContext extends CountsSource {
  readonly visible: VisibleRows;
  readonly load: FundingLoaders;
  readonly caller: ClaimsSubject;
  /** The day that counts of now stand at. */
  readonly today: () => Promise<string>;
}
