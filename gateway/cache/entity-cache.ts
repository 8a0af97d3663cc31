/**
 * Entities of subgraphs, kept one by one. It stands between a plan that runs and what carries its requests: a request about entities goes on with
 * those that are not kept, and its reply comes back as if it had been about all. What is kept, for whom and how long is what holds for whole answers.
 */
import { CodedError } from '../../base/errors.ts';
import { isExactNumber } from '../../base/exact-number.ts';
import { executeErrors } from '../execute/errors.ts';
import type { ExecutionResult } from '../execute/execution-result.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import {
  NO_ESCAPES,
  OWN_ERROR,
  type EntityFetch,
  type EntityList,
  type Fetcher,
  type SubgraphReply,
  type SubgraphRequest,
} from '../fetch/subgraph-request.ts';
import { replyErrors } from '../reply/errors.ts';
import { entityKey } from './answer-key.ts';
import { entitiesAnswered, type EntitiesAnswered } from './cache-events.ts';
import { entityCaching, type EntityCaching } from './entity-caching.ts';
import type { AskedOperation, KeepingRules } from './keeping-rules.ts';
import { keptEntity, type KeptAnswer } from './kept-answer.ts';
import { newer, type Begun, type KeptStore } from './kept-store.ts';
import { onlySelected, type SelectedMembers } from './selected-members.ts';
import { placesToAsk, replyWithout, wholeReply, type AskedPlaces, type SoughtList } from './sought-entities.ts';
import { noteUsedEntities } from './used-entities.ts';

/** Keys of more would take longer than asking for them. Entities of one fetch */
const MOST_SOUGHT = 1_000;
/** A larger entity is asked for again each time. Bytes of its JSON */
const LARGEST = 100_000;

/** How the entities of one list are kept in one run. */
interface Way extends SoughtList {
  /** As whom the subgraph is asked for what is kept. */
  readonly caller: SubgraphCaller;
  readonly maxAge: number;
  readonly tags: readonly string[];
  readonly selected: SelectedMembers;
  /** By place. */
  readonly keys: readonly (string | undefined)[];
  begun: Begun;
}

/** Entities that have come, and are kept once the run has found no fault in them. */
interface Received {
  readonly way: Way;
  readonly madeAt: number;
  /** By key. */
  readonly entities: ReadonlyMap<string, object>;
}

/** Makes a cache of entities in a store. */
export class EntityCache {
  readonly store: KeptStore;
  readonly rules: KeepingRules;
  readonly #fetches = new WeakMap<EntityFetch, EntityCaching | 'none'>();

  constructor(store: KeptStore, rules: KeepingRules) {
    this.store = store;
    this.rules = rules;
  }

  /** @returns a fetcher for one run of the operation; undefined for one whose entities are asked anew: a mutation's, one that is explained */
  runOf(asked: AskedOperation, fetcher: Fetcher): EntityRun | undefined {
    const { authenticated, prepared } = asked;
    if (prepared.kind !== 'query' || authenticated.explained === true) return undefined;
    return new EntityRun(this, asked, fetcher);
  }

  /** @returns undefined where none of a fetch's entities may be kept */
  cachingOf(fetch: EntityFetch, { generation }: AskedOperation): EntityCaching | undefined {
    let known = this.#fetches.get(fetch);
    if (known === undefined) {
      const graph = { policy: this.rules.policyOf(generation), api: generation.supergraphSchema };
      this.#fetches.set(fetch, (known = entityCaching(graph, fetch) ?? 'none'));
    }
    return known === 'none' ? undefined : known;
  }
}

/** One run of an operation. */
class EntityRun implements Fetcher {
  readonly #cache: EntityCache;
  readonly #asked: AskedOperation;
  readonly #fetcher: Fetcher;
  readonly #received: Received[] = [];
  #until = Infinity;
  #staleFrom = Infinity;

  constructor(cache: EntityCache, asked: AskedOperation, fetcher: Fetcher) {
    this.#cache = cache;
    this.#asked = asked;
    this.#fetcher = fetcher;
  }

