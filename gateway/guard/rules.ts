/** The guard's rules of one generation: policy and costs, and what was compiled of them for each prepared operation. */
import { parse, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { SettingsOf } from '../../base/settings.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { Authorization } from '../plan/authorization.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { Caller } from './identity/caller.ts';
import { perCaller } from './identity/per-caller.ts';
import { compileActual, type CountedAnswer } from './limits/actual-cost.ts';
import { costByField, type FieldCost } from './limits/cost-by-field.ts';
import { readCostModel, type CostModel } from './limits/cost-model.ts';
import { compileEstimate } from './limits/estimated-cost.ts';
import { checkIntrospectionScope, introspects } from './limits/introspection.ts';
import type { limitSettings } from './limits/settings.ts';
import { readRecording, type ReadRecording, type ReadRecordingOptions } from './read-recording.ts';
import { openAnswers, type IsOpenFor } from './policy/open-answers.ts';
import { inputValidator } from './policy/validate-inputs.ts';
import { readPolicy, type Policy } from './policy/policy.ts';
import type { ReportUnperturbed } from './policy/decision.ts';
import type { Standing } from './policy/requirement.ts';
import { deniedInputsOf, authorizationFrom, standingBehind } from './policy/authorization.ts';
import { seenVariables } from './policy/seen-variables.ts';
import type { policySettings } from './policy/settings.ts';
import type { RequestVariables } from './variables.ts';

/** The validated options of limits and policy. */
export type GuardSettings = SettingsOf<typeof limitSettings> & SettingsOf<typeof policySettings>;

/** An operation's cost functions, compiled once. */
interface OperationCost {
  /** @throws CodedError LIST_SIZE_UNKNOWN; also FORBIDDEN_FILTER, PURPOSE_REQUIRED, AUDIT_UNAVAILABLE for inputs the caller may not use */
  readonly estimate: ReturnType<typeof compileEstimate>;
  readonly actual: ReturnType<typeof compileActual>;
  /** The estimate, field by field. */
  readonly byField: (variables: RequestVariables) => readonly FieldCost[];
}

/** The rules of one generation. */
export interface Rules {
  /** Values that `x-purpose` may have. */
  readonly purposes: ReadonlySet<string>;
  /** What the supergraph declares. */
  readonly policy: Policy;
  /** What the policy knows of a caller. @param recorded false while reads of personal data cannot be recorded */
  standingOf(caller: Caller, purpose: string | undefined, recorded: boolean): Standing;
  /** What a caller may read and use. @param recorded false while reads of personal data cannot be recorded */
  authorizationFor(caller: Caller, purpose: string | undefined, recorded?: boolean): Authorization;
  /** What a caller with an authorization under other rules may do under these. */
  renewedAuthorization(previous: Authorization): Authorization;
  /** The recording of an operation's answers; undefined where they hold nothing to record. */
  recordingOf(prepared: PreparedOperation): ReadRecording | undefined;
  /** Whether its answer for a caller holds nothing that is kept from anybody. @param isKnown whether a subgraph may know them */
  isOpen(prepared: PreparedOperation, caller: Caller, isKnown: boolean): boolean;
  /** The cost of an operation. @throws CodedError INTROSPECTION_REFUSED */
  costOf(prepared: PreparedOperation, caller: Caller): OperationCost;
}

/**
 * Reads the rules of a generation from its supergraph.
 * @throws CodedError BAD_POLICY where a directive does not have the arguments that its specification defines
 */
export function rulesOf(generation: Generation, settings: GuardSettings, recording: ReadRecordingOptions): Rules {
  return new GenerationRules(generation, settings, recording);
}

class GenerationRules implements Rules {
  readonly purposes: ReadonlySet<string>;
  readonly policy: Policy;
  readonly #generation: Generation;
  readonly #recording: ReadRecordingOptions;
  readonly #costModel: CostModel;
  readonly #authorize: ReturnType<typeof authorizationFrom>;
  readonly #whileRecorded: (caller: Caller, purpose: string | undefined) => Authorization;
  readonly #whileUnrecorded: (caller: Caller, purpose: string | undefined) => Authorization;
  readonly #open = new WeakMap<PreparedOperation, IsOpenFor>();
  readonly #recordings = new WeakMap<PreparedOperation, ReadRecording | undefined>();
  readonly #costs = new WeakMap<PreparedOperation, OperationCost & { readonly introspects: boolean }>();

  constructor(generation: Generation, settings: GuardSettings, recording: ReadRecordingOptions) {
    const document = parse(generation.sdl, { noLocation: true });
    const policy = readPolicy(document);
    const personInputs = [...policy.filters].filter(([, { personal }]) => personal.length > 0);
    this.#generation = generation;
    this.#recording = recording;
    this.policy = policy;
    this.#costModel = readCostModel(document, settings.defaultListSize, new Map(personInputs));
    this.#authorize = authorizationFrom(
      policy,
      settings.forbidden,
      recording.audit && policy.subjects,
      onceEach(recording.reportUnperturbed),
    );
    this.#whileRecorded = this.#perCaller(true);
    this.#whileUnrecorded = this.#perCaller(false);
    this.purposes = new Set([...policy.purposes, ...settings.purposes]);
  }

  authorizationFor(caller: Caller, purpose: string | undefined, recorded = true): Authorization {
    return recorded ? this.#whileRecorded(caller, purpose) : this.#whileUnrecorded(caller, purpose);
  }

  standingOf({ kind, scopes, roles }: Caller, purpose: string | undefined, recorded: boolean): Standing {
    return { authenticated: kind !== 'public', scopes, policies: new Set(roles), purpose, recorded };
  }

  renewedAuthorization(previous: Authorization): Authorization {
    const standing = standingBehind(previous);
    return standing === undefined ? previous : this.#authorize(standing);
  }

  recordingOf(prepared: PreparedOperation): ReadRecording | undefined {
    if (!this.#recordings.has(prepared))
      this.#recordings.set(prepared, readRecording(this.#recording, this.policy, this.#generation, prepared));
    return this.#recordings.get(prepared);
  }

  isOpen(prepared: PreparedOperation, caller: Caller, isKnown: boolean): boolean {
    let isOpenFor = this.#open.get(prepared);
    if (isOpenFor === undefined)
      this.#open.set(prepared, (isOpenFor = openAnswers(this.policy, this.#generation.apiSchema, prepared)));
    return isOpenFor(caller, isKnown);
  }

  costOf(prepared: PreparedOperation, caller: Caller): OperationCost {
    let cost = this.#costs.get(prepared);
    if (cost === undefined) {
      const compiled = compileCost(this.#costModel, this.#generation, prepared);
      this.#costs.set(prepared, (cost = { ...compiled, introspects: introspects(prepared.document) }));
    }
    checkIntrospectionScope(cost.introspects, caller);
    return cost;
  }

  #perCaller(recorded: boolean): (caller: Caller, purpose: string | undefined) => Authorization {
    return perCaller((caller, purpose) => this.#authorize(this.standingOf(caller, purpose, recorded)));
  }
}

/** Reports each coordinate once per generation: a subgraph that does not perturb sends such counts with every answer. */
function onceEach(report: ReportUnperturbed = () => {}): ReportUnperturbed {
  const reported = new Set<string>();
  return (coordinate, subgraphs) => {
    if (reported.has(coordinate)) return;
    reported.add(coordinate);
    report(coordinate, subgraphs);
  };
}

function compileCost(
  model: CostModel,
  { apiSchema: schema }: Generation,
  { document, operation, policy, authorization: rights }: PreparedOperation,
): OperationCost {
  const estimated = { schema, document, operation, denied: policy?.denied };
  const byField = (variables: RequestVariables): readonly FieldCost[] => costByField(model, estimated, variables);
  const cost = { estimate: compileEstimate(model, estimated), actual: compileActual(model, estimated), byField };
  const visible = visibleVariables(rights, schema, operation);
  const visibleCost =
    visible === undefined
      ? cost
      : {
          estimate: (variables: RequestVariables) => cost.estimate(visible(variables)),
          actual: (answer: CountedAnswer, variables: RequestVariables) => cost.actual(answer, visible(variables)),
          byField: (variables: RequestVariables) => byField(visible(variables)),
        };
  const validateInputs = inputValidator(schema, document, operation, deniedInputsOf(rights, schema));
  if (validateInputs === undefined) return visibleCost;
  const estimate: typeof cost.estimate = (variables) => {
    validateInputs(variables);
    return visibleCost.estimate(variables);
  };
  return { ...visibleCost, estimate };
}

/** @returns removes from a request's variables the names that are hidden from its caller; undefined where none are hidden */
function visibleVariables(
  authorization: Authorization,
  api: GraphQLSchema,
  operation: OperationDefinitionNode,
): ((variables: RequestVariables) => RequestVariables) | undefined {
  if (authorization.unseen === 'denied') return undefined;
  const own = authorization.schema?.(api) ?? api;
  return own === api ? undefined : seenVariables(own, operation);
}
