import { useSyncExternalStore } from 'react';

const NARROW = matchMedia('(max-width: 640px)');

/** Whether the page is as narrow as a telephone: for drawings, which CSS does not reach. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => NARROW.matches);

function subscribe(changed: () => void): () => void {
  NARROW.addEventListener('change', changed);
  return () => NARROW.removeEventListener('change', changed);
}
