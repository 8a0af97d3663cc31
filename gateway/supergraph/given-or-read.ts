import { readFileSync } from 'node:fs';
import { reasonOf } from '../../base/errors.ts';
import { supergraphFault } from './errors.ts';

/**
 * @param given an option's value, which goes first
 * @param place the file that has it otherwise, and that option's name
 * @returns undefined where neither is given @throws CodedError SUPERGRAPH_UNREADABLE for the file
 */
export function givenOrRead(
  given: string | undefined,
  { file, option }: { readonly file: string | undefined; readonly option: string },
): string | undefined {
  if (given !== undefined || file === undefined) return given;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (thrown) {
    throw supergraphFault('SUPERGRAPH_UNREADABLE', `${option}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
