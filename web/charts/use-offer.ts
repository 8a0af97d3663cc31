import { useEffect, type RefObject } from 'react';
import type { Draw } from './drawing.ts';

/** Where a drawing on the screen leaves how it is drawn for a picture, for the buttons that take it away. */
export type DrawingPlace = RefObject<Draw | null>;

export function useOffer(place: DrawingPlace, draw: Draw): void {
  useEffect(() => {
    place.current = draw;
    return () => {
      if (place.current === draw) place.current = null;
    };
  }, [place, draw]);
}
