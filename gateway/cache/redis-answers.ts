/**
 * Answers kept in Redis, for all gateways with the same URL and secret. Nobody waits for a Redis that is slow or gone: it has a short time to answer, and
 * is then left alone until it answers a ping.
 *
 * Each tag has a word in Redis that changes when its answers end. An answer is kept with the words of its tags from before it was made, and is
 * one only while they are the same: what ended while it was made, anywhere, ends it too.
 */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { cacheRedisFailed } from './cache-events.ts';
import type { KeptAnswer } from './kept-answer.ts';
import type { AnswerSeal } from './sealed-answer.ts';

/** How long Redis may take before an answer is made without it, ms. */
const PATIENCE = 25;
/** While it does not answer it is pinged so often, ms. */
const AGAIN = 1_000;
/** Larger answers take longer to fetch and open than they save. Bytes */
const LARGEST = 1_000_000;
/** Answers on their way to Redis at once; more are not sent. */
const MOST_SENT = 32;
const PREFIX = 'sigap:cache:';
const CHANNEL = `${PREFIX}ended`;
const EVERY = '*';

/** What Redis is asked with. */
interface RedisAnswersOptions {
  readonly url: string;
  readonly seal: AnswerSeal;
  /** The longest that an answer may be given, s: words of tags are kept as long. */
  readonly longest: number;
  /** Another gateway has ended answers of these tags. */
  readonly onEnded: (tags: readonly string[] | 'all') => void;
  /** Another may have, and this one was not told: it was not connected, or reads it before it is told. */
  readonly onMissed: (tags: readonly string[] | 'all') => void;
  /** Told of what failed, at most once a second. */
  readonly onFailure: (thrown: unknown) => void;
}

/** What Redis says to a question. */
interface FoundAnswers {
  /** In the order of the keys. */
  readonly answers: readonly (KeptAnswer | undefined)[];
  /** The words of the tags now: what is made from here on is kept with them. */
  readonly words: string;
}

/** Opens the connections. */
export class RedisAnswers {
  readonly #options: RedisAnswersOptions;
  readonly #redis: Redis;
  readonly #listener: Redis;
  #isAway = true;
  #reportedAt = -Infinity;
  #sent = 0;
  /** Tags that have ended here and not in Redis yet. */
  readonly #owed = new Set<string>();
  readonly #ping: NodeJS.Timeout;
  /** Tag -> its word when it was last read here. As many as the supergraph has tags. */
  readonly #words = new Map<string, string>();

  constructor(options: RedisAnswersOptions) {
    this.#options = options;
    const settings = {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      retryStrategy: (tries: number) => Math.min(tries * 200, 5_000),
    };
    this.#redis = new Redis(options.url, { ...settings, commandTimeout: PATIENCE });
    this.#redis.on('ready', () => void this.#tryAgain()).on('error', (thrown) => this.#failed(thrown));
    this.#listener = this.#listen(settings);
    this.#ping = setInterval(() => void this.#tryAgain(), AGAIN);
    this.#ping.unref();
  }