  async fetch(request: SubgraphRequest): Promise<SubgraphReply> {
    const ways = request.lists?.flatMap((list) => this.#wayOf(list, request) ?? []) ?? [];
    if (ways.length === 0) return this.#fetcher.fetch(request);
    await Promise.all(ways.map((way) => this.#seek(way)));
    const asked = placesToAsk(ways, variablesBeside(request, ways));
    const isAll = (request.fetches ?? 1) === ways.length;
    if (isAll && [...asked.values()].every(({ length }) => length === 0))
      return this.#given(ways, asked, wholeReply(ways, asked, nothingAsked(ways)));
    const caller = isAll ? callerOf(ways, asked, request.caller) : request.caller;
    let reply: SubgraphReply;
    try {
      reply = await this.#fetcher.fetch({ ...reduced(request, ways, asked), caller });
    } catch (thrown) {
      return this.#instead(request, ways, asked, thrown);
    }
    if (reply.data == null && request.fetches !== undefined && hasKept(ways)) return EACH_ALONE;
    this.#take(ways, asked, reply, caller);
    return this.#given(ways, asked, wholeReply(ways, asked, reply));
  }

  /** The run is over: says of its result what the kept entities in it say, and keeps those that came, after whoever waits has their answer. */
  end(result: ExecutionResult): void {
    if (this.#until < Infinity || this.#staleFrom < Infinity)
      noteUsedEntities(result, {
        until: this.#until,
        ...(this.#staleFrom < Infinity && { staleFrom: this.#staleFrom }),
      });
    if (this.#received.length > 0) setImmediate(() => this.#tryToKeep(result));
  }

  /** Nobody waits for it, so nobody could be told: what cannot be written is asked for again. */
  #tryToKeep(result: ExecutionResult): void {
    try {
      this.#keep(result);
    } catch {
      this.#received.length = 0;
    }
  }

  #wayOf(list: EntityList, request: SubgraphRequest): Way | undefined {
    const { store, rules } = this.#cache;
    const caching = this.#cache.cachingOf(list.fetch, this.#asked);
    if (caching === undefined || !store.isSettled(caching.tags)) return undefined;
    const representations = request.variables?.[list.variable];
    if (!Array.isArray(representations) || representations.length > MOST_SOUGHT) return undefined;
    const { maxAge, circumstances } = rules.keptFor(this.#asked, caching, request.caller, request.variables);
    const keyOf = maxAge > 0 ? entityKey(caching.text, list.fetch.variables, circumstances) : undefined;
    if (keyOf === undefined) return undefined;
    const { tags, selected } = caching;
    const begun = { moment: store.moment, words: undefined };
    const kept = { known: [], old: [], oldGiven: [] };
    const size = representations.length;
    const keys = representations.map(keyOf);
    return { list, size, ...kept, caller: circumstances.caller, maxAge, tags, selected, keys, begun };
  }

  /** In this process first; Redis is asked at once about all that is not here, or not fresh. */
  async #seek(way: Way): Promise<void> {
    const { store } = this.#cache;
    const { keys, tags } = way;
    const { moment } = way.begun;
    const here = keys.map((key) => (key === undefined ? undefined : store.get('entity', key)));
    const open = [...keys.keys()].filter(
      (place) => keys[place] !== undefined && !(here[place] !== undefined && store.isFresh(here[place])),
    );
    if (open.length > 0) {
      const shared = await store.shared(
        open.map((place) => keys[place]!),
        tags,
      );
      way.begun = shared.begun;
      open.forEach((place, index) => {
        const found = newer(here[place], shared.found[index]);
        if (found !== undefined && found !== here[place])
          store.hold(keys[place]!, found, { tags, begun: { ...way.begun, moment }, kind: 'entity' });
        here[place] = found;
      });
    }
    here.forEach((kept, place) => {
      if (kept === undefined) return;
      if (store.isFresh(kept)) way.known[place] = kept;
      else if (store.isForErrors(kept)) way.old[place] = kept;
    });
  }

  /** What is kept, where the subgraph does not answer. @throws what was thrown where nothing is */
  #instead(request: SubgraphRequest, ways: readonly Way[], asked: AskedPlaces, thrown: unknown): SubgraphReply {
    if (!(thrown instanceof CodedError) || !hasKept(ways)) throw thrown;
    if (request.fetches !== undefined) return EACH_ALONE;
    const { message, extensions } = thrown;
    return this.#given(ways, asked, replyWithout(ways[0]!, { message, extensions, [OWN_ERROR]: thrown }));
  }

  /** Counts what the reply is made of. */
  #given(ways: readonly Way[], asked: AskedPlaces, reply: SubgraphReply): SubgraphReply {
    for (const { list, size, known, oldGiven } of ways) {
      for (const kept of known)
        if (kept !== undefined) this.#until = Math.min(this.#until, kept.madeAt + kept.maxAge * 1_000);
      for (const { madeAt } of oldGiven) this.#staleFrom = Math.min(this.#staleFrom, madeAt);
      const made = asked.get(list.variable)!.length;
      note({ fresh: size - made, made: made - oldGiven.length, ifError: oldGiven.length });
    }
    return reply;
  }

  /** Entities that came whole and without an error, of those that were asked for as they are kept. */
  #take(ways: readonly Way[], asked: AskedPlaces, reply: SubgraphReply, caller: SubgraphCaller): void {
    const errors = Array.isArray(reply.errors) ? (reply.errors as NonNullable<SubgraphReply['errors']>) : [];
    const names = new Set(ways.map(({ list }) => list.name));
    if (errors.some(({ path }) => !Array.isArray(path) || (names.has(String(path[0])) && !Number.isInteger(path[1]))))
      return;
    for (const way of ways.filter((one) => one.caller.identity === caller.identity)) {
      const { name, variable } = way.list;
      const places = asked.get(variable)!;
      const list: unknown = reply.data?.[name];
      if (!Array.isArray(list) || list.length !== places.length) continue;
      const failed = new Set(errors.flatMap(({ path }) => (path![0] === name ? [path![1]] : [])));
      const entities = new Map<string, object>();
      places.forEach((place, index) => {
        const entity: unknown = list[index];
        const key = way.keys[place];
        if (key !== undefined && isObject(entity) && !failed.has(index)) entities.set(key, entity);
      });
      if (entities.size > 0) this.#received.push({ way, madeAt: this.#cache.store.now(), entities });
    }
  }

  /** Nothing of a run in which a reply did not fit its fetch or the schema: it would not fit again as long as it is kept. */
  #keep(result: ExecutionResult): void {
    if (result.errors().some(({ extensions }) => MISFITS.has(String(extensions['code'])))) return;
    for (const { way, madeAt, entities } of this.#received) {
      const kept = new Map<string, KeptAnswer>();
      for (const [key, entity] of entities) {
        const one = keptEntity(onlySelected(entity, way.selected) as object, madeAt, way.maxAge);
        if (one.body.length <= LARGEST) kept.set(key, one);
      }
      this.#cache.store.keep(kept, { tags: way.tags, begun: way.begun, kind: 'entity' });
    }
  }
}

