/** What a request of `agencies` carries from field to field. */
import type { AgencyLoaders } from './loaders.ts';
import type { QuestionChanges } from './questions/question-changes.ts';
import type { QuestionCaller } from './questions/question-rights.ts';

/** The loaders of one request, which must not outlive it, and what its caller may do with saved questions. */
export interface AgenciesContext {
  readonly load: AgencyLoaders;
  readonly caller: QuestionCaller;
  readonly changes: QuestionChanges;
}
