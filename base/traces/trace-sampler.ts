/**
 * Which traces are sent. At a request's begin the flag of its caller decides, or a share of the trace ids, so that all processes of a trace
 * decide alike. At its end errors and slowness add to that. All of it is bounded in spans a second, since everybody can send the flag, make
 * errors or ask what is slow: none of these reasons may take more than half, so that no stranger takes another's place.
 */

/** Why a trace is sent. */
export type SampleReason = 'parent' | 'ratio' | 'error' | 'slow';

interface SamplerOptions {
  /** 0 to 1 */
  readonly ratio: number;
  readonly spansPerSecond: number;
  /** A request that was to be sampled is not, since its second is full. */
  readonly onBeyond?: () => void;
  /** ms that only grow */
  readonly clock?: () => number;
}

/** The part of a second's spans that one reason may take. */
const SHARE = 0.5;
/** So many digits of a trace id, its last, decide: of the same length, texts compare as the numbers do that they write. */
const DIGITS = 8;

/** Behind every text of digits. */
const AFTER_ALL = 'g';

/** Decides for one process. */
export class TraceSampler {
  readonly #threshold: string;
  readonly #clock: () => number;
  readonly #onBeyond: () => void;
  readonly #all: Allowance;
  readonly #byReason: Readonly<Record<SampleReason, Allowance>>;

  constructor({ ratio, spansPerSecond, onBeyond = () => {}, clock = () => performance.now() }: SamplerOptions) {
    this.#threshold =
      ratio === 1
        ? AFTER_ALL
        : Math.ceil(ratio * 16 ** DIGITS)
            .toString(16)
            .padStart(DIGITS, '0');
    this.#clock = clock;
    this.#onBeyond = onBeyond;
    const now = clock();
    const half = (): Allowance => new Allowance(spansPerSecond * SHARE, now);
    this.#all = new Allowance(spansPerSecond, now);
    this.#byReason = { parent: half(), ratio: half(), error: half(), slow: half() };
  }

  /**
   * At a request's begin.
   * @param parent the flag of its caller's `traceparent`; undefined where it came without
   * @returns why it is sampled; undefined where it is not
   */
  begin(traceId: string, parent: boolean | undefined): SampleReason | undefined {
    const reason = parent === undefined ? 'ratio' : 'parent';
    const wanted = parent ?? traceId.slice(-DIGITS) < this.#threshold;
    if (!wanted) return undefined;
    if (this.#isLeft(reason)) return reason;
    this.#onBeyond();
    return undefined;
  }

  /**
   * At its end.
   * @param spans how many it has
   * @returns whether they are sent: the last of a second may go a little beyond, and the next second then has less
   */
  takes(reason: SampleReason, spans: number): boolean {
    if (!this.#isLeft(reason)) return false;
    this.#all.left -= spans;
    this.#byReason[reason].left -= spans;
    return true;
  }

  #isLeft(reason: SampleReason): boolean {
    const now = this.#clock();
    return this.#all.at(now) > 0 && this.#byReason[reason].at(now) > 0;
  }
}

/** Fills up by so many a second, to one second's at most. */
class Allowance {
  readonly #most: number;
  #since: number;
  left: number;

  constructor(most: number, now: number) {
    this.#most = most;
    this.#since = now;
    this.left = most;
  }

  at(now: number): number {
    this.left = Math.min(this.#most, this.left + ((now - this.#since) / 1_000) * this.#most);
    this.#since = now;
    return this.left;
  }
}
