/** Ids of new records: random letters, made from nothing about a person, and without digits that could be taken for a number of theirs. */
import { createHash, randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** 26 to the 14th is 6 x 10^19: nobody guesses one, and two are never alike. */
const LENGTH = 14;
/** Partitions that verifications are spread over. */
const BUCKETS = 64;

/** @param kind `w` of a worker, `v` of a verification */
export function newId(kind: 'w' | 'v'): string {
  return `${kind}-${Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}

/** @param worker the id @returns the partition that the worker's verifications are counted in, `00` to `63` */
export function bucketOf(worker: string): string {
  const [byte = 0] = createHash('sha256').update(worker).digest();
  return String(byte % BUCKETS).padStart(2, '0');
}
