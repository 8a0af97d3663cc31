/** Counts a client's use in windows of a minute: in this process, in the primary for its workers, or in Redis for several gateways. */
import cluster from 'node:cluster';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { MaybePromise } from '../maybe-promise.ts';
import { memoryCounter, type MemoryCounter } from './memory-counter.ts';
import { primaryCounters } from './primary-counter.ts';

export interface Counted {
  /** What is counted in this window now. */
  readonly total: number;
  /** ms until the window ends */
  readonly left: number;
}

export interface Counter {
  /** Adds to a client's window; a negative amount gives back. In this process it is counted when the call is back. */
  add(key: string, amount: number): MaybePromise<Counted>;
}

export interface Counters {
  readonly requests: Counter;
  readonly cost: Counter;
  readonly persons: Counter;
  close(): Promise<void>;
}

const WINDOW_SECONDS = 60;
/** Whether a total is too much is judged by the caller's own budget, so the library's limit is out of the way. */
const points = Number.MAX_SAFE_INTEGER;

/** @param onFailure as of `redisCounters` */
export function openCounters(redisUrl: string | undefined, onFailure: (thrown: unknown) => void): Counters {
  if (redisUrl !== undefined) return redisCounters(redisUrl, onFailure);
  return cluster.isWorker ? primaryCounters() : memoryCounters();
}

export function memoryCounters(): Counters {
  const [requests, cost, persons] = [1, 2, 3].map(() => memoryCounter(WINDOW_SECONDS * 1_000)) as [
    MemoryCounter,
    MemoryCounter,
    MemoryCounter,
  ];
  return { requests, cost, persons, close: async () => [requests, cost, persons].forEach((each) => each.close()) };
}

/**
 * While Redis cannot be reached each gateway counts for itself: a client may then use as many budgets as there are gateways,
 * which is better than none or all of them being refused.
 * @param onFailure told what Redis' connection fails with, at most once a second
 */
export function redisCounters(url: string, onFailure: (thrown: unknown) => void): Counters {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 250,
    retryStrategy: (tries) => Math.min(tries * 200, 5_000),
  });
  let told = -Infinity;
  redis.on('error', (thrown: unknown) => {
    if (performance.now() - told < 1_000) return;
    told = performance.now();
    onFailure(thrown);
  });
  const counter = (what: string): Counter => {
    const insuranceLimiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: what });
    return counterOf(
      new RateLimiterRedis({
        storeClient: redis,
        points,
        duration: WINDOW_SECONDS,
        keyPrefix: `sigap:${what}`,
        insuranceLimiter,
      }),
    );
  };
  return {
    requests: counter('requests'),
    cost: counter('cost'),
    persons: counter('persons'),
    close: async () => redis.disconnect(),
  };
}

function counterOf(limiter: Pick<RateLimiterMemory, 'penalty' | 'reward'>): Counter {
  const counted = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Counted => ({
    total: consumedPoints,
    left: msBeforeNext,
  });
  return {
    add: async (key, amount) =>
      counted(amount < 0 ? await limiter.reward(key, -amount) : await limiter.penalty(key, amount)),
  };
}
