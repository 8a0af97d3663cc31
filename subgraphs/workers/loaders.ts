/** What a request of `workers` loads in batches. */
import { loadMany, loadOne } from '../loaders.ts';
import type { WorkerModels } from './models.ts';

export const workerLoaders = ({ Worker, Verification }: WorkerModels) => ({
  worker: loadOne(Worker, '_id'),
  verification: loadOne(Verification, '_id'),
  verificationsOfWorker: loadMany(Verification, 'worker', 'requestedOn'),
  workersOfPerson: loadMany(Worker, 'token', 'enrolledOn'),
});

export type WorkerLoaders = ReturnType<typeof workerLoaders>;
