/** What a file changes of a member as the text of an event: before and after of each field, but not what follows from another field. */
import type { Correction } from '../../changes/record-event.ts';
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { textOfMembership } from '../../import/text-of-membership.ts';
import type { Member } from '../models.ts';
import { placeInMember } from '../sealed-values.ts';

/** They follow from the village, the NIK and the change itself. */
const DERIVED: readonly string[] = ['district', 'token', 'recordKey', 'version'];

type Fields = Partial<Member>;

/** @param set what is set in the document @returns the fields, the card number as one of its own */
export function memberCorrections(seal: FieldEncryption, kept: Member, set: Fields): Correction[] {
  const [before, after] = [textsOf(seal, kept._id, kept), textsOf(seal, kept._id, set)];
  const fields = Object.keys(set).filter((field) => !DERIVED.includes(field));
  const all = fields.includes('membership') ? [...fields, 'kpj'] : fields;
  return all
    .map((field) => ({ field, before: before(field), after: after(field) }))
    .filter((each) => each.before !== each.after);
}

function textsOf(seal: FieldEncryption, id: string, fields: Fields): (field: string) => string | null {
  const special: Readonly<Record<string, () => string | null>> = {
    nik: () => decrypted(seal, fields.nik, placeInMember('nik', id)),
    kpj: () => decrypted(seal, fields.membership?.kpj, placeInMember('kpj', id)),
    membership: () => textOfMembership(fields.membership),
  };
  return (field) => (special[field] ?? (() => (fields[field as keyof Member] as string | null | undefined) ?? null))();
}
