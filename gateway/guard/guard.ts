/**
 * The guard's door: everything that is asked about a request before it may run, and what is settled after. Who asks, how
 * often, for what purpose, what of the graph, at which price. What hangs on a supergraph is made once a generation, what
 * hangs on an operation once a prepared operation.
 */
import type { Log } from '../../base/log.ts';
import { snapshotMonths } from '../../base/snapshot-month.ts';
import type { ExecutionResult } from '../execute/compile-operation.ts';
import { forwardsAny, SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../plan/authorization.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { DisclosedResult } from '../supergraph/operation-context.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ReadRecordingOptions } from './read-recording.ts';
import { holdersOf, type Caller } from './identity/caller.ts';
import type { CallerFor } from './claims/subgraph-callers.ts';
import type { IdentityService, IdentitySettings } from './identity/open-identity.ts';
import { createBudgets, type Budgets } from './limits/budgets.ts';
import { clientKeys, type ClientKey } from './limits/client-key.ts';
import { openCounters, type Counters } from './limits/counter.ts';
import { refuseElsewhere, refuseOthers } from './operators.ts';
import { PLAN_SCOPE, planRequestOf, type PlanRequest } from './plan-request.ts';
import { purposeOf } from './policy/purpose.ts';
import { rulesOf, type GuardSettings, type Rules } from './rules.ts';
import { mapMaybePromise, type MaybePromise } from './maybe-promise.ts';
import { playgroundIdentities, playgroundTokens, type PlaygroundIdentities } from './playground-identities.ts';

/** A request that may go on, and as whom. */
export interface AuthenticatedRequest {
  readonly caller: Caller | undefined;
  /** By what they are counted: clients take turns where work waits. */
  readonly client: string;
  readonly purpose: string | undefined;
  /** Whose frozen counts they get unless they may see exact ones, `YYYY-MM`: the same from all subgraphs. */
  readonly month?: string;
  /** Whether they ask for the plan of their operation; absent: they do not. */
  readonly plan?: PlanRequest;
  /** What the caller calls their request, or what it is given: the audit names it. */
  readonly requestId: string;
  readonly address: string;
  /** As whom the request's fetches ask. */
  readonly subgraphCaller: SubgraphCaller;
}

/** What is settled when the operation has run. @returns the answer as this caller may have it, and what it says beside its data */
type AfterExecution = (outcome: ExecutionResult) => MaybePromise<DisclosedResult>;

export interface Guard {
  /**
   * @throws CodedError: no such caller, too often, for an unknown purpose, for a plan they may not see
   */
  authenticate(
    headers: Readonly<Record<string, string>>,
    address: string,
    requestId?: string,
  ): MaybePromise<AuthenticatedRequest>;
  /** @throws CodedError OPERATORS_ONLY, and what identity and rate say, unless this is who runs the gateway */
  authenticateOperator(headers: Readonly<Record<string, string>>, address: string): MaybePromise<void>;
  /** What the explorer offers to try the graph as. */
  playground(): PlaygroundIdentities;
  /** A token for each role that is offered, but for the public; none outside development. */
  playgroundTokens(): Promise<Readonly<Record<string, string>>>;
  authorizationFor(generation: Generation, admitted: AuthenticatedRequest): Authorization;
  /**
   * What everybody and each role may have on a generation. It is asked before one serves, so that no request waits for its rules to be read.
   * @throws CodedError BAD_POLICY
   */
  expectedAuthorizations(generation: Generation): readonly Authorization[];
  /** What somebody who had these rights on another generation has on this one. */
  renewedAuthorization(rights: Authorization, generation: Generation): Authorization;
  /** @throws CodedError: too expensive, the minute's budget spent; nothing has run then */
  beforeExecution(
    prepared: PreparedOperation,
    generation: Generation,
    variables: Readonly<Record<string, unknown>> | undefined,
    admitted: AuthenticatedRequest,
  ): MaybePromise<AfterExecution>;
  close(): Promise<void>;
}

export interface GuardOptions {
  readonly settings: GuardSettings & Pick<IdentitySettings, 'audience' | 'developmentAgency'>;
  readonly identity: IdentityService;
  /** The generation that serves now, for the purposes its policy names. */
  readonly current: () => Generation;
  /** As whom subgraphs are asked for a caller. */
  readonly callerFor: CallerFor;
  /** Where reads of personal data are recorded; while it cannot be written, nobody reads any. */
  readonly audit?: AuditLog;
  readonly log: Log;
}

export function createGuard(options: GuardOptions): Guard {
  return new WholeGuard(options);
}

const AS_IT_IS: AfterExecution = (outcome) => ({ outcome });

/**
 * For a graph that is open to everybody, or when another gate stands in front; and for measuring what the guard costs.
 * @param forwardHeaders names of the headers that any subgraph sees, in lower case
 */
export function openGuard(forwardHeaders: readonly string[] = []): Guard {
  const nobody = new SubgraphCaller({}, undefined, forwardHeaders);
  return {
    authenticate: (headers, address) => ({
      subgraphCaller: forwardsAny(headers, forwardHeaders)
        ? new SubgraphCaller(headers, undefined, forwardHeaders)
        : nobody,
      client: address,
      caller: undefined,
      purpose: undefined,
      plan: planRequestOf(headers, true),
      requestId: '',
      address,
    }),
    authenticateOperator: refuseElsewhere,
    playground: () => ({ roles: [{ name: 'public', title: 'Everybody', plans: true }], purposes: [] }),
    playgroundTokens: async () => ({}),
    authorizationFor: () => PUBLIC_AUTHORIZATION,
    expectedAuthorizations: () => [PUBLIC_AUTHORIZATION],
    renewedAuthorization: (authorization) => authorization,
    beforeExecution: () => AS_IT_IS,
    close: async () => {},
  };
}

class WholeGuard implements Guard {
  readonly #options: GuardOptions;
  readonly #counters: Counters;
  readonly #clientOf: ClientKey;
  readonly #budgets: Budgets;
  readonly #disclosure: ReadRecordingOptions;
  readonly #rules = new WeakMap<Generation, Rules>();
  readonly #monthNow = snapshotMonths();

  constructor(options: GuardOptions) {
    const { settings, log } = options;
    this.#options = options;
    this.#disclosure = {
      audit: options.audit,
      unperturbed: (coordinate, subgraphs) =>
        log.error({ coordinate, subgraphs }, 'a subgraph sends small counts as they are; they are not shown'),
    };
    this.#counters = openCounters(settings.redisUrl, (err) => log.warn({ err }, 'Redis does not answer'));
    this.#clientOf = clientKeys(settings.redisUrl);
    this.#budgets = createBudgets(this.#counters, this.#clientOf);
  }

  authenticate(
    headers: Readonly<Record<string, string>>,
    address: string,
    requestId = '',
  ): MaybePromise<AuthenticatedRequest> {
    return mapMaybePromise(this.#options.identity.identify(headers), (caller) =>
      mapMaybePromise(this.#budgets.countRequest(caller, address), () => {
        const purpose = purposeOf(headers['x-purpose'], this.#rulesOn(this.#options.current()).purposes);
        const plan = planRequestOf(headers, caller.scopes.has(PLAN_SCOPE));
        const month = this.#monthNow();
        const subgraphCaller = this.#options.callerFor(headers, caller, purpose, month);
        return {
          caller,
          client: this.#clientOf(caller, address),
          purpose,
          month,
          plan,
          requestId,
          address,
          subgraphCaller,
        };
      }),
    );
  }

  playground(): PlaygroundIdentities {
    const {
      identity,
      current,
      settings: { developmentAgency },
    } = this.#options;
    return playgroundIdentities({ identity, purposes: this.#rulesOn(current()).purposes, agency: developmentAgency });
  }

  playgroundTokens(): Promise<Readonly<Record<string, string>>> {
    const {
      identity,
      settings: { audience, developmentAgency },
    } = this.#options;
    return playgroundTokens({ identity, audience, agency: developmentAgency });
  }

  authenticateOperator(headers: Readonly<Record<string, string>>, address: string): MaybePromise<void> {
    return mapMaybePromise(this.#options.identity.identify(headers), (caller) =>
      mapMaybePromise(this.#budgets.countRequest(caller, address), () => refuseOthers(caller)),
    );
  }

  authorizationFor(generation: Generation, { caller, purpose }: AuthenticatedRequest): Authorization {
    return this.#rulesOn(generation).rightsOf(caller!, purpose, this.#mayRecord());
  }

  expectedAuthorizations(generation: Generation): readonly Authorization[] {
    const rules = this.#rulesOn(generation);
    const recorded = this.#mayRecord();
    return [
      ...new Set(holdersOf(this.#options.identity.roles).map((caller) => rules.rightsOf(caller, undefined, recorded))),
    ];
  }

  renewedAuthorization(rights: Authorization, generation: Generation): Authorization {
    return this.#rulesOn(generation).authorizationAfter(rights);
  }

  beforeExecution(
    prepared: PreparedOperation,
    generation: Generation,
    variables: Readonly<Record<string, unknown>> = {},
    admitted: AuthenticatedRequest,
  ): MaybePromise<AfterExecution> {
    const { purpose, requestId, address } = admitted;
    const caller = admitted.caller!;
    const rules = this.#rulesOn(generation);
    const price = rules.priceOf(prepared, caller);
    const disclose = rules.disclosureOf(prepared);
    const estimated = price.estimate(variables);
    return mapMaybePromise(this.#budgets.reserve(caller, address, estimated), (settle) => {
      const shows = caller.scopes.has('cost:read');
      // Counting an answer means walking it, so it is done for who may see it and where persons are at stake.
      const counted = shows || estimated.persons > 0;
      if (!counted && disclose === undefined) return AS_IT_IS;
      return (ran) => {
        // Where objects are made of it anyway, those are counted.
        const actual = counted
          ? price.actual(disclose === undefined ? ran : { data: () => ran.data() }, variables)
          : undefined;
        return mapMaybePromise(actual && settle(actual), () => {
          const disclosed = disclose?.(ran, { caller, purpose, requestId }, variables) ?? ran;
          return mapMaybePromise(disclosed, (outcome) => ({
            outcome,
            extensions: shows ? { cost: { estimated: estimated.cost, actual: actual!.cost } } : undefined,
          }));
        });
      };
    });
  }

  close(): Promise<void> {
    return Promise.resolve(this.#counters.close());
  }

  /** False while reads of personal data cannot be recorded. */
  #mayRecord(): boolean {
    return this.#options.audit?.state.kind !== 'refusing';
  }

  #rulesOn(generation: Generation): Rules {
    let rules = this.#rules.get(generation);
    if (rules === undefined)
      this.#rules.set(generation, (rules = rulesOf(generation, this.#options.settings, this.#disclosure)));
    return rules;
  }
}
