/** What imports of members stand on. */
import type { RecordKeyOf } from '../../counts/record-key.ts';
import type { CardSealing } from '../../import/membership-cells.ts';
import type { GroupModels } from '../models.ts';

/** What rows are compared and written with. */
export interface MemberPlanning extends CardSealing {
  readonly models: GroupModels;
  readonly keyOf: RecordKeyOf;
}
