/** What a request of `agencies` carries from field to field. */
import type { AgencyLoaders } from './loaders.ts';

export interface Context {
  readonly load: AgencyLoaders;
}
