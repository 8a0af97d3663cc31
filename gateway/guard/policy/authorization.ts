/**
 * What the later steps need to know of a caller's rights, made once for callers who stand alike. Equal decisions have
 * equal keys, so two callers share a prepared operation exactly when neither could tell the difference.
 */
import { hash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { OperationInvalid } from '../../plan/operation-invalid.ts';
import type { PlannedOperation, Authorization } from '../../plan/authorization.ts';
import type { Denial, FieldPolicy } from '../../disclosure/field-policy.ts';
import { auditFault } from '../../audit/errors.ts';
import { asksForSubjects, withSubjects, type SubjectFields } from '../../audit/subjects.ts';
import { asksForBesides, withBesides } from './with-besides.ts';
import { callerSchema, hasInput } from './caller-schema.ts';
import { decide, type Decision } from './decision.ts';
import { policyFault } from './errors.ts';
import type { DeniedInputs } from './validate-inputs.ts';
import { withNamedRows } from './named-rows.ts';
import { namingInputs, type Policy } from './policy.ts';
import type { Standing } from './requirement.ts';

/** What becomes of a field the caller may not read: null and an error, the whole request refused, or as if it were not there. */
export type ForbiddenMode = 'null' | 'refuse' | 'hide';

/** Decisions kept a generation. One is made for each set of scopes and purpose in use: a few dozen in a city. */
const MOST_DECISIONS = 500;

/**
 * @param policy of one generation; the result must not outlive it
 * @param subjects whom a record of the answer names, where reads are recorded
 * @returns the rights of a standing; equal objects for equal decisions, so views of the schema are made once
 */
export function authorizationFrom(
  policy: Policy,
  mode: ForbiddenMode = 'null',
  subjects: SubjectFields = new Map(),
  found?: Parameters<typeof decide>[2],
): (standing: Standing) => Authorization {
  const byStanding = new LRUCache<string, Authorization>({ max: MOST_DECISIONS });
  const byKey = new LRUCache<string, Authorization>({ max: MOST_DECISIONS });
  const enlarge = enlargement(policy, subjects);
  return (standing) => {
    const words = wordsOf(standing);
    const known = byStanding.get(words);
    if (known !== undefined) return known;
    const decision = decide(policy, standing, found);
    const key = keyOf(decision, mode);
    const rights = byKey.get(key) ?? rightsOf(key, decision, mode, enlarge, policy.aggregates);
    if (!madeFor.has(rights)) madeFor.set(rights, standing);
    byStanding.set(words, rights);
    byKey.set(key, rights);
    return rights;
  };
}

/** Who had them first. */
const madeFor = new WeakMap<Authorization, Standing>();

/** @returns somebody's standing who has these rights, to find what he has on another generation; undefined for rights of no policy */
export function standingBehind(rights: Authorization): Standing | undefined {
  return madeFor.get(rights);
}

function rightsOf(
  key: string,
  decision: Decision,
  mode: ForbiddenMode,
  enlarge: Authorization['enlarge'],
  minimumsBelow: Policy['aggregates'],
): Authorization {
  const views = new WeakMap<GraphQLSchema, GraphQLSchema>();
  const view = (api: GraphQLSchema): GraphQLSchema => {
    const known = views.get(api) ?? callerSchema(api, decision);
    views.set(api, known);
    return known;
  };
  const rights: Authorization = {
    key,
    schema: view,
    unseen: mode === 'hide' ? 'unknown' : 'denied',
    enlarge,
    authorise: (planned) => ({ ...authorise(planned, decision, mode), minimumsBelow }),
  };
  deniedInputs.set(rights, decision.deniedInputs);
  return rights;
}

/** What operations are asked besides; undefined when nothing ever. */
function enlargement(policy: Policy, subjects: SubjectFields): Authorization['enlarge'] {
  const besides = new Map(
    [...policy.masks].flatMap(([coordinate, { by }]) => (by === undefined ? [] : [[coordinate, by.sibling]])),
  );
  const steps = [
    ...(besides.size === 0 ? [] : [forTheMasks(besides)]),
    ...(subjects.size === 0 ? [] : [forTheRecord(namingInputs(policy), subjects)]),
  ];
  return steps.length === 0 ? undefined : (document, api) => steps.reduce((asked, step) => step(asked, api), document);
}

/** Asks also for the siblings that say how a value is masked. @throws OperationInvalid for response keys of ours */
function forTheMasks(besides: ReadonlyMap<string, string>): NonNullable<Authorization['enlarge']> {
  return (document, api) => {
    if (asksForBesides(document))
      throw new OperationInvalid('GRAPHQL_VALIDATION_FAILED', [
        { message: 'Response keys that begin with "sigapBeside__" are the gateway\'s own.' },
      ]);
    return withBesides(api, document, besides);
  };
}

/**
 * Asks also for what a record of the answer names.
 * @throws OperationInvalid for response keys of ours: whoever chose one could have another written down in a person's place
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

/** Plan knows nothing of it: values come with each request, after planning. */
const deniedInputs = new WeakMap<Authorization, DeniedInputs>();

/**
 * What the holder of these rights may not filter or sort by. Where their own schema alone counts, what it lacks is left out: that
 * is refused as unknown, in the words for what does not exist.
 */
export function deniedInputsOf(rights: Authorization, api: GraphQLSchema): DeniedInputs {
  const denied = deniedInputs.get(rights) ?? new Map();
  if (rights.unseen === 'denied') return denied;
  const view = rights.schema?.(api) ?? api;
  return new Map([...denied].filter(([coordinate]) => hasInput(view, coordinate)));
}

/**
 * What the plan may fetch. The types behind an interface are judged each by itself; an interface that asks for more
 * than they do denies the place where it is asked through.
 * @throws CodedError FORBIDDEN_FIELD, PURPOSE_REQUIRED, AUDIT_UNAVAILABLE when such a field refuses the whole request
 */
function authorise({ asked, fetched }: PlannedOperation, decision: Decision, mode: ForbiddenMode): FieldPolicy {
  const { denied, deniedOnInterface, masked, besides } = decision;
  const deniedPaths = new Map<string, Denial>();
  for (const { typeName, fieldName, path } of asked) {
    const denial = deniedOnInterface.get(`${typeName}.${fieldName}`);
    if (denial !== undefined) deniedPaths.set(path.join('.'), denial);
  }
  if (mode === 'refuse') {
    const [onPath] = deniedPaths.values();
    refuse(
      onPath ??
        [...asked, ...fetched]
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
  throw policyFault(
    denial.code === 'PURPOSE_REQUIRED' ? 'PURPOSE_REQUIRED' : 'FORBIDDEN_FIELD',
    String(extensions.coordinate),
    { extensions },
  );
}

function wordsOf({ authenticated, scopes, policies, purpose, recorded = true }: Standing): string {
  return JSON.stringify([recorded, authenticated, [...scopes].sort(), [...policies].sort(), purpose ?? null]);
}

function keyOf(
  { denied, deniedOnInterface, masked, inFull, floors, deniedInputs }: Decision,
  mode: ForbiddenMode,
): string {
  // The codes are in it: the same field denied for want of a scope and for want of a purpose is not the same answer.
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
