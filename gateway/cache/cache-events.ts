/** Diagnostics channels of the cache, for metrics. */
import { channel } from 'node:diagnostics_channel';

/**
 * How an operation that may be kept was answered: `fresh` and `stale` are kept answers, `made` one that was made for it, `if_error` one past its time in
 * place of a subgraph that does not answer.
 */
export type CacheOutcome = 'fresh' | 'stale' | 'made' | 'if_error';

/** Publishes a `CacheOutcome` for each. */
export const cacheAnswered = channel('sigap.cache.answered');
/** Publishes the bytes of an answer that had to make room for another. */
export const cacheEvicted = channel('sigap.cache.evicted');
/** Publishes what failed with Redis: it did not answer in time, was refused, or held what cannot be opened. */
export const cacheRedisFailed = channel('sigap.cache.redis');
