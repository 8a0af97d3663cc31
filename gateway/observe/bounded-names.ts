/**
 * Names that clients choose, as labels of metrics. A metric keeps a series for each of its labels, so there are only so many: the first ones
 * keep their name, all others are `other`.
 */
import { withoutNumbers } from '../../base/person-numbers.ts';

/** The label of what has no place. */
export const OTHER = 'other';
/** The label of what does not say its name. */
const UNNAMED = 'unnamed';
/** A longer name is no name. */
const LONGEST = 60;

/** Names of one kind. */
export class BoundedNames {
  readonly #most: number;
  readonly #kept = new Set<string>();

  /** @param most names that are kept @param always names that are kept beyond these */
  constructor(most: number, always: Iterable<string> = []) {
    this.#kept = new Set(always);
    this.#most = most + this.#kept.size;
  }

  /** @returns the label; a name that may hold a person's number is none */
  of(name: string | undefined): string {
    if (name === undefined || name === '') return UNNAMED;
    if (this.#kept.has(name)) return name;
    if (this.#kept.size >= this.#most || name.length > LONGEST || withoutNumbers(name) !== name) return OTHER;
    this.#kept.add(name);
    return name;
  }
}
