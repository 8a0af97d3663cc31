/**
 * Who may write what: rows and unique keys that open transactions have written, and what was written since they began. Two writers of one
 * row conflict; everything else goes on side by side.
 */
export interface LockOwner {
  /** Settles when the transaction ends. */
  readonly ended: Promise<void>;
}

export class WriteLocks {
  readonly #held = new Map<string, LockOwner>();
  readonly #written = new Map<string, number>();
  readonly #open = new Set<LockOwner>();
  #clock = 0;

  /** @returns the moment from which writes of others count as conflicts */
  open(holder: LockOwner): number {
    this.#open.add(holder);
    return this.#clock;
  }

  holderOf(name: string): LockOwner | undefined {
    return this.#held.size === 0 ? undefined : this.#held.get(name);
  }

  hold(name: string, holder: LockOwner): void {
    this.#held.set(name, holder);
  }

  writtenSince(name: string, moment: number): boolean {
    return (this.#written.get(name) ?? 0) > moment;
  }

  /** Notes a write that is final; only while someone could conflict with it. */
  note(name: string): void {
    if (this.#open.size > 0) this.#written.set(name, ++this.#clock);
  }

  close(holder: LockOwner, names: Iterable<string>): void {
    for (const name of names) if (this.#held.get(name) === holder) this.#held.delete(name);
    this.#open.delete(holder);
    if (this.#open.size === 0) this.#written.clear();
  }
}
