/**
 * Where answers and entities are kept, how old they are, and what ends them: in this process and, where there is one, in Redis. What a mutation may
 * still change is not kept.
 */
import type { KeptAnswer } from './kept-answer.ts';
import { MemoryAnswers, type KeptKind, type TagMoment } from './memory-answers.ts';
import type { RedisAnswers } from './redis-answers.ts';

/** What a store is made with. */
export interface KeptStoreOptions {
  /** Memory of all that is kept, bytes. */
  readonly bytes: number;
  /** How long after its time an answer is given while it is made anew, and where a subgraph does not answer, s. */
  readonly revalidate: number;
  readonly ifError: number;
  /** Absent where all is kept in this process alone. */
  readonly redis?: Pick<RedisAnswers, 'find' | 'keep' | 'end'>;
  /** A mutation has ended what has these tags, if any: other processes are told. */
  readonly onEnded?: (tags: readonly string[]) => void;
  /** Something has changed: who asks from now on joins nothing that has begun before. */
  readonly onChange?: () => void;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/** What was known when something began to be made: what ends meanwhile is not kept. */
export interface Begun {
  readonly moment: TagMoment;
  /** Of the tags in Redis; undefined where it does not say. */
  readonly words: string | undefined;
}

/** What Redis had of some keys, in their order. */
interface Shared {
  /** What is made from here on is kept with it. */
  readonly begun: Begun;
  readonly found: readonly (KeptAnswer | undefined)[];
}

/** For so long after a mutation nothing is kept that it has ended: a subgraph may count anew what it has changed only a while after its answer. ms */
const UNSETTLED = 10_000;
/** All tags. */
const EVERY = '*';
/** An answer of a clock that is ahead by more is not believed, ms. */
const CLOCKS_DIFFER = 60_000;

/** Makes an empty store. */
export class KeptStore {
  readonly now: () => number;
  readonly #options: KeptStoreOptions;
  readonly #memory: MemoryAnswers;
  /** Tag -> until when its answers may still be of before a mutation, ms since 1970. As many as the supergraph has tags. */
  readonly #unsettled = new Map<string, number>();
  /** Tag -> when it was last ended, as far as this process has heard, ms since 1970; `*` for all. */
  readonly #endedAt = new Map<string, number>();

  constructor(options: KeptStoreOptions) {
    this.#options = options;
    this.#memory = new MemoryAnswers(options.bytes);
    this.now = options.now ?? (() => Date.now());
  }

  /** Bytes of all that this process keeps, and how much of each kind that is. */
  get status(): MemoryAnswers['status'] {
    return this.#memory.status;
  }

  /** Of this process: whoever makes something takes it before they begin. */
  get moment(): TagMoment {
    return this.#memory.moment;
  }

  /** @returns what this process has, however old */
  get(kind: KeptKind, key: string): KeptAnswer | undefined {
    return this.#memory.get(kind, key);
  }

  /**
   * @returns what Redis has; nothing where it does not say. What this process knows to have ended since it was made is not believed: whoever can write
   * Redis may have put it back
   */
  async shared(keys: readonly string[], tags: readonly string[]): Promise<Shared> {
    const said = await this.#options.redis?.find(keys, tags);
    const ended = Math.max(...[EVERY, ...tags].map((tag) => this.#endedAt.get(tag) ?? -Infinity));
    const found = (said?.answers ?? []).map((one) => (one !== undefined && one.madeAt > ended ? one : undefined));
    return { begun: { moment: this.#memory.moment, words: said?.words }, found };
  }

  /** Keeps in this process what Redis had. */
  hold(key: string, answer: KeptAnswer, { tags, begun, kind }: Keeping): number {
    const { revalidate, ifError } = this.#options;
    const ttl = (answer.maxAge + Math.max(revalidate, ifError) - this.ageOf(answer)) * 1_000;
    this.#memory.keep(key, answer, { tags, begun: begun.moment, ttl, kind });
    return ttl;
  }

  /** Keeps, here and for all, what was made together. Nothing of what a mutation changed while Redis was asked, just before it was begun. */
  keep(made: ReadonlyMap<string, KeptAnswer>, keeping: Keeping): void {
    if (!this.isSettled(keeping.tags)) return;
    let ttl = 0;
    for (const [key, answer] of made) ttl = this.hold(key, answer, keeping);
    const { words } = keeping.begun;
    if (words !== undefined) this.#options.redis?.keep(made, { words, ttl });
  }

  /** s; beyond any limit for one from the future */
  ageOf({ madeAt }: KeptAnswer): number {
    const age = this.now() - madeAt;
    return age < -CLOCKS_DIFFER ? Infinity : Math.max(0, age) / 1_000;
  }

  /** Whether one is within its time. */
  isFresh(kept: KeptAnswer): boolean {
    return this.ageOf(kept) < kept.maxAge;
  }

  /** Whether one past its time may be given while it is made anew. */
  mayRevalidate(kept: KeptAnswer): boolean {
    return this.ageOf(kept) - kept.maxAge < this.#options.revalidate;
  }

  /** Whether one may be given in place of a subgraph that does not answer. */
  isForErrors(kept: KeptAnswer): boolean {
    return this.ageOf(kept) - kept.maxAge < this.#options.ifError;
  }

  /** Ends what has some tags in this process, and in Redis for all. @returns how many this process had, and whether Redis is told */
  async end(tags: readonly string[] | 'all'): Promise<{ readonly ended: number; readonly shared?: boolean }> {
    const ended = this.#memory.end(tags);
    this.#changed(tags);
    const { redis } = this.#options;
    return redis === undefined ? { ended } : { ended, shared: await redis.end(tags) };
  }

  /** Another process has ended them. Nothing of the tags is kept for a while: it may have been by a mutation. */
  endHere(tags: readonly string[] | 'all'): void {
    if (tags === 'all') this.#memory.end('all');
    else this.#endLazily(tags);
    this.#changed(tags);
  }

  /** Some of them may have ended while nobody told this process. */
  forget(tags: readonly string[] | 'all'): void {
    this.#memory.endLazily(tags);
    this.#options.onChange?.();
  }

  /** A mutation has: everybody is told, and nothing of the tags is kept for a while. */
  endByMutation(tags: readonly string[]): void {
    this.#endLazily(tags);
    this.#changed(tags);
    if (tags.length > 0) void this.#options.redis?.end(tags);
    this.#options.onEnded?.(tags);
  }

  /** Whether no mutation of these tags is so fresh that its effect may not be counted yet. */
  isSettled(tags: readonly string[]): boolean {
    return tags.every((tag) => (this.#unsettled.get(tag) ?? 0) <= this.now());
  }

  #changed(tags: readonly string[] | 'all'): void {
    for (const tag of tags === 'all' ? [EVERY] : tags) this.#endedAt.set(tag, this.now());
    this.#options.onChange?.();
  }

  #endLazily(tags: readonly string[]): void {
    this.#memory.endLazily(tags);
    for (const tag of tags) this.#unsettled.set(tag, this.now() + UNSETTLED);
  }
}

/** How something is kept. */
interface Keeping {
  readonly tags: readonly string[];
  readonly begun: Begun;
  readonly kind: KeptKind;
}

/** @returns the one that was made later */
export function newer(one: KeptAnswer | undefined, other: KeptAnswer | undefined): KeptAnswer | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.madeAt > one.madeAt ? other : one;
}
