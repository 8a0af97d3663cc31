/**
 * Coming back from the OpenID provider. This runs before anything else of the page reads its address: it takes the provider's answer out
 * of it, and puts back where the reader was. `sessionStorage` holds meanwhile what the flow must remember and that address, never a token.
 *
 * There are two ways. At first the page itself goes to the provider. A reader whose session has ended signs in again in a window of its
 * own, so that whatever stands on the page stays; that window hands its answer on, over a channel of this origin, and closes.
 */
import type { Pending } from './openid.ts';

/** Begins the state of a flow in a window of its own. */
const WINDOW = 'window.';
const KEPT = 'sigap:sign-in';
const CHANNEL = 'sigap:sign-in';
/** How long an answer is waited for from a window that looks closed. */
const PATIENCE_MS = 120_000;

/** A reader who is back: the provider's answer, and what was remembered of the flow. */
export interface Arrival {
  /** As in `location.search`, without the question mark. */
  readonly answer: string;
  readonly pending: Pending;
}

interface Kept {
  readonly pending: Pending;
  /** Path and query, as the page wrote them. */
  readonly returnTo: string;
}

/** The arrival with which this page was loaded, if it was. */
export const arrival: Arrival | undefined = arrive();

function arrive(): Arrival | undefined {
  const query = new URLSearchParams(location.search);
  const state = query.get('state');
  if (state === null || !(query.has('code') || query.has('error'))) return undefined;
  if (state.startsWith(WINDOW)) return handOn(location.search.slice(1));
  const kept = takeKept();
  history.replaceState(null, '', kept?.returnTo ?? location.pathname);
  return kept === undefined ? undefined : { answer: query.toString(), pending: kept.pending };
}

/** In the window that was opened for it: the page behind it waits for the answer. */
function handOn(answer: string): undefined {
  history.replaceState(null, '', location.pathname);
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(answer);
  channel.close();
  close();
  return undefined;
}

function takeKept(): Kept | undefined {
  try {
    const text = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    const kept = JSON.parse(text ?? 'null') as Kept | null;
    const isOfThisPage = kept !== null && new URL(kept.returnTo, location.href).origin === location.origin;
    return isOfThisPage ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a flow while this page is away. */
export function keep(pending: Pending): void {
  const kept: Kept = { pending, returnTo: `${location.pathname}${location.search}${location.hash}` };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

/** @returns a state by which a window knows that it has been opened for signing in */
export const windowState = (random: string): string => `${WINDOW}${random}`;

/** @returns the answer that a window brings for a state; rejects when it was closed before */
export function answerOf(opened: Window, state: string): Promise<string> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise<string>((resolve, reject) => {
    const watch = setInterval(() => {
      if (!opened.closed) return;
      clearInterval(watch);
      // A provider may cut the tie between the pages; then an open window looks closed, and its answer still comes.
      setTimeout(() => reject(new Error('the window was closed')), PATIENCE_MS);
    }, 500);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string' || new URLSearchParams(data).get('state') !== state) return;
      clearInterval(watch);
      resolve(data);
    };
  }).finally(() => channel.close());
}
