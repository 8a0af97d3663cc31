/**
 * Answers of operations, kept as long as the supergraph says. The guard has identified, counted and limited the request before it comes here, so a kept
 * answer costs its caller what any other does. An answer is kept only whole: one with an error, of the policy or of a subgraph, never is.
 *
 * What is the same for everybody (`PUBLIC`) is asked of subgraphs for nobody, whoever asks first: so it cannot hold what only they may see. What depends on
 * the caller is kept under all that a subgraph may know of them.
 */
import { EXACT_SCOPE } from '../../base/claims.ts';
import { snapshotMonths } from '../../base/snapshot-month.ts';
import type { ExecutionResult } from '../execute/execution-result.ts';
import { fetchErrors } from '../fetch/errors.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { AuthenticatedRequest } from '../guard/guard.ts';
import type { Policy } from '../guard/policy/policy.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { RunWaiter } from '../plan/request-deduplication.ts';
import type { Generation } from '../supergraph/generation.ts';
import { variesBy, type AnswerCaching } from './answer-caching.ts';
import { answerKey } from './answer-key.ts';
import { cacheAnswered, type CacheOutcome } from './cache-events.ts';
import { readCacheHints } from './cache-hints.ts';
import { keptAnswer, resultOfKept, type KeptAnswer } from './kept-answer.ts';
import { MemoryAnswers, type TagMoment } from './memory-answers.ts';
import { endedTags, operationCaching, type CachedGraph, type OperationCaching } from './operation-caching.ts';
import type { RedisAnswers } from './redis-answers.ts';
import { supergraphDocument } from './supergraph-document.ts';

/** What a cache is made with. */
interface AnswerCacheOptions {
  /** Memory of all answers, bytes. */
  readonly bytes: number;
  /** How long after its time an answer is given while it is made anew, and where a subgraph does not answer, s. */
  readonly revalidate: number;
  readonly ifError: number;
  readonly policyOf: (generation: Generation) => Policy;
  /** As whom subgraphs are asked what is the same for everybody. */
  readonly publicly: (headers: Readonly<Record<string, string>>, request: AuthenticatedRequest) => SubgraphCaller;
  /** Names of the headers that subgraphs see and an answer may depend on, in lower case. */
  readonly forwarded: readonly string[];
  /** Names of other headers that an answer may depend on. */
  readonly varying: readonly string[];
  /** How long an answer that nobody waits for may take, ms. */
  readonly patience: number;
  /** Absent where answers are kept in this process alone. */
  readonly redis?: Pick<RedisAnswers, 'find' | 'keep' | 'end'>;
  /** A mutation has ended answers of these tags: other processes are told. */
  readonly onEnded?: (tags: readonly string[]) => void;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/** One operation of one request. */
interface AskedOperation {
  readonly prepared: PreparedOperation;
  readonly generation: Generation;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly contract: string | undefined;
  /** Of the request, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly authenticated: AuthenticatedRequest;
}

/** Runs the operation. @param waiting of an answer that nobody waits for; absent: of the request */
type MakeAnswer = (caller: SubgraphCaller, waiting?: RunWaiter) => Promise<ExecutionResult>;

/** An answer, and how it may be kept; not at all where that is absent. */
interface CachedResult {
  readonly result: ExecutionResult;
  readonly caching?: AnswerCaching;
}

/** Answers made anew at once while nobody waits for them. */
const MOST_RENEWED = 16;
/** For so long after a mutation nothing is kept that it has ended: a subgraph may count anew what it has changed only a while after its answer. ms */
const UNSETTLED = 10_000;
/** An answer of a clock that is ahead by more is not believed, ms. */
const CLOCKS_DIFFER = 60_000;

/** How one request's answer is kept. */
interface Way {
  readonly key: string;
  readonly tags: readonly string[];
  readonly isPrivate: boolean;
  readonly caller: SubgraphCaller;
  readonly maxAge: number;
}

/** What was known when an answer began to be made: what ends meanwhile is not kept. */
interface Begun {
  readonly moment: TagMoment;
  /** Of the tags in Redis; undefined where it does not say. */
  readonly words: string | undefined;
}

/** Makes an empty cache. */
export class AnswerCache {
  /** The value of the header `vary` of answers that others may keep. */
  readonly vary: string;
  readonly #options: AnswerCacheOptions;
  readonly #memory: MemoryAnswers;
  readonly #now: () => number;
  readonly #monthNow: () => string;
  readonly #graphs = new WeakMap<object, Omit<CachedGraph, 'api'>>();
  readonly #operations = new WeakMap<PreparedOperation, OperationCaching | 'none'>();
  readonly #renewing = new Set<string>();
  /** Tag -> until when its answers may still be of before a mutation, ms since 1970. As many as the supergraph has tags. */
  readonly #unsettled = new Map<string, number>();

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
    this.vary = variesBy([...options.forwarded, ...options.varying]);
    this.#memory = new MemoryAnswers(options.bytes);
    this.#now = options.now ?? Date.now;
    this.#monthNow = snapshotMonths(this.#now);
  }

