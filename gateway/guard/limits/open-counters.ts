/** Counts a client's use in windows of a minute: in this process, in the primary for its workers, or in Redis for several gateways. */
import cluster from 'node:cluster';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Counted, Counter, Counters } from './counter.ts';
import { memoryCounter, type MemoryCounter } from './memory-counter.ts';
import { primaryCounters } from './primary-counter.ts';

const WINDOW_SECONDS = 60;
/** The caller's own budget decides whether a total is too much, so the library's limit is never reached. */
const points = Number.MAX_SAFE_INTEGER;

/**
 * Opens the counters that fit this process: Redis where a URL is set, the primary's for a worker, otherwise memory.
 * @param onFailure see `redisCounters`
 */
export function openCounters(redisUrl: string | undefined, onFailure: (thrown: unknown) => void): Counters {
  if (redisUrl !== undefined) return redisCounters(redisUrl, onFailure);
  return cluster.isWorker ? primaryCounters() : memoryCounters();
}

/** Counters in this process's memory. */
export function memoryCounters(): Counters {
  const [requests, cost, persons] = [1, 2, 3].map(() => memoryCounter(WINDOW_SECONDS * 1_000)) as [
    MemoryCounter,
    MemoryCounter,
    MemoryCounter,
  ];
  return {
    requests,
    cost,
    persons,
    close: () => {
      for (const each of [requests, cost, persons]) each.close();
      return Promise.resolve();
    },
  };
}

/**
 * Counters in Redis, shared by all gateways with the same URL. While Redis cannot be reached, each gateway counts for itself. A client
 * may then use as many budgets as there are gateways, which is better than no limit or refusing everybody.
 * @param onFailure called with what failed, at most once a second
 */
export function redisCounters(url: string, onFailure: (thrown: unknown) => void): Counters {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: PATIENCE,
    retryStrategy: (tries) => Math.min(tries * 200, 5_000),
  });
  const reach = new Reach(onFailure, () => redis.status === 'ready');
  redis.on('error', (thrown: unknown) => reach.failed(thrown)).on('ready', () => reach.answers());
  const counter = (kind: string): Counter => {
    const own = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: kind });
    const shared = new RateLimiterRedis({
      storeClient: redis,
      points,
      duration: WINDOW_SECONDS,
      keyPrefix: `sigap:${kind}`,
    });
    return {
      add: (key, amount) =>
        reach.ask(
          () => count(shared, key, amount),
          () => count(own, key, amount),
        ),
    };
  };
  return {
    requests: counter('requests'),
    cost: counter('cost'),
    persons: counter('persons'),
    areApart: () => reach.isLost,
    close: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/** How long Redis may take for an answer, ms. */
const PATIENCE = 250;
/** While it does not answer it is asked this often, ms: else every request would wait for it. */
const AGAIN = 1_000;

/** Whether Redis answers. */
class Reach {
  readonly #onFailure: (thrown: unknown) => void;
  readonly #isConnected: () => boolean;
  #reportedAt = -Infinity;
  /** When it was last asked while it did not answer, ms of `performance.now()`; undefined while it does. */
  #askedAt: number | undefined;

  /** @param isConnected without a connection the connection's own error is the reason, and at the start there is none */
  constructor(onFailure: (thrown: unknown) => void, isConnected: () => boolean) {
    this.#onFailure = onFailure;
    this.#isConnected = isConnected;
  }

  get isLost(): boolean {
    return this.#askedAt !== undefined;
  }

  answers(): void {
    this.#askedAt = undefined;
  }

  failed(thrown: unknown): void {
    this.#askedAt ??= performance.now();
    if (performance.now() - this.#reportedAt < 1_000) return;
    this.#reportedAt = performance.now();
    this.#onFailure(thrown);
  }

  /** @param shared asks Redis @param own counts here, where it does not answer */
  async ask(shared: () => Promise<Counted>, own: () => Promise<Counted>): Promise<Counted> {
    const now = performance.now();
    if (this.#askedAt !== undefined && now - this.#askedAt < AGAIN) return own();
    if (this.#askedAt !== undefined) this.#askedAt = now;
    try {
      const counted = await shared();
      this.answers();
      return counted;
    } catch (thrown) {
      if (this.#isConnected()) this.failed(thrown);
      else this.#askedAt ??= performance.now();
      return own();
    }
  }
}

async function count(
  limiter: Pick<RateLimiterMemory, 'penalty' | 'reward'>,
  key: string,
  amount: number,
): Promise<Counted> {
  const { consumedPoints: total, msBeforeNext: left }: RateLimiterRes =
    amount < 0 ? await limiter.reward(key, -amount) : await limiter.penalty(key, amount);
  return { total, left };
}
