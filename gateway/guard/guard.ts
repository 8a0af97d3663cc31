/**
 * The guard: checks a request before it may run, and its answer before it leaves. It identifies the caller, counts requests, cost and
 * persons, reads the purpose, and decides what of the graph the caller may use. Rules are made once per generation, and what depends on an
 * operation once per prepared operation.
 */
import type { Log } from '../../base/log.ts';
import { snapshotMonths } from '../../base/snapshot-month.ts';
import type { ExecutionResult } from '../execute/compile-operation.ts';
import { isCredential } from '../fetch/forwardable-headers.ts';
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
import { createBudgets, type BatchEstimate, type Budgets } from './limits/budgets.ts';
import { costReserved } from './limits/cost-events.ts';
import { clientKeys, type ClientKey } from './limits/client-key.ts';
import type { Counters } from './limits/counter.ts';
import { openCounters } from './limits/open-counters.ts';
import { HEALTH_SCOPE, refuseElsewhere, refuseOthers } from './operators.ts';
import { EXPLAIN_SCOPE, explainRequestOf } from './explain-request.ts';
import { PLAN_SCOPE, planRequestOf, type PlanRequest } from './plan-request.ts';
import { purposeOf } from './policy/purpose.ts';
import type { FieldCost } from './limits/cost-by-field.ts';
import { readPolicy, type Policy } from './policy/policy.ts';
import type { Standing } from './policy/requirement.ts';
import { rulesOf, type GuardSettings, type Rules } from './rules.ts';
import { mapMaybePromise, type MaybePromise } from './maybe-promise.ts';
import { playgroundIdentities, playgroundTokens, type PlaygroundIdentities } from './playground-identities.ts';

/** A request whose caller is identified and may go on. */
export interface AuthenticatedRequest {
  /** Undefined where there is no guard. */
  readonly caller: Caller | undefined;
  /** The key under which they are counted; clients take turns where work waits. */
  readonly client: string;
  /** The stated purpose. */
  readonly purpose: string | undefined;
  /** The month whose snapshot of counts they get unless they may see exact ones, `YYYY-MM`: the same from all subgraphs. */
  readonly month?: string;
  /** How the plan of the operation is requested; absent where it is not. */
  readonly plan?: PlanRequest;
  /** Whether the answer is to be explained: then it is of this request's own run, not of one that others share. */
  readonly explained?: boolean;
  /** From the request, or made for it; the audit record names it. */
  readonly requestId: string;
  /** Of the client's socket; behind a proxy that of the proxy. */
  readonly address: string;
  /** The identity with which subgraphs are called for this request. */
  readonly subgraphCaller: SubgraphCaller;
  /** What its operations have been estimated at so far; undefined where it has one. */
  readonly batch?: BatchEstimate | undefined;
}

/** Runs after execution: corrects the budgets and records the read. @returns the answer for this caller, and its `extensions` */
type AfterExecution = (outcome: ExecutionResult) => MaybePromise<DisclosedResult>;

/** Checks requests and answers. All methods take header names in lower case. */
export interface Guard {
  /**
   * Identifies the caller and counts the request.
   * @param operations how many it has; each counts as a request
   * @throws CodedError of identity; RATE_LIMITED, BAD_PURPOSE, BAD_PLAN_REQUEST, PLAN_REFUSED, BAD_EXPLAIN_REQUEST, EXPLAIN_REFUSED
   */
  authenticate(
    headers: Readonly<Record<string, string>>,
    address: string,
    requestId?: string,
    operations?: number,
  ): MaybePromise<AuthenticatedRequest>;
  /** Lets only operators of the gateway pass. @throws CodedError OPERATORS_ONLY, of identity, RATE_LIMITED */
  authenticateOperator(headers: Readonly<Record<string, string>>, address: string): MaybePromise<void>;
  /** The roles and purposes that the explorer offers. */
  playground(): PlaygroundIdentities;
  /** Role -> a new token, for each role that is offered but `public`; none outside development. */
  playgroundTokens(): Promise<Readonly<Record<string, string>>>;
  /** What the caller may read and use on a generation. */
  authorizationFor(generation: Generation, request: AuthenticatedRequest): Authorization;
  /**
   * The authorizations of the public and of each role on a generation. Call it before the generation serves, so that no request waits for
   * its rules to be read.
   * @throws CodedError BAD_POLICY
   */
  expectedAuthorizations(generation: Generation): readonly Authorization[];
  /** The authorization on this generation of a caller with an authorization of another one. */
  renewedAuthorization(previous: Authorization, generation: Generation): Authorization;
  /**
   * Checks inputs and cost, and takes the estimate from the client's minute. Nothing has run yet.
   * @returns to be called with the outcome of the execution
   * @throws CodedError of limits and policy, such as COST_TOO_HIGH or FORBIDDEN_FILTER
   */
  beforeExecution(
    prepared: PreparedOperation,
    generation: Generation,
    variables: Readonly<Record<string, unknown>> | undefined,
    request: AuthenticatedRequest,
  ): MaybePromise<AfterExecution>;
  /** The policy of a supergraph, whether anybody is held to it or not. */
  policyOf(generation: Generation): Policy;
  /** As whom subgraphs are asked what is the same for everybody: of the caller they learn nothing but what is forwarded of every request. */
  publicly(headers: Readonly<Record<string, string>>, request: AuthenticatedRequest): SubgraphCaller;
  /** The rules that an answer was made under, for its explanation; undefined where there is no guard. */
  rulesBehind(
    prepared: PreparedOperation,
    generation: Generation,
    variables: Readonly<Record<string, unknown>> | undefined,
    request: AuthenticatedRequest,
  ): RulesBehind | undefined;
  /** Whether reads of personal data can be recorded; undefined where none are. */
  auditState(): AuditLog['state'] | undefined;
  /** Whether budgets are counted by this gateway alone because Redis does not answer; undefined where there is none. */
  budgetsAreApart(): boolean | undefined;
  /** Closes the counters. */
  close(): Promise<void>;
}

