/**
 * Bounds the number of connections. They are counted here and not by `server.maxConnections`, which does not see those that another
 * process has handed out. One address gets half of the places at most, so that no single client keeps all others out.
 */
import type { EventEmitter } from 'node:events';
import { Shares } from './shares.ts';

/** Places for connections, of one process. */
export class ConnectionPlaces {
  readonly #taken: Shares;

  readonly #most: number;
  readonly #isProxy: (address: string) => boolean;

  /** @param most connections at once @param isProxy whether an address is a proxy's, which may hold all places: its clients are many */
  constructor(most: number, isProxy: (address: string) => boolean = () => false) {
    this.#most = most;
    this.#isProxy = isProxy;
    this.#taken = new Shares(most, Math.ceil(most / 2));
  }

  /** Takes a place, until what takes it closes: a connection, or a stream of one. @param address of its client @returns false when none is left */
  take(holder: Pick<EventEmitter, 'once'>, address = ''): boolean {
    const ofOne = this.#isProxy(address) ? this.#most : undefined;
    if (!this.#taken.take(address, 1, ofOne)) return false;
    holder.once('close', () => this.#taken.giveBack(address, 1));
    return true;
  }
}
