/** The cache of answers from its options: in memory, and in Redis for gateways that have one secret. */
import type { Lifecycle } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { AnswerCache } from './cache/answer-cache.ts';
import { RedisAnswers } from './cache/redis-answers.ts';
import { answerSeal } from './cache/sealed-answer.ts';
import { FROZEN_AGE } from './cache/operation-caching.ts';
import { namesForAny } from './fetch/forwardable-headers.ts';
import { allForwardHeaders } from './fetch/limits-of-subgraph.ts';
import type { Guard } from './guard/guard.ts';
import { timeForSubgraphs } from './request-time.ts';
import type { GatewaySettings } from './settings.ts';
import type { ExecutionEngine } from './supergraph/engine.ts';

/** What a cache is started from. */
interface CacheParts {
  readonly settings: GatewaySettings;
  readonly log: Log;
  readonly lifecycle: Lifecycle;
  readonly guard: Pick<Guard, 'policyOf' | 'publicly'>;
  readonly engine: Pick<ExecutionEngine, 'current'>;
  /** A mutation here has ended answers of these tags: other processes of this gateway are told. */
  readonly onEnded?: (tags: readonly string[]) => void;
  /** Something has changed: who asks from now on joins nothing that has begun before. */
  readonly onChange?: () => void;
}

/** They say which request it is, not what it asks: no answer depends on them. */
const NAMES_A_REQUEST: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'x-request-id']);

/** @returns undefined where no answer is to be kept */
export function startCache(parts: CacheParts): AnswerCache | undefined {
  const { settings, guard, engine, onEnded, onChange } = parts;
  const { cacheBytes: bytes, cacheRevalidate: revalidate, cacheIfError: ifError, requestTimeout } = settings;
  if (bytes === 0) return undefined;
  const cache: AnswerCache = new AnswerCache({
    bytes,
    revalidate,
    ifError,
    onEnded,
    forwarded: [...namesForAny(allForwardHeaders(settings))].filter((name) => !NAMES_A_REQUEST.has(name)),
    varying: settings.overrideLabelsHeader === undefined ? [] : [settings.overrideLabelsHeader],
    patience: timeForSubgraphs(requestTimeout),
    current: () => engine.current(),
    policyOf: (generation) => guard.policyOf(generation),
    publicly: (headers, request) => guard.publicly(headers, request),
    onChange,
    redis: openRedis(parts, {
      onEnded: (tags) => cache.endHere(tags),
      onMissed: (tags) => cache.forget(tags),
    }),
  });
  return cache;
}

/** Without a secret that all gateways have, none could open what another has kept. */
function openRedis(
  { settings, log, lifecycle }: CacheParts,
  told: Pick<ConstructorParameters<typeof RedisAnswers>[0], 'onEnded' | 'onMissed'>,
): RedisAnswers | undefined {
  const { redisUrl: url, claimsSecret, cacheRevalidate, cacheIfError } = settings;
  if (url === undefined) return undefined;
  if (claimsSecret === undefined) {
    log.warn('CLAIMS_SECRET is not set: answers are kept in the memory of each process, not in Redis');
    return undefined;
  }
  const redis = new RedisAnswers({
    url,
    seal: answerSeal(claimsSecret),
    longest: FROZEN_AGE + Math.max(cacheRevalidate, cacheIfError),
    ...told,
    onFailure: (err) => log.warn({ err }, 'Redis does not answer: answers are kept in memory alone for now'),
  });
  lifecycle.onStop('answers in Redis', () => redis.close());
  return redis;
}
