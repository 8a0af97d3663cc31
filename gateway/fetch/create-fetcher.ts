/** The gateway's way to its subgraphs: a channel for each, replaced when the supergraph gives it another address. */
import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import type { SignClaims } from './subgraph-caller.ts';
import { fetchFault } from './errors.ts';
import { namesFor, refuseForeignCredentials } from './forwardable-headers.ts';
import { headerForwarding, type HeaderForwarding } from './forwarded-headers.ts';
import { HttpTransport } from './http-transport.ts';
import { InProcessTransport, type Execute } from './in-process-transport.ts';
import type { fetchSettings } from './settings.ts';
import { SubgraphChannel, type SubgraphStatus } from './subgraph-channel.ts';
import type { Fetcher } from './subgraph-request.ts';
import { Sweeper } from './sweeper.ts';
import type { Transport } from './transport.ts';

/** Where a subgraph is: at a URL, or a function of this process. */
export type SubgraphPlace = { readonly url: string } | { readonly execute: Execute };

export interface FetcherOptions {
  readonly subgraphs: Readonly<Record<string, SubgraphPlace>>;
  readonly limits: SettingsOf<typeof fetchSettings>;
  readonly log: Log;
  /** Signs what subgraphs behind HTTP are told about callers; without it they are told nothing. */
  readonly sign?: SignClaims;
  /** What a request has for its questions at most, in ms; SUBGRAPH_TIMEOUT unless that is longer. */
  readonly patience?: number;
  /** The breakers' clock, in ms; a test may turn it. */
  readonly clock?: () => number;
}

/** What a probe found: the subgraph answers, or why not. */
export type Probe =
  { readonly name: string; readonly ok: true } | { readonly name: string; readonly ok: false; readonly code: string };

export interface SubgraphFetcher extends Fetcher {
  /**
   * Takes a new supergraph's subgraphs. One whose place is the same keeps its connections and its breaker; another's old
   * channel ends what is under way, and then closes.
   * @throws CodedError SUBGRAPH_ADDRESS, and nothing has changed
   */
  update(subgraphs: Readonly<Record<string, SubgraphPlace>>): void;
  status(): readonly SubgraphStatus[];
  /**
   * Asks a subgraph `{ __typename }`, past its breaker, and closes that when there is an answer.
   * @param timeout ms, 2,000 unless told
   */
  probe(name: string, timeout?: number): Promise<Probe>;
  /** Takes nothing new; ends when everything under way has ended, which its deadlines bound. */
  close(): Promise<void>;
}

/** @throws CodedError SUBGRAPH_ADDRESS, BAD_OPTION when a credential would go to another agency's subgraph */
export function createFetcher(options: FetcherOptions): SubgraphFetcher {
  return new ChannelFetcher(options);
}

interface Placed {
  readonly place: SubgraphPlace;
  readonly channel: SubgraphChannel;
}

class ChannelFetcher implements SubgraphFetcher {
  readonly #options: FetcherOptions;
  readonly #sweeper = new Sweeper();
  readonly #forwardings = new Map<string, HeaderForwarding>();
  #placed: ReadonlyMap<string, Placed> = new Map();
  /** Channels of an earlier supergraph that still end what they began. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: FetcherOptions) {
    this.#options = options;
    refuseForeignCredentials(options.limits.forwardHeaders, options.limits.ownSubgraphs);
    this.update(options.subgraphs);
  }

  fetch: Fetcher['fetch'] = (request) => {
    const placed = this.#placed.get(request.subgraph);
    return placed === undefined
      ? Promise.reject(fetchFault('SUBGRAPH_UNKNOWN', request.subgraph))
      : placed.channel.fetch(request);
  };

  update(subgraphs: Readonly<Record<string, SubgraphPlace>>): void {
    const before = this.#placed;
    const after = new Map<string, Placed>();
    for (const [name, place] of Object.entries(subgraphs)) {
      const old = before.get(name);
      after.set(
        name,
        old !== undefined && samePlace(old.place, place) ? old : { place, channel: this.#channel(name, place) },
      );
    }
    this.#placed = after;
    for (const [name, { channel }] of before) if (after.get(name)?.channel !== channel) this.#leave(channel);
  }

  #channel(name: string, place: SubgraphPlace): SubgraphChannel {
    const { limits, log, clock = () => performance.now(), patience = Infinity } = this.#options;
    const forward = this.#forwardingOf(namesFor(limits.forwardHeaders, name));
    return new SubgraphChannel({
      name,
      transport: this.#transport(name, place),
      limits,
      forward,
      sweeper: this.#sweeper,
      log,
      clock,
      patience: Math.min(patience, limits.timeout),
    });
  }

  /** One for all subgraphs that see the same headers: what it works out for a request it works out once. */
  #forwardingOf(names: readonly string[]): HeaderForwarding {
    const key = names.join();
    let forwarding = this.#forwardings.get(key);
    if (forwarding === undefined) this.#forwardings.set(key, (forwarding = headerForwarding(names)));
    return forwarding;
  }

  #transport(name: string, place: SubgraphPlace): Transport {
    if ('execute' in place) return new InProcessTransport(name, place.execute);
    const { limits, sign, log } = this.#options;
    const letDown = (): void =>
      log.warn(
        { subgraph: name },
        'a connection that queries shared was lost or stood still; each has one to itself for a while',
      );
    return new HttpTransport(
      name,
      place.url,
      { ...limits, pipelining: limits.pipelining.get(name) ?? 1 },
      { sign, sweeper: this.#sweeper, letDown },
    );
  }

  #leave(channel: SubgraphChannel): void {
    const left = channel.close().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }

  status(): readonly SubgraphStatus[] {
    return [...this.#placed.values()].map(({ channel }) => channel.status());
  }

  async probe(name: string, timeout = 2_000): Promise<Probe> {
    const placed = this.#placed.get(name);
    if (placed === undefined) return { name, ok: false, code: 'SUBGRAPH_UNKNOWN' };
    const { error } = await placed.channel.probe(timeout);
    return error === undefined ? { name, ok: true } : { name, ok: false, code: error.code };
  }

  async close(): Promise<void> {
    for (const { channel } of this.#placed.values()) this.#leave(channel);
    await Promise.all(this.#leaving);
  }
}

function samePlace(one: SubgraphPlace, other: SubgraphPlace): boolean {
  if ('execute' in one) return 'execute' in other && one.execute === other.execute;
  return 'url' in other && one.url === other.url;
}
