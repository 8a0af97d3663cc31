/** Shares of a resource, by the address of the client. */
import { CompactingMap } from '../../base/compacting-map.ts';

/** Bounds how much of a resource is taken, in total and by each address, so that no single client keeps all others out. */
export class Shares {
  readonly #most: number;
  readonly #ofOne: number;
  readonly #byAddress = new CompactingMap<string, number>();
  #all = 0;

  /** @param most in total @param ofOne the most that one address may take */
  constructor(most: number, ofOne: number) {
    this.#most = most;
    this.#ofOne = ofOne;
  }

  /** Taken now, in total. */
  get all(): number {
    return this.#all;
  }

  /** Takes an amount. @param ofOne the most for this address @returns false when less than that is left; then nothing is taken */
  take(address: string, amount: number, ofOne = this.#ofOne): boolean {
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#all + amount > this.#most || own + amount > ofOne) return false;
    this.#all += amount;
    this.#byAddress.set(address, own + amount);
    return true;
  }

  /** Returns an amount that was taken. */
  giveBack(address: string, amount: number): void {
    if (amount === 0) return;
    this.#all -= amount;
    const left = this.#byAddress.get(address)! - amount;
    if (left === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, left);
  }
}
