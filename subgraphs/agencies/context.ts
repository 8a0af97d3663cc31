/** What a request of `agencies` carries from field to field. */
import type { AgencyLoaders } from './loaders.ts';

export interface AgenciesContext {
  readonly load: AgencyLoaders;
}
