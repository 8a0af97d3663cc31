/** Columns of a file of workers, as mappings name them. */
import { REJECTED_ROW } from '../../import/follow-rejected.ts';
import { MEMBERSHIP_FIELDS } from '../../import/membership-cells.ts';

/** What any agency may say of a person. */
const PERSON = [
  'id',
  'nik',
  'name',
  'birthDate',
  'sex',
  'phone',
  'occupation',
  'sector',
  'village',
  'district',
  'decile',
  'decileEdition',
  'problemCode',
  'problemField',
  'problemRaw',
] as const;

/** What the agency that owns the roster says: how they stand in the programme and at the insurer. */
const STANDING = [
  'decileNow',
  'decileNowEdition',
  'status',
  'exitReason',
  'history',
  'enrolledOn',
  'batch',
  ...MEMBERSHIP_FIELDS,
] as const;

/** All columns. */
export const WORKER_FIELDS: readonly string[] = [...PERSON, ...STANDING, REJECTED_ROW];

/** Columns that only the agency that owns the roster may use. */
export const OWNERS_FIELDS: readonly string[] = STANDING;