  /** True while it is left alone. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** @returns undefined where Redis does not say */
  async find(keys: readonly string[], tags: readonly string[]): Promise<FoundAnswers | undefined> {
    if (this.#isAway) return undefined;
    const names = keys.map((key) => this.#options.seal.nameOf(key));
    try {
      const found = await this.#read(names, tags);
      const words = JSON.stringify(found.splice(names.length).map(String));
      const answers = found.map((sealed, at) => (sealed == null ? undefined : this.#opened(names[at]!, sealed, words)));
      return { answers, words };
    } catch (thrown) {
      this.#failed(thrown);
      return undefined;
    }
  }

  /**
   * A tag without a word gets one: where a word was lost, to who has made room in Redis, the tag must not look as if it had never ended.
   * @returns what lies under the names, and then the tags' words
   */
  async #read(names: readonly string[], tags: readonly string[]): Promise<(Buffer | null)[]> {
    const wanted = [...names.map((name) => PREFIX + name), ...wordNames(tags)];
    let found = await this.#redis.mgetBuffer(...wanted);
    const missing = wanted.filter((_, at) => at >= names.length && found[at] === null);
    if (missing.length > 0) {
      const making = this.#redis.multi();
      for (const name of missing) making.set(name, randomUUID(), 'EX', this.#options.longest, 'NX');
      await making.exec();
      found = await this.#redis.mgetBuffer(...wanted);
    }
    this.#compareWords(
      tags,
      found.slice(names.length).map((word) => String(word)),
    );
    return found;
  }

  /** What has begun before a word changed must not be joined by who has read the new one. */
  #compareWords(tags: readonly string[], words: readonly string[]): void {
    const all = [EVERY, ...tags];
    const changed = all.filter((tag, at) => this.#words.has(tag) && this.#words.get(tag) !== words[at]);
    all.forEach((tag, at) => this.#words.set(tag, words[at]!));
    if (changed.length > 0) this.#options.onMissed(changed.includes(EVERY) ? 'all' : changed);
  }

  /** Keeps what was made together, by key, without anybody waiting. @param words from before it was made */
  keep(made: ReadonlyMap<string, KeptAnswer>, { words, ttl }: { readonly words: string; readonly ttl: number }): void {
    if (this.#isAway || this.#sent >= MOST_SENT || ttl < 1) return;
    const sending = this.#redis.pipeline();
    for (const [key, answer] of made) {
      if (answer.body.length > LARGEST) continue;
      const name = this.#options.seal.nameOf(key);
      const head = JSON.stringify({ words, madeAt: answer.madeAt, maxAge: answer.maxAge });
      const sealed = this.#options.seal.seal(name, Buffer.concat([Buffer.from(`${head}\n`), answer.body]));
      sending.set(PREFIX + name, sealed, 'PX', Math.ceil(ttl));
    }
    if (sending.length === 0) return;
    this.#sent += 1;
    sending
      .exec()
      .then((replies) => {
        const refused = replies?.find(([error]) => error !== null);
        if (refused !== undefined) this.#failed(refused[0]);
      })
      .catch((thrown: unknown) => this.#failed(thrown))
      .finally(() => (this.#sent -= 1));
  }

  /**
   * Ends answers in Redis, and has every gateway end its own. While Redis does not answer this is owed, and done before anything is read there again.
   * @returns whether it is done
   */
  async end(tags: readonly string[] | 'all'): Promise<boolean> {
    for (const tag of tags === 'all' ? [EVERY] : tags) this.#owed.add(tag);
    if (this.#isAway) return false;
    try {
      await this.#endOwed();
      return true;
    } catch (thrown) {
      this.#failed(thrown);
      return false;
    }
  }

  close(): void {
    clearInterval(this.#ping);
    this.#redis.disconnect();
    this.#listener.disconnect();
  }

  #opened(name: string, sealed: Buffer, words: string): KeptAnswer | undefined {
    const text = this.#options.seal.open(name, sealed);
    const end = text?.indexOf(NEW_LINE) ?? -1;
    if (text === undefined || end === -1) {
      if (cacheRedisFailed.hasSubscribers) cacheRedisFailed.publish('unopened');
      return undefined;
    }
    const head = JSON.parse(text.toString('utf8', 0, end)) as { words: string; madeAt: number; maxAge: number };
    const { madeAt, maxAge } = head;
    const body = text.subarray(end + 1);
    return head.words === words ? { body, madeAt, maxAge } : undefined;
  }

  /** A connection that waits for messages can ask nothing else. What is missed while it is not there may have ended anything. */
  #listen(settings: object): Redis {
    const listener = new Redis(this.#options.url, { ...settings, autoResubscribe: false });
    listener.on('error', () => {});
    listener.on('ready', () => {
      listener.subscribe(CHANNEL).then(
        () => this.#options.onMissed('all'),
        (thrown: unknown) => this.#failed(thrown),
      );
    });
    listener.on('message', (_channel, message: string) => {
      const tags = tagsIn(message);
      if (tags !== undefined) this.#options.onEnded(tags);
    });
    return listener;
  }

  #failed(thrown: unknown): void {
    this.#isAway = true;
    if (cacheRedisFailed.hasSubscribers) cacheRedisFailed.publish('silent');
    if (performance.now() - this.#reportedAt < AGAIN) return;
    this.#reportedAt = performance.now();
    this.#options.onFailure(thrown);
  }

  async #endOwed(): Promise<void> {
    const owed = [...this.#owed];
    if (owed.length === 0) return;
    const changing = this.#redis.multi();
    for (const tag of owed) changing.set(wordName(tag), randomUUID(), 'EX', this.#options.longest);
    changing.publish(CHANNEL, JSON.stringify(owed.includes(EVERY) ? 'all' : owed));
    await changing.exec();
    for (const tag of owed) this.#owed.delete(tag);
  }

  async #tryAgain(): Promise<void> {
    if (!this.#isAway || this.#redis.status !== 'ready') return;
    try {
      await this.#redis.ping();
      await this.#endOwed();
      this.#isAway = false;
    } catch {
      // It is asked again.
    }
  }
}

const NEW_LINE = 0x0a;
const wordName = (tag: string): string => `${PREFIX}tag:${tag}`;
const wordNames = (tags: readonly string[]): string[] => [EVERY, ...tags].map(wordName);

/** @returns undefined for a message of somebody else */
function tagsIn(message: string): readonly string[] | 'all' | undefined {
  try {
    const tags: unknown = JSON.parse(message);
    if (tags === 'all') return tags;
    return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : undefined;
  } catch {
    return undefined;
  }
}
