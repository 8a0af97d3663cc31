/**
 * Record keys of the cell key method: each person's record has one, uniform on 32 bits and fixed as long as the person is the same.
 * The keys of the people in a cell add up to the cell key, which decides the noise: so the same people give the same number everywhere.
 */
import { createHmac, createSecretKey } from 'node:crypto';

/** @param id the person's token, or the record's id where there is none @returns a whole number from 0 to 2^32 - 1 */
export type RecordKeyOf = (id: string) => number;

/**
 * @param secret 64 hexadecimal digits, known only to the agency that owns the records: with it the noise can be undone. While it is changed,
 *   the new one, a comma and the one before: the first makes record keys
 * @param records what they are records of: the same person has another key in each, even under one secret
 */
export function recordKeys(secret: string, records: string): RecordKeyOf {
  const ownKey = createHmac('sha256', Buffer.from(secret.split(',')[0]!, 'hex'))
    .update(`record keys of ${records}`)
    .digest();
  const key = createSecretKey(ownKey);
  return (id) => createHmac('sha256', key).update(id).digest().readUInt32BE(0);
}
