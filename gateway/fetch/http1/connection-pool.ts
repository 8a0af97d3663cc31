/** The connections to one subgraph. */
import { Connection, type ConnectionOwner, type Exchange } from './connection.ts';
import type { OpenSocket } from './open-socket.ts';

/** Limits of the connections of one pool, in ms. */
export interface PoolLimits {
  /** How long opening a connection may take. */
  readonly connectTimeout: number;
  /** How long an idle connection is kept where the server does not say. */
  readonly keepAlive: number;
}

/** The longest that a server's own word keeps an idle connection, in ms. */
const LONGEST_IDLE = 600_000;
/** How often idle connections are looked at, in ms. */
const PERIOD = 1_000;

/**
 * Gives each request a connection to itself: an idle one, or a new one. It limits nothing, since the channel limits how many requests
 * are in flight; so a probe never waits for clients' requests.
 */
export class ConnectionPool implements ConnectionOwner {
  readonly #open: OpenSocket;
  readonly #limits: PoolLimits;
  /** The last one used is used first: what is too many grows old and is closed. */
  readonly #idle: Connection[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(open: OpenSocket, limits: PoolLimits) {
    this.#open = open;
    this.#limits = limits;
  }

  /** Sends a request. It may be lost before this returns. @returns its connection, for `destroy` */
  send(exchange: Exchange): Connection {
    const idle = this.#takeIdle();
    if (idle === undefined) return new Connection(this, this.#open, this.#limits.connectTimeout, exchange);
    idle.send(exchange);
    return idle;
  }

  released(connection: Connection, idle: number | undefined): void {
    connection.expires = performance.now() + Math.min(idle ?? this.#limits.keepAlive, LONGEST_IDLE);
    this.#idle.push(connection);
    this.#timer ??= setInterval(() => this.#closeExpired(), PERIOD).unref();
  }

  closed(connection: Connection): void {
    const place = this.#idle.indexOf(connection);
    if (place !== -1) this.#idle.splice(place, 1);
  }

  /** Closes the idle connections. */
  close(): void {
    for (const connection of [...this.#idle]) connection.destroy();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #takeIdle(): Connection | undefined {
    const connection = this.#idle.pop();
    if (connection === undefined || connection.expires > performance.now()) return connection;
    connection.destroy();
    return this.#takeIdle();
  }

  #closeExpired(): void {
    const now = performance.now();
    for (const connection of [...this.#idle]) if (connection.expires <= now) connection.destroy();
    if (this.#idle.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
