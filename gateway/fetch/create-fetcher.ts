/** The gateway's access to its subgraphs: a channel for each, replaced when a new supergraph has another address for it. */
import type { Log } from '../../base/log.ts';
import type { SettingsOf } from '../../base/settings.ts';
import type { SignClaims } from './subgraph-caller.ts';
import { fetchFault } from './errors.ts';
import { noteFailure } from './fetch-note.ts';
import { namesFor, refuseForeignCredentials } from './forwardable-headers.ts';
import { headerForwarding, type HeaderForwarding } from './forwarded-headers.ts';
import { HttpTransport } from './http-transport.ts';
import { InProcessTransport, type Execute } from './in-process-transport.ts';
import type { fetchSettings } from './settings.ts';
import { allForwardHeaders, limitsOf } from './limits-of-subgraph.ts';
import { SubgraphTls } from './subgraph-tls.ts';
import { SubgraphChannel, type SubgraphPosition, type SubgraphStatus } from './subgraph-channel.ts';
import type { Fetcher, SubgraphRequest } from './subgraph-request.ts';
import { Sweeper } from './sweeper.ts';
import type { Transport } from './transport.ts';

/** Where a subgraph runs: at a URL, or as a function in this process. */
export type SubgraphPlace = { readonly url: string } | { readonly execute: Execute };

/** What `createFetcher` needs. */
export interface FetcherOptions {
  /** Subgraph's name -> where it runs. */
  readonly subgraphs: Readonly<Record<string, SubgraphPlace>>;
  readonly limits: SettingsOf<typeof fetchSettings>;
  readonly log: Log;
  /** Signs the claims about callers that subgraphs over HTTP receive; without it they receive none. */
  readonly sign?: SignClaims;
  /** The longest that a client's request may wait for subgraphs, in ms; SUBGRAPH_TIMEOUT applies where it is shorter. */
  readonly requestTimeout?: number;
  /** The breakers' clock, in ms; a test may set it. */
  readonly clock?: () => number;
}

/** The outcome of a probe: the subgraph answers, or the error code that says why not. */
export type ProbeResult =
  { readonly name: string; readonly ok: true } | { readonly name: string; readonly ok: false; readonly code: string };

/** A `Fetcher` with its management: new subgraphs, status, probes, shutdown. */
export interface SubgraphFetcher extends Fetcher {
  /**
   * Replaces the subgraphs by those of a new supergraph. A subgraph at the same place keeps its connections and its breaker; the old
   * channel of any other finishes its requests in flight and then closes.
   * @throws CodedError SUBGRAPH_ADDRESS, and nothing has changed
   */
  update(subgraphs: Readonly<Record<string, SubgraphPlace>>): void;
  /** Something has changed: who asks from now on joins none of the requests under way. */
  partFromRequests(): void;
  /** How each subgraph does, in the supergraph's order. */
  status(): readonly SubgraphStatus[];
  /** Name of the option -> when the first certificate that subgraphs are spoken to with ends, ms since 1970. */
  certificateEnds(): ReadonlyMap<string, number>;
  /** Where a subgraph is, and whether it is sent anything; undefined for one that the supergraph does not have any more. */
  position(name: string): SubgraphPosition | undefined;
  /**
   * Sends `{ __typename }` to a subgraph, bypassing its breaker, and closes the breaker when an answer arrives.
   * @param timeout ms, 2,000 by default
   */
  probe(name: string, timeout?: number): Promise<ProbeResult>;
  /** Accepts no new requests; resolves when all requests in flight have ended, which their deadlines bound. */
  close(): Promise<void>;
}

/** @throws CodedError SUBGRAPH_ADDRESS; BAD_OPTION when a credential would go to another agency's subgraph */
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
  readonly #tls: SubgraphTls;
  readonly #forwardings = new Map<string, HeaderForwarding>();
  #placed: ReadonlyMap<string, Placed> = new Map();
  /** Channels of earlier supergraphs that still have requests in flight. */
  readonly #retiring = new Set<Promise<void>>();

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#tls = new SubgraphTls(options.limits, options.log);
    refuseForeignCredentials(allForwardHeaders(options.limits), options.limits.ownSubgraphs);
    this.update(options.subgraphs);
  }

  fetch: Fetcher['fetch'] = (request) => {
    const placed = this.#placed.get(request.subgraph);
    return placed === undefined ? refuseUnknown(request) : placed.channel.fetch(request);
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
    for (const [name, { channel }] of before) if (after.get(name)?.channel !== channel) this.#retire(channel);
  }

  partFromRequests(): void {
    for (const { channel } of this.#placed.values()) channel.partFromCalls();
  }

  #channel(name: string, place: SubgraphPlace): SubgraphChannel {
    const { log, clock = () => performance.now(), requestTimeout = Infinity } = this.#options;
    const limits = limitsOf(this.#options.limits, name);
    const forward = this.#forwardingOf(namesFor(limits.forwardHeaders, name));
    return new SubgraphChannel({
      name,
      address: 'url' in place ? withoutCredentials(place.url) : 'this process',
      transport: this.#transport(name, place, limits),
      limits,
      forward,
      sweeper: this.#sweeper,
      log,
      clock,
      longestWait: Math.min(requestTimeout, limits.timeout),
    });
  }

  /** One for all subgraphs that see the same headers, so that each request's headers are filtered once. */
  #forwardingOf(names: readonly string[]): HeaderForwarding {
    const key = names.join();
    let forwarding = this.#forwardings.get(key);
    if (forwarding === undefined) this.#forwardings.set(key, (forwarding = headerForwarding(names)));
    return forwarding;
  }

  #transport(name: string, place: SubgraphPlace, limits: FetcherOptions['limits']): Transport {
    if ('execute' in place) return new InProcessTransport(name, place.execute);
    return new HttpTransport(name, place.url, limits, { sign: this.#options.sign, tls: this.#tls.for(limits) });
  }

  #retire(channel: SubgraphChannel): void {
    const closed = channel.close().finally(() => this.#retiring.delete(closed));
    this.#retiring.add(closed);
  }

  status(): readonly SubgraphStatus[] {
    return [...this.#placed.values()].map(({ channel }) => channel.status());
  }

  certificateEnds(): ReadonlyMap<string, number> {
    return this.#tls.ends;
  }

  position(name: string): SubgraphPosition | undefined {
    return this.#placed.get(name)?.channel.position();
  }

  async probe(name: string, timeout = 2_000): Promise<ProbeResult> {
    const placed = this.#placed.get(name);
    if (placed === undefined) return { name, ok: false, code: 'SUBGRAPH_UNKNOWN' };
    const { error } = await placed.channel.probe(timeout);
    return error === undefined ? { name, ok: true } : { name, ok: false, code: error.code };
  }

  async close(): Promise<void> {
    for (const { channel } of this.#placed.values()) this.#retire(channel);
    this.#tls.close();
    await Promise.all(this.#retiring);
  }
}

/** It has no channel, which would note it. */
function refuseUnknown(request: SubgraphRequest): Promise<never> {
  const error = fetchFault('SUBGRAPH_UNKNOWN', request.subgraph);
  const note = request.notes?.begin(request, performance.now());
  if (note !== undefined) noteFailure(note, 0, error.code);
  return Promise.reject(error);
}

function samePlace(one: SubgraphPlace, other: SubgraphPlace): boolean {
  if ('execute' in one) return 'execute' in other && one.execute === other.execute;
  return 'url' in other && one.url === other.url;
}

/** @returns the address as a log may have it: also a path can hold a key */
function withoutCredentials(url: string): string {
  return url.startsWith('unix:') ? url : (URL.parse(url)?.origin ?? '');
}
