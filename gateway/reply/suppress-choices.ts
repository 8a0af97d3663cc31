/**
 * Choices of what to hide, kept for when the same numbers are asked again: a dashboard asks for one table all day long. What
 * is kept are places, found by a hash of every number and label and of how they are shown; who asks plays no part in the choice.
 */
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { AllGone, type Gone } from '../../base/gone.ts';
import type { Cell } from './suppress-cells.ts';

/** Counts of all the answers whose choices are kept; a hidden one takes 4 bytes. */
const MOST_COUNTS = 1_000_000;

type Hidden = Uint32Array;

interface Choice {
  readonly hidden: Promise<Hidden>;
  /** Who waits for it while it is worked out; everybody's gone: it will not come. */
  readonly all: AllGone;
  made: boolean;
}

const choices = new LRUCache<string, Choice>({ maxSize: MOST_COUNTS });

/**
 * @param operation tells operations apart, and how their counts are shown
 * @param gone whether whoever asks has gone; absent: they never do
 * @param choose works out what to hide, while any of those wait whom it is handed; whoever asks meanwhile waits for the same
 */
export function chosenOnce(operation: string, cells: readonly Cell[], gone: Gone | undefined, choose: (all: Gone) => Promise<ReadonlySet<number>>): Promise<Hidden> {
  const key = keyOf(operation, cells);
  const known = choices.get(key);
  if (known?.made === true) return known.hidden;
  if (known === undefined || known.all.aborted) return chosen(key, cells.length, gone, choose);
  known.all.join(gone);
  return known.hidden;
}

function chosen(key: string, size: number, gone: Gone | undefined, choose: (all: Gone) => Promise<ReadonlySet<number>>): Promise<Hidden> {
  const all = new AllGone(gone);
  const choice: Choice = { all, made: false, hidden: choose(all).then((hidden) => Uint32Array.from(hidden).sort()) };
  choices.set(key, choice, { size: Math.max(1, size) });
  choice.hidden.then(() => (choice.made = true), () => {
    if (choices.peek(key) === choice) choices.delete(key);
  });
  return choice.hidden;
}

/** Hashed as one text: to hand over thousands of cells one by one takes longer than to hash them. */
function keyOf(operation: string, cells: readonly Cell[]): string {
  const told = cells.map(({ path, value, steps }) => [path, String(value), steps.map(({ identity, opaque }) => [identity, opaque])]);
  return hash('sha256', JSON.stringify([operation, told]), 'base64');
}
