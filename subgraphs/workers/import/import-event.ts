/** The event that a file leaves on a worker whom it changes. Why is the job, which has the file's hash and who began it. */
import { sealedEvent, type Correction } from '../../changes/record-event.ts';
import type { FieldEncryption } from '../../data/field-encryption.ts';
import type { EventScope, Write } from '../../import/import-kind.ts';
import { WORKER_EVENTS } from '../lifecycle/worker-event.ts';

interface ImportedChange {
  /** Id of the worker, their statuses, and the version after it. */
  readonly worker: string;
  readonly from: string;
  readonly to: string;
  readonly version: number;
  readonly corrections: readonly Correction[];
}

/** @returns what is to be written beside the change */
export function importEvent(
  seal: FieldEncryption,
  { job, by, agency, at, today }: EventScope,
  { worker, ...change }: ImportedChange,
  name: 'import' | 'undoImport' = 'import',
): NonNullable<Write['event']> {
  const event = { subject: worker, change: name, ...change, on: today, at, by, agency, why: job };
  return { collection: WORKER_EVENTS.events, document: sealedEvent(WORKER_EVENTS, seal, event) };
}
