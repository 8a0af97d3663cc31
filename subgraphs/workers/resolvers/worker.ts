/** A worker, their membership of BPJS Ketenagakerjaan, and the person behind. */
import { decrypted, type FieldEncryption } from '../../data/field-encryption.ts';
import { shownEvents } from '../../changes/record-event.ts';
import { versionOf } from '../../data/record-version.ts';
import { stub } from '../../data/stub.ts';
import { bandOf } from '../decile-band.ts';
import { placeInWorker } from '../sealed-values.ts';
import type {
  MembershipResolvers,
  PersonResolvers,
  WelfareDecileResolvers,
  WorkerResolvers,
} from '../resolver-types.ts';

/** `Worker`. @param seal opens what is sealed @throws from its fields CodedError SEALED_UNREADABLE */
export function workerResolvers(seal: FieldEncryption): WorkerResolvers {
  return {
    __resolveReference: ({ id }, { load }) => load.worker.load(id),
    id: ({ _id }) => _id,
    version: versionOf,
    nik: ({ nik, _id }) => opened(seal, nik, 'nik', _id),
    phone: ({ phone, _id }) => opened(seal, phone, 'phone', _id),
    village: ({ village }) => stub('Village', 'code', village),
    membership: ({ membership, _id }) => membership && { ...membership, owner: _id },
    verifications: ({ _id }, _args, { load }) => load.verificationsOfWorker.load(_id),
    events: async ({ _id }, _args, { load }) => shownEvents(await load.eventsOfWorker.clear(_id).load(_id)),
    problems: ({ problems, _id }) =>
      problems.map(({ code, field, raw }, at) => ({
        code,
        // The name of an unknown column may hold anything, data of a person too.
        field: COLUMNS.has(field) ? field : 'other',
        raw: () => opened(seal, raw, `problems.${at}`, _id),
      })),
    person: ({ token }) => stub('Person', 'token', token),
    formerTokens: ({ formerTokens = [] }) => formerTokens,
  };
}

/** Columns of an agency's record that a problem may name: fields of a worker. */
const COLUMNS: ReadonlySet<string> = new Set([
  'name',
  'nik',
  'phone',
  'birthDate',
  'occupation',
  'village',
  'decileAtEnrolment',
  'enrolledOn',
]);

/** `Membership` of a worker. @param seal opens KPJ @throws from its fields CodedError SEALED_UNREADABLE */
export const workersMembershipResolvers = (seal: FieldEncryption): MembershipResolvers => ({
  kpj: ({ kpj, owner }) => opened(seal, kpj, 'kpj', owner),
});

/** @param id of the worker, part of the place that the value is sealed with */
const opened = (
  seal: FieldEncryption,
  value: Uint8Array | null | undefined,
  field: string,
  id: string,
): string | null => decrypted(seal, value, placeInWorker(field, id));

/** `WelfareDecile`: the band of a decile. */
export const welfareDecileResolvers: WelfareDecileResolvers = {
  band: ({ decile }) => bandOf(decile),
};

/** `Person`: their records as a worker, those that the caller may see. */
export const workersPersonResolvers: PersonResolvers = {
  __resolveReference: ({ token }) => ({ token }),
  enrolments: ({ token }, _args, { load }) => load.workersOfPerson.load(token),
};
