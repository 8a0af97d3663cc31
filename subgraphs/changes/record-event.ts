/** What was done to records, one document a change; nothing is ever changed or removed in them. Reasons and values are sealed. */
import { randomUUID } from 'node:crypto';
import { Schema, type Model } from 'mongoose';
import { modelOf, type DatabaseConnection } from '../data/database.ts';
import { decrypted, type FieldEncryption } from '../data/field-encryption.ts';
import type { SealedCollection, SealedValue } from '../data/reseal.ts';

/** A field before and after; sealed, null where it was empty. */
interface KeptCorrection {
  readonly field: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/** One change of a record. The kind's own field, `worker` or `member`, has the record's id. */
export interface RecordEvent {
  /** A UUID. */
  readonly _id: string;
  /** Name of the mutation or of the rule that time applies; `import` or `undoImport` for a file. */
  readonly change: string;
  /** Statuses; null before there was a record. */
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
  /** Id of the import by which it was done; absent where it was no file. */
  readonly job?: string;
  /** Sealed. */
  readonly why: Uint8Array | null;
  readonly corrections: readonly KeptCorrection[];
}

/** Events of one kind of record: their collection, and the field that has the record's id. */
export interface EventKind {
  /** `worker_events` */
  readonly events: string;
  /** `worker` */
  readonly subject: string;
}

/** @returns what a value of an event is sealed with @param field `why`, or `before.` or `after.` and the place in the list */
const placeInEvent = ({ events }: EventKind, field: string, id: string): string => `${events}.${field}:${id}`;

/** An event before it is sealed. */
export interface OpenEvent extends Omit<RecordEvent, '_id' | 'why' | 'corrections'> {
  /** Fields that events of this kind alone have, in the clear. */
  readonly own?: Readonly<Record<string, unknown>>;
  /** Id of the record. */
  readonly subject: string;
  readonly why: string | null;
  readonly corrections: readonly Correction[];
}

/** A field that a change corrects, as text. */
export interface Correction {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A field before and after; the values are opened only when they are selected. */
export interface OpenedCorrection {
  readonly field: string;
  readonly before: () => string | null;
  readonly after: () => string | null;
}

/** @returns the event as it is kept, with an id of its own */
export function sealedEvent(kind: EventKind, seal: FieldEncryption, event: OpenEvent): RecordEvent {
  const _id = randomUUID();
  const { subject, why, corrections, own = {}, ...plain } = event;
  const sealed = (text: string | null, field: string) =>
    text === null ? null : seal.encrypt(text, placeInEvent(kind, field, _id));
  return {
    _id,
    ...plain,
    ...own,
    why: sealed(why, 'why'),
    corrections: corrections.map(({ field, before, after }, at) => ({
      field,
      before: sealed(before, `before.${at}`),
      after: sealed(after, `after.${at}`),
    })),
    ...{ [kind.subject]: subject },
  };
}

/** Events that are shown of one record. */
const MOST_SHOWN = 100;

/** @param events of one record, the earliest first @returns the latest of them, the latest first; and the first of all, by which the record came */
export function shownEvents<Event extends RecordEvent>(events: readonly Event[]): Event[] {
  const latest = events.toReversed();
  return latest.length <= MOST_SHOWN ? latest : [...latest.slice(0, MOST_SHOWN - 1), latest.at(-1)!];
}

/** @returns the sealed values of a collection of events */
export const sealedOfEvents = (kind: EventKind): SealedCollection => ({
  name: kind.events,
  valuesOf: ({ _id, why, corrections }: RecordEvent): SealedValue[] => [
    { path: 'why', value: why, place: placeInEvent(kind, 'why', _id) },
    ...corrections.flatMap(({ before, after }, at) => [
      { path: `corrections.${at}.before`, value: before, place: placeInEvent(kind, `before.${at}`, _id) },
      { path: `corrections.${at}.after`, value: after, place: placeInEvent(kind, `after.${at}`, _id) },
    ]),
  ],
});

/** @param name of the model @returns the model of a collection of events */
export function eventsOf<Event extends RecordEvent>(
  connection: DatabaseConnection,
  name: string,
  { events, subject }: EventKind,
): Model<Event> {
  const text = { type: String, required: true };
  const correction = { _id: false, field: String, before: Buffer, after: Buffer };
  const schema = new Schema(
    {
      _id: text,
      [subject]: text,
      change: text,
      from: String,
      to: text,
      on: text,
      at: text,
      by: text,
      agency: String,
      version: Number,
      job: String,
      why: Buffer,
      corrections: [correction],
    },
    { versionKey: false },
  ).index({ [subject]: 1, at: 1, _id: 1 });
  return modelOf(connection, name, events, schema);
}

/** @returns the resolvers of what is sealed in events @throws from them CodedError SEALED_UNREADABLE */
export function sealedEventFields(kind: EventKind, seal: FieldEncryption) {
  const opened = (value: Uint8Array | null, field: string, id: string): string | null =>
    decrypted(seal, value, placeInEvent(kind, field, id));
  return {
    job: ({ job }: RecordEvent) => job ?? null,
    why: ({ why, _id }: RecordEvent) => opened(why, 'why', _id),
    corrections: ({ corrections, _id }: RecordEvent): OpenedCorrection[] =>
      corrections.map(({ field, before, after }, at) => ({
        field,
        before: () => opened(before, `before.${at}`, _id),
        after: () => opened(after, `after.${at}`, _id),
      })),
  };
}
