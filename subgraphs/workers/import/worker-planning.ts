/** What imports of workers stand on. */
import type { RecordKeyOf } from '../../counts/record-key.ts';
import type { DatabaseConnection } from '../../data/database.ts';
import type { CardSealing } from '../../import/membership-cells.ts';
import type { LikenessOf } from '../likeness.ts';
import type { Worker, WorkerModels } from '../models.ts';

/** What rows are compared and written with. */
export interface WorkerPlanning extends CardSealing {
  readonly connection: DatabaseConnection;
  readonly models: WorkerModels;
  readonly keyOf: RecordKeyOf;
  readonly likenessOf: LikenessOf;
}

/** A worker as the driver reads it. */
export type KeptWorker = Worker & { readonly version?: number };
