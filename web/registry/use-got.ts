/** What the registry answers to some reads, read again after each change that this page makes. */
import { useCallback, useEffect, useState } from 'react';
import { useAccess } from './access.tsx';
import type { Trouble } from './ask-registry.ts';

export interface Reading<Data> {
  /** Missing before the first answer. */
  readonly data: Data | undefined;
  /** Why the newest attempt brought nothing. */
  readonly trouble: Trouble | undefined;
  readonly again: () => void;
}

interface State<Data> {
  readonly key: string;
  readonly data?: Data;
  readonly trouble?: Trouble;
}

/** @param paths all of them, or nothing; missing asks nothing */
export function useGotAll<Data>(paths: readonly string[] | undefined): Reading<readonly Data[]> {
  const { get, revision } = useAccess();
  const key = paths === undefined ? '' : JSON.stringify(paths);
  const [state, setState] = useState<State<readonly Data[]>>({ key: '' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === '') return;
    const { signal, abort } = abortable();
    void Promise.all((JSON.parse(key) as string[]).map((path) => get<Data>(path, signal))).then((all) => {
      if (signal.aborted) return;
      const trouble = all.find((got) => got.kind !== 'GOT');
      const data = all.flatMap((got) => (got.kind === 'GOT' ? [got.data] : []));
      setState((before) => {
        if (trouble === undefined) return { key, data };
        return { ...(before.key === key ? before : { key }), trouble };
      });
    });
    return abort;
  }, [key, get, revision, tries]);
  const own = state.key === key ? state : { key };
  return { data: own.data, trouble: own.trouble, again: useCallback(() => setTries((before) => before + 1), []) };
}

/** One read. @param path missing asks nothing */
export function useGot<Data>(path: string | undefined): Reading<Data> {
  const { data, ...rest } = useGotAll<Data>(path === undefined ? undefined : [path]);
  return { data: data?.[0], ...rest };
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
