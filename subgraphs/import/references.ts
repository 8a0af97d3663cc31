/**
 * What rows are compared with: the city's villages, agencies and words for occupations. `npm run city -- load` and the sample copy them into
 * the database of each subgraph that imports people, since no subgraph reads another's database.
 */
import type { DatabaseConnection } from '../data/database.ts';
import { comparable } from '../../base/comparable.ts';

/** A village of the city, in `reference_villages`. */
export interface ReferenceVillage {
  /** Code, `32.75.01.1001`. */
  readonly _id: string;
  readonly name: string;
  /** Code and name of the district. */
  readonly district: string;
  readonly districtName: string;
}

/** An agency of the city, in `reference_agencies`. */
export interface ReferenceAgency {
  /** Code, `DINSOS`. */
  readonly _id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** A word that agencies write for an occupation, in `occupation_words`. */
export interface OccupationWord {
  /** The word as it is compared. */
  readonly _id: string;
  readonly word: string;
  /** A value of the enum `Occupation`. */
  readonly occupation: string;
}

/** What is known of the city while rows are judged. */
export interface References {
  readonly villages: Villages;
  /** Codes of agencies that verify. */
  readonly verifiers: ReadonlySet<string>;
  /** A value of the enum `Occupation` by comparable word. */
  readonly occupations: ReadonlyMap<string, string>;
}

/** Villages by code and by name. */
export interface Villages {
  readonly all: readonly ReferenceVillage[];
  readonly byCode: ReadonlyMap<string, ReferenceVillage>;
  /** By comparable name without blanks: `bekasijaya`. */
  readonly byName: ReadonlyMap<string, readonly ReferenceVillage[]>;
}

/** Reads them anew: they are few, and an edited file counts at once. */
export async function readReferences(connection: DatabaseConnection): Promise<References> {
  const [villages, agencies, words] = await Promise.all([
    connection.collection<ReferenceVillage>('reference_villages').find().toArray(),
    connection.collection<ReferenceAgency>('reference_agencies').find().toArray(),
    connection.collection<OccupationWord>('occupation_words').find().toArray(),
  ]);
  return {
    villages: villagesOf(villages),
    verifiers: new Set(agencies.flatMap(({ _id, roles }) => (roles.includes('VERIFIER') ? _id : []))),
    occupations: new Map(words.map(({ _id, occupation }) => [_id, occupation])),
  };
}

/** @returns the villages as rows are compared with them */
export function villagesOf(all: readonly ReferenceVillage[]): Villages {
  const byName = new Map<string, ReferenceVillage[]>();
  for (const village of all) {
    const name = nameOfVillage(village.name);
    byName.set(name, [...(byName.get(name) ?? []), village]);
  }
  return { all, byCode: new Map(all.map((village) => [village._id, village])), byName };
}

const PREFIX = /^(?:kelurahan|kel|desa|ds) /;

/** @returns the name as it is compared: without "Kel." in front and without blanks */
export const nameOfVillage = (text: string): string => comparable(text).replace(PREFIX, '').replaceAll(' ', '');
