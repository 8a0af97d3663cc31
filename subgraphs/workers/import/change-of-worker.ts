import { fileChange } from '../../changes/file-change.ts';
import type { FileChange } from '../../changes/file-event.ts';
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { textOfMembership } from '../../import/text-of-membership.ts';
import type { Decile, Worker } from '../models.ts';
import { placeInWorker } from '../sealed-values.ts';

/** They follow from the occupation, the village, the decile, the NIK and the change itself. */
const DERIVED: readonly string[] = ['sector', 'district', 'decileBand', 'token', 'recordKey', 'likeness', 'version'];

/** @param set what is set in the document @returns what a file changes of a worker, as its event has it */
export function changeOfWorker(
  seal: FieldEncryption,
  kept: Worker,
  set: Readonly<Record<string, unknown>>,
): FileChange {
  const opened = (field: string, value: Uint8Array | null | undefined): string | null =>
    decrypted(seal, value, placeInWorker(field, kept._id));
  const textsOf = (fields: Partial<Worker>) => ({
    nik: () => opened('nik', fields.nik),
    phone: () => opened('phone', fields.phone),
    kpj: () => opened('kpj', fields.membership?.kpj),
    membership: () => textOfMembership(fields.membership),
    decileAtEnrolment: () => textOfDecile(fields.decileAtEnrolment),
    decileNow: () => textOfDecile(fields.decileNow),
    history: () => fields.history?.map(({ status, on }) => `${status} ${on}`).join('; ') ?? null,
    problems: () => fields.problems?.map(({ code, field }) => `${code} ${field}`).join('; ') ?? null,
  });
  return fileChange(kept, set, { derived: DERIVED, textsOf });
}

const textOfDecile = (decile: Decile | null | undefined): string | null =>
  decile ? `${decile.decile} (${decile.edition})` : null;
