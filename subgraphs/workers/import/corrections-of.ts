/** What a file changes of a worker as the text of an event: before and after of each field, but not what follows from another field. */
import type { Correction } from '../../changes/record-event.ts';
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { textOfMembership } from '../../import/text-of-membership.ts';
import type { Decile, Worker } from '../models.ts';
import { placeInWorker } from '../sealed-values.ts';

/** They follow from the occupation, the village, the decile, the NIK and the change itself. */
const DERIVED: readonly string[] = ['sector', 'district', 'decileBand', 'token', 'recordKey', 'likeness', 'version'];

type Fields = Partial<Worker>;

/** @param set what is set in the document @returns the fields, the card number as one of its own */
export function correctionsOf(seal: FieldEncryption, kept: Worker, set: Fields): Correction[] {
  const [before, after] = [textsOf(seal, kept._id, kept), textsOf(seal, kept._id, set)];
  const fields = Object.keys(set).filter((field) => !DERIVED.includes(field));
  const all = fields.includes('membership') ? [...fields, 'kpj'] : fields;
  return all
    .map((field) => ({ field, before: before(field), after: after(field) }))
    .filter((each) => each.before !== each.after);
}

function textsOf(seal: FieldEncryption, id: string, fields: Fields): (field: string) => string | null {
  const opened = (field: string, value: Uint8Array | null | undefined): string | null =>
    decrypted(seal, value, placeInWorker(field, id));
  const special: Readonly<Record<string, () => string | null>> = {
    nik: () => opened('nik', fields.nik),
    phone: () => opened('phone', fields.phone),
    kpj: () => opened('kpj', fields.membership?.kpj),
    membership: () => textOfMembership(fields.membership),
    decileAtEnrolment: () => textOfDecile(fields.decileAtEnrolment),
    decileNow: () => textOfDecile(fields.decileNow),
    history: () => fields.history?.map(({ status, on }) => `${status} ${on}`).join('; ') ?? null,
    problems: () => fields.problems?.map(({ code, field }) => `${code} ${field}`).join('; ') ?? null,
  };
  return (field) => (special[field] ?? (() => (fields[field as keyof Worker] as string | null | undefined) ?? null))();
}

const textOfDecile = (decile: Decile | null | undefined): string | null =>
  decile ? `${decile.decile} (${decile.edition})` : null;
