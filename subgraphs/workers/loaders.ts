/** What a request of `workers` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import type { WorkerModels } from './models.ts';
import type { VisibleWorkers } from './visible.ts';

export const workerLoaders = ({ Worker, Verification }: WorkerModels, visible: VisibleWorkers) => ({
  worker: loadOne(Worker, '_id', visible.workers),
  verification: loadOne(Verification, '_id', visible.verifications),
  verificationsOfWorker: loadMany(Verification, 'worker', 'requestedOn', visible.verifications),
  workersOfPerson: loadMany(Worker, 'token', 'enrolledOn', visible.workers),
});

export type WorkerLoaders = ReturnType<typeof workerLoaders>;
