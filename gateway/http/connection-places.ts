/**
 * How many connections there may be. Counted here and not by `server.maxConnections`, which does not see those that another process
 * has handed out. One address has half of the places at most, so that nobody alone keeps everybody out.
 */
import type { Socket } from 'node:net';
import { Shares } from './shares.ts';

export class ConnectionPlaces {
  readonly #taken: Shares;

  constructor(most: number) {
    this.#taken = new Shares(most, Math.ceil(most / 2));
  }

  /** @returns false when there is none left; otherwise it is given back when the connection closes */
  take(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    if (!this.#taken.take(address, 1)) return false;
    socket.once('close', () => this.#taken.giveBack(address, 1));
    return true;
  }
}
