/** Lists and bars that show saved questions ask anew once this page has changed one. */
import { useEffect } from 'react';

const CHANGED = 'sigap:saved-question-changed';

export const tellChanged = (): boolean => dispatchEvent(new Event(CHANGED));

export function useOnChanged(again: () => void): void {
  useEffect(() => {
    addEventListener(CHANGED, again);
    return () => removeEventListener(CHANGED, again);
  }, [again]);
}
