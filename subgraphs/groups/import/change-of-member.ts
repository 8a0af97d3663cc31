import { fileChange } from '../../changes/file-change.ts';
import type { FileChange } from '../../changes/file-event.ts';
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { textOfMembership } from '../../import/text-of-membership.ts';
import type { Member } from '../models.ts';
import { placeInMember } from '../sealed-values.ts';

/** They follow from the village, the NIK and the change itself. */
const DERIVED: readonly string[] = ['district', 'token', 'recordKey', 'version'];

/** @param set what is set in the document @returns what a file changes of a member, as its event has it */
export function changeOfMember(
  seal: FieldEncryption,
  kept: Member,
  set: Readonly<Record<string, unknown>>,
): FileChange {
  const textsOf = (fields: Partial<Member>) => ({
    nik: () => decrypted(seal, fields.nik, placeInMember('nik', kept._id)),
    kpj: () => decrypted(seal, fields.membership?.kpj, placeInMember('kpj', kept._id)),
    membership: () => textOfMembership(fields.membership),
  });
  return fileChange(kept, set, { derived: DERIVED, textsOf });
}
