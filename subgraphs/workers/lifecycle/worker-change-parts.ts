import type { ChangeParts } from '../../changes/change-parts.ts';
import type { LikenessOf } from '../likeness.ts';

/** What changes of workers are made with. */
export interface WorkerChangeParts extends ChangeParts {
  readonly likenessOf: LikenessOf;
}
