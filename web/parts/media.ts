import { useSyncExternalStore } from 'react';

/** @returns a hook that tells whether a media query holds: for drawings, which CSS does not reach */
export function mediaHook(query: string): () => boolean {
  const media = matchMedia(query);
  const subscribe = (changed: () => void): (() => void) => {
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  };
  return () => useSyncExternalStore(subscribe, () => media.matches);
}
