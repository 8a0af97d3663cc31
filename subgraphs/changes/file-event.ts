/** The event that a file leaves on a record that it adds or changes, or that is changed back. Why is the job, which has the file's hash and who began it. */
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
export type FileChange = Pick<OpenEvent, 'subject' | 'from' | 'to' | 'version' | 'corrections' | 'own'> &
  Partial<Pick<OpenEvent, 'on' | 'agency'>>;

/** @param change its day is today, and its agency the file's, unless it says another @param name of a mutation, where it is what that does @returns what is to be written beside the change */
export function fileEvent(
  kind: EventKind,
  seal: FieldEncryption,
  { job, today, by, agency, at }: FileScope,
  change: FileChange,
  name: 'import' | 'undoImport' | 'requestVerification' | 'answerVerification' = 'import',
): { readonly collection: string; readonly document: RecordEvent } {
  const event = { on: today, agency, ...change, change: name, at, by, job, why: job };
  return { collection: kind.events, document: sealedEvent(kind, seal, event) };
}
