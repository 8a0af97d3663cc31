/** What the gateway brings along from other subgraphs (`@requires`) may be missing while one of them is down: never is it taken for none. */
import { subgraphFault } from '../errors.ts';

export interface SectorCount {
  readonly sector: string;
  readonly count?: number | null;
}

export interface RequiredCounts {
  readonly workerSectors?: readonly SectorCount[] | null;
  readonly workerCount?: number | null;
  readonly memberCount?: number | null;
}

/** @param field its name, for the message @throws CodedError COUNTS_MISSING when it has not come */
export function counted<Value>(value: Value | null | undefined, field: string): Value {
  if (value == null) throw subgraphFault('COUNTS_MISSING', `expected ${field}, got null`);
  return value;
}