  /** Bytes of all that this process keeps, and how many answers that is. */
  get status(): MemoryAnswers['status'] {
    return this.#memory.status;
  }

  /** @returns the answer, kept or made now */
  async answer(asked: AskedOperation, make: MakeAnswer): Promise<CachedResult> {
    const way = this.#wayOf(asked);
    if (way === undefined) return { result: await this.#uncached(asked, make) };
    const moment = this.#memory.moment;
    const known = this.#memory.get(way.key);
    if (known !== undefined && this.#ageOf(known) < known.maxAge) return this.#kept('fresh', way, known);
    const shared = await this.#options.redis?.find(way.key, way.tags);
    const found = newer(known, shared?.answer);
    const begun = { moment, words: shared?.words };
    if (found !== undefined) {
      if (found !== known) this.#hold(way, found, begun);
      const beyond = this.#ageOf(found) - found.maxAge;
      if (beyond < 0) return this.#kept('fresh', way, found);
      if (beyond < this.#options.revalidate && this.#renew(way, begun, make)) return this.#kept('stale', way, found);
    }
    return this.#make(way, begun, found, make);
  }

  /** Ends the answers of some tags in this process, and in Redis for all. @returns how many this process had, and whether Redis is told */
  async end(tags: readonly string[] | 'all'): Promise<{ readonly ended: number; readonly shared?: boolean }> {
    const ended = this.#memory.end(tags);
    const { redis } = this.#options;
    return redis === undefined ? { ended } : { ended, shared: await redis.end(tags) };
  }

  /** Another process has ended them. */
  endHere(tags: readonly string[] | 'all'): void {
    if (tags === 'all') this.#memory.end('all');
    else this.#endLazily(tags);
  }

  #endLazily(tags: readonly string[]): void {
    this.#memory.endLazily(tags);
    for (const tag of tags) this.#unsettled.set(tag, this.#now() + UNSETTLED);
  }

  #isSettled(tags: readonly string[]): boolean {
    return tags.every((tag) => (this.#unsettled.get(tag) ?? 0) <= this.#now());
  }

  /** Every tag of a supergraph. */
  tagsOf(generation: Generation): ReadonlySet<string> {
    return this.#graphOf(generation).hints.tags;
  }

  /** A mutation ends what it changes, whatever became of it: an answer that was lost may have been done. */
  async #uncached({ prepared, generation, authenticated }: AskedOperation, make: MakeAnswer): Promise<ExecutionResult> {
    if (prepared.kind !== 'mutation') return make(authenticated.subgraphCaller);
    const tags = endedTags(this.#graphOf(generation), generation.apiSchema, prepared);
    try {
      return await make(authenticated.subgraphCaller);
    } finally {
      if (tags.length > 0) {
        this.#endLazily(tags);
        void this.#options.redis?.end(tags);
        this.#options.onEnded?.(tags);
      }
    }
  }

  #wayOf(asked: AskedOperation): Way | undefined {
    const { prepared, authenticated, headers, contract, variables } = asked;
    if (authenticated.explained === true || authenticated.plan !== undefined) return undefined;
    const caching = this.#cachingOf(asked);
    if (caching === undefined || !this.#isSettled(caching.tags)) return undefined;
    const { caller: who } = authenticated;
    // Who may see exact counts sees other numbers than everybody.
    const exact = who === undefined || who.scopes.has(EXACT_SCOPE);
    const isPrivate = caching.isPrivate || (who !== undefined && exact);
    const caller = isPrivate ? authenticated.subgraphCaller : this.#options.publicly(headers, authenticated);
    const maxAge = caching.maxAge({ variables: variables ?? {}, exact, now: this.#now() });
    const month = authenticated.month ?? this.#monthNow();
    const privateTo = isPrivate ? authenticated : undefined;
    const forwarded = this.#options.forwarded.map((name) => headers[name]);
    const parts = { prepared, contract, variables, privateTo, caller, forwarded, month };
    const key = maxAge > 0 ? answerKey(parts) : undefined;
    return key === undefined ? undefined : { key, tags: caching.tags, isPrivate, caller, maxAge };
  }

  #cachingOf({ prepared, generation }: AskedOperation): OperationCaching | undefined {
    let known = this.#operations.get(prepared);
    if (known === undefined) {
      const graph = { ...this.#graphOf(generation), api: generation.apiSchema };
      this.#operations.set(prepared, (known = operationCaching(graph, prepared) ?? 'none'));
    }
    return known === 'none' ? undefined : known;
  }

  #graphOf(generation: Generation): Omit<CachedGraph, 'api'> {
    const { supergraphSchema } = generation;
    let known = this.#graphs.get(supergraphSchema);
    if (known === undefined) {
      const hints = readCacheHints(supergraphDocument(supergraphSchema));
      known = { hints, policy: this.#options.policyOf(generation) };
      this.#graphs.set(supergraphSchema, known);
    }
    return known;
  }

  /** An answer with an error is no whole one. Where a subgraph does not answer, one that was kept goes before it. */
  async #make(way: Way, begun: Begun, old: KeptAnswer | undefined, make: MakeAnswer): Promise<CachedResult> {
    const result = await make(way.caller);
    if (!result.refused && result.errors().length === 0) {
      note('made');
      const kept = this.#keep(way, result, begun);
      return { result, caching: { age: 0, maxAge: way.maxAge, isPrivate: way.isPrivate, kept } };
    }
    const isUsable = old !== undefined && this.#ageOf(old) - old.maxAge < this.#options.ifError;
    return isUsable && isOutage(result) ? this.#kept('if_error', way, old) : { result };
  }

  /** Makes an answer anew that nobody waits for: one at a time for each. @returns false where there are too many */
  #renew(way: Way, begun: Begun, make: MakeAnswer): boolean {
    const { key } = way;
    if (this.#renewing.has(key)) return true;
    if (this.#renewing.size >= MOST_RENEWED) return false;
    this.#renewing.add(key);
    const waiting = { signal: undefined, deadline: performance.now() + this.#options.patience };
    void make(way.caller, waiting)
      .then((result) => {
        if (!result.refused && result.errors().length === 0) this.#keep(way, result, begun);
      })
      // Whoever asks once it is too old makes it themselves, and is told.
      .catch(() => {})
      .finally(() => this.#renewing.delete(key));
    return true;
  }

  #keep(way: Way, result: ExecutionResult, begun: Begun): KeptAnswer {
    const answer = keptAnswer(result.dataText()!, this.#now(), way.maxAge);
    const ttl = this.#hold(way, answer, begun);
    if (begun.words !== undefined) this.#options.redis?.keep(way.key, answer, { words: begun.words, ttl });
    return answer;
  }

  /** Keeps an answer in memory. @returns how long it may be given at most, ms */
  #hold({ key, tags }: Way, answer: KeptAnswer, { moment }: Begun): number {
    const { revalidate, ifError } = this.#options;
    const ttl = (answer.maxAge + Math.max(revalidate, ifError) - this.#ageOf(answer)) * 1_000;
    this.#memory.keep(key, answer, { tags, begun: moment, ttl });
    return ttl;
  }

  #kept(outcome: 'fresh' | 'stale' | 'if_error', { isPrivate }: Way, kept: KeptAnswer): CachedResult {
    note(outcome);
    const age = Math.floor(this.#ageOf(kept));
    const stale = outcome === 'stale' ? 'REVALIDATING' : 'SUBGRAPH_UNAVAILABLE';
    const { maxAge } = kept;
    const caching = { age, maxAge, isPrivate, kept, ...(outcome !== 'fresh' && ({ stale } as const)) };
    return { result: resultOfKept(kept), caching };
  }

  /** s; beyond any limit for an answer from the future */
  #ageOf({ madeAt }: KeptAnswer): number {
    const age = this.#now() - madeAt;
    return age < -CLOCKS_DIFFER ? Infinity : Math.max(0, age) / 1_000;
  }
}

function newer(one: KeptAnswer | undefined, other: KeptAnswer | undefined): KeptAnswer | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.madeAt > one.madeAt ? other : one;
}

function note(outcome: CacheOutcome): void {
  if (cacheAnswered.hasSubscribers) cacheAnswered.publish(outcome);
}

/** What a subgraph says where it has lost its own database. */
const OF_ITS_DATABASE = 'DATABASE_UNREACHABLE';

/** Whether a subgraph did not answer, as opposed to what it says of the question. */
function isOutage(result: ExecutionResult): boolean {
  return result.errors().some(({ extensions }) => {
    const code = String(extensions['code']);
    return code === OF_ITS_DATABASE || Object.hasOwn(fetchErrors, code);
  });
}
