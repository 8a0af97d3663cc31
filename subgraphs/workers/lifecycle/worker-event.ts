/** What was done to workers: the collection `worker_events`. */
import type { EventKind, RecordEvent } from '../../changes/record-event.ts';

/** One change of a worker's record. */
export interface WorkerEvent extends RecordEvent {
  /** Id of the worker. */
  readonly worker: string;
  /** What an agency found, of answers; a value of the enum `Verdict`. */
  readonly verdict?: string | null;
}

/** Where they are kept. */
export const WORKER_EVENTS: EventKind = { events: 'worker_events', subject: 'worker' };
