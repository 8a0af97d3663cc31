/** Diagnostics channels of the cache, for metrics. */
import { channel } from 'node:diagnostics_channel';

/**
 * How an operation that may be kept was answered: `fresh` and `stale` are kept answers, `made` one that was made for it, `if_error` one past its time in
 * place of a subgraph that does not answer.
 */
export type CacheOutcome = 'fresh' | 'stale' | 'made' | 'if_error';

/** Publishes a `CacheOutcome` for each. */
export const cacheAnswered = channel('sigap.cache.answered');
/** How many entities of one fetch were kept and within their time, how many a subgraph was asked for, and how many stand for it while it does not answer. */
export interface EntitiesAnswered {
  readonly fresh: number;
  readonly made: number;
  readonly ifError: number;
}
/** Publishes `EntitiesAnswered` of each fetch whose entities may be kept. */
export const entitiesAnswered = channel('sigap.cache.entities');
/** Publishes the bytes of what had to make room for another. */
export const cacheEvicted = channel('sigap.cache.evicted');
/** Publishes what failed with Redis: it did not answer in time, was refused, or held what cannot be opened. */
export const cacheRedisFailed = channel('sigap.cache.redis');
