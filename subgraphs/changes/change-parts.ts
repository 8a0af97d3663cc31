/** What changes of records about people are made with. */
import type { RecordKeyOf } from '../counts/record-key.ts';
import type { RecountQueue } from '../counts/recount-queue.ts';
import type { DatabaseConnection } from '../data/database.ts';
import type { FieldEncryption } from '../data/field-encryption.ts';

/** What changes are made with. */
export interface ChangeParts {
  readonly connection: DatabaseConnection;
  readonly queue: RecountQueue;
  readonly keyOf: RecordKeyOf;
  readonly seal: FieldEncryption;
  /** @returns a person's token; a keyed hash of any other text */
  readonly tokenOf: (nik: string) => string;
  /** @returns a card number's token */
  readonly cardOf: (kpj: string) => string;
  /** Code of the city. */
  readonly city: string;
  /** ms since 1970 */
  readonly now: () => number;
  /** @returns the day that the data stand at, `YYYY-MM-DD` */
  readonly today: () => Promise<string>;
}
