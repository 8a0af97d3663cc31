/**
 * Bounds the number of connections. They are counted here and not by `server.maxConnections`, which does not see those that another
 * process has handed out. One address gets half of the places at most, so that no single client keeps all others out.
 */
import type { Socket } from 'node:net';
import { Shares } from './shares.ts';

/** Places for connections, of one process. */
export class ConnectionPlaces {
  readonly #taken: Shares;

  /** @param most connections at once */
  constructor(most: number) {
    this.#taken = new Shares(most, Math.ceil(most / 2));
  }

  /** Takes a place, until the connection closes. @returns false when none is left */
  take(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    if (!this.#taken.take(address, 1)) return false;
    socket.once('close', () => this.#taken.giveBack(address, 1));
    return true;
  }
}
