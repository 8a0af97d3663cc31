import { keyedBy } from '../counts/keeps-record-keys.ts';
import type { RecordKeyOf } from '../counts/record-key.ts';
import { withCardToken, type CardSealing, type KeptMembership } from './membership-cells.ts';
import type { ImportKind } from './import-kind.ts';

interface Parts extends CardSealing {
  readonly keyOf: RecordKeyOf;
}

/** @param placeOf what a record's card number is sealed with @returns what makes anew in a restored record what follows from the keys of now */
export const restoredRecord =
  (parts: Parts, placeOf: (id: string) => string): NonNullable<ImportKind['restored']> =>
  (before, id) => ({
    ...before,
    ...('membership' in before && {
      membership: withCardToken(before['membership'] as KeptMembership | null, parts, placeOf(id)),
    }),
    ...('recordKey' in before && {
      recordKey: parts.keyOf(keyedBy({ _id: id, token: before['token'] as string | null })),
    }),
  });