/** The rules behind the answer of one request. */
export interface RulesBehind {
  readonly policy: Policy;
  readonly standing: Standing;
  /** The month whose counts the gateway requests for this caller, `YYYY-MM`. */
  readonly month: string | undefined;
  /** What each field adds to the estimated cost, without bound; undefined for a caller who may not see costs. */
  readonly cost: readonly FieldCost[] | undefined;
  /** What the caller may use. */
  readonly budget: Caller['budget'];
  /** Whether the caller may see where subgraphs are. */
  readonly seesSubgraphs: boolean;
}

/** What a guard stands on. */
export interface GuardOptions {
  readonly settings: GuardSettings & Pick<IdentitySettings, 'audience' | 'developmentAgency'>;
  readonly identity: IdentityService;
  /** The generation that serves now; its policy names the purposes. */
  readonly current: () => Generation;
  /** Makes the identity with which subgraphs are called for a caller. */
  readonly callerFor: CallerFor;
  /** Whether a subgraph is sent credentials of the caller's as they came; absent: none is. */
  readonly forwardsCredentials?: boolean;
  /** Where reads of personal data are recorded; while it cannot be written, nobody may read any. */
  readonly audit?: AuditLog;
  readonly log: Log;
}

/** Makes the guard that enforces identity, limits and policy. */
export function createGuard(options: GuardOptions): Guard {
  return new WholeGuard(options);
}

const UNCHANGED: AfterExecution = (outcome) => ({ outcome });
const UNCHANGED_OPEN: AfterExecution = (outcome) => ({ outcome, open: true });

/**
 * A guard that refuses nobody: for a graph that is open to everybody or protected by a proxy, and for measuring the cost of the guard.
 * @param forwardHeaders names of the headers that any subgraph sees, in lower case; with a credential among them a subgraph may show its caller's own rows
 */
export function openGuard(forwardHeaders: readonly string[] = []): Guard {
  const unchanged = forwardHeaders.some(isCredential) ? UNCHANGED : UNCHANGED_OPEN;
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
      explained: explainRequestOf(headers, true),
      requestId: '',
      address,
    }),
    authenticateOperator: refuseElsewhere,
    playground: () => ({ roles: [{ name: 'public', title: 'Everybody', plans: true, explains: true }], purposes: [] }),
    playgroundTokens: () => Promise.resolve({}),
    authorizationFor: () => PUBLIC_AUTHORIZATION,
    expectedAuthorizations: () => [PUBLIC_AUTHORIZATION],
    renewedAuthorization: (authorization) => authorization,
    beforeExecution: () => unchanged,
    policyOf: ({ sdl }) => readPolicy(sdl),
    publicly: (_headers, { subgraphCaller }) => subgraphCaller,
    rulesBehind: () => undefined,
    auditState: () => undefined,
    budgetsAreApart: () => undefined,
    close: () => Promise.resolve(),
  };
}

class WholeGuard implements Guard {
  readonly #options: GuardOptions;
  readonly #counters: Counters;
  readonly #clientOf: ClientKey;
  readonly #budgets: Budgets;
  readonly #recording: ReadRecordingOptions;
  readonly #rules = new WeakMap<Generation, Rules>();
  readonly #monthNow = snapshotMonths();

