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
 * @param onFailure called with the connection's error, at most once a second
 */
export function redisCounters(url: string, onFailure: (thrown: unknown) => void): Counters {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 250,
    retryStrategy: (tries) => Math.min(tries * 200, 5_000),
  });
  let reportedAt = -Infinity;
  redis.on('error', (thrown: unknown) => {
    if (performance.now() - reportedAt < 1_000) return;
    reportedAt = performance.now();
    onFailure(thrown);
  });
  const counter = (kind: string): Counter => {
    const insuranceLimiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: kind });
    return counterOf(
      new RateLimiterRedis({
        storeClient: redis,
        points,
        duration: WINDOW_SECONDS,
        keyPrefix: `sigap:${kind}`,
        insuranceLimiter,
      }),
    );
  };
  return {
    requests: counter('requests'),
    cost: counter('cost'),
    persons: counter('persons'),
    close: () => {
      redis.disconnect();
      return Promise.resolve();
    },
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
