/**
 * How many connections there may be. Counted here and not by `server.maxConnections`, which does not see those that another process
 * has handed out. One address has half of the places at most, so that nobody alone keeps everybody out.
 */
import type { Socket } from 'node:net';

export class ConnectionPlaces {
  readonly #most: number;
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns false when there is none left; otherwise it is given back when the connection closes */
  take(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '';
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#all >= this.#most || own >= Math.ceil(this.#most / 2)) return false;
    this.#all++;
    this.#byAddress.set(address, own + 1);
    socket.once('close', () => this.#giveBack(address));
    return true;
  }

  #giveBack(address: string): void {
    this.#all--;
    const left = this.#byAddress.get(address)! - 1;
    if (left === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, left);
  }
}
