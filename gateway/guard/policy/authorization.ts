/**
 * Authorizations of callers: what preparing an operation needs to know of their rights. One is made for all callers with an equal
 * decision, whose keys are equal. So two callers share a prepared operation exactly when they may see the same.
 */
import { hash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { OperationInvalid } from '../../plan/operation-invalid.ts';
import type { PlannedOperation, Authorization } from '../../plan/authorization.ts';
import type { Denial, FieldPolicy } from '../../disclosure/field-policy.ts';
import { auditFault } from '../../audit/errors.ts';
import { asksForSubjects, withSubjects, type SubjectFields } from '../../audit/subjects.ts';
import { callerSchema, hasInput } from './caller-schema.ts';
import { decide, type Decision, type ReportUnperturbed } from './decision.ts';
import { deniedFault } from './errors.ts';
import type { DeniedInputs } from './validate-inputs.ts';
import { withMaskSiblings, usesSiblingKeys } from './with-mask-siblings.ts';
import { withNamedRows } from './named-rows.ts';
import { namingInputs, type Policy } from './policy.ts';
import type { Standing } from './requirement.ts';

/** What happens with a field the caller may not read: null and an error, the whole request is refused, or it is unknown. */
export type ForbiddenMode = 'null' | 'refuse' | 'hide';

/** Decisions kept per generation. One is made for each set of scopes and purpose in use: a few dozen in a city. */
const MOST_DECISIONS = 500;

/**
 * Prepares authorizations under one policy.
 * @param policy of one generation; the result must not be used for another
 * @param mode what happens with forbidden fields
 * @param subjects fields that name a person for the audit record; empty where reads are not recorded
 * @param reportUnperturbed called with each count that its subgraph should have perturbed
 * @returns the authorization of a standing: the same object for equal decisions, so that views of the schema are built once
 */
export function authorizationFrom(
  policy: Policy,
  mode: ForbiddenMode = 'null',
  subjects: SubjectFields = new Map(),
  reportUnperturbed?: ReportUnperturbed,
): (standing: Standing) => Authorization {
  const byStanding = new LRUCache<string, Authorization>({ max: MOST_DECISIONS });
  const byKey = new LRUCache<string, Authorization>({ max: MOST_DECISIONS });
  const rules = { mode, enlarge: enlargement(policy, subjects), minimumsBelow: policy.aggregates };
  return (standing) => {
    const words = wordsOf(standing);
    const known = byStanding.get(words);
    if (known !== undefined) return known;
    const decision = decide(policy, standing, reportUnperturbed);
    const key = keyOf(decision, mode);
    const authorization = byKey.get(key) ?? new PolicyAuthorization(key, standing, decision, rules);
    byStanding.set(words, authorization);
    byKey.set(key, authorization);
    return authorization;
  };
}

/** What all authorizations under one policy share. */
interface AuthorizationRules {
  readonly mode: ForbiddenMode;
  readonly enlarge: Authorization['enlarge'];
  readonly minimumsBelow: Policy['aggregates'];
}

/** An authorization, with what the guard needs of it besides. */
class PolicyAuthorization implements Authorization {
  readonly key: string;
  readonly unseen: 'unknown' | 'denied';
  readonly enlarge: Authorization['enlarge'];
  /** Of the caller it was first made for. */
  readonly standing: Standing;
  readonly #decision: Decision;
  readonly #rules: AuthorizationRules;
  readonly #views = new WeakMap<GraphQLSchema, GraphQLSchema>();

  constructor(key: string, standing: Standing, decision: Decision, rules: AuthorizationRules) {
    this.key = key;
    this.unseen = rules.mode === 'hide' ? 'unknown' : 'denied';
    this.enlarge = rules.enlarge;
    this.standing = standing;
    this.#decision = decision;
    this.#rules = rules;
  }

  get deniedInputs(): DeniedInputs {
    return this.#decision.deniedInputs;
  }

  schema(api: GraphQLSchema): GraphQLSchema {
    const view = this.#views.get(api) ?? callerSchema(api, this.#decision);
    this.#views.set(api, view);
    return view;
  }

  authorise(planned: PlannedOperation): FieldPolicy {
    const { mode, minimumsBelow } = this.#rules;
    return { ...fieldPolicy(planned, this.#decision, mode), minimumsBelow };
  }
}

/**
 * @returns the standing of a caller with this authorization, to find theirs on another generation; undefined for one that no policy
 * has made
 */
export function standingBehind(authorization: Authorization): Standing | undefined {
  return authorization instanceof PolicyAuthorization ? authorization.standing : undefined;
}

/**
 * Inputs that callers with this authorization may not filter or sort by. Where forbidden fields are unknown, inputs that their own
 * schema lacks are left out: validation refuses those as it refuses what does not exist.
 */
export function deniedInputsOf(authorization: Authorization, api: GraphQLSchema): DeniedInputs {
  if (!(authorization instanceof PolicyAuthorization)) return new Map();
  const { deniedInputs, unseen } = authorization;
  if (unseen === 'denied') return deniedInputs;
  const view = authorization.schema(api);
  return new Map([...deniedInputs].filter(([coordinate]) => hasInput(view, coordinate)));
}

/** @returns the step that adds fields to operations, for masks and the audit record; undefined where none is ever needed */
function enlargement(policy: Policy, subjects: SubjectFields): Authorization['enlarge'] {
  const siblings = new Map(
    [...policy.masks].flatMap(([coordinate, { by }]) => (by === undefined ? [] : [[coordinate, by.sibling]])),
  );
  const steps = [
    ...(siblings.size === 0 ? [] : [forTheMasks(siblings)]),
    ...(subjects.size === 0 ? [] : [forTheRecord(namingInputs(policy), subjects)]),
  ];
  return steps.length === 0
    ? undefined
    : (document, api) => steps.reduce((enlarged, step) => step(enlarged, api), document);
}

/** Adds the siblings that state how a value is masked. @throws OperationInvalid where a client uses the response keys of the gateway */
function forTheMasks(siblings: ReadonlyMap<string, string>): NonNullable<Authorization['enlarge']> {
  return (document, api) => {
    if (usesSiblingKeys(document))
      throw new OperationInvalid('GRAPHQL_VALIDATION_FAILED', [
        { message: 'Response keys that begin with "sigapBeside__" are the gateway\'s own.' },
      ]);
    return withMaskSiblings(api, document, siblings);
  };
}

/**
 * Adds the fields that name persons for the audit record.
 * @throws OperationInvalid where a client uses the response keys of the gateway: they could put another person into the record
 */
function forTheRecord(naming: ReadonlySet<string>, subjects: SubjectFields): NonNullable<Authorization['enlarge']> {
  return (document, api) => {
    if (asksForSubjects(document))
      throw new OperationInvalid('GRAPHQL_VALIDATION_FAILED', [
        { message: 'Response keys that begin with "sigapSubject__" are the gateway\'s own.' },
      ]);
    return withSubjects(api, withNamedRows(api, document, naming, subjects), subjects);
  };
}

/**
 * What the plan may fetch. Each type behind an interface is checked by itself. An interface with stricter requirements than its types
 * denies the places where fields are selected on the interface.
 * @throws CodedError FORBIDDEN_FIELD, PURPOSE_REQUIRED, AUDIT_UNAVAILABLE where such a field refuses the whole request
 */
function fieldPolicy({ requested, fetched }: PlannedOperation, decision: Decision, mode: ForbiddenMode): FieldPolicy {
  const { denied, deniedOnInterface, masked, besides } = decision;
  const deniedPaths = new Map<string, Denial>();
  for (const { typeName, fieldName, path } of requested) {
    const denial = deniedOnInterface.get(`${typeName}.${fieldName}`);
    if (denial !== undefined) deniedPaths.set(path.join('.'), denial);
  }
  if (mode === 'refuse') {
    const [onPath] = deniedPaths.values();
    refuse(
      onPath ??
        [...requested, ...fetched]
          .flatMap(({ objectTypes, fieldName }) => objectTypes.map((type) => denied.get(`${type}.${fieldName}`)))
          .find(Boolean),
    );
  }
  return { transforms: masked, besides, floors: decision.floors, denied, deniedPaths };
}

function refuse(denial: Denial | undefined): void {
  if (denial === undefined) return;
  const extensions = { coordinate: denial.extensions?.coordinate };
  if (denial.code === 'AUDIT_UNAVAILABLE') throw auditFault('AUDIT_UNAVAILABLE', undefined, { extensions });
  throw deniedFault(
    denial.code === 'PURPOSE_REQUIRED' ? 'PURPOSE_REQUIRED' : 'FORBIDDEN_FIELD',
    String(extensions.coordinate),
  );
}

function wordsOf({ authenticated, scopes, policies, purpose, recorded = true }: Standing): string {
  return JSON.stringify([recorded, authenticated, [...scopes].sort(), [...policies].sort(), purpose ?? null]);
}

function keyOf(
  { denied, deniedOnInterface, masked, inFull, floors, deniedInputs }: Decision,
  mode: ForbiddenMode,
): string {
  // Codes are part of the key: a field denied for a missing scope answers otherwise than one denied for a missing purpose.
  const parts = [
    mode,
    [...denied].map(([field, { code }]) => [field, code]),
    [...deniedOnInterface.keys()],
    [...masked.keys()],
    inFull,
    floors.size > 0,
    [...deniedInputs].map(([input, { code }]) => [input, code]),
  ];
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
}
