/** The reader's own account: signed out, signed in until a moment, or ended. In memory only. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { answerOf, arrival, keep, windowState } from './arrival.ts';
import type { SignedIn, SignInConfig } from './openid.ts';

export type Account =
  | { readonly kind: 'out' }
  | { readonly kind: 'busy'; readonly last?: SignedIn }
  | { readonly kind: 'in'; readonly as: SignedIn }
  /** The token no longer holds; the page keeps what it shows, and asks nothing as somebody else. */
  | { readonly kind: 'ended'; readonly last: SignedIn }
  | { readonly kind: 'failed'; readonly reason: string; readonly last?: SignedIn };

export interface SignIn {
  readonly account: Account;
  /** Goes to the provider; where a session has ended, in a window of its own. */
  readonly begin: () => void;
  /** Forgets the account here, and ends the provider's session where it offers that. */
  readonly out: () => void;
}

/** The provider sends readers back to the page's first view; it must know this address. */
const redirectUri = (): string => new URL('./', document.baseURI).href.replace(/\?.*$/, '');
/** A reader who came back is completed once, however often React runs an effect. */
let arrived = arrival;

/** @returns undefined where the gateway offers no signing in */
export function useSignIn(config: SignInConfig | undefined): SignIn | undefined {
  const [account, setAccount] = useState<Account>({ kind: 'out' });
  const last = useRef<SignedIn | undefined>(undefined);
  const newest = useRef<Promise<SignedIn> | undefined>(undefined);
  const settle = useCallback((signingIn: Promise<SignedIn>) => {
    const before = last.current;
    // A reader may begin again: what they began before has no say any more.
    newest.current = signingIn;
    const current = (): boolean => newest.current === signingIn;
    setAccount({ kind: 'busy', ...(before && { last: before }) });
    signingIn.then(
      (as) => {
        if (!current()) return;
        last.current = as;
        setAccount({ kind: 'in', as });
      },
      (thrown: { reason?: string }) => {
        if (!current()) return;
        setAccount({ kind: 'failed', reason: thrown.reason ?? 'cancelled', ...(before && { last: before }) });
      },
    );
  }, []);

  useEffect(() => {
    if (config === undefined || arrived === undefined) return;
    const { answer, pending } = arrived;
    arrived = undefined;
    settle(openid().then(({ completeSignIn }) => completeSignIn(config, redirectUri(), pending, answer)));
  }, [config, settle]);

  useEffect(() => {
    if (account.kind !== 'in') return;
    const { as } = account;
    const timer = setTimeout(() => setAccount({ kind: 'ended', last: as }), Math.max(0, as.expiresAt - Date.now()));
    return () => clearTimeout(timer);
  }, [account]);

  return useMemo(() => {
    if (config === undefined) return undefined;
    return {
      account,
      begin: () => void (last.current === undefined ? goAway(config, settle) : settle(inWindow(config))),
      out: () => {
        last.current = undefined;
        newest.current = undefined;
        setAccount({ kind: 'out' });
        void leave(config);
      },
    };
  }, [config, account, settle]);
}

const openid = () => import('./openid.ts');

/** The whole page goes to the provider, and comes back to where it was. */
async function goAway(config: SignInConfig, settle: (signingIn: Promise<SignedIn>) => void): Promise<void> {
  try {
    const { address, pending } = await (await openid()).beginSignIn(config, redirectUri());
    keep(pending);
    location.assign(address);
  } catch (thrown) {
    settle(Promise.reject(thrown as Error));
  }
}

/** Opened at once, within the click: a browser blocks a window that comes later. Where it is blocked all the same, that is a failure. */
async function inWindow(config: SignInConfig): Promise<SignedIn> {
  const opened = open('', '_blank', 'popup,width=520,height=700');
  if (opened === null) throw Object.assign(new Error('blocked'), { reason: 'window_blocked' });
  const { beginSignIn, completeSignIn } = await openid();
  const state = windowState(crypto.randomUUID());
  const { address, pending } = await beginSignIn(config, redirectUri(), state);
  const answered = answerOf(opened, state);
  opened.location.href = address;
  return completeSignIn(config, redirectUri(), pending, await answered);
}

async function leave(config: SignInConfig): Promise<void> {
  const address = await (await openid()).signOutAddress(config, redirectUri()).catch(() => undefined);
  if (address !== undefined) location.assign(address);
}
