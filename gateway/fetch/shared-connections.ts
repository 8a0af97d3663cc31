/**
 * Connections that quick queries share, for a subgraph that SUBGRAPH_PIPELINING names. Responses on a connection arrive in the order of
 * the requests, so a fault of one request affects all of them. No request may fail because of another: a cancelled one leaves the
 * others their responses. A connection that is lost or stalls is given up, and the transport resends each request on a connection of
 * its own. That is the same attempt: it counts neither as a failure nor as a retry.
 */
import type { Client } from 'undici';
import { fetchFault } from './errors.ts';
import { QUICK } from './pipelining-policy.ts';
import type { Sweeper, Sweepable } from './sweeper.ts';
import { failed, type Attempt, type OutboundMessage, type TransportResult, type Sender } from './transport.ts';

/** How long several requests wait for the next response on their connection before it is given up, in ms. */
const STALL_LIMIT = 250;
/** How long no connection is shared after one was lost or stalled, in ms. */
const SHARING_PAUSE = 5_000;

/** What the shared connections of one subgraph need. */
export interface SharedConnectionsOptions {
  readonly subgraph: string;
  /** @returns a client of one connection, which opens with its first request */
  readonly open: () => Client;
  readonly maxConnections: number;
  /** Requests on one connection at once. */
  readonly pipelining: number;
  readonly sweeper: Sweeper;
  /** Sends a request on a shared connection, or without `client` on a connection of its own. */
  readonly dispatch: (message: OutboundMessage, sender: Sender, client?: Client) => Attempt;
  /** Called when a connection with several requests on it was lost or stalled. */
  readonly onConnectionLost?: () => void;
}

/** The shared connections of one subgraph. */
export class SharedConnections {
  readonly options: SharedConnectionsOptions;
  readonly #connections = new Set<SharedConnection>();
  #pausedUntil = 0;

  constructor(options: SharedConnectionsOptions) {
    this.options = options;
  }

  /** @returns `undefined` when no shared connection has room: the request then needs a connection of its own */
  send(message: OutboundMessage, sender: Sender): Attempt | undefined {
    const now = performance.now();
    if (now < this.#pausedUntil) return undefined;
    const connection = this.#connectionWithRoom(now);
    return connection && new PipelinedRequest(connection, message, sender);
  }

  #connectionWithRoom(now: number): SharedConnection | undefined {
    for (const connection of this.#connections) if (connection.hasRoom(now)) return connection;
    if (this.#connections.size >= this.options.maxConnections) return undefined;
    const connection = new SharedConnection(this);
    this.#connections.add(connection);
    return connection;
  }

  /** The connection is given up: no further request is put on it. */
  remove(connection: SharedConnection): void {
    this.#connections.delete(connection);
  }

  /** Shares no connection for a while. */
  pause(): void {
    const now = performance.now();
    if (now >= this.#pausedUntil) this.options.onConnectionLost?.();
    this.#pausedUntil = now + SHARING_PAUSE;
  }

  /** Resolves when all connections have finished their requests and closed. */
  async close(): Promise<void> {
    await Promise.all([...this.#connections].map(({ client }) => client.close()));
  }
}

/** One connection and the requests on it, in the order they were sent. */
class SharedConnection implements Sweepable {
  place = -1;
  readonly owner: SharedConnections;
  readonly client: Client;
  readonly #requests: PipelinedRequest[] = [];
  /** Since when the connection waits for the response to its first request, in ms of `performance.now()`. */
  #since = 0;
  #isSwept = false;
  #hasEnded = false;

  constructor(owner: SharedConnections) {
    this.owner = owner;
    this.client = owner.options.open();
  }

  /** No request is put behind one that is no longer quick. */
  hasRoom(now: number): boolean {
    const { length } = this.#requests;
    return length === 0 || (length < this.owner.options.pipelining && now - this.#since < QUICK);
  }

  join(request: PipelinedRequest): void {
    if (this.#requests.length === 0) this.#since = performance.now();
    else {
      request.hadNeighbours = true;
      if (this.#requests.length === 1) this.#requests[0]!.hadNeighbours = true;
    }
    this.#requests.push(request);
    this.#sweepWhile(this.#requests.length > 1);
  }

  /** The request's response has arrived, or never will. */
  leave(request: PipelinedRequest): void {
    const at = this.#requests.indexOf(request);
    if (at === -1) return;
    this.#requests.splice(at, 1);
    this.#since = performance.now();
    this.#sweepWhile(this.#requests.length > 1);
  }

  sweep(now: number): void {
    if (now - this.#since < STALL_LIMIT) return;
    this.owner.pause();
    this.#end();
  }

  /** A request was cancelled: when all on the connection are, it is closed, so that the subgraph can stop working on them. */
  closeWhenAbandoned(): void {
    if (this.#requests.every(({ isWaitedFor }) => !isWaitedFor)) this.#end();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#sweepWhile(false);
    this.owner.remove(this);
    for (const request of this.#requests.splice(0)) request.resendAlone();
    void this.client.destroy();
  }

  #sweepWhile(hasSeveral: boolean): void {
    if (hasSeveral === this.#isSwept || (hasSeveral && this.#hasEnded)) return;
    this.#isSwept = hasSeveral;
    if (hasSeveral) this.owner.options.sweeper.add(this);
    else this.owner.options.sweeper.delete(this);
  }
}

/** One request on a shared connection: to its sender an attempt like any other. */
class PipelinedRequest implements Attempt, Sender {
  readonly #connection: SharedConnection;
  readonly #message: OutboundMessage;
  readonly #sender: Sender;
  /** The attempt on a connection of its own, once the request had to be resent. */
  #resent: Attempt | undefined;
  #isReported = false;
  /** Whether other requests were on the connection at any time. */
  hadNeighbours = false;

  constructor(connection: SharedConnection, message: OutboundMessage, sender: Sender) {
    this.#connection = connection;
    this.#message = message;
    this.#sender = sender;
    connection.join(this);
    connection.owner.options.dispatch(message, this, connection.client);
  }

  get isWaitedFor(): boolean {
    return !this.#isReported;
  }

  attemptEnded(outcome: TransportResult): void {
    this.#connection.leave(this);
    if (this.#isReported || this.#resent !== undefined) return;
    if (!this.hadNeighbours || !mayBeConnectionFault(outcome)) return this.#report(outcome);
    this.#connection.owner.pause();
    this.resendAlone();
  }

  /** Resends on a connection of its own, if the sender still waits. */
  resendAlone(): void {
    if (!this.#isReported) this.#resent = this.#connection.owner.options.dispatch(this.#message, this.#sender);
  }

  cancel(): void {
    if (this.#resent !== undefined) return this.#resent.cancel();
    if (this.#isReported) return;
    this.#report(failed(fetchFault('SUBGRAPH_ABANDONED', this.#connection.owner.options.subgraph), 'unknown', false));
    this.#connection.closeWhenAbandoned();
  }

  #report(outcome: TransportResult): void {
    this.#isReported = true;
    this.#sender.attemptEnded(outcome);
  }
}

/** Whether the cause may be the connection, or a server that cannot handle several requests on one. */
function mayBeConnectionFault({ error }: TransportResult): boolean {
  if (error === undefined) return false;
  const status = error.extensions['subgraphStatus'];
  return (
    error.code === 'SUBGRAPH_UNREACHABLE' ||
    (error.code === 'SUBGRAPH_BAD_RESPONSE' && (status === undefined || status === 400))
  );
}
