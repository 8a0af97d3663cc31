/**
 * What may be kept, for whom, and as whom subgraphs are asked for it. What is the same for everybody (`PUBLIC`) is asked of subgraphs for nobody,
 * whoever asks first: so it cannot hold what only they may see. What depends on the caller is kept under all that a subgraph may know of them.
 */
import { EXACT_SCOPE } from '../../base/claims.ts';
import { snapshotMonths } from '../../base/snapshot-month.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { AuthenticatedRequest } from '../guard/guard.ts';
import type { Policy } from '../guard/policy/policy.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { Circumstances } from './answer-key.ts';
import type { OperationCaching } from './operation-caching.ts';

/** One operation of one request. */
export interface AskedOperation {
  readonly prepared: PreparedOperation;
  readonly generation: Generation;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly contract: string | undefined;
  /** Of the request, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly authenticated: AuthenticatedRequest;
}

/** What the rules are made with. */
export interface KeepingRulesOptions {
  /** The supergraph that serves. */
  readonly current: () => Generation;
  readonly policyOf: (generation: Generation) => Policy;
  /** As whom subgraphs are asked what is the same for everybody. */
  readonly publicly: (headers: Readonly<Record<string, string>>, request: AuthenticatedRequest) => SubgraphCaller;
  /** Names of the headers that subgraphs see and an answer may depend on, in lower case. */
  readonly forwarded: readonly string[];
}

/** How something may be kept for a request. */
interface Kept {
  readonly isPrivate: boolean;
  /** s; 0 where it may not */
  readonly maxAge: number;
  readonly circumstances: Circumstances;
}

/** Makes the rules. */
export class KeepingRules {
  readonly #tags = new Set<string>();
  readonly #policies = new WeakMap<object, Policy>();
  readonly #options: KeepingRulesOptions;
  readonly #now: () => number;
  readonly #monthNow: () => string;

  /** @param now ms since 1970 */
  constructor(options: KeepingRulesOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
    this.#monthNow = snapshotMonths(now);
  }

  /** @returns what a supergraph says of keeping and of people, read once */
  policyOf(generation: Generation): Policy {
    const { supergraphSchema } = generation;
    let known = this.#policies.get(supergraphSchema);
    if (known === undefined) {
      this.#policies.set(supergraphSchema, (known = this.#options.policyOf(generation)));
      for (const tag of known.hints.tags) this.#tags.add(tag);
    }
    return known;
  }

  /** @returns those that a supergraph here has, or had, whether anybody has asked it yet: nothing is kept under any other */
  tagsAmong(tags: readonly string[] | 'all'): readonly string[] | 'all' {
    this.policyOf(this.#options.current());
    return tags === 'all' ? tags : tags.filter((tag) => this.#tags.has(tag));
  }

  /**
   * @param own as whom subgraphs are asked what depends on the caller
   * @param variables that what is kept depends on
   */
  keptFor(
    { prepared, authenticated, headers, contract }: AskedOperation,
    caching: OperationCaching,
    own: SubgraphCaller,
    variables: AskedOperation['variables'],
  ): Kept {
    const { caller: who } = authenticated;
    // Who may see exact counts sees other numbers than everybody.
    const exact = who === undefined || who.scopes.has(EXACT_SCOPE);
    const isPrivate = caching.isPrivate || (who !== undefined && exact);
    const maxAge = caching.maxAge({ variables: variables ?? {}, exact, now: this.#now() });
    const circumstances: Circumstances = {
      prepared,
      contract,
      variables,
      privateTo: isPrivate ? authenticated : undefined,
      caller: isPrivate ? own : this.#options.publicly(headers, authenticated),
      forwarded: this.#options.forwarded.map((name) => headers[name]),
      month: authenticated.month ?? this.#monthNow(),
    };
    return { isPrivate, maxAge, circumstances };
  }
}
