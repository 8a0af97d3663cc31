/** The address bar as React sees it: where the page is, and how it goes elsewhere without loading anew. */
import { useSyncExternalStore } from 'react';
import { routeOf, type Route } from './route.ts';

/** Said by this page when it changed the address; the browser says `popstate` only for back and forward. */
const MOVED = 'sigap:moved';

export interface Address {
  readonly route: Route;
  /** As in `location.search`, with its question mark. */
  readonly search: string;
}

/** Goes to an address of this page. @param replace leaves no step to go back to, as for a filter that is being typed */
export function go(href: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  dispatchEvent(new Event(MOVED));
}

export function useAddress(): Address {
  const pathname = useSyncExternalStore(subscribe, () => location.pathname);
  const search = useSyncExternalStore(subscribe, () => location.search);
  return { route: routeOf(pathname), search };
}

function subscribe(changed: () => void): () => void {
  addEventListener('popstate', changed);
  addEventListener(MOVED, changed);
  return () => {
    removeEventListener('popstate', changed);
    removeEventListener(MOVED, changed);
  };
}
