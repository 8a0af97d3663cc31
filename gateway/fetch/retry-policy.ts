/**
 * When a failed query is tried again. Retries help against one lost connection and ruin a subgraph that is overloaded:
 * each question earns a small part of a retry, and without earnings nothing is retried (a token bucket a subgraph).
 */
/** The most retries that can be saved up. */
const SAVINGS = 10;
/** The longest first wait, in ms; doubled with each further try. */
const FIRST_WAIT = 50;

export class RetryPolicy {
  readonly #most: number;
  readonly #earnings: number;
  readonly #random: () => number;
  #saved = SAVINGS;

  /**
   * @param most how often one query may be tried again
   * @param percent retries a subgraph may cost, as a share of its questions
   */
  constructor(most: number, percent: number, random: () => number = Math.random) {
    this.#most = percent === 0 ? 0 : most;
    this.#earnings = percent / 100;
    this.#random = random;
  }

  /** A new question has come. */
  earn(): void {
    this.#saved = Math.min(SAVINGS, this.#saved + this.#earnings);
  }

  /**
   * Spends one retry if there is one.
   * @param tries how often the query was tried already
   * @param retryAfter the least wait the subgraph asked for, in ms
   * @returns how long to wait in ms, or `undefined`: do not try again
   */
  spend(tries: number, retryAfter: number): number | undefined {
    if (tries > this.#most || this.#saved < 1) return undefined;
    this.#saved--;
    // Full jitter: callers who failed together do not come back together.
    return retryAfter + this.#random() * FIRST_WAIT * 2 ** (tries - 1);
  }
}

/** The longest Retry-After that is believed, in ms. */
const LONGEST_RETRY_AFTER = 60_000;

/** @param header the value of a Retry-After header, seconds or a date @returns ms from now, 0 when it says nothing */
export function retryAfterHeader(header: string | string[] | undefined): number {
  if (typeof header !== 'string') return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? 0 : Math.min(LONGEST_RETRY_AFTER, Math.max(0, wait));
}
