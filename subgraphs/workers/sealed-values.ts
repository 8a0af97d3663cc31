/** What of a worker is sealed, and with which place. */
import type { SealedCollection, SealedValue } from '../data/reseal.ts';
import { sealedOfEvents } from '../changes/record-event.ts';
import { WORKER_EVENTS } from './lifecycle/worker-event.ts';
import type { Worker } from './models.ts';

/** @returns what a value of a worker is sealed with @param field `nik`, `phone`, `kpj`, or `problems.` and the place in the list */
export const placeInWorker = (field: string, id: string): string => `workers.${field}:${id}`;

/** The sealed values of the collections `workers` and `worker_events`. */
export const SEALED_OF_WORKERS: readonly SealedCollection[] = [
  { name: 'workers', valuesOf },
  sealedOfEvents(WORKER_EVENTS),
];

/** Of some fields of a worker too, as a file sets them. */
function valuesOf({
  _id,
  nik,
  phone,
  membership,
  problems = [],
}: Partial<Worker> & Pick<Worker, '_id'>): SealedValue[] {
  return [
    { path: 'nik', value: nik, place: placeInWorker('nik', _id) },
    { path: 'phone', value: phone, place: placeInWorker('phone', _id) },
    { path: 'membership.kpj', value: membership?.kpj, place: placeInWorker('kpj', _id) },
    ...problems.map(({ raw }, at) => ({
      path: `problems.${at}.raw`,
      value: raw,
      place: placeInWorker(`problems.${at}`, _id),
    })),
  ];
}
