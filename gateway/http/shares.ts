/** How much of something is taken, by all together and from each address: nobody alone keeps everybody out. */
export class Shares {
  readonly #most: number;
  readonly #ofOne: number;
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  /** @param ofOne the most that one address may take */
  constructor(most: number, ofOne: number) {
    this.#most = most;
    this.#ofOne = ofOne;
  }

  get all(): number {
    return this.#all;
  }

  /** @returns false when so much is not left; nothing is taken then */
  take(address: string, amount: number): boolean {
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#all + amount > this.#most || own + amount > this.#ofOne) return false;
    this.#all += amount;
    this.#byAddress.set(address, own + amount);
    return true;
  }

  giveBack(address: string, amount: number): void {
    if (amount === 0) return;
    this.#all -= amount;
    const left = this.#byAddress.get(address)! - amount;
    if (left === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, left);
  }
}
