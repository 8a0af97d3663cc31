/** Which lines of a long table are in the page: those in sight and a few around them. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, type RefObject } from 'react';

/** CSS pixels; the style sheet has the same. */
const LINE = 36;
/** Tables up to this long stand there whole, and are printed whole. */
export const WHOLE = 60;

interface Lines {
  readonly shown: readonly number[];
  /** Room of the lines that are not in the page, CSS pixels. */
  readonly above: number;
  readonly below: number;
  readonly scrollTo: (line: number) => void;
}

export function useLines(place: RefObject<HTMLElement | null>, count: number, onEnd: (() => void) | undefined): Lines {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => place.current,
    estimateSize: () => LINE,
    overscan: 16,
    enabled: count > WHOLE,
  });
  const items = virtual.getVirtualItems();
  const last = count > WHOLE ? (items.at(-1)?.index ?? 0) : count - 1;
  useEffect(() => {
    if (count > WHOLE && last >= count - 1) onEnd?.();
  }, [last, count, onEnd]);
  if (count <= WHOLE) return { shown: indices(count), above: 0, below: 0, scrollTo: () => {} };
  return {
    shown: items.map(({ index }) => index),
    above: items[0]?.start ?? 0,
    below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    scrollTo: (line) => virtual.scrollToIndex(line),
  };
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
