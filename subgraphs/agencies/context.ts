/** What a request of `agencies` carries from field to field. */
import type { AgencyLoaders } from './loaders.ts';

/** The loaders of one request; they must not outlive it. */
export interface AgenciesContext {
  readonly load: AgencyLoaders;
}
