/** `correctRecord`: fields that were wrong; what stood there is kept in the event, and a known fault of a field goes with it. */
import { ROSTER_OWNER } from '../visible.ts';
import { corrected, correctionOf, type Corrected } from '../../changes/corrections.ts';
import { nikOfBirthDate, validName, validWhy } from '../../changes/record-fields.ts';
import { districtOf } from '../../data/area.ts';
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { bandOf } from '../decile-band.ts';
import type { Decile, Worker } from '../models.ts';
import type { CorrectRecordInput } from '../resolver-types.ts';
import { placeInWorker } from '../sealed-values.ts';
import { sectorOf } from '../sector-of.ts';
import { lifecycleFault } from './errors.ts';
import { requireVillage } from '../../changes/known-references.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { countedPersons } from './propose-workers.ts';
import { validDecile, validPhone } from './record-fields.ts';
import { statusAfter } from './transitions.ts';
import type { ChangeWork } from './worker-changes.ts';
import type { WorkerWrites } from './worker-writes.ts';

/** @returns the change; its outcome is the worker's id */
export function correctRecord(parts: ChangeParts, input: CorrectRecordInput): ChangeWork<string> {
  return async (writes) => {
    const why = validWhy(input.why);
    const worker = await writes.record(input.worker, input.version);
    statusAfter('correctRecord', worker.status);
    await requireVillage(parts, input.village);
    const { set, corrections } = correctionOf(correctedFields(parts, worker, input));
    await requirePerson(parts.seal, writes, worker, set, input.nik);
    const problems = withoutProblems(worker, new Set(corrections.map(({ field }) => field)), parts.seal);
    writes.step(worker, { change: 'correctRecord', set: { ...set, problems }, why, corrections });
    return worker._id;
  };
}

/** @returns undefined in place of a field that the input does not name */
function correctedFields(
  { seal, tokenOf }: ChangeParts,
  worker: Worker,
  input: CorrectRecordInput,
): (Corrected<Worker> | undefined)[] {
  const { _id } = worker;
  const sealed = (field: 'nik' | 'phone'): string | null => decrypted(seal, worker[field], placeInWorker(field, _id));
  const anew = (field: 'nik' | 'phone', text: string) => seal.encrypt(text, placeInWorker(field, _id));
  return [
    corrected('name', worker.name, input.name, (text) => ({ name: validName(text) }), validName),
    corrected('nik', sealed('nik'), input.nik, (nik) => ({ nik: anew('nik', nik), token: tokenOf(nik) })),
    corrected(
      'phone',
      sealed('phone'),
      input.phone,
      (text) => ({ phone: anew('phone', validPhone(text)!) }),
      (text) => validPhone(text)!,
    ),
    corrected('birthDate', worker.birthDate, input.birthDate, (birthDate) => ({ birthDate })),
    corrected('occupation', worker.occupation, input.occupation, (occupation) => ({
      occupation,
      sector: sectorOf(occupation),
    })),
    corrected('village', worker.village, input.village, (village) => ({ village, district: districtOf(village) })),
    correctedDecile('decileAtEnrolment', worker, input.decileAtEnrolment),
    correctedDecile('decileNow', worker, input.decileNow),
  ];
}

const textOfDecile = (decile: Decile | null): string | null => decile && `${decile.decile} (${decile.edition})`;

function correctedDecile(
  field: 'decileAtEnrolment' | 'decileNow',
  worker: Worker,
  value: Decile | null | undefined,
): Corrected<Worker> | undefined {
  const decile = validDecile(field, value);
  if (decile === null) return undefined;
  const band = field === 'decileAtEnrolment' ? { decileBand: bandOf(decile.decile) } : {};
  return {
    field,
    before: textOfDecile(worker[field]),
    after: textOfDecile(decile),
    set: { [field]: decile, ...band },
  };
}

/** NIK and birth date belong together, and a NIK to one record that counts. @throws CodedError BAD_RECORD, ON_ROSTER */
async function requirePerson(
  seal: FieldEncryption,
  writes: WorkerWrites,
  worker: Worker,
  { token, birthDate = worker.birthDate }: Partial<Worker>,
  nik: string | null | undefined,
): Promise<void> {
  const [isNik, isDate] = [nik != null, birthDate !== worker.birthDate];
  const known = nik ?? decrypted(seal, worker.nik, placeInWorker('nik', worker._id));
  if ((isNik || isDate) && known !== null && birthDate !== null) nikOfBirthDate(known, birthDate);
  if (token == null || token === worker.token) return;
  await writes.holdPersons([token]);
  if ((await countedPersons(writes, [token], ROSTER_OWNER)).size > 0) throw lifecycleFault('ON_ROSTER');
}

/** A fault is sealed with its place in the list, so that those that stay are sealed anew where they move. */
function withoutProblems(
  { _id, problems }: Worker,
  fields: ReadonlySet<string>,
  seal: FieldEncryption,
): Worker['problems'] {
  const place = (at: number): string => placeInWorker(`problems.${at}`, _id);
  return problems
    .map((problem, at) => ({ ...problem, text: () => decrypted(seal, problem.raw, place(at))! }))
    .filter(({ field }) => !fields.has(field))
    .map(({ code, field, text }, at) => ({ code, field, raw: seal.encrypt(text(), place(at)) }));
}
