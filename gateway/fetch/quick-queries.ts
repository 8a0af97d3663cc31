/**
 * Which queries may share a connection with others. On one connection answers come in the order of the questions, so a slow one
 * holds up all behind it: only a query that has been quick time after time is put there, and the first slow answer takes it
 * away for a while. What is gained is large: one light query cost less than half the CPU time.
 */
/** The longest a quick answer takes, in ms, this process's own delays included. */
const QUICK = 50;
/** Quick answers in a row before a query is trusted. */
const TRUSTED = 8;
/** Quick answers more than that, after a slow one. */
const PENANCE = 20;
/** Different queries remembered; when there are more, all begin anew. */
const MOST = 5_000;

export class QuickQueries {
  /** Query text -> quick answers in a row, below zero after a slow one. */
  readonly #rows = new Map<string, number>();

  has(query: string): boolean {
    return this.#rows.get(query) === TRUSTED;
  }

  /**
   * @param duration ms the answer took, or was waited for in vain
   * @param answered a failure earns no trust, however quick it was
   */
  note(query: string, duration: number, answered = true): void {
    if (!answered && duration <= QUICK) return;
    const row = this.#rows.get(query);
    if (row === TRUSTED && duration <= QUICK) return;
    if (row === undefined && this.#rows.size >= MOST) this.#rows.clear();
    this.#rows.set(query, duration > QUICK ? -PENANCE : Math.min(TRUSTED, (row ?? 0) + 1));
  }
}
