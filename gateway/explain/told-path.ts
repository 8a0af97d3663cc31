/** Paths as explanations tell them: a client's aliases stand in them, and may hold the number of a person. */
import { withoutNumbers } from '../../base/person-numbers.ts';

/** @returns the path with numbers in its names starred; positions in lists stay */
export function toldPath<Part extends string | number>(path: readonly Part[]): readonly Part[] {
  return path.map((part) => (typeof part === 'string' ? (withoutNumbers(part) as Part) : part));
}
