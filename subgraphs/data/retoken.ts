/**
 * The change of IDENTITY_KEY: every person gets another token, computed from their NIK, and keeps the ones before, under which the audit knows
 * them; what else is hashed under the key gets another hash. It is done before a subgraph answers: a person has one token in all subgraphs. What was interrupted begins again at the next start.
 */
import type { Model } from 'mongoose';
import type { DatabaseConnection } from './database.ts';
import { valueByPath } from './value-by-path.ts';
import type { FilterCondition } from './filter.ts';
import { inIdOrder } from './in-id-order.ts';
import { endKeyChange, KEPT_KEYS } from './kept-key.ts';

/** Records changed at a time. */
const BATCH = 500;

/** A record of a person, as far as their token goes. */
export interface TokenedRow {
  readonly _id: string;
  readonly nik: Uint8Array | null;
  readonly token: string | null;
}

/** A hash under the city's key that a record keeps beside what it is made of. */
export interface KeptHash {
  /** Where it stands, with dots. */
  readonly path: string;
  /** Fields that it is made of. */
  readonly reads: readonly string[];
  /** Which records have one. */
  readonly where: FilterCondition;
  /** @param row with the fields that are read @returns the hash under the key of now @throws CodedError SEALED_UNREADABLE */
  readonly of: (row: never) => string | null;
}

/** Records of persons. */
export interface TokenedRecords {
  readonly model: Model<never>;
  /** @returns the NIK in full @throws CodedError SEALED_UNREADABLE */
  readonly nikOf: (row: TokenedRow) => string | null;
  /** @returns the token that the new key makes */
  readonly tokenOf: (nik: string) => string;
  /** Other hashes under the same key. */
  readonly hashes: readonly KeptHash[];
  /** @returns what else follows from the token */
  readonly keyOf: (token: string) => number;
}

/** @returns how many records have another token now @throws CodedError SEALED_UNREADABLE: then nothing is answered under two keys */
export async function retokenAll(
  connection: DatabaseConnection,
  records: TokenedRecords,
  identityKey: string,
): Promise<number> {
  let done = 0;
  const { model, hashes } = records;
  const reads = ['nik', 'token', ...hashes.flatMap((hash) => [hash.path, ...hash.reads])];
  const fields = Object.fromEntries(reads.map((name) => [name, 1] as const));
  for await (const rows of inIdOrder<TokenedRow>(connection, model.collection.collectionName, BATCH, fields)) {
    const operations = rows.flatMap((row) => changeOf(row, records));
    if (operations.length > 0) await model.collection.bulkWrite(operations as never);
    done += operations.length;
  }
  await endKeyChange(connection, KEPT_KEYS.identity, identityKey);
  return done;
}

function changeOf(row: TokenedRow, records: TokenedRecords): object[] {
  const token = newTokenOf(row, records);
  const hashes = hashesOf(row, records);
  if (token === undefined && Object.keys(hashes).length === 0) return [];
  const update = {
    $set: { ...hashes, ...(token !== undefined && { token, recordKey: records.keyOf(token) }) },
    ...(token !== undefined && { $addToSet: { formerTokens: row.token } }),
  };
  return [{ updateOne: { filter: { _id: row._id, token: row.token }, update } }];
}

/** @returns by path the hashes that the record has under the new key, without those that it has already */
function hashesOf(row: TokenedRow, { hashes }: TokenedRecords): Record<string, string> {
  const made = hashes.map(({ path, of }) => [path, of(row as never)] as const);
  return Object.fromEntries(
    made.filter((each): each is [string, string] => each[1] !== null && each[1] !== valueByPath(row, each[0])),
  );
}

/** @returns undefined where they have none, or this one already */
function newTokenOf(row: TokenedRow, { nikOf, tokenOf }: TokenedRecords): string | undefined {
  const nik = nikOf(row);
  if (nik === null || row.token === null) return undefined;
  const token = tokenOf(nik);
  return token === row.token ? undefined : token;
}
