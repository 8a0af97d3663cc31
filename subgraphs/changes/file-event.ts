/** The event that a file leaves on a record that it changes, or that is changed back. Why is the job, which has the file's hash and who began it. */
import type { FieldEncryption } from '../data/field-encryption.ts';
import { sealedEvent, type EventKind, type OpenEvent, type RecordEvent } from './record-event.ts';

interface FileScope extends Pick<OpenEvent, 'by' | 'at'> {
  readonly agency: string;
  /** Its id. */
  readonly job: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** What a file changes of one record. */
export type FileChange = Pick<OpenEvent, 'subject' | 'from' | 'to' | 'version' | 'corrections'>;

/** @returns what is to be written beside the change */
export function fileEvent(
  kind: EventKind,
  seal: FieldEncryption,
  { job, today, by, agency, at }: FileScope,
  change: FileChange,
  name: 'import' | 'undoImport' = 'import',
): { readonly collection: string; readonly document: RecordEvent } {
  const event = { ...change, change: name, on: today, at, by, agency, why: job };
  return { collection: kind.events, document: sealedEvent(kind, seal, event) };
}
