import { useCallback, useEffect, useState } from 'react';
import { fetchConfig, type ExplorerConfig } from './config.ts';

export type ConfigState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly config: ExplorerConfig }
  | { readonly state: 'failed'; readonly reason: string };

/** The gateway's config. It stays until a newer one has arrived, so that renewing it loses nothing of a view. */
export function useConfig(): [ConfigState, () => void] {
  const [current, setCurrent] = useState<ConfigState>({ state: 'loading' });
  const load = useCallback(() => {
    const unlessReady = (next: ConfigState): void => setCurrent((before) => (before.state === 'ready' ? before : next));
    unlessReady({ state: 'loading' });
    fetchConfig().then(
      (config) => setCurrent({ state: 'ready', config }),
      (thrown: Error) => unlessReady({ state: 'failed', reason: thrown.message }),
    );
  }, []);
  useEffect(load, [load]);
  return [current, load];
}
