/** The purpose a caller states with `x-purpose`, from a list: UU 27/2022 article 16 wants data used for a stated purpose. */
import { policyFault } from './errors.ts';

/**
 * @param header the header as it came; several of them arrive joined by commas and are refused, one purpose a request
 * @param known the purposes there are
 * @returns the purpose, undefined when none was stated
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
