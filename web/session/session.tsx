/** Who asks: the gateway's config, the chosen role and purpose, and the graph as that caller sees it. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Graph } from '../graph/graph.ts';
import type { Trouble } from '../graph/ask.ts';
import { headersOf, isOffered, PUBLIC, SIGNED_IN, withToken, type Access } from './access.ts';
import type { ExplorerConfig } from './config.ts';
import { takeFirstGraph } from './first.ts';
import { useConfig, type ConfigState } from './use-config.ts';
import { useSignIn, type Account, type SignIn } from './use-sign-in.ts';

export interface Session {
  readonly state: ConfigState;
  /** Missing until the gateway has sent it. */
  readonly config: ExplorerConfig | undefined;
  readonly access: Access;
  readonly choose: (access: Access) => void;
  /** Fetches the config anew, and with it fresh tokens; a reader whose own session has ended signs in again. */
  readonly renew: () => void;
  /** Missing where readers cannot sign in. */
  readonly signIn: SignIn | undefined;
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
  const signIn = useSignIn(config?.signIn);
  const account = signIn?.account;
  const access = useMemo(() => withToken(ofAccount(chosen, account), config?.roles ?? []), [chosen, account, config]);
  useAccountTrouble(account, setChosen, tell);
  const { endpoint } = config ?? {};
  const headers = JSON.stringify(headersOf(access));
  const awaited = state.state === 'ready' && state.tokens === 'coming' && isOffered(access.role);
  const graph = useMemo(
    () => (endpoint === undefined || awaited ? undefined : graphOf(endpoint, headers)),
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
        if (access.role === SIGNED_IN) signIn?.begin();
        else reload();
      },
      signIn,
    }),
    [state, config, access, graph, trouble, reload, signIn],
  );
  return <Current value={session}>{children}</Current>;
}

/**
 * The access of a reader's own account. A token that has ended stays: the gateway refuses it, where without one it would answer as the
 * public, silently.
 */
function ofAccount(chosen: Access, account: Account | undefined): Access {
  if (chosen.role !== SIGNED_IN) return chosen;
  const as =
    account?.kind === 'in' ? account.as : account !== undefined && 'last' in account ? account.last : undefined;
  return as === undefined ? { ...chosen, role: PUBLIC } : { ...chosen, token: as.token };
}

/** Who has signed in asks as themselves from then on; who is no longer is told. */
function useAccountTrouble(
  account: Account | undefined,
  choose: (change: (access: Access) => Access) => void,
  tell: (trouble: Trouble | undefined) => void,
): void {
  const kind = account?.kind;
  useEffect(() => {
    if (kind === 'in') {
      choose((access) => ({ ...access, role: SIGNED_IN }));
      tell(undefined);
    }
    if (kind === 'out') choose((access) => (access.role === SIGNED_IN ? { ...access, role: PUBLIC } : access));
    if (kind === 'ended') tell({ kind: 'UNAUTHENTICATED' });
  }, [kind, choose, tell]);
}

/** @param headers as JSON; the public's first graph is made before, and has asked ahead */
function graphOf(endpoint: string, headers: string): Graph {
  const ahead = headers === '{}' ? takeFirstGraph() : undefined;
  return ahead ?? new Graph(endpoint, JSON.parse(headers) as Record<string, string>);
}

/** @throws Error outside of a `SessionProvider`: a view is always inside one */
export function useSession(): Session {
  const session = useContext(Current);
  if (session === undefined) throw new Error('expected to be inside a SessionProvider');
  return session;
}
