/** What a request of `workers` carries from field to field. */
import type { CountsSource } from '../counts/monthly-snapshots.ts';
import type { ClaimsSubject } from '../../base/claims.ts';
import type { WorkerLoaders } from './loaders.ts';
import type { VisibleWorkers } from './visible.ts';

/** The counts, the loaders, the row visibility and the caller of one request. */
export interface WorkersContext extends CountsSource {
  readonly visible: VisibleWorkers;
  readonly load: WorkerLoaders;
  /** Who makes the request. */
  readonly caller: ClaimsSubject;
  /** The day that counts of now stand at. */
  readonly today: () => Promise<string>;
}
