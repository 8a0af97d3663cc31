/**
 * The change of IDENTITY_KEY: every person gets another token, computed from their NIK, and keeps the ones before, under which the audit knows
 * them; every card number gets another one too. It is done before a subgraph answers: a person has one token in all subgraphs. What was interrupted begins again at the next start.
 */
import type { Model } from 'mongoose';
import type { DatabaseConnection } from './database.ts';
import { inIdOrder } from './in-id-order.ts';
import { endKeyChange, KEPT_KEYS } from './kept-key.ts';

/** Records changed at a time. */
const BATCH = 500;

/** A record of a person, as far as their token goes. */
export interface TokenedRow {
  readonly _id: string;
  readonly nik: Uint8Array | null;
  readonly token: string | null;
  readonly membership?: { readonly kpj: Uint8Array; readonly cardToken?: string } | null;
}

/** Records of persons. */
export interface TokenedRecords {
  readonly model: Model<never>;
  /** @returns the NIK in full @throws CodedError SEALED_UNREADABLE */
  readonly nikOf: (row: TokenedRow) => string | null;
  /** @returns the token that the new key makes */
  readonly tokenOf: (nik: string) => string;
  /** @returns the token that the new key makes of the card, where there is one @throws CodedError SEALED_UNREADABLE */
  readonly cardTokenOf: (row: TokenedRow) => string | undefined;
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
  const { model } = records;
  const fields = { nik: 1, token: 1, 'membership.kpj': 1, 'membership.cardToken': 1 } as const;
  for await (const rows of inIdOrder<TokenedRow>(connection, model.collection.collectionName, BATCH, fields)) {
    const operations = rows.flatMap((row) => changeOf(row, records));
    if (operations.length > 0) await model.collection.bulkWrite(operations as never);
    done += operations.length;
  }
  await endKeyChange(connection, KEPT_KEYS.identity, identityKey);
  return done;
}

function changeOf(row: TokenedRow, records: TokenedRecords): object[] {
  const [token, cardToken] = [newTokenOf(row, records), records.cardTokenOf(row)];
  const isCardNew = cardToken !== undefined && cardToken !== row.membership?.cardToken;
  if (token === undefined && !isCardNew) return [];
  const person = token !== undefined && { token, recordKey: records.keyOf(token) };
  const update = {
    $set: { ...person, ...(isCardNew && { 'membership.cardToken': cardToken }) },
    ...(token !== undefined && { $addToSet: { formerTokens: row.token } }),
  };
  return [{ updateOne: { filter: { _id: row._id, token: row.token }, update } }];
}

/** @returns undefined where they have none, or this one already */
function newTokenOf(row: TokenedRow, { nikOf, tokenOf }: TokenedRecords): string | undefined {
  const nik = nikOf(row);
  if (nik === null || row.token === null) return undefined;
  const token = tokenOf(nik);
  return token === row.token ? undefined : token;
}
