/**
 * An operation whose fields move between subgraphs by label is prepared once for each set of labels that hold, among those that it
 * depends on. A bounded number of these ways is kept for each operation.
 */
import { LRUCache } from 'lru-cache';
import type { OperationLabels } from './prepared-operation.ts';

/** Ways kept for one operation: a caller who may name labels must not fill the cache with one operation. */
export const MAX_WAYS = 16;
/** The size of what is kept about operations, in characters of their keys. */
const KNOWN_BYTES = 16_000_000;

interface Known {
  readonly touched: readonly string[];
  /** Keys of its ways, the one that was made last at the end. */
  readonly kept: string[];
}

/** The ways of all operations. */
export interface LabelledWays {
  /** @param base the operation's key without labels @returns the key of its way; `undefined` before its first preparation */
  keyOf(base: string, held: readonly string[]): string | undefined;
  /** @param drop called with the key of the oldest way when there are too many @returns the key of the new way */
  keep(base: string, labels: OperationLabels, drop: (key: string) => void): string;
}

/** @param hasLabels false where the supergraph has no labels: then each operation has one way, under its own key */
export function labelledWays(hasLabels: boolean): LabelledWays {
  if (!hasLabels) return { keyOf: (base) => base, keep: (base) => base };
  const operations = new LRUCache<string, Known>({
    maxSize: KNOWN_BYTES,
    sizeCalculation: (_, key) => key.length + 500,
  });
  return {
    keyOf(base, held) {
      const touched = operations.get(base)?.touched;
      return (
        touched &&
        withLabels(
          base,
          touched.filter((label) => held.includes(label)),
        )
      );
    },
    keep(base, { touched, held }, drop) {
      const key = withLabels(base, held);
      const kept = (operations.get(base)?.kept ?? []).filter((one) => one !== key);
      if (kept.length === MAX_WAYS) drop(kept.shift()!);
      operations.set(base, { touched, kept: [...kept, key] });
      return key;
    },
  };
}

/** @returns the key of an operation with its labels. A list of labels ends at its bracket, so no two pairs have the same key. */
export function withLabels(base: string, held: readonly string[]): string {
  return held.length === 0 ? base : `${JSON.stringify(held)}${base}`;
}
