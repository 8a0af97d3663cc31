/** Kept answers: how operations that may be kept were answered, what is kept, and how Redis does. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Registry } from 'prom-client';
import type { AnswerCache } from '../../cache/answer-cache.ts';
import {
  cacheAnswered,
  cacheEvicted,
  cacheRedisFailed,
  entitiesAnswered,
  type EntitiesAnswered,
} from '../../cache/cache-events.ts';
import { gaugesOf } from './gauge.ts';
import { CounterSeries } from './series.ts';

/** @returns stops counting */
export function cacheMetrics(registry: Registry, cache: Pick<AnswerCache, 'status'>): () => void {
  const gauge = gaugesOf(registry);
  gauge('sigap_cache_bytes', 'Memory of the answers and entities that are kept', () => cache.status.bytes);
  gauge('sigap_cache_answers', 'Answers that are kept in memory', () => cache.status.answers);
  gauge('sigap_cache_entities', 'Entities that are kept in memory', () => cache.status.entities);
  const counters = (name: string, help: string): CounterSeries => new CounterSeries(registry, { name, help });
  const answered = counters(
    'sigap_cache_answered_total',
    'Operations that may be kept, by how they were answered: fresh and stale ones were kept, if_error too where a subgraph did not answer, made ones were not',
  );
  const evicted = counters(
    'sigap_cache_evicted_bytes_total',
    'Bytes of answers and entities that made room for others',
  ).of({});
  const failed = counters(
    'sigap_cache_redis_errors_total',
    'What failed with Redis: silent, it did not answer in time; unopened, it held what this gateway did not seal there',
  );
  const channels = [
    [cacheAnswered, (outcome: unknown) => void (answered.of({ outcome: outcome as string }).value += 1)],
    [entitiesAnswered, entityCounter(registry)],
    [cacheEvicted, (bytes: unknown) => void (evicted.value += bytes as number)],
    [cacheRedisFailed, (why: unknown) => void (failed.of({ why: why as string }).value += 1)],
  ] as const;
  for (const [channel, count] of channels) subscribe(channel.name, count);
  return () => {
    for (const [channel, count] of channels) unsubscribe(channel.name, count);
  };
}

function entityCounter(registry: Registry): (answered: unknown) => void {
  const entities = new CounterSeries(registry, {
    name: 'sigap_cache_entities_total',
    help: 'Entities that may be kept, by how they were answered: fresh ones were kept, if_error too where a subgraph did not answer, for made ones a subgraph was asked',
  });
  const [fresh, made, ifError] = ['fresh', 'made', 'if_error'].map((outcome) => entities.of({ outcome }));
  return (answered) => {
    const counts = answered as EntitiesAnswered;
    fresh!.value += counts.fresh;
    made!.value += counts.made;
    ifError!.value += counts.ifError;
  };
}
