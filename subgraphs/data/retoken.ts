/**
 * The change of IDENTITY_KEY: every person gets another token, computed from their NIK, and keeps the ones before, under which the audit knows
 * them. It is done before a subgraph answers: a person has one token in all subgraphs. What was interrupted begins again at the next start.
 */
import type { Model } from 'mongoose';
import { subgraphFault } from '../errors.ts';
import { aboutOf, type DatabaseConnection } from './database.ts';
import { keyName } from './key-name.ts';

/** Records changed at a time. */
const BATCH = 500;

/**
 * Compares the key with the one that tokens were made with, which is written down.
 * @param identityKey hexadecimal; while it is changed, the new one, a comma and the one before
 * @returns whether tokens are to be made anew
 * @throws CodedError OTHER_IDENTITY_KEY where the one before does not stand behind a new one
 */
export async function isRetokening(connection: DatabaseConnection, identityKey: string): Promise<boolean> {
  const names = identityKey.split(',').map(keyName);
  const kept = await aboutOf(connection).findOne({ _id: 'identity' });
  const needed = [kept?.['key'], kept?.['next']].filter((name) => typeof name === 'string');
  if (needed.some((name) => !names.includes(name))) throw subgraphFault('OTHER_IDENTITY_KEY', connection.name);
  const key = needed[0] ?? names.at(-1)!;
  const next = names.find((name) => name !== key);
  await writeDown(connection, key, next);
  return next !== undefined;
}

async function writeDown(connection: DatabaseConnection, key: string, next?: string): Promise<void> {
  const about = { key, ...(next !== undefined && { next }) };
  await aboutOf(connection).replaceOne({ _id: 'identity' }, about, { upsert: true });
}

/** A record of a person, as far as their token goes. */
export interface TokenedRow {
  readonly _id: string;
  readonly nik: Uint8Array | null;
  readonly token: string | null;
}

/** Records of persons. */
export interface TokenedRecords {
  readonly model: Model<never>;
  /** @returns the NIK in full @throws CodedError SEALED_UNREADABLE */
  readonly nikOf: (row: TokenedRow) => string | null;
  /** @returns the token that the new key makes */
  readonly tokenOf: (nik: string) => string;
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
  for (let last: string | undefined; ;) {
    const after = last === undefined ? {} : { _id: { $gt: last } };
    const rows = await records.model
      .find(after as never, { nik: 1, token: 1 })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<TokenedRow[]>();
    if (rows.length === 0) break;
    const operations = rows.flatMap((row) => changeOf(row, records));
    if (operations.length > 0) await records.model.collection.bulkWrite(operations as never);
    done += operations.length;
    last = rows.at(-1)!._id;
  }
  await writeDown(connection, keyName(identityKey.split(',')[0]!));
  return done;
}

function changeOf(row: TokenedRow, { nikOf, tokenOf, keyOf }: TokenedRecords): object[] {
  const nik = nikOf(row);
  if (nik === null || row.token === null) return [];
  const token = tokenOf(nik);
  if (token === row.token) return [];
  const update = { $set: { token, recordKey: keyOf(token) }, $addToSet: { formerTokens: row.token } };
  return [{ updateOne: { filter: { _id: row._id, token: row.token }, update } }];
}
