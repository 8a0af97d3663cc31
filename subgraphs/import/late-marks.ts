/**
 * Marks what an import has written to be counted again: at once the first time, then every few seconds while rows keep coming, and at the end of the pass. Each
 * batch of a long file writes in every village, so marking each would count everybody over and over. A process that dies in between is no matter: at its
 * start everything is counted again where a job is under way.
 */
import type { RecountQueue } from '../counts/recount-queue.ts';

/** How long marks are held while rows keep coming, in ms. */
const HOLD_MS = 10_000;

/** Partitions that are to be marked. */
export class LateMarks {
  readonly #queue: RecountQueue;
  readonly #held = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(queue: RecountQueue) {
    this.#queue = queue;
  }

  /** Marks partitions now, or with those of the batches before and after. */
  async add(ids: Iterable<string>): Promise<void> {
    for (const id of ids) this.#held.add(id);
    if (this.#timer !== undefined || this.#held.size === 0) return;
    await this.flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What cannot be marked now stays held for the next batch, or the end of the pass.
      this.flush().catch(() => undefined);
    }, HOLD_MS).unref();
  }

  /** Marks everything that is held. */
  async flush(): Promise<void> {
    const ids = [...this.#held];
    this.#held.clear();
    try {
      await this.#queue.mark(ids);
    } catch (thrown) {
      for (const id of ids) this.#held.add(id);
      throw thrown;
    }
  }
}