  constructor(options: GuardOptions) {
    const { settings, log } = options;
    this.#options = options;
    this.#recording = {
      audit: options.audit,
      reportUnperturbed: (coordinate, subgraphs) =>
        log.error(
          { coordinate, subgraphs },
          'a subgraph sends small counts without perturbing them; they are not shown',
        ),
    };
    this.#counters = openCounters(settings.redisUrl, (err) => log.warn({ err }, 'Redis does not answer'));
    this.#clientOf = clientKeys(settings.redisUrl);
    this.#budgets = createBudgets(this.#counters, this.#clientOf);
  }

  authenticate(
    headers: Readonly<Record<string, string>>,
    address: string,
    requestId = '',
    operations = 1,
  ): MaybePromise<AuthenticatedRequest> {
    return mapMaybePromise(this.#options.identity.identify(headers), (caller) =>
      mapMaybePromise(this.#budgets.countRequest(caller, address, operations), () => {
        const purpose = purposeOf(headers['x-purpose'], this.#rulesOf(this.#options.current()).purposes);
        const plan = planRequestOf(headers, caller.scopes.has(PLAN_SCOPE));
        const explained = explainRequestOf(headers, caller.scopes.has(EXPLAIN_SCOPE));
        const month = this.#monthNow();
        const subgraphCaller = this.#options.callerFor(headers, caller, purpose, month);
        return {
          caller,
          client: this.#clientOf(caller, address),
          purpose,
          month,
          plan,
          explained,
          requestId,
          address,
          subgraphCaller,
          batch: operations === 1 ? undefined : { cost: 0, persons: 0 },
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
    return playgroundIdentities({ identity, purposes: this.#rulesOf(current()).purposes, agency: developmentAgency });
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

  budgetsAreApart(): boolean | undefined {
    return this.#counters.areApart?.();
  }

  auditState(): ReturnType<Guard['auditState']> {
    return this.#options.audit?.state;
  }

  authorizationFor(generation: Generation, { caller, purpose }: AuthenticatedRequest): Authorization {
    return this.#rulesOf(generation).authorizationFor(caller!, purpose, this.#mayRecord());
  }

  expectedAuthorizations(generation: Generation): readonly Authorization[] {
    const rules = this.#rulesOf(generation);
    const recorded = this.#mayRecord();
    return [
      ...new Set(
        holdersOf(this.#options.identity.roles).map((caller) => rules.authorizationFor(caller, undefined, recorded)),
      ),
    ];
  }

  renewedAuthorization(previous: Authorization, generation: Generation): Authorization {
    return this.#rulesOf(generation).renewedAuthorization(previous);
  }

  beforeExecution(
    prepared: PreparedOperation,
    generation: Generation,
    variables: Readonly<Record<string, unknown>> = {},
    request: AuthenticatedRequest,
  ): MaybePromise<AfterExecution> {
    const { purpose, requestId, address, batch } = request;
    const caller = request.caller!;
    const rules = this.#rulesOf(generation);
    const cost = rules.costOf(prepared, caller);
    const record = rules.recordingOf(prepared);
    const estimated = cost.estimate(variables);
    return mapMaybePromise(this.#budgets.reserve(caller, address, estimated, batch), (refund) => {
      if (costReserved.hasSubscribers) costReserved.publish(estimated);
      const showsCost = caller.scopes.has('cost:read');
      // Counting an answer means walking it: done for callers who see the cost, and where persons count.
      const counted = showsCost || estimated.persons > 0;
      const open = rules.isOpen(
        prepared,
        caller,
        caller.kind !== 'public' || this.#options.forwardsCredentials === true,
      );
      if (!counted && record === undefined) return open ? UNCHANGED_OPEN : UNCHANGED;
      return (executed) => {
        // Recording builds the answer's objects anyway, so these are counted.
        const actual = counted
          ? cost.actual(record === undefined ? executed : { data: () => executed.data() }, variables)
          : undefined;
        return mapMaybePromise(actual && refund(actual), () => {
          const recorded = record?.(executed, { caller, purpose, requestId }, variables) ?? executed;
          return mapMaybePromise(recorded, (outcome) => ({
            outcome,
            open,
            extensions: showsCost ? { cost: { estimated: estimated.cost, actual: actual!.cost } } : undefined,
          }));
        });
      };
    });
  }

  policyOf(generation: Generation): Policy {
    return this.#rulesOf(generation).policy;
  }

  publicly(headers: Readonly<Record<string, string>>, { month }: AuthenticatedRequest): SubgraphCaller {
    const { callerFor, identity } = this.#options;
    return callerFor(headers, identity.publicCaller, undefined, month);
  }

  rulesBehind(
    prepared: PreparedOperation,
    generation: Generation,
    variables: Readonly<Record<string, unknown>> = {},
    { caller, purpose, month }: AuthenticatedRequest,
  ): RulesBehind {
    const rules = this.#rulesOf(generation);
    const { scopes, budget } = caller!;
    return {
      month,
      budget,
      policy: rules.policy,
      standing: rules.standingOf(caller!, purpose, this.#mayRecord()),
      cost: scopes.has('cost:read') ? rules.costOf(prepared, caller!).byField(variables) : undefined,
      seesSubgraphs: scopes.has(HEALTH_SCOPE),
    };
  }

  close(): Promise<void> {
    return Promise.resolve(this.#counters.close());
  }

  /** False while reads of personal data cannot be recorded. */
  #mayRecord(): boolean {
    return this.#options.audit?.state.kind !== 'refusing';
  }

  #rulesOf(generation: Generation): Rules {
    let rules = this.#rules.get(generation);
    if (rules === undefined)
      this.#rules.set(generation, (rules = rulesOf(generation, this.#options.settings, this.#recording)));
    return rules;
  }
}
