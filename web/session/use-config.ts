import { useCallback, useEffect, useState } from 'react';
import { fetchConfig, fetchTokens, type ExplorerConfig } from './config.ts';
import { firstConfig } from './first.ts';

export type ConfigState =
  | { readonly state: 'loading' }
  /** `tokens`: whether those of the roles are still to come. */
  | { readonly state: 'ready'; readonly config: ExplorerConfig; readonly tokens: 'coming' | 'here' }
  | { readonly state: 'failed'; readonly reason: string };

let first: Promise<ExplorerConfig> | undefined = firstConfig;

/** The gateway's config. It stays until a newer one has arrived, so that renewing it loses nothing of a view. */
export function useConfig(): [ConfigState, () => void] {
  const [current, setCurrent] = useState<ConfigState>({ state: 'loading' });
  const load = useCallback(() => {
    const unlessReady = (next: ConfigState): void => setCurrent((before) => (before.state === 'ready' ? before : next));
    unlessReady({ state: 'loading' });
    const config = first ?? fetchConfig();
    first = undefined;
    config.then(
      (config) => {
        unlessReady({ state: 'ready', config, tokens: 'coming' });
        fetchTokens(config).then(
          (config) => setCurrent({ state: 'ready', config, tokens: 'here' }),
          // Without tokens the page still serves the public, and with those from before whom they were for.
          () => setCurrent((before) => (before.state === 'ready' ? { ...before, tokens: 'here' } : before)),
        );
      },
      (thrown: Error) => unlessReady({ state: 'failed', reason: thrown.message }),
    );
  }, []);
  useEffect(load, [load]);
  return [current, load];
}
