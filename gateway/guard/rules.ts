/** What the guard asks of operations on one generation, and what it has worked out about each of them. */
import { parse, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { SettingsOf } from '../../base/settings.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { Authorization } from '../plan/authorization.ts';
import type { Generation } from '../supergraph/generation.ts';
import type { Caller } from './identity/caller.ts';
import { perCaller } from './identity/per-caller.ts';
import { compileActual, type CountedAnswer } from './limits/actual-cost.ts';
import { readCostModel, type CostModel } from './limits/cost-model.ts';
import { compileEstimate } from './limits/estimated-cost.ts';
import { checkIntrospectionScope, introspects } from './limits/introspection.ts';
import type { limitSettings } from './limits/settings.ts';
import { readRecording, type ReadRecording, type ReadRecordingOptions } from './read-recording.ts';
import { inputValidator } from './policy/validate-inputs.ts';
import { readPolicy } from './policy/policy.ts';
import { deniedInputsOf, authorizationFrom, standingBehind } from './policy/authorization.ts';
import { seenVariables } from './policy/seen-variables.ts';
import type { policySettings } from './policy/settings.ts';
import type { RequestVariables } from './variables.ts';

export type GuardSettings = SettingsOf<typeof limitSettings> & SettingsOf<typeof policySettings>;

/** An operation's price, compiled once. */
interface OperationCost {
  /** @throws CodedError also FORBIDDEN_FILTER, PURPOSE_REQUIRED: what must not be asked has no price */
  readonly estimate: ReturnType<typeof compileEstimate>;
  readonly actual: ReturnType<typeof compileActual>;
}

export interface Rules {
  /** What `x-purpose` may say. */
  readonly purposes: ReadonlySet<string>;
  /** @param recorded false while reading personal data cannot be recorded */
  rightsOf(caller: Caller, purpose: string | undefined, recorded?: boolean): Authorization;
  /** What somebody who had these rights under other rules has under these. */
  authorizationAfter(rights: Authorization): Authorization;
  /** What is done with an operation's answers before they leave; undefined when nothing is. */
  disclosureOf(prepared: PreparedOperation): ReadRecording | undefined;
  /** @throws CodedError INTROSPECTION_REFUSED */
  priceOf(prepared: PreparedOperation, caller: Caller): OperationCost;
}

/** @throws CodedError BAD_POLICY when the supergraph's directives do not have the arguments their spec gives them */
export function rulesOf(generation: Generation, settings: GuardSettings, disclosure: ReadRecordingOptions): Rules {
  const document = parse(generation.sdl, { noLocation: true });
  const policy = readPolicy(document);
  const cost = readCostModel(
    document,
    settings.defaultListSize,
    new Map([...policy.filters].filter(([, { personal }]) => personal.length > 0)),
  );
  const rights = authorizationFrom(
    policy,
    settings.forbidden,
    disclosure.audit && policy.subjects,
    toldOnce(disclosure.unperturbed),
  );
  const standing = (recorded: boolean) =>
    perCaller(({ kind, scopes, roles }, purpose) =>
      rights({ authenticated: kind !== 'public', scopes, policies: new Set(roles), purpose, recorded }),
    );
  const [whileRecorded, unrecorded] = [standing(true), standing(false)];
  const disclosed = new WeakMap<PreparedOperation, ReadRecording | undefined>();
  const judged = new WeakMap<PreparedOperation, OperationCost & { readonly introspects: boolean }>();
  return {
    purposes: new Set([...policy.purposes, ...settings.purposes]),
    rightsOf: (caller, purpose, recorded = true) => (recorded ? whileRecorded : unrecorded)(caller, purpose),
    authorizationAfter(before) {
      const standing = standingBehind(before);
      return standing === undefined ? before : rights(standing);
    },
    disclosureOf(prepared) {
      if (!disclosed.has(prepared)) disclosed.set(prepared, readRecording(disclosure, policy, generation, prepared));
      return disclosed.get(prepared);
    },
    priceOf(prepared, caller) {
      let known = judged.get(prepared);
      if (known === undefined)
        judged.set(
          prepared,
          (known = { ...compilePrice(cost, generation, prepared), introspects: introspects(prepared.document) }),
        );
      checkIntrospectionScope(known.introspects, caller);
      return known;
    },
  };
}

/** Each coordinate once a generation: a subgraph that does not perturb does so with every answer. */
function toldOnce(
  tell: ReadRecordingOptions['unperturbed'],
): (coordinate: string, subgraphs: readonly string[]) => void {
  const told = new Set<string>();
  return (coordinate, subgraphs) => {
    if (told.has(coordinate)) return;
    told.add(coordinate);
    tell?.(coordinate, subgraphs);
  };
}

function compilePrice(
  model: CostModel,
  { apiSchema: schema }: Generation,
  { document, operation, policy, rights }: PreparedOperation,
): OperationCost {
  const priced = { schema, document, operation, denied: policy?.denied };
  const price = { estimate: compileEstimate(model, priced), actual: compileActual(model, priced) };
  const seen = variablesSeen(rights, schema, operation);
  const asSeen =
    seen === undefined
      ? price
      : {
          estimate: (variables: RequestVariables) => price.estimate(seen(variables)),
          actual: (answer: CountedAnswer, variables: RequestVariables) => price.actual(answer, seen(variables)),
        };
  const judge = inputValidator(schema, document, operation, deniedInputsOf(rights, schema));
  if (judge === undefined) return asSeen;
  const judged: typeof price.estimate = (variables) => {
    judge(variables);
    return asSeen.estimate(variables);
  };
  return { estimate: judged, actual: asSeen.actual };
}

/** What of a request's variables has a price, where some names are hidden from its caller; undefined: all of it. */
function variablesSeen(
  rights: Authorization,
  api: GraphQLSchema,
  operation: OperationDefinitionNode,
): ((variables: RequestVariables) => RequestVariables) | undefined {
  if (rights.unseen === 'denied') return undefined;
  const own = rights.schema?.(api) ?? api;
  return own === api ? undefined : seenVariables(own, operation);
}
