import { useMemo } from 'react';
import type { Part } from '../numbers/figure-at.ts';

/**
 * What is made of each part of an answer. Each is made once: a page that comes leaves what was made of those before it.
 *
 * @param make the same function on every render, while it makes the same
 */
export function useOfEach<Made>(parts: readonly Part[], make: (part: Part) => Made): readonly Made[] {
  const made = useMemo(() => new WeakMap<Part, Made>(), [make]);
  return useMemo(
    () =>
      parts.map((part) => {
        if (!made.has(part)) made.set(part, make(part));
        return made.get(part)!;
      }),
    [parts, made, make],
  );
}
