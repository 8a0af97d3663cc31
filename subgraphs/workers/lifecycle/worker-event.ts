/** What was done to workers, one document a change; nothing is ever changed or removed in them. Reasons and values are sealed. */
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../../data/database.ts';
import type { SealedCollection, SealedValue } from '../../data/reseal.ts';

/** A field before and after; sealed, null where it was empty. */
interface KeptCorrection {
  readonly field: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** One change of a worker's record. */
export interface WorkerEvent {
  /** A UUID. */
  readonly _id: string;
  /** Id of the worker. */
  readonly worker: string;
  /** Name of the mutation. */
  readonly change: string;
  /** Statuses; null before a proposal. */
  readonly from: string | null;
  readonly to: string;
  /** The day it counts from, `YYYY-MM-DD`. */
  readonly on: string;
  /** ISO 8601, UTC: text that sorts as time does. */
  readonly at: string;
  /** The caller's id, `user:…`, and the code of the agency they acted for. */
  readonly by: string;
  readonly agency: string | null;
  /** Of the record, after it. */
  readonly version: number;
  /** Sealed. */
  readonly why: Uint8Array | null;
  readonly corrections: readonly KeptCorrection[];
}

/** @returns what a value of an event is sealed with @param field `why`, or `before.` or `after.` and the place in the list */
export const placeInEvent = (field: string, id: string): string => `worker_events.${field}:${id}`;

/** The sealed values of the collection `worker_events`. */
export const SEALED_OF_EVENTS: SealedCollection = { name: 'worker_events', valuesOf };

function valuesOf({ _id, why, corrections }: WorkerEvent): SealedValue[] {
  return [
    { path: 'why', value: why, place: placeInEvent('why', _id) },
    ...corrections.flatMap(({ before, after }, at) => [
      { path: `corrections.${at}.before`, value: before, place: placeInEvent(`before.${at}`, _id) },
      { path: `corrections.${at}.after`, value: after, place: placeInEvent(`after.${at}`, _id) },
    ]),
  ];
}

/** @returns the model of the collection `worker_events` */
export function workerEventsOf(connection: DatabaseConnection): Model<WorkerEvent> {
  const text = { type: String, required: true };
  const correction = { _id: false, field: String, before: Buffer, after: Buffer };
  const schema = new Schema(
    {
      _id: text,
      worker: text,
      change: text,
      from: String,
      to: text,
      on: text,
      at: text,
      by: text,
      agency: String,
      version: Number,
      why: Buffer,
      corrections: [correction],
    },
    { versionKey: false },
  ).index({ worker: 1, at: 1, _id: 1 });
  return modelOf(connection, 'WorkerEvent', 'worker_events', schema);
}
