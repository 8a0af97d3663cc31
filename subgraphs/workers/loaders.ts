/** What a request of `workers` loads in batches. */
import { loadMany, loadOne } from '../data/loaders.ts';
import type { WorkerModels } from './models.ts';
import type { VisibleWorkers } from './visible.ts';

/** @param visible which workers and verifications the caller may see @returns loaders for one request; each is one command */
export const workerLoaders = ({ Worker, Verification, WorkerEvent }: WorkerModels, visible: VisibleWorkers) => ({
  worker: loadOne(Worker, '_id', visible.workers),
  verification: loadOne(Verification, '_id', visible.verifications),
  verificationsOfWorker: loadMany(Verification, 'worker', 'requestedOn', visible.verifications),
  eventsOfWorker: loadMany(WorkerEvent, 'worker', 'at', visible.events),
  workersOfPerson: loadMany(Worker, 'token', 'enrolledOn', visible.workers),
});

/** What a resolver loads workers and verifications with. */
export type WorkerLoaders = ReturnType<typeof workerLoaders>;
