/**
 * Write locks: the rows and unique keys that open transactions have written, and what was written since they began. Two writers of one
 * row conflict; all others write side by side.
 */
/** A transaction, as its locks know it. */
export interface LockOwner {
  /** Fulfilled when the transaction ends. */
  readonly ended: Promise<void>;
}

/** The locks of one store, by name: of a row or of a key of a unique index. */
export class WriteLocks {
  readonly #held = new Map<string, LockOwner>();
  readonly #written = new Map<string, number>();
  readonly #open = new Set<LockOwner>();
  #clock = 0;

  /** @returns the moment from which writes of others count as conflicts */
  open(owner: LockOwner): number {
    this.#open.add(owner);
    return this.#clock;
  }

  ownerOf(name: string): LockOwner | undefined {
    return this.#held.size === 0 ? undefined : this.#held.get(name);
  }

  take(name: string, owner: LockOwner): void {
    this.#held.set(name, owner);
  }

  writtenSince(name: string, moment: number): boolean {
    return (this.#written.get(name) ?? 0) > moment;
  }

  /** Notes a write outside of transactions; only while a transaction is open that could conflict with it. */
  note(name: string): void {
    if (this.#open.size > 0) this.#written.set(name, ++this.#clock);
  }

  close(owner: LockOwner, names: Iterable<string>): void {
    for (const name of names) if (this.#held.get(name) === owner) this.#held.delete(name);
    this.#open.delete(owner);
    if (this.#open.size === 0) this.#written.clear();
  }
}
