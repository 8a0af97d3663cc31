/** Numbers and bounds of arguments: one that no answer can fit is refused, since an empty list would say that there is nothing. */
import { subgraphFault } from '../errors.ts';

/** What can be compared: numbers, amounts of rupiah, and days and months, which as text sort as they follow. */
type Bound = number | bigint | string;

/**
 * @param name of the argument
 * @param least @param most both included
 * @param unit said where it could be mistaken
 * @throws CodedError BAD_NUMBER
 */
export function inRange(
  name: string,
  value: number | bigint | null | undefined,
  least: number,
  most = Infinity,
  unit = '',
): void {
  if (value == null || (value >= least && value <= most)) return;
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw subgraphFault('BAD_NUMBER', `expected ${name} of ${range}${unit}, got ${value}`);
}

/** @param what the bounds are of @throws CodedError BAD_RANGE */
export function boundsInOrder(what: string, from: Bound | null | undefined, to: Bound | null | undefined): void {
  if (from != null && to != null && from > to)
    throw subgraphFault('BAD_RANGE', `expected bounds of ${what} from low to high, got ${from} to ${to}`);
}

/** Years that a month can be of. @throws CodedError BAD_NUMBER */
export const yearInRange = (year: number): void => inRange('year', year, 2000, 2099);
