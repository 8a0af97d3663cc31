/**
 * Bounds the number of connections. They are counted here and not by `server.maxConnections`, which does not see those that another
 * process has handed out. One address gets half of the places at most, so that no single client keeps all others out.
 */
import type { Socket } from 'node:net';
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

  /** Takes a place, until the connection closes. @returns false when none is left */
  take(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    const ofOne = this.#isProxy(address) ? this.#most : undefined;
    if (!this.#taken.take(address, 1, ofOne)) return false;
    socket.once('close', () => this.#taken.giveBack(address, 1));
    return true;
  }
}
