/** What a change may name of other agencies' data: a village, an agency. Copies of both are kept in the subgraph's own database. */
import type { DatabaseConnection } from '../data/database.ts';
import type { FilterCondition } from '../data/filter.ts';
import type { ChangeParts } from './change-parts.ts';
import { changeFault } from './errors.ts';

interface Reference {
  readonly _id: string;
}

const VILLAGE = /^\d{2}\.\d{2}\.\d{2}\.\d{4}$/;
const AGENCY = /^[A-Z][A-Z0-9_]{1,31}$/;

/**
 * @param city code of the city
 * @returns which villages there are: those of the copy; where the database has none, each whose code is one of the city's
 */
export async function knownVillages(
  connection: DatabaseConnection,
  city: string,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = await knownOf(connection, 'reference_villages', codes);
  return known ?? new Set(codes.filter((code) => VILLAGE.test(code) && code.startsWith(`${city}.`)));
}

/** @param village null where the change names none @throws CodedError BAD_RECORD for a code that is not of a village of the city */
export async function requireVillage(
  { connection, city }: Pick<ChangeParts, 'connection' | 'city'>,
  village: string | null | undefined,
): Promise<void> {
  if (village != null && !(await knownVillages(connection, city, [village])).has(village))
    throw changeFault('BAD_RECORD', 'village: expected a code of the city');
}

/** @throws CodedError BAD_RECORD for a code that is not of an agency that verifies; where the database has no copy, for one that cannot be a code */
export async function requireAgencies(connection: DatabaseConnection, codes: readonly string[]): Promise<void> {
  const known =
    (await knownOf(connection, 'reference_agencies', codes, { roles: 'VERIFIER' })) ??
    new Set(codes.filter((code) => AGENCY.test(code)));
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0) throw changeFault('BAD_RECORD', 'agencies: expected codes of agencies that verify');
}

async function knownOf(
  connection: DatabaseConnection,
  name: string,
  codes: readonly string[],
  only: FilterCondition = {},
): Promise<ReadonlySet<string> | undefined> {
  const copy = connection.collection<Reference>(name);
  if ((await copy.findOne({})) === null) return undefined;
  const rows = await copy.find({ _id: { $in: [...codes] }, ...only }).toArray();
  return new Set(rows.map(({ _id }) => _id));
}
