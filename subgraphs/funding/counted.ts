/**
 * Counts of other subgraphs, which the gateway passes in (`@requires`). While one of them is down its counts are missing, which is never
 * taken for zero.
 */
import { subgraphFault } from '../errors.ts';

/** People of one sector; `count` is null while its owner does not answer. */
export interface SectorCount {
  readonly sector: string;
  readonly count?: number | null;
}

/** What other subgraphs count of an area or a programme, as the gateway passes it in; null while one of them does not answer. */
export interface RequiredCounts {
  readonly workerSectors?: readonly SectorCount[] | null;
  readonly workerCount?: number | null;
  readonly memberCount?: number | null;
}

/** @param field its name, for the message @returns the value @throws CodedError COUNTS_MISSING when it is missing */
export function counted<Value>(value: Value | null | undefined, field: string): Value {
  if (value == null) throw subgraphFault('COUNTS_MISSING', `expected ${field}, got null`);
  return value;
}
