/**
 * Which key the data of a database were written under: its name stands beside the data, so that another key is noticed at the start. A change
 * is begun by giving two, the new one, a comma and the one before; both are needed from then on until it has ended.
 */

import { subgraphFault, type subgraphErrors } from '../errors.ts';
import { aboutOf, type DatabaseConnection } from './database.ts';
import { keyName } from './key-name.ts';

/** A kind of key that data are written under. */
interface KindOfKey {
  /** Id of the document in `about`. */
  readonly id: string;
  /** The code where a key that is needed is missing. */
  readonly code: keyof typeof subgraphErrors;
}

/** The kinds that a database remembers. */
export const KEPT_KEYS = {
  encryption: { id: 'sealing', code: 'OTHER_KEY' },
  identity: { id: 'identity', code: 'OTHER_IDENTITY_KEY' },
  records: { id: 'record-keys', code: 'OTHER_RECORD_KEY' },
} as const satisfies Readonly<Record<string, KindOfKey>>;

/**
 * Compares the keys with those that the database remembers, and writes them down.
 * @param key hexadecimal; while it is changed, two with a comma between
 * @returns whether something may be written under the key before
 * @throws CodedError of the kind's code where one that is needed is missing
 */
export async function isKeyChanging(
  connection: DatabaseConnection,
  { id, code }: KindOfKey,
  key: string,
): Promise<boolean> {
  const names = key.split(',').map(keyName);
  const kept = await aboutOf(connection).findOne({ _id: id });
  const needed = [kept?.['key'], kept?.['next']].filter((name) => typeof name === 'string');
  if (needed.some((name) => !names.includes(name))) throw subgraphFault(code, connection.name);
  const first = needed[0] ?? names.at(-1)!;
  const next = names.find((name) => name !== first);
  await writeDown(connection, id, { key: first, ...(next !== undefined && { next }) });
  return next !== undefined;
}

/** Writes down that everything is written under the first key. */
export async function endKeyChange(connection: DatabaseConnection, { id }: KindOfKey, key: string): Promise<void> {
  await writeDown(connection, id, { key: keyName(key.split(',')[0]!) });
}

const writeDown = (
  connection: DatabaseConnection,
  _id: string,
  about: { readonly key: string; readonly next?: string },
) => aboutOf(connection).replaceOne({ _id }, about, { upsert: true });
