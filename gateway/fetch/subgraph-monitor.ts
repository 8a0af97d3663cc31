/**
 * Looks after subgraphs: asks each whether it is there, soon again while it is not, says in the log what the gateway waits for, and
 * tells operators. The gateway itself is ready without them: a subgraph that is down costs its own fields, and taking every replica
 * out of service for it would cost all the others too. REQUIRED_SUBGRAPHS is for who wants that.
 */
import type { Log } from '../../base/log.ts';
import type { Probe, SubgraphFetcher } from './create-fetcher.ts';
import type { SubgraphStatus } from './subgraph-channel.ts';
import type { Readiness, SubgraphHealth } from './subgraph-health.ts';

export interface SubgraphMonitor {
  readiness(): Readiness;
  /** How each subgraph does, in the supergraph's order. */
  report(): readonly SubgraphHealth[];
  stop(): Promise<void>;
}

export interface WatchOptions {
  readonly fetcher: Pick<SubgraphFetcher, 'status' | 'probe'>;
  readonly log: Log;
  /** Subgraphs without which the gateway is not ready. */
  readonly required?: readonly string[];
}

/** How long between two questions to a subgraph, ms: soon while it is waited for, rarely otherwise. */
const WAITING = 500;
const WATCHING = 5_000;

/** What is known of one subgraph. */
interface Watched {
  probe: Probe | undefined;
  /** Since when it is so, as ISO 8601. */
  since: string;
  /** When it is asked next, in ms of `performance.now()`. */
  due: number;
  /** Absent while nobody asks. */
  asking: Promise<void> | undefined;
}

export function subgraphMonitor({ fetcher, log, required = [] }: WatchOptions): SubgraphMonitor {
  const watched = new Map<string, Watched>();
  let timer: NodeJS.Timeout | undefined;

  const ask = async (name: string, one: Watched): Promise<void> => {
    const probe = await fetcher.probe(name);
    if (probe.ok !== one.probe?.ok) tellChange(probe, one, log);
    one.probe = probe;
    one.due = performance.now() + (probe.ok ? WATCHING : WAITING);
    one.asking = undefined;
  };
  /** One that is left alone does not answer, whatever it said when it was last asked; it is asked again at once. */
  const heed = ({ name, breaker, lastFailure: code = 'SUBGRAPH_OPEN' }: SubgraphStatus): void => {
    const one = watched.get(name);
    if (breaker !== 'open' || one?.probe?.ok !== true) return;
    const probe = { name, ok: false, code } as const;
    tellChange(probe, one, log);
    Object.assign(one, { probe, due: 0 });
  };
  // Each by itself: one that answers nothing must not keep the others waiting for their turn.
  const look = (): void => {
    const statuses = fetcher.status();
    statuses.forEach(heed);
    const names = statuses.map(({ name }) => name);
    for (const name of watched.keys()) if (!names.includes(name)) watched.delete(name);
    for (const name of names) {
      const one = watched.get(name) ?? unknown();
      watched.set(name, one);
      if (one.asking === undefined && performance.now() >= one.due) one.asking = ask(name, one);
    }
    timer = setTimeout(look, WAITING).unref();
  };
  look();
  return {
    readiness: () => {
      fetcher.status().forEach(heed);
      const missing = required.filter((name) => watched.get(name)?.probe?.ok !== true);
      return missing.length === 0 ? { state: 'ready' } : { state: 'waiting', for: missing };
    },
    report: () =>
      fetcher.status().map((status) => {
        heed(status);
        return { ...status, ...told(watched.get(status.name)) };
      }),
    stop: async () => {
      clearTimeout(timer);
      await Promise.all([...watched.values()].map(({ asking }) => asking));
    },
  };
}

const unknown = (): Watched => ({ probe: undefined, since: new Date().toISOString(), due: 0, asking: undefined });

function told(one: Watched | undefined): Pick<SubgraphHealth, 'state' | 'code' | 'since'> {
  if (one?.probe === undefined) return { state: 'unknown' };
  const { probe, since } = one;
  return probe.ok ? { state: 'answers', since } : { state: 'missing', code: probe.code, since };
}

function tellChange({ name: subgraph, ok }: Probe, one: Watched, log: Log): void {
  const isNews = !ok || one.probe !== undefined;
  one.since = new Date().toISOString();
  if (!ok) log.warn({ subgraph }, 'waiting for a subgraph; its fields are answered with an error until it comes');
  else if (isNews) log.info({ subgraph }, 'subgraph answers');
}
