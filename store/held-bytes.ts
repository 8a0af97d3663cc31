/**
 * One bound for all that the store holds for its clients: messages that have not arrived whole or are not answered yet, replies that are not
 * read, and open cursors. Above it whoever holds most gives way, since a neighbour that holds little has no part in it: first the cursor
 * that was not read for longest (its reader then gets CursorNotFound, as after MongoDB's timeout), else the connection is closed.
 */

/** The bound, in bytes: five messages of the largest size, or some twelve thousand cursors. */
const LIMIT = 256 * 1024 * 1024;

/** What is held for one connection. Its cursors may outlive it. */
export class Holder {
  readonly #held: HeldBytes;
  /** Gives something back; called while everything together is above the bound and this holds most. */
  readonly giveWay: () => void;
  #messages = 0;
  #cursors = 0;
  #closed = false;

  constructor(held: HeldBytes, giveWay: () => void) {
    this.#held = held;
    this.giveWay = giveWay;
  }

  /** In bytes. */
  get total(): number {
    return this.#messages + this.#cursors;
  }

  /** @param change of the bytes of messages and replies; below zero for what is not held any more */
  messages(change: number): void {
    if (this.#closed) return;
    this.#messages += change;
    this.#held.changed(this, change);
  }

  /** @param change of the bytes of cursors */
  cursors(change: number): void {
    this.#cursors += change;
    this.#held.changed(this, change);
  }

  /** The connection is closed: its messages are held no longer. */
  close(): void {
    this.messages(-this.#messages);
    this.#closed = true;
  }
}

/** All that is held for clients. */
export class HeldBytes {
  readonly #limit: number;
  readonly #holders = new Set<Holder>();
  #total = 0;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** In bytes. */
  get total(): number {
    return this.#total;
  }

  /** What a holder that has to give way is told. */
  get bound(): string {
    return `the store holds at most ${this.#limit} bytes for its clients, and this connection held most of them`;
  }

  /** Called by a holder after each change. */
  changed(holder: Holder, change: number): void {
    this.#total += change;
    if (holder.total > 0) this.#holders.add(holder);
    else this.#holders.delete(holder);
    if (change <= 0) return;
    while (this.#total > this.#limit) {
      const before = this.#total;
      this.#largest()?.giveWay();
      if (this.#total >= before) return;
    }
  }

  #largest(): Holder | undefined {
    let largest: Holder | undefined;
    for (const holder of this.#holders) if (holder.total > (largest?.total ?? 0)) largest = holder;
    return largest;
  }
}
