/** Answers kept in this process, the least recently given dropped when their memory exceeds the limit. */
import { LRUCache } from 'lru-cache';
import { cacheEvicted } from './cache-events.ts';
import type { KeptAnswer } from './kept-answer.ts';

/** A moment in the order in which tags end; see `MemoryAnswers.moment`. */
export type TagMoment = number;

/** Whole answers, and entities of which answers are made. */
export type KeptKind = 'answer' | 'entity';

interface Entry {
  readonly kind: KeptKind;
  readonly answer: KeptAnswer;
  readonly tags: readonly string[];
  /** Of when its making began. */
  readonly begun: TagMoment;
}

/** A larger answer would drop too many others: a share of the limit. */
const LARGEST_SHARE = 8;
/** What an entry takes beside its body: its key, the objects, its place in the list. Bytes */
const ENTRY_BYTES = 700;
/** All tags. */
const EVERY = '*';

/** Makes an empty memory. */
export class MemoryAnswers {
  readonly #entries: LRUCache<string, Entry>;
  /** Tag -> when its answers were last ended. As many as the supergraph has tags. */
  readonly #ended = new Map<string, TagMoment>();
  #moment: TagMoment = 0;
  #entities = 0;

  /** @param bytes of all answers together */
  constructor(bytes: number) {
    this.#entries = new LRUCache({
      maxSize: bytes,
      maxEntrySize: Math.max(1, Math.floor(bytes / LARGEST_SHARE)),
      sizeCalculation: ({ answer }) => answer.body.length + ENTRY_BYTES,
      dispose: ({ answer, kind }, _, reason) => {
        if (kind === 'entity') this.#entities -= 1;
        if (reason === 'evict' && cacheEvicted.hasSubscribers) cacheEvicted.publish(answer.body.length);
      },
    });
  }

  /** Now: whoever makes an answer takes it before they begin, so that what is ended meanwhile is not kept. */
  get moment(): TagMoment {
    return this.#moment;
  }

  /** Bytes of all that is kept, and how many answers and entities that is. */
  get status(): { readonly bytes: number; readonly answers: number; readonly entities: number } {
    const entities = this.#entities;
    return { bytes: this.#entries.calculatedSize, answers: this.#entries.size - entities, entities };
  }

  get(key: string): KeptAnswer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (!this.#hasEnded(entry)) return entry.answer;
    this.#entries.delete(key);
    return undefined;
  }

  /** @param ttl ms from now after which nobody may be given it any more @returns false for one that is not kept */
  keep(
    key: string,
    answer: KeptAnswer,
    { tags, begun, kind, ttl }: Omit<Entry, 'answer'> & { readonly ttl: number },
  ): boolean {
    const entry = { kind, answer: { ...answer, body: alone(answer.body) }, tags, begun };
    if (ttl <= 0 || this.#hasEnded(entry)) return false;
    this.#entries.set(key, entry, { ttl });
    const isKept = this.#entries.peek(key) === entry;
    if (isKept && kind === 'entity') this.#entities += 1;
    return isKept;
  }

  /** Ends the answers of some tags, or all. @returns how many were kept */
  end(tags: readonly string[] | 'all'): number {
    this.#moment += 1;
    for (const tag of tags === 'all' ? [EVERY] : tags) this.#ended.set(tag, this.#moment);
    // Answers of a tag that a mutation has ended go when they are next asked for, or make room.
    return tags === 'all' ? this.#clear() : this.#sweep();
  }

  /** The same for a mutation, which must not walk over all answers: none that has ended is given any more. */
  endLazily(tags: readonly string[]): void {
    this.#moment += 1;
    for (const tag of tags) this.#ended.set(tag, this.#moment);
  }

  #hasEnded({ tags, begun }: Pick<Entry, 'tags' | 'begun'>): boolean {
    if ((this.#ended.get(EVERY) ?? 0) > begun) return true;
    return tags.some((tag) => (this.#ended.get(tag) ?? 0) > begun);
  }

  #clear(): number {
    const { size } = this.#entries;
    this.#entries.clear();
    return size;
  }

  #sweep(): number {
    const ended = [...this.#entries.entries()].filter(([, entry]) => this.#hasEnded(entry));
    for (const [key] of ended) this.#entries.delete(key);
    return ended.length;
  }
}

/** Small buffers are slices of larger ones, which they would hold in memory as a whole. */
function alone(body: Buffer): Buffer {
  if (body.buffer.byteLength === body.length) return body;
  const own = Buffer.allocUnsafeSlow(body.length);
  body.copy(own);
  return own;
}
