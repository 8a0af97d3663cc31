/**
 * Connections that quick queries share, for a subgraph whose operator says that it can (SUBGRAPH_PIPELINING). Answers on one come in
 * the order of the questions, so what happens to one of them happens to all: nobody pays for a neighbour. Whoever leaves lets the
 * others have their answers; a connection that is lost or stands still is given up, and each question on it is asked once more on a
 * connection of its own, by the transport, as the same try: no failure, no retry of the budget.
 */
import type { Client } from 'undici';
import { fetchFault } from './errors.ts';
import { QUICK } from './pipelining-policy.ts';
import type { Sweeper, Swept } from './sweeper.ts';
import { failed, type Attempt, type OutboundMessage, type TransportResult, type Sender } from './transport.ts';

/** How long several questions wait for the next answer on their connection before it is given up, in ms. */
const STANDSTILL = 250;
/** How long no connection is shared after one has let its questions down, in ms. */
const REST = 5_000;

export interface SharedOptions {
  readonly subgraph: string;
  /** A connection that is not open yet. */
  readonly open: () => Client;
  readonly most: number;
  /** Questions on one connection at once. */
  readonly pipelining: number;
  readonly sweeper: Sweeper;
  /** Puts a question on the wire of a connection that is shared, or, without one, of a connection of its own. */
  readonly ask: (message: OutboundMessage, sender: Sender, client?: Client) => Attempt;
  /** A connection with several questions on it was lost or stood still. */
  readonly letDown?: () => void;
}

export class SharedConnections {
  readonly options: SharedOptions;
  readonly #lines = new Set<Line>();
  #resting = 0;

  constructor(options: SharedOptions) {
    this.options = options;
  }

  /** @returns `undefined` when there is no good place for one more question: it needs a connection of its own */
  send(message: OutboundMessage, sender: Sender): Attempt | undefined {
    const now = performance.now();
    if (now < this.#resting) return undefined;
    const line = this.#lineWithRoom(now);
    return line && new Rider(line, message, sender);
  }

  #lineWithRoom(now: number): Line | undefined {
    for (const line of this.#lines) if (line.hasRoom(now)) return line;
    if (this.#lines.size >= this.options.most) return undefined;
    const line = new Line(this);
    this.#lines.add(line);
    return line;
  }

  remove(line: Line): void {
    this.#lines.delete(line);
  }

  rest(): void {
    const now = performance.now();
    if (now >= this.#resting) this.options.letDown?.();
    this.#resting = now + REST;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lines].map(({ client }) => client.close()));
  }
}

/** One connection and the questions on it, first come first. */
class Line implements Swept {
  place = -1;
  readonly owner: SharedConnections;
  readonly client: Client;
  readonly #riders: Rider[] = [];
  /** Since when the first question's answer is what is waited for, in ms of `performance.now()`. */
  #since = 0;
  #watched = false;
  #ended = false;

  constructor(owner: SharedConnections) {
    this.owner = owner;
    this.client = owner.options.open();
  }

  /** Nobody is put behind a question that is no longer quick. */
  hasRoom(now: number): boolean {
    const { length } = this.#riders;
    return length === 0 || (length < this.owner.options.pipelining && now - this.#since < QUICK);
  }

  join(rider: Rider): void {
    if (this.#riders.length === 0) this.#since = performance.now();
    else {
      rider.crowded = true;
      if (this.#riders.length === 1) this.#riders[0]!.crowded = true;
    }
    this.#riders.push(rider);
    this.#watch(this.#riders.length > 1);
  }

  /** The question's answer has come, or will not. */
  leave(rider: Rider): void {
    const at = this.#riders.indexOf(rider);
    if (at === -1) return;
    this.#riders.splice(at, 1);
    this.#since = performance.now();
    this.#watch(this.#riders.length > 1);
  }

  sweep(now: number): void {
    if (now - this.#since < STANDSTILL) return;
    this.owner.rest();
    this.#end();
  }

  /** A rider has gone: when nobody waits for what is on the connection, the subgraph need not work on it any more. */
  closeWhenDeserted(): void {
    if (this.#riders.every(({ wanted }) => !wanted)) this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watch(false);
    this.owner.remove(this);
    for (const rider of this.#riders.splice(0)) rider.changeOver();
    void this.client.destroy();
  }

  #watch(several: boolean): void {
    if (several === this.#watched || (several && this.#ended)) return;
    this.#watched = several;
    if (several) this.owner.options.sweeper.add(this);
    else this.owner.options.sweeper.delete(this);
  }
}

/** One question on a shared connection: to whoever sent it, one try like any other. */
class Rider implements Attempt, Sender {
  readonly #line: Line;
  readonly #message: OutboundMessage;
  readonly #sender: Sender;
  /** The question on a connection of its own, once it had to change. */
  #own: Attempt | undefined;
  #told = false;
  /** Whether others were on the connection at any time. */
  crowded = false;

  constructor(line: Line, message: OutboundMessage, sender: Sender) {
    this.#line = line;
    this.#message = message;
    this.#sender = sender;
    line.join(this);
    line.owner.options.ask(message, this, line.client);
  }

  get wanted(): boolean {
    return !this.#told;
  }

  tried(outcome: TransportResult): void {
    this.#line.leave(this);
    if (this.#told || this.#own !== undefined) return;
    if (!this.crowded || !isOfConnection(outcome)) return this.#tell(outcome);
    this.#line.owner.rest();
    this.changeOver();
  }

  /** Asks once more, on a connection of its own, for whoever still waits. */
  changeOver(): void {
    if (!this.#told) this.#own = this.#line.owner.options.ask(this.#message, this.#sender);
  }

  cancel(): void {
    if (this.#own !== undefined) return this.#own.cancel();
    if (this.#told) return;
    this.#tell(failed(fetchFault('SUBGRAPH_ABANDONED', this.#line.owner.options.subgraph), 'unknown', false));
    this.#line.closeWhenDeserted();
  }

  #tell(outcome: TransportResult): void {
    this.#told = true;
    this.#sender.tried(outcome);
  }
}

/** Whether the connection may be to blame, or a server that does not understand several questions on one. */
function isOfConnection({ error }: TransportResult): boolean {
  if (error === undefined) return false;
  const status = error.extensions['subgraphStatus'];
  return (
    error.code === 'SUBGRAPH_UNREACHABLE' ||
    (error.code === 'SUBGRAPH_BAD_RESPONSE' && (status === undefined || status === 400))
  );
}
