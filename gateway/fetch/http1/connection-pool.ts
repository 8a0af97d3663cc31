/** The connections to one subgraph. */
import { HttpConnection, type ConnectionOwner, type HttpExchange } from './connection.ts';
import type { OpenSocket } from './open-socket.ts';

/** Limits of the connections of one pool. */
export interface PoolLimits {
  /** So many connections are opened before a request waits for one that rests. */
  readonly concurrency: number;
  /** How long opening a connection may take, in ms. */
  readonly connectTimeout: number;
  /** How long an idle connection is kept where the server does not say, in ms. */
  readonly keepAlive: number;
}

/** A request that was given to the pool. */
export interface Sent {
  /** Ends it and its connection, and tells nobody. */
  destroy(): void;
}

/** The longest that a server's own word keeps an idle connection, in ms. */
const LONGEST_IDLE = 600_000;
/** How often idle connections are looked at, in ms. */
const PERIOD = 1_000;

/**
 * Gives each request a connection to itself: an idle one, or a new one. The channel limits how many requests are in flight; a probe comes
 * beside them, and never waits until another request has ended.
 *
 * A server may end a connection right behind its response without saying so. That is read one turn of the event loop later at the
 * earliest, and a request that is written before is lost. So after each response a connection rests until then.
 */
export class ConnectionPool implements ConnectionOwner {
  readonly #openSocket: OpenSocket;
  readonly #limits: PoolLimits;
  #open = 0;
  /** The last one used is used first: what is too many grows old and is closed. */
  readonly #idle: HttpConnection[] = [];
  /** Those that rest: since this turn of the event loop, and since the one before. */
  #resting: HttpConnection[] = [];
  #rested: HttpConnection[] = [];
  /** Requests that each wait for one of those. */
  readonly #waiting: WaitingRequest[] = [];
  #isTurning = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(openSocket: OpenSocket, limits: PoolLimits) {
    this.#openSocket = openSocket;
    this.#limits = limits;
  }

  /** Sends a request. It may be lost before this returns. */
  send(exchange: HttpExchange): Sent {
    const idle = this.#takeIdle();
    if (idle !== undefined) {
      idle.send(exchange);
      return idle;
    }
    const mayWait = this.#waiting.length < this.#resting.length + this.#rested.length;
    return mayWait && this.#open >= this.#limits.concurrency ? this.#wait(exchange) : this.#connect(exchange);
  }

  released(connection: HttpConnection, idle: number | undefined): void {
    connection.expires = performance.now() + Math.min(idle ?? this.#limits.keepAlive, LONGEST_IDLE);
    this.#resting.push(connection);
    if (!this.#isTurning) this.#nextTurn();
  }

  closed(connection: HttpConnection): void {
    this.#open--;
    for (const list of [this.#idle, this.#resting, this.#rested]) takeOut(list, connection);
    if (this.#waiting.length > this.#resting.length + this.#rested.length) this.#connectFor(this.#waiting.shift()!);
  }

  /** Closes the connections that carry no request. */
  close(): void {
    for (const connection of [...this.#idle, ...this.#resting, ...this.#rested]) connection.destroy();
    this.#stopTimer();
  }

  #connect(exchange: HttpExchange): HttpConnection {
    this.#open++;
    return new HttpConnection(this, this.#openSocket, this.#limits.connectTimeout, exchange);
  }

  /** For a connection that rests: at most two turns of the event loop. */
  #wait(exchange: HttpExchange): Sent {
    const waiting = new WaitingRequest(exchange, () => takeOut(this.#waiting, waiting));
    this.#waiting.push(waiting);
    return waiting;
  }

  #nextTurn(): void {
    this.#isTurning = true;
    setImmediate(() => {
      for (const connection of this.#rested) this.#keep(connection);
      this.#rested = this.#resting;
      this.#resting = [];
      this.#isTurning = false;
      if (this.#rested.length > 0) this.#nextTurn();
    });
  }

  #connectFor(waiting: WaitingRequest): void {
    waiting.connection = this.#connect(waiting.exchange);
  }

  #keep(connection: HttpConnection): void {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      waiting.connection = connection;
      return connection.send(waiting.exchange);
    }
    this.#idle.push(connection);
    this.#timer ??= setInterval(() => this.#closeExpired(), PERIOD).unref();
  }

  #takeIdle(): HttpConnection | undefined {
    const connection = this.#idle.pop();
    if (connection === undefined || connection.expires > performance.now()) return connection;
    connection.destroy();
    return this.#takeIdle();
  }

  #closeExpired(): void {
    const now = performance.now();
    for (const connection of [...this.#idle]) if (connection.expires <= now) connection.destroy();
    if (this.#idle.length === 0) this.#stopTimer();
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** A request that waits for a connection, and then is on it. */
class WaitingRequest implements Sent {
  connection: HttpConnection | undefined;
  readonly exchange: HttpExchange;
  readonly #leave: () => void;

  constructor(exchange: HttpExchange, leave: () => void) {
    this.exchange = exchange;
    this.#leave = leave;
  }

  destroy(): void {
    if (this.connection === undefined) this.#leave();
    else this.connection.destroy();
  }
}

function takeOut<Item>(list: Item[], item: Item): void {
  const place = list.indexOf(item);
  if (place !== -1) list.splice(place, 1);
}
