/** Who asks the registry: the token, in the page's memory alone, whose it is and what it may. */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { askRegistry, type Got } from './ask-registry.ts';
import type { Holder, Right } from './shapes.ts';
import { TokenForm } from './token-form.tsx';

export interface Access {
  readonly url: string;
  readonly holder: Holder;
  readonly may: (right: Right) => boolean;
  readonly get: <Data>(path: string, signal?: AbortSignal) => Promise<Got<Data>>;
  readonly post: <Data>(path: string, body: object) => Promise<Got<Data>>;
  /** Counts what this page has changed: what was read before is read again. */
  readonly revision: number;
  readonly changed: () => void;
  readonly forget: () => void;
}

interface Known {
  readonly token: string;
  readonly holder: Holder;
}

const Current = createContext<Access | undefined>(undefined);

/** Outlives the view, so that a look at Data loses no token; a reload does. */
let kept: Known | undefined;

export function AccessProvider({ url, children }: { url: string; children: ReactNode }): ReactNode {
  const [known, setKnown] = useState(kept);
  const [refused, setRefused] = useState(false);
  const [revision, setRevision] = useState(0);
  const know = useCallback((next: Known | undefined, isRefused = false) => {
    kept = next;
    setKnown(next);
    setRefused(isRefused);
  }, []);
  const access = useMemo((): Access | undefined => {
    if (known === undefined) return undefined;
    const { token, holder } = known;
    const ask = async <Data,>(path: string, more: { body?: object; signal?: AbortSignal }): Promise<Got<Data>> => {
      const got = await askRegistry<Data>(url, token, { path, ...more });
      // Revoked or expired meanwhile.
      if (got.kind === 'REFUSED' && got.status === 401) know(undefined, true);
      return got;
    };
    return {
      url,
      holder,
      may: (right) => holder.rights.includes(right),
      get: (path, signal) => ask(path, signal === undefined ? {} : { signal }),
      post: (path, body) => ask(path, { body }),
      revision,
      changed: () => setRevision((before) => before + 1),
      forget: () => know(undefined),
    };
  }, [known, url, revision, know]);
  if (access === undefined)
    return <TokenForm url={url} refused={refused} onKnown={(token, holder) => know({ token, holder })} />;
  return <Current value={access}>{children}</Current>;
}

/** @throws Error outside of an `AccessProvider` */
export function useAccess(): Access {
  const access = useContext(Current);
  if (access === undefined) throw new Error('expected to be inside an AccessProvider');
  return access;
}
