/** Ids of new records: random letters, made from nothing about a person, and without digits that could be taken for a number of theirs. */
import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** 26 to the 14th is 6 x 10^19: nobody guesses one, and two are never alike. */
const LENGTH = 14;

/** @param kind `w` of a worker, `v` of a verification, `m` of a member */
export function newId(kind: 'w' | 'v' | 'm'): string {
  return `${kind}-${Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}
