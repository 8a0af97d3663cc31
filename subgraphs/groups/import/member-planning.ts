/** What imports of members stand on. */
import type { RecordKeyOf } from '../../counts/record-key.ts';
import type { FieldEncryption } from '../../data/field-encryption.ts';
import type { GroupModels } from '../models.ts';

/** What rows are compared and written with. */
export interface MemberPlanning {
  readonly models: GroupModels;
  readonly seal: FieldEncryption;
  readonly keyOf: RecordKeyOf;
}
