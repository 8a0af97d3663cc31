/** What the kept entities in an answer say of the answer: until when it holds, and whether it is past its time. */
import type { ExecutionResult } from '../execute/execution-result.ts';

/** Of all kept entities in one answer. */
export interface UsedEntities {
  /** The first of them is past its time then, ms since 1970. */
  readonly until: number;
  /** When the oldest was made that stands in place of a subgraph that does not answer, ms since 1970; absent where none does. */
  readonly staleFrom?: number;
}

const used = new WeakMap<ExecutionResult, UsedEntities>();

/** Notes it of an answer, which several requests may share. */
export function noteUsedEntities(result: ExecutionResult, entities: UsedEntities): void {
  used.set(result, entities);
}

/** @returns undefined for an answer without kept entities */
export function usedEntitiesOf(result: ExecutionResult): UsedEntities | undefined {
  return used.get(result);
}
