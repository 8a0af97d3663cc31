/** Small cells at random, by a fixed seed: so many of each source and level, over all its tables, areas and months. */
import { LEVELS, SOURCES, type SmallCell } from './attack.ts';

/** @param most of each source and level @param seed any whole number */
export function randomCells(cells: readonly SmallCell[], most: number, seed: number): SmallCell[] {
  const next = uniform(seed);
  const drawn = cells.map((cell) => ({ cell, place: next() }));
  return SOURCES.flatMap((source) =>
    LEVELS.flatMap((level) =>
      drawn
        .filter(({ cell }) => cell.source === source && cell.level === level)
        .sort((a, b) => a.place - b.place)
        .slice(0, most)
        .map(({ cell }) => cell),
    ),
  );
}

/** Numbers from 0 to 1, by a generator of 32 bits (xorshift). */
function uniform(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
