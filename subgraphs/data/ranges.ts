/** Numbers and bounds of arguments: what no row can match is refused, since an empty list would mean that there is nothing. */
import { subgraphFault } from '../errors.ts';

/** What can be compared: numbers, amounts of rupiah, and days and months, which as text sort by time. */
type Bound = number | bigint | string;

/**
 * @param name of the argument
 * @param least @param most both included
 * @param unit added to the message where it could be mistaken
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

/** @param what the bounds are of, for the message @throws CodedError BAD_RANGE when the lower bound is above the upper one */
export function boundsInOrder(what: string, from: Bound | null | undefined, to: Bound | null | undefined): void {
  if (from != null && to != null && from > to)
    throw subgraphFault('BAD_RANGE', `expected bounds of ${what} from low to high, got ${from} to ${to}`);
}

/** @throws CodedError BAD_NUMBER for a year outside 2000 to 2099, the years of `Period` */
export const yearInRange = (year: number): void => inRange('year', year, 2000, 2099);
