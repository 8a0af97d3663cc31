/** `proposeWorkers`: people who are put on the roster by an agency. */
import { changeFault } from '../../changes/errors.ts';
import { nikOfBirthDate, validName } from '../../changes/record-fields.ts';
import type { FieldEncryption } from '../../data/field-encryption.ts';
import { districtOf } from '../../data/area.ts';
import { FIRST_VERSION } from '../../data/record-version.ts';
import { bandOf } from '../decile-band.ts';
import type { Worker } from '../models.ts';
import { newId } from '../../changes/new-id.ts';
import type { ProposedWorkerInput } from '../resolver-types.ts';
import { placeInWorker } from '../sealed-values.ts';
import { ROSTER_OWNER } from '../visible.ts';
import { sectorOf } from '../sector-of.ts';
import { eachRow, onceInBatch, validateBatch, type RowOutcome } from '../../changes/batch-rows.ts';
import { lifecycleFault } from './errors.ts';
import { knownVillages } from '../../changes/known-references.ts';
import type { ChangeParts } from '../../changes/change-parts.ts';
import { validDecile, validPhone } from './record-fields.ts';
import type { ChangeWork } from './worker-changes.ts';
import type { WorkerWrites } from './worker-writes.ts';

/** Statuses of records that no longer count: who left may be proposed again. */
const ENDED: readonly string[] = ['EXITED', 'DUPLICATE'];

/** @returns the change; each row has its own outcome @throws from it CodedError BATCH_SIZE */
export function proposeWorkers(parts: ChangeParts, rows: readonly ProposedWorkerInput[]): ChangeWork<RowOutcome[]> {
  return async (writes, { agency }) => {
    validateBatch(rows);
    const tokens = rows.map(({ nik }) => parts.tokenOf(nik));
    await writes.holdPersons(tokens);
    const [villages, present] = [
      await knownVillages(
        parts.connection,
        parts.city,
        rows.map(({ village }) => village),
      ),
      await countedPersons(writes, tokens, agency),
    ];
    const seen = new Set<string>();
    return eachRow(rows, (input, at) => {
      const token = tokens[at]!;
      if (!villages.has(input.village)) throw changeFault('BAD_RECORD', 'village: expected a code of the city');
      const worker = proposed(input, { token, agency, today: writes.today, seal: parts.seal });
      // Last, so that a row with a fault of its own tells nothing of the roster.
      if (present.has(token)) throw lifecycleFault('ON_ROSTER');
      onceInBatch(seen, token, 'nik');
      writes.add(worker, 'proposeWorkers');
      return worker._id;
    });
  };
}

/**
 * An agency that proposes somebody learns nothing of records that it may not see: theirs becomes a second one, which DISNAKER finds before it
 * decides (`decideEligibility`).
 * @returns of some persons those who have a record that still counts and that the agency may see
 */
export async function countedPersons(
  writes: WorkerWrites,
  tokens: readonly string[],
  agency: string,
): Promise<Set<string>> {
  const seen = agency === ROSTER_OWNER ? {} : { verifiers: agency };
  const records = await writes.records({ token: { $in: [...tokens] }, status: { $nin: ENDED }, ...seen });
  return new Set(records.map(({ token }) => token!));
}

interface Proposal {
  readonly token: string;
  readonly agency: string;
  readonly today: string;
  readonly seal: FieldEncryption;
}

/** @throws CodedError BAD_RECORD */
function proposed(input: ProposedWorkerInput, { token, agency, today, seal }: Proposal): Worker {
  const { nik, birthDate, occupation, village } = input;
  nikOfBirthDate(nik, birthDate);
  const [name, phone, decile] = [validName(input.name), validPhone(input.phone), validDecile('decile', input.decile)];
  if (birthDate > today) throw changeFault('BAD_RECORD', 'birthDate: expected a day before today');
  const _id = newId('w');
  return {
    _id,
    name,
    nik: seal.encrypt(nik, placeInWorker('nik', _id)),
    phone: phone === null ? null : seal.encrypt(phone, placeInWorker('phone', _id)),
    token,
    birthDate,
    occupation,
    sector: sectorOf(occupation),
    village,
    district: districtOf(village),
    decileAtEnrolment: decile,
    decileNow: decile,
    decileBand: decile === null ? 'UNKNOWN' : bandOf(decile.decile),
    status: 'PROPOSED',
    exitReason: null,
    history: [{ status: 'PROPOSED', on: today }],
    enrolledOn: today,
    batch: today.slice(0, 7),
    membership: null,
    problems: [],
    verifiers: [agency],
    proposedBy: agency,
    version: FIRST_VERSION,
  };
}
