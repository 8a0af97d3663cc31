/** Who asks: the gateway's config, the chosen role and purpose, and the graph as that caller sees it. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Graph } from '../graph/graph.ts';
import type { Trouble } from '../graph/ask.ts';
import { headersOf, isOffered, PUBLIC, withToken, type Access } from './access.ts';
import type { ExplorerConfig } from './config.ts';
import { useConfig, type ConfigState } from './use-config.ts';

export interface Session {
  readonly state: ConfigState;
  /** Missing until the gateway has sent it. */
  readonly config: ExplorerConfig | undefined;
  readonly access: Access;
  readonly choose: (access: Access) => void;
  /** Fetches the config anew, and with it fresh tokens. */
  readonly renew: () => void;
  /** Missing as the config is, and while the token of the chosen role is still to come. */
  readonly graph: Graph | undefined;
  /** What went wrong with the newest question, for the strip above the view. */
  readonly trouble: Trouble | undefined;
  readonly tell: (trouble: Trouble | undefined) => void;
}

const Current = createContext<Session | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }): ReactNode {
  const [state, reload] = useConfig();
  const [chosen, setChosen] = useState<Access>({ role: PUBLIC });
  const [trouble, tell] = useState<Trouble>();
  const config = state.state === 'ready' ? state.config : undefined;
  const access = useMemo(() => withToken(chosen, config?.roles ?? []), [chosen, config]);
  const { endpoint } = config ?? {};
  const headers = JSON.stringify(headersOf(access));
  const awaited = state.state === 'ready' && state.tokens === 'coming' && isOffered(access.role);
  const graph = useMemo(
    () =>
      endpoint === undefined || awaited
        ? undefined
        : new Graph(endpoint, JSON.parse(headers) as Record<string, string>),
    [endpoint, headers, awaited],
  );
  const session = useMemo(
    () => ({
      state,
      config,
      access,
      graph,
      trouble,
      tell,
      choose: (next: Access) => {
        tell(undefined);
        setChosen(next);
      },
      renew: () => {
        tell(undefined);
        reload();
      },
    }),
    [state, config, access, graph, trouble, reload],
  );
  return <Current value={session}>{children}</Current>;
}

/** @throws Error outside of a `SessionProvider`: a view is always inside one */
export function useSession(): Session {
  const session = useContext(Current);
  if (session === undefined) throw new Error('expected to be inside a SessionProvider');
  return session;
}

/** Shows a view's trouble in the strip above it, for as long as the view has it. */
export function useTellTrouble(trouble: Trouble | undefined): void {
  const { tell } = useSession();
  const key = trouble === undefined ? '' : JSON.stringify(trouble);
  useEffect(() => {
    tell(key === '' ? undefined : (JSON.parse(key) as Trouble));
    return () => tell(undefined);
  }, [key, tell]);
}
