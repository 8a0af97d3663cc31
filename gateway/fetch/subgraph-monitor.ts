/**
 * Watches subgraphs: probes each, more often while it does not answer, logs which ones the gateway waits for, and reports their health
 * to operators. The gateway itself is ready without them. A subgraph that is down costs only its own fields; taking every replica out of
 * service for it would cost all others too. REQUIRED_SUBGRAPHS lists those without which an operator wants no traffic.
 */
import type { Log } from '../../base/log.ts';
import type { ProbeResult, SubgraphFetcher } from './create-fetcher.ts';
import type { SubgraphStatus } from './subgraph-channel.ts';
import type { Readiness, SubgraphHealth } from './subgraph-health.ts';

/** The health of all subgraphs, kept up to date by probes until `stop`. */
export interface SubgraphMonitor {
  /** Whether all required subgraphs answer, and which do not. */
  readiness(): Readiness;
  /** How each subgraph does, in the supergraph's order. */
  report(): readonly SubgraphHealth[];
  /** Ends the probes; resolves when those in flight have ended. */
  stop(): Promise<void>;
}

/** What a monitor needs. */
export interface WatchOptions {
  readonly fetcher: Pick<SubgraphFetcher, 'status' | 'probe'>;
  readonly log: Log;
  /** Subgraphs without which the gateway is not ready. */
  readonly required?: readonly string[];
}

/** Time between two probes of a subgraph that does not answer, in ms. */
const WAITING = 500;
/** Time between two probes of a subgraph that answers, in ms. */
const WATCHING = 5_000;

/** What is known of one subgraph. */
interface Watched {
  /** Its last outcome; absent before the first. */
  probe: ProbeResult | undefined;
  /** Since when that outcome holds, as ISO 8601. */
  since: string;
  /** When the next probe is due, in ms of `performance.now()`. */
  due: number;
  /** The probe in flight. */
  probing: Promise<void> | undefined;
}

/** Begins to watch at once. */
export function subgraphMonitor(options: WatchOptions): SubgraphMonitor {
  return new ProbingMonitor(options);
}

class ProbingMonitor implements SubgraphMonitor {
  readonly #fetcher: WatchOptions['fetcher'];
  readonly #log: Log;
  readonly #required: readonly string[];
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ fetcher, log, required = [] }: WatchOptions) {
    this.#fetcher = fetcher;
    this.#log = log;
    this.#required = required;
    this.#probeDue();
  }

  readiness(): Readiness {
    this.#heedBreakers();
    const missing = this.#required.filter((name) => this.#watched.get(name)?.probe?.ok !== true);
    return missing.length === 0 ? { state: 'ready' } : { state: 'waiting', for: missing };
  }

  report(): readonly SubgraphHealth[] {
    return this.#heedBreakers().map((status) => ({ ...status, ...healthOf(this.#watched.get(status.name)) }));
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    for (const { probing } of this.#watched.values()) await probing;
  }

  /** Begins every probe that is due. Each goes on by itself, so that a silent subgraph does not delay the probes of others. */
  #probeDue(): void {
    const names = this.#heedBreakers().map(({ name }) => name);
    for (const name of this.#watched.keys()) if (!names.includes(name)) this.#watched.delete(name);
    for (const name of names) {
      const one = this.#watched.get(name) ?? unknown();
      this.#watched.set(name, one);
      if (one.probing === undefined && performance.now() >= one.due) one.probing = this.#probe(name, one);
    }
    this.#timer = setTimeout(() => this.#probeDue(), WAITING).unref();
  }

  async #probe(name: string, one: Watched): Promise<void> {
    const probe = await this.#fetcher.probe(name);
    if (probe.ok !== one.probe?.ok) this.#change(probe, one);
    one.probe = probe;
    one.due = performance.now() + (probe.ok ? WATCHING : WAITING);
    one.probing = undefined;
  }

  /** A subgraph whose breaker is open does not answer, whatever its last probe found; it is probed again at once. */
  #heedBreakers(): readonly SubgraphStatus[] {
    const statuses = this.#fetcher.status();
    for (const { name, breaker, lastFailure: code = 'SUBGRAPH_OPEN' } of statuses) {
      const one = this.#watched.get(name);
      if (breaker !== 'open' || one?.probe?.ok !== true) continue;
      const probe = { name, ok: false, code } as const;
      this.#change(probe, one);
      one.probe = probe;
      one.due = 0;
    }
    return statuses;
  }

  #change({ name: subgraph, ok }: ProbeResult, one: Watched): void {
    const isNews = !ok || one.probe !== undefined;
    one.since = new Date().toISOString();
    if (!ok)
      this.#log.warn({ subgraph }, 'waiting for a subgraph; until it answers, its fields are null, with an error');
    else if (isNews) this.#log.info({ subgraph }, 'subgraph answers');
  }
}

const unknown = (): Watched => ({ probe: undefined, since: new Date().toISOString(), due: 0, probing: undefined });

function healthOf(one: Watched | undefined): Pick<SubgraphHealth, 'state' | 'code' | 'since'> {
  if (one?.probe === undefined) return { state: 'unknown' };
  const { probe, since } = one;
  return probe.ok ? { state: 'answers', since } : { state: 'missing', code: probe.code, since };
}