/** A subgraph's own error without a code says nothing against the entities beside it. */
const MISFITS: ReadonlySet<string> = new Set(
  Object.keys({ ...executeErrors, ...replyErrors }).filter((code) => code !== 'DOWNSTREAM_SERVICE_ERROR'),
);

/** Says of no fetch in particular that it failed, so that each is sent by itself and comes here again. */
const EACH_ALONE: SubgraphReply = { data: null, errors: [{ message: 'each by itself' }] };

const nothingAsked = (ways: readonly Way[]): SubgraphReply => ({
  data: Object.fromEntries(ways.map(({ list }) => [list.name, []])),
  [NO_ESCAPES]: true,
});

const hasKept = (ways: readonly Way[]): boolean =>
  ways.some(({ known, old }) => known.some(Boolean) || old.some(Boolean));

/** Variables of fetches in the request of which nothing is kept. */
function variablesBeside({ lists = [] }: SubgraphRequest, ways: readonly Way[]): ReadonlySet<string> {
  const sought = new Set(ways.map(({ list }) => list));
  return new Set(lists.filter((list) => !sought.has(list)).map(({ variable }) => variable));
}

/** As whom what is still to be asked is asked: nobody, where all of it is the same for everybody. */
function callerOf(ways: readonly Way[], asked: AskedPlaces, own: SubgraphCaller): SubgraphCaller {
  const open = ways.filter(({ list }) => asked.get(list.variable)!.length > 0);
  const [{ caller }] = open as [Way];
  return open.every((one) => one.caller.identity === caller.identity) ? caller : own;
}

/** The request about the entities that are not kept. */
function reduced(request: SubgraphRequest, ways: readonly Way[], asked: AskedPlaces): SubgraphRequest {
  const variables: Record<string, unknown> = { ...request.variables };
  let { entities = 0 } = request;
  for (const { list, size } of ways) {
    const places = asked.get(list.variable)!;
    entities -= size - places.length;
    const all = request.variables![list.variable] as readonly unknown[];
    if (places.length < size) variables[list.variable] = places.map((place) => all[place]);
  }
  return { ...request, variables, entities };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

function note(answered: EntitiesAnswered): void {
  if (entitiesAnswered.hasSubscribers) entitiesAnswered.publish(answered);
}
