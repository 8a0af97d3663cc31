/**
 * Which queries may share a connection with others. Responses on one connection arrive in the order of the requests, so a slow one
 * delays all behind it. A query may share only after many quick responses, and a slow response bars it for a while; so it bars those
 * that it delayed. The gain is large: a light query costs less than half the CPU time.
 */

/** The longest a quick response takes, in ms, this process's own delays included. */
export const QUICK = 50;
/** A response that takes this long, in ms, is slow by itself, not for lack of CPU. */
const SLOW = 1_000;
/** The score from which on a query may share, and the highest score. */
const TRUSTED = 8;
const HIGHEST = 32;
/** Points lost by a response that was not quick: one in ten does not undo the points of the other nine. */
const PENALTY = 6;
/** The score after a slow response. */
const SCORE_AFTER_SLOW = -20;
/** Different queries remembered; when there are more, all scores are cleared. */
const MAX_QUERIES = 5_000;

/** The scores of one subgraph's queries. */
export class PipeliningPolicy {
  /** Query text -> score: one point for each quick response, minus penalties. */
  readonly #scores = new Map<string, number>();

  /** @returns whether the query may share a connection */
  allows(query: string): boolean {
    return (this.#scores.get(query) ?? 0) >= TRUSTED;
  }

  /**
   * Counts one response, or its absence.
   * @param duration ms until the response, or until the failure
   * @param answered false for a failure, which earns no point however quick it was
   */
  record(query: string, duration: number, answered = true): void {
    if (!answered && duration <= QUICK) return;
    const score = this.#scores.get(query);
    if (score === HIGHEST && duration <= QUICK) return;
    if (score === undefined && this.#scores.size >= MAX_QUERIES) this.#scores.clear();
    this.#scores.set(query, after(score ?? 0, duration));
  }
}

function after(score: number, duration: number): number {
  if (duration >= SLOW) return SCORE_AFTER_SLOW;
  return duration <= QUICK ? Math.min(HIGHEST, score + 1) : Math.max(SCORE_AFTER_SLOW, score - PENALTY);
}
