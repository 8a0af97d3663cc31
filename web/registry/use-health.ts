/** How subgraphs do, as the gateway tells its operators: asked as the role that is chosen above, not with the registry's token. */
import { useEffect, useState } from 'react';
import { headersOf, PUBLIC } from '../session/access.ts';
import { useSession } from '../session/session.tsx';

export interface Health {
  readonly name: string;
  readonly state: 'answers' | 'missing' | 'unknown';
  readonly code?: string;
  readonly since?: string;
  /** Requests since the gateway started, and those without an answer. */
  readonly asked: number;
  readonly failed: number;
}

/** Relative to the page, as its config is. */
const HEALTH_PATH = 'health/subgraphs';

/** @returns by name; undefined for a role that may not know */
export function useHealth(): ReadonlyMap<string, Health> | undefined {
  const { access } = useSession();
  const headers = JSON.stringify(headersOf(access));
  const isAsked = access.role !== PUBLIC && access.token !== undefined;
  const [told, setTold] = useState<{ readonly as: string; readonly health?: ReadonlyMap<string, Health> }>();
  useEffect(() => {
    if (!isAsked) return;
    const abort = new AbortController();
    const read = async (): Promise<void> => {
      const sent = JSON.parse(headers) as Record<string, string>;
      const reply = await fetch(HEALTH_PATH, { headers: sent, cache: 'no-store', signal: abort.signal });
      if (!reply.ok) return setTold({ as: headers });
      const { subgraphs } = (await reply.json()) as { readonly subgraphs: readonly Health[] };
      setTold({ as: headers, health: new Map(subgraphs.map((each) => [each.name, each])) });
    };
    // A gateway that does not answer tells no health.
    read().catch(() => undefined);
    return () => abort.abort();
  }, [headers, isAsked]);
  return isAsked && told?.as === headers ? told.health : undefined;
}
