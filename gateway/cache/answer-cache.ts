/**
 * Answers of operations, kept as long as the supergraph says. The guard has identified, counted and limited the request before it comes here, so a kept
 * answer costs its caller what any other does. An answer is kept only whole: one with an error, of the policy or of a subgraph, never is.
 */
import type { ExecutionResult } from '../execute/execution-result.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { RunWaiter } from '../plan/request-deduplication.ts';
import type { Generation } from '../supergraph/generation.ts';
import { variesBy, type AnswerCaching } from './answer-caching.ts';
import { answerKey } from './answer-key.ts';
import { cacheAnswered, type CacheOutcome } from './cache-events.ts';
import { EntityCache } from './entity-cache.ts';
import { KeepingRules, type AskedOperation, type KeepingRulesOptions } from './keeping-rules.ts';
import { keptAnswer, resultOfKept, type KeptAnswer } from './kept-answer.ts';
import { KeptStore, newer, type Begun, type KeptStoreOptions } from './kept-store.ts';
import { endedTags, operationCaching, type OperationCaching } from './operation-caching.ts';
import { isOutage } from './outage.ts';
import { usedEntitiesOf } from './used-entities.ts';

/** What a cache is made with. */
interface AnswerCacheOptions extends KeptStoreOptions, KeepingRulesOptions {
  /** Names of other headers that an answer may depend on. */
  readonly varying: readonly string[];
  /** How long an answer that nobody waits for may take, ms. */
  readonly patience: number;
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
/** How one request's answer is kept. */
interface Way {
  readonly key: string;
  readonly tags: readonly string[];
  readonly isPrivate: boolean;
  readonly caller: SubgraphCaller;
  readonly maxAge: number;
}

/** Makes an empty cache. */
export class AnswerCache {
  /** The value of the header `vary` of answers that others may keep. */
  readonly vary: string;
  /** Of entities, in the same store. */
  readonly entities: EntityCache;
  readonly #patience: number;
  readonly #store: KeptStore;
  readonly #rules: KeepingRules;
  readonly #operations = new WeakMap<PreparedOperation, OperationCaching | 'none'>();
  readonly #renewing = new Set<string>();
  /** Answers that could not be made anew when that was last tried, because a subgraph did not answer. */
  readonly #lost = new WeakSet<KeptAnswer>();

