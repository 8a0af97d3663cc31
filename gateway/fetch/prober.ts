/**
 * Probes a subgraph with `{ __typename }`, bypassing breaker and queue, which limit clients' requests only. While the breaker is open
 * the subgraph is probed at a fixed interval, whether or not the previous probe has been answered.
 */
import type { CodedError } from '../../base/errors.ts';
import { fetchFault } from './errors.ts';
import type { HeaderForwarding } from './forwarded-headers.ts';
import { bodyOf, bodyStartOf } from './request-body.ts';
import { gatewayItself } from './subgraph-caller.ts';
import type { SubgraphRequest } from './subgraph-request.ts';
import type { Sweeper, Sweepable } from './sweeper.ts';
import type { Attempt, OutboundMessage, TransportResult, Sender, Transport } from './transport.ts';

/** How a probe ended; `error` is set when there was no GraphQL answer. */
export interface ProbeOutcome {
  readonly verdict: TransportResult['verdict'];
  readonly error: CodedError | undefined;
}

/** What a prober needs. */
export interface ProberParts {
  readonly name: string;
  readonly transport: Transport;
  readonly forward: HeaderForwarding;
  readonly sweeper: Sweeper;
  /** Interval between the probes while the breaker is open, in ms. */
  readonly pause: number;
  /** Called with the outcome of every probe. */
  readonly onOutcome: (probed: ProbeOutcome) => void;
}

/** How many probes may be in flight at once while the breaker is open: each may wait this many intervals. */
const PROBES_AT_ONCE = 4;
const QUERY = '{__typename}';
const BODY_START = bodyStartOf(QUERY);

/** Probes one subgraph, once on demand and periodically while its breaker is open. */
export class Prober {
  readonly #parts: ProberParts;
  readonly #inFlight = new Set<OneProbe>();
  #timer: NodeJS.Timeout | undefined;
  #next = 0;

  constructor(parts: ProberParts) {
    this.#parts = parts;
  }

  /** Time until the next periodic probe, in ms; 0 when none is due. */
  get remaining(): number {
    return Math.max(0, this.#next - performance.now());
  }

  /** Sends one probe. @param timeout how long it may wait, in ms @returns its outcome; never rejects */
  probe(timeout: number): Promise<ProbeOutcome> {
    return new Promise((resolve) => {
      const probe = new OneProbe(this.#parts, performance.now() + timeout, (probed) => {
        this.#inFlight.delete(probe);
        this.#parts.onOutcome(probed);
        resolve(probed);
      });
      this.#inFlight.add(probe);
      probe.send();
    });
  }

  /** Probes periodically until `stop`; the first probe follows after one interval. */
  start(): void {
    const { pause } = this.#parts;
    this.#next = performance.now() + pause;
    this.#timer = setTimeout(() => {
      void this.probe(pause * PROBES_AT_ONCE);
      this.start();
    }, pause).unref();
  }

  /** Ends the periodic probes; those in flight go on. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Ends the periodic probes and cancels those in flight (SUBGRAPH_CLOSING). */
  close(): void {
    this.stop();
    for (const probe of this.#inFlight) probe.giveUp('SUBGRAPH_CLOSING', 'unknown');
  }
}

class OneProbe implements Sender, Sweepable {
  place = -1;
  readonly #parts: ProberParts;
  readonly #deadline: number;
  readonly #ended: (probed: ProbeOutcome) => void;
  #attempt: Attempt | undefined;
  #isOver = false;

  constructor(parts: ProberParts, deadline: number, ended: (probed: ProbeOutcome) => void) {
    this.#parts = parts;
    this.#deadline = deadline;
    this.#ended = ended;
  }

  send(): void {
    const { name, transport, forward, sweeper } = this.#parts;
    const request: SubgraphRequest = {
      subgraph: name,
      query: QUERY,
      bodyStart: BODY_START,
      kind: 'query',
      caller: gatewayItself(),
      deadline: this.#deadline,
    };
    const { flat, callerHeaders, claims } = request.caller.forwardedBy(forward);
    const message: OutboundMessage = {
      request,
      note: undefined,
      headers: flat,
      callerHeaders,
      claims,
      body: transport.kind === 'http' ? bodyOf(request) : '',
    };
    sweeper.add(this);
    this.#attempt = transport.send(message, this);
  }

  attemptEnded({ verdict, error }: TransportResult): void {
    this.#end({ verdict, error });
  }

  sweep(now: number): void {
    if (now >= this.#deadline) this.giveUp('SUBGRAPH_TIMEOUT', 'failed');
  }

  giveUp(code: 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_CLOSING', verdict: TransportResult['verdict']): void {
    this.#end({ verdict, error: fetchFault(code, this.#parts.name) });
    this.#attempt?.cancel();
  }

  #end(probed: ProbeOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.sweeper.delete(this);
    this.#ended(probed);
  }
}
