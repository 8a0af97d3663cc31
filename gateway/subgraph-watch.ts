/**
 * Looks after subgraphs that do not answer yet, or no more: asks each until it does, says in the log what the gateway
 * waits for, and tells the readiness check. Requests are served meanwhile; a subgraph that is down costs its own fields only.
 */
import type { Log } from '../base/log.ts';
import type { SubgraphFetcher } from './fetch/create-fetcher.ts';
import type { Readiness } from './http/readiness.ts';

export interface SubgraphWatch {
  readiness(): Readiness;
  stop(): Promise<void>;
}

/** How long between two rounds of asking, ms: soon while somebody is waited for, rarely otherwise. */
const WAITING = 500;
const WATCHING = 5_000;

export function subgraphWatch(fetcher: Pick<SubgraphFetcher, 'status' | 'probe'>, log: Log): SubgraphWatch {
  let missing: readonly string[] | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const round = async (): Promise<void> => {
    const probes = await Promise.all(fetcher.status().map(({ name }) => fetcher.probe(name)));
    const now = probes.filter((probe) => !probe.ok).map((probe) => probe.name);
    tellChange(missing ?? [], now, log);
    missing = now;
    if (!stopped) timer = setTimeout(begin, now.length > 0 ? WAITING : WATCHING).unref();
  };
  let running: Promise<void>;
  const begin = (): void => {
    running = round();
  };
  begin();
  return {
    readiness: () => {
      if (missing === undefined) return { state: 'waiting', for: fetcher.status().map(({ name }) => name) };
      return missing.length === 0 ? { state: 'ready' } : { state: 'waiting', for: missing };
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function tellChange(before: readonly string[], now: readonly string[], log: Log): void {
  for (const subgraph of now) if (!before.includes(subgraph)) log.warn({ subgraph }, 'waiting for a subgraph; its fields are answered with an error until it comes');
  for (const subgraph of before) if (!now.includes(subgraph)) log.info({ subgraph }, 'subgraph answers');
}
