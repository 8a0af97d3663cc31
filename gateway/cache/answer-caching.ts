/** What an answer says of how long it holds: to caches between, and to who reads it. */
import { etagOfKept, type KeptAnswer } from './kept-answer.ts';
import type { UsedEntities } from './used-entities.ts';

/** How an answer may be kept by others, and whether it was. */
export interface AnswerCaching {
  /** s since it was made; for an answer of now 0 */
  readonly age: number;
  /** s */
  readonly maxAge: number;
  readonly isPrivate: boolean;
  /** Whether it is past its time, and given because a subgraph does not answer. */
  readonly isForErrors?: boolean;
  /** Its bytes, where it is kept. */
  readonly kept?: KeptAnswer;
}

/**
 * In `extensions.freshness` of an answer past its time that could not be made anew. One that is being made anew behind this answer has no mark, but an
 * `Age`: its bytes are those of before, so that who has them is answered with 304.
 */
interface Freshness {
  readonly state: 'STALE';
  readonly because: 'SUBGRAPH_UNAVAILABLE';
  /** ISO 8601 */
  readonly madeAt: string;
  /** s */
  readonly age: number;
}

/** Headers of an answer that nobody may keep. */
export const NO_STORE: Readonly<Record<string, string>> = Object.freeze({ 'cache-control': 'no-store' });

/**
 * Request headers that an answer to the same URL may depend on: a cache between keeps one for each of their values. What is explained is never
 * kept, so it must not be answered with what is. Who wants a plan asks by POST, which no such cache answers.
 */
const VARIES = ['authorization', 'x-api-key', 'x-explain'];

/** @param more names of headers that subgraphs or override labels depend on, in lower case @returns the value of `vary` */
export function variesBy(more: readonly string[]): string {
  return [...new Set([...VARIES, ...more])].join(', ');
}

/**
 * @param isOwn whether the answer has parts for this caller alone, as its cost
 * @param vary from `variesBy`
 * @returns headers of an answer
 */
export function cachingHeaders(caching: AnswerCaching, isOwn: boolean, vary: string): Readonly<Record<string, string>> {
  const { age, maxAge, isPrivate, kept } = caching;
  return {
    'cache-control': `max-age=${maxAge}, ${isPrivate || isOwn ? 'private' : 'public'}`,
    // What is the same for everybody is the same for every purpose.
    vary: isPrivate ? `${vary}, x-purpose` : vary,
    ...(age > 0 && { age: String(age) }),
    ...(kept !== undefined && !isOwn && { etag: etagOfKept(kept) }),
  };
}

/** @returns the mark of an answer that stands for a subgraph that does not answer; undefined for any other */
export function freshnessOf({ isForErrors, kept, age }: AnswerCaching): Freshness | undefined {
  if (isForErrors !== true || kept === undefined) return undefined;
  return { state: 'STALE', because: 'SUBGRAPH_UNAVAILABLE', madeAt: new Date(kept.madeAt).toISOString(), age };
}

/** @returns the mark of an answer that holds entities past their time, of the oldest of them; undefined for one without */
export function freshnessOfEntities({ staleFrom }: UsedEntities): Freshness | undefined {
  if (staleFrom === undefined) return undefined;
  const age = Math.max(0, Math.floor((Date.now() - staleFrom) / 1_000));
  return { state: 'STALE', because: 'SUBGRAPH_UNAVAILABLE', madeAt: new Date(staleFrom).toISOString(), age };
}