  constructor(options: AnswerCacheOptions) {
    this.vary = variesBy([...options.forwarded, ...options.varying]);
    this.#patience = options.patience;
    this.#store = new KeptStore(options);
    this.#rules = new KeepingRules(options, this.#store.now);
    this.entities = new EntityCache(this.#store, this.#rules);
  }

  /** Bytes of all that this process keeps, and how many answers and entities that is. */
  get status(): KeptStore['status'] {
    return this.#store.status;
  }

  /** @returns the answer, kept or made now */
  async answer(asked: AskedOperation, make: MakeAnswer): Promise<CachedResult> {
    const way = this.#wayOf(asked);
    if (way === undefined) return { result: await this.#uncached(asked, make) };
    const { moment } = this.#store;
    const known = this.#store.get('answer', way.key);
    if (known !== undefined && this.#store.isFresh(known)) return this.#kept('fresh', way, known);
    const { begun, found: shared } = await this.#store.shared([way.key], way.tags);
    const found = newer(known, shared[0]);
    if (found !== undefined) {
      if (found !== known)
        this.#store.hold(way.key, found, { tags: way.tags, begun: { ...begun, moment }, kind: 'answer' });
      if (this.#store.isFresh(found)) return this.#kept('fresh', way, found);
      if (this.#store.mayRevalidate(found) && this.#renew(way, { begun, old: found }, make))
        return this.#kept(this.#lost.has(found) ? 'if_error' : 'stale', way, found);
    }
    return this.#make(way, begun, found, make);
  }

  /** Ends the answers of some tags in this process, and in Redis for all. @returns how many this process had, and whether Redis is told */
  end(tags: readonly string[] | 'all'): ReturnType<KeptStore['end']> {
    return this.#store.end(tags);
  }

  /** Another process has ended them. Names that no supergraph here has had as a tag are nobody's. */
  endHere(tags: readonly string[] | 'all'): void {
    this.#store.endHere(this.#rules.tagsAmong(tags));
  }

  /** Some of them may have ended while nobody told this process. */
  forget(tags: readonly string[] | 'all'): void {
    this.#store.forget(this.#rules.tagsAmong(tags));
  }

  /** Every tag of a supergraph. */
  tagsOf(generation: Generation): ReadonlySet<string> {
    return this.#rules.policyOf(generation).hints.tags;
  }

  /** A mutation ends what it changes, whatever became of it: an answer that was lost may have been done. */
  async #uncached({ prepared, generation, authenticated }: AskedOperation, make: MakeAnswer): Promise<ExecutionResult> {
    if (prepared.kind !== 'mutation') return make(authenticated.subgraphCaller);
    const tags = endedTags(this.#rules.policyOf(generation), generation.apiSchema, prepared);
    try {
      return await make(authenticated.subgraphCaller);
    } finally {
      this.#store.endByMutation(tags);
    }
  }

  #wayOf(asked: AskedOperation): Way | undefined {
    const { authenticated } = asked;
    if (authenticated.explained === true || authenticated.plan !== undefined) return undefined;
    const caching = this.#cachingOf(asked);
    if (caching === undefined || !this.#store.isSettled(caching.tags)) return undefined;
    const kept = this.#rules.keptFor(asked, caching, authenticated.subgraphCaller, asked.variables);
    const { isPrivate, maxAge, circumstances } = kept;
    const key = maxAge > 0 ? answerKey(circumstances) : undefined;
    return key === undefined ? undefined : { key, tags: caching.tags, isPrivate, caller: circumstances.caller, maxAge };
  }

  #cachingOf({ prepared, generation }: AskedOperation): OperationCaching | undefined {
    let known = this.#operations.get(prepared);
    if (known === undefined) {
      const graph = { policy: this.#rules.policyOf(generation), api: generation.apiSchema };
      this.#operations.set(prepared, (known = operationCaching(graph, prepared) ?? 'none'));
    }
    return known === 'none' ? undefined : known;
  }

  /** An answer with an error is no whole one. Where a subgraph does not answer, one that was kept goes before it. */
  async #make(way: Way, begun: Begun, old: KeptAnswer | undefined, make: MakeAnswer): Promise<CachedResult> {
    const result = await make(way.caller);
    if (isWhole(result)) {
      note('made');
      const kept = this.#keep(way, result, begun);
      if (kept === undefined) return { result };
      return { result, caching: { age: 0, maxAge: kept.maxAge, isPrivate: way.isPrivate, kept } };
    }
    const isUsable = old !== undefined && this.#store.isForErrors(old);
    return isUsable && isLost(result) ? this.#kept('if_error', way, old) : { result };
  }

  /** Makes an answer anew that nobody waits for: one at a time for each. @returns false where there are too many */
  #renew(way: Way, { begun, old }: { begun: Begun; old: KeptAnswer }, make: MakeAnswer): boolean {
    const { key } = way;
    if (this.#renewing.has(key)) return true;
    if (this.#renewing.size >= MOST_RENEWED) return false;
    this.#renewing.add(key);
    const waiting = { signal: undefined, deadline: performance.now() + this.#patience };
    void make(way.caller, waiting)
      .then((result) => {
        if (isWhole(result)) this.#keep(way, result, begun);
        else if (isLost(result)) this.#lost.add(old);
      })
      // Whoever asks once it is too old makes it themselves, and is told.
      .catch(() => {})
      .finally(() => this.#renewing.delete(key));
    return true;
  }

  /** One that is made of kept entities holds no longer than they do. @returns undefined where that is no time at all */
  #keep({ key, tags, maxAge }: Way, result: ExecutionResult, begun: Begun): KeptAnswer | undefined {
    const now = this.#store.now();
    const { until = Infinity, staleFrom } = usedEntitiesOf(result) ?? {};
    const holds = Math.min(maxAge, Math.floor((until - now) / 1_000));
    if (staleFrom !== undefined || holds <= 0) return undefined;
    const answer = keptAnswer(result.dataText()!, now, holds);
    this.#store.keep(new Map([[key, answer]]), { tags, begun, kind: 'answer' });
    return answer;
  }

  #kept(outcome: 'fresh' | 'stale' | 'if_error', { isPrivate }: Way, kept: KeptAnswer): CachedResult {
    note(outcome);
    const age = Math.floor(this.#store.ageOf(kept));
    const caching = { age, maxAge: kept.maxAge, isPrivate, kept, isForErrors: outcome === 'if_error' };
    return { result: resultOfKept(kept), caching };
  }
}

const isLost = (result: ExecutionResult): boolean =>
  result.errors().some(({ extensions }) => isOutage(extensions['code']));

const isWhole = (result: ExecutionResult): boolean => !result.refused && result.errors().length === 0;

function note(outcome: CacheOutcome): void {
  if (cacheAnswered.hasSubscribers) cacheAnswered.publish(outcome);
}
