/** The purpose that a caller states with `x-purpose`, from a list: UU 27/2022 article 16 requires that data are used for a stated purpose. */
import { policyFault } from './errors.ts';

/**
 * Reads the stated purpose.
 * @param header its value as received. Several headers arrive joined by commas and are refused: a request has one purpose
 * @param known the purposes of this graph
 * @returns the purpose; undefined where none is stated
 * @throws CodedError BAD_PURPOSE
 */
export function purposeOf(
  header: string | readonly string[] | undefined,
  known: ReadonlySet<string>,
): string | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header === 'string' && known.has(header)) return header;
  throw policyFault(
    'BAD_PURPOSE',
    `expected one of ${[...known].sort().join(', ') || 'none, this graph asks for no purpose'}`,
  );
}
