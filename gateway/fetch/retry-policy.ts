/**
 * When a failed query is retried. Retries help after one lost connection and ruin an overloaded subgraph. So each subgraph has a token
 * bucket: each request adds a fraction of a token, a retry takes one, and with an empty bucket nothing is retried.
 */

/** The capacity of the bucket, in retries. */
const MAX_TOKENS = 10;
/** The longest wait before the first retry, in ms; doubled with each further retry. */
const FIRST_WAIT = 50;

/** The retry budget of one subgraph. */
export class RetryPolicy {
  readonly #maxRetries: number;
  readonly #tokensPerRequest: number;
  readonly #random: () => number;
  #tokens = MAX_TOKENS;

  /**
   * @param maxRetries how often one query may be retried
   * @param percent retries of the subgraph as a share of its requests, in percent; 0: never
   * @param random in [0, 1), as Math.random; a test may set it
   */
  constructor(maxRetries: number, percent: number, random: () => number = Math.random) {
    this.#maxRetries = percent === 0 ? 0 : maxRetries;
    this.#tokensPerRequest = percent / 100;
    this.#random = random;
  }

  /** Adds the token share of one new request. */
  earn(): void {
    this.#tokens = Math.min(MAX_TOKENS, this.#tokens + this.#tokensPerRequest);
  }

  /**
   * Takes one token if there is one.
   * @param tries attempts of the query so far
   * @param retryAfter the minimum wait that the subgraph requested, in ms
   * @returns how long to wait in ms, or `undefined`: do not retry
   */
  spend(tries: number, retryAfter: number): number | undefined {
    if (tries > this.#maxRetries || this.#tokens < 1) return undefined;
    this.#tokens--;
    // Full jitter: callers who failed together do not retry together.
    return retryAfter + this.#random() * FIRST_WAIT * 2 ** (tries - 1);
  }
}

/** The longest Retry-After that is honoured, in ms. */
const LONGEST_RETRY_AFTER = 60_000;

/** @param header the value of a Retry-After header, seconds or a date @returns ms from now, 0 when it is absent or unreadable */
export function retryAfterHeader(header: string | undefined): number {
  if (header === undefined) return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? 0 : Math.min(LONGEST_RETRY_AFTER, Math.max(0, wait));
}
