/**
 * Choices of what to hide, kept for when the same numbers are asked again: a dashboard asks for one table all day long. What
 * is kept are places, found by a hash of every number and label and of how they are shown; who asks plays no part in the choice.
 */
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Cell } from './suppress-cells.ts';

/** Counts of all the answers whose choices are kept; a hidden one takes 4 bytes. */
const MOST_COUNTS = 1_000_000;

type Hidden = Uint32Array;
const choices = new LRUCache<string, Promise<Hidden>>({ maxSize: MOST_COUNTS });

/**
 * @param operation tells operations apart, and how their counts are shown
 * @param choose works out what to hide; whoever asks meanwhile waits for the same
 */
export function chosenOnce(operation: string, cells: readonly Cell[], choose: () => Promise<ReadonlySet<number>>): Promise<Hidden> {
  const key = keyOf(operation, cells);
  const known = choices.get(key);
  if (known !== undefined) return known;
  const chosen = choose().then((hidden) => Uint32Array.from(hidden).sort());
  choices.set(key, chosen, { size: Math.max(1, cells.length) });
  chosen.catch(() => choices.delete(key));
  return chosen;
}

/** Hashed as one text: to hand over thousands of cells one by one takes longer than to hash them. */
function keyOf(operation: string, cells: readonly Cell[]): string {
  const told = cells.map(({ path, value, steps }) => [path, String(value), steps.map(({ identity, opaque }) => [identity, opaque])]);
  return hash('sha256', JSON.stringify([operation, told]), 'base64');
}
