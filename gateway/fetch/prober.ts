/**
 * Asks a subgraph whether it is there: `{ __typename }`, past breaker and queue, since these are about questions and not about this.
 * While a subgraph is left alone it is asked again and again, without waiting for the answer to the probe before.
 */
import type { CodedError } from '../../base/errors.ts';
import { fetchFault } from './errors.ts';
import type { HeaderForwarding } from './forwarded-headers.ts';
import { bodyOf, bodyStartOf } from './request-body.ts';
import { gatewayItself } from './subgraph-caller.ts';
import type { SubgraphRequest } from './subgraph-request.ts';
import type { Sweeper, Swept } from './sweeper.ts';
import type { Attempt, OutboundMessage, TransportResult, Sender, Transport } from './transport.ts';

/** How a probe ended: with an error, when there was no GraphQL answer. */
export interface Probed {
  readonly verdict: TransportResult['verdict'];
  readonly error: CodedError | undefined;
}

export interface ProberParts {
  readonly name: string;
  readonly transport: Transport;
  readonly forward: HeaderForwarding;
  readonly sweeper: Sweeper;
  /** ms from one probe of a subgraph that is left alone to the next */
  readonly pause: number;
  /** Told of every probe. */
  readonly probed: (probed: Probed) => void;
}

/** Probes under way at once while a subgraph is left alone; so long each may wait. */
export const PROBES_AT_ONCE = 4;
const QUERY = '{__typename}';
const BODY_START = bodyStartOf(QUERY);

export class Prober {
  readonly #parts: ProberParts;
  readonly #underWay = new Set<OneProbe>();
  #timer: NodeJS.Timeout | undefined;
  #next = 0;

  constructor(parts: ProberParts) {
    this.#parts = parts;
  }

  /** Ms until the next probe of a subgraph that is left alone. */
  get remaining(): number {
    return Math.max(0, this.#next - performance.now());
  }

  /** @param timeout ms it may wait */
  probe(timeout: number): Promise<Probed> {
    return new Promise((resolve) => {
      const probe = new OneProbe(this.#parts, performance.now() + timeout, (probed) => {
        this.#underWay.delete(probe);
        this.#parts.probed(probed);
        resolve(probed);
      });
      this.#underWay.add(probe);
      probe.send();
    });
  }

  /** Begins to ask, until `stop`: the first time after a pause. */
  start(): void {
    const { pause } = this.#parts;
    this.#next = performance.now() + pause;
    this.#timer = setTimeout(() => {
      void this.probe(pause * PROBES_AT_ONCE);
      this.start();
    }, pause).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Gives up what is under way. */
  close(): void {
    this.stop();
    for (const probe of this.#underWay) probe.giveUp('SUBGRAPH_CLOSING', 'unknown');
  }
}

class OneProbe implements Sender, Swept {
  place = -1;
  readonly #parts: ProberParts;
  readonly #deadline: number;
  readonly #ended: (probed: Probed) => void;
  #attempt: Attempt | undefined;
  #isOver = false;

  constructor(parts: ProberParts, deadline: number, ended: (probed: Probed) => void) {
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
    const { flat, own, claims } = request.caller.forwardedBy(forward);
    const message: OutboundMessage = {
      request,
      headers: flat,
      own,
      claims,
      isProbe: true,
      body: transport.kind === 'http' ? bodyOf(request) : '',
    };
    sweeper.add(this);
    this.#attempt = transport.send(message, this);
  }

  tried({ verdict, error }: TransportResult): void {
    this.#end({ verdict, error });
  }

  sweep(now: number): void {
    if (now >= this.#deadline) this.giveUp('SUBGRAPH_TIMEOUT', 'failed');
  }

  giveUp(code: 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_CLOSING', verdict: TransportResult['verdict']): void {
    this.#end({ verdict, error: fetchFault(code, this.#parts.name) });
    this.#attempt?.cancel();
  }

  #end(probed: Probed): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.sweeper.delete(this);
    this.#ended(probed);
  }
}
