/**
 * Which queries may share a connection with others. On one connection answers come in the order of the questions, so a slow one
 * holds up all behind it: only a query that has been quick time after time is put there, and a slow answer takes it away for a
 * while; so do those it held up. What is gained is large: one light query cost less than half the CPU time.
 */
/** The longest a quick answer takes, in ms, this process's own delays included. */
export const QUICK = 50;
/** What takes this long, in ms, is slow by itself, not for want of CPU. */
const SLOW = 1_000;
/** The score from which on a query is trusted, and the highest there is. */
const TRUSTED = 8;
const HIGHEST = 32;
/** What an answer that was not quick costs: one in ten does not undo what the other nine earned. */
const COST = 6;
/** The score after a slow one. */
const PENANCE = -20;
/** Different queries remembered; when there are more, all begin anew. */
const MOST = 5_000;

export class PipeliningPolicy {
  /** Query text -> score: one for each quick answer, less for the others. */
  readonly #scores = new Map<string, number>();

  has(query: string): boolean {
    return (this.#scores.get(query) ?? 0) >= TRUSTED;
  }

  /**
   * @param duration ms the answer took, or was waited for in vain
   * @param answered a failure earns no trust, however quick it was
   */
  note(query: string, duration: number, answered = true): void {
    if (!answered && duration <= QUICK) return;
    const score = this.#scores.get(query);
    if (score === HIGHEST && duration <= QUICK) return;
    if (score === undefined && this.#scores.size >= MOST) this.#scores.clear();
    this.#scores.set(query, after(score ?? 0, duration));
  }
}

function after(score: number, duration: number): number {
  if (duration >= SLOW) return PENANCE;
  return duration <= QUICK ? Math.min(HIGHEST, score + 1) : Math.max(PENANCE, score - COST);
}
