/** Why the policy hides a value from this caller, and what would show it: the directives that their standing does not meet. */
import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { EXACT_SCOPE } from '../../base/claims.ts';
import { unmaskScope, type Policy } from '../guard/policy/policy.ts';
import {
  meets,
  NO_REQUIREMENT,
  type Alternatives,
  type Requirement,
  type Standing,
} from '../guard/policy/requirement.ts';
import type { ValueCause, ToldRule } from './explanation.ts';

/** The rules as far as this caller may be told them. */
export interface ToldPolicy {
  readonly policy: Policy;
  readonly standing: Standing;
  /** The schema that the caller sees: what it does not have is not named. */
  readonly schema: GraphQLSchema;
}

/**
 * @param field the coordinate that the client selected
 * @param code of the error
 * @param denied the coordinate that the error names: the field itself, or another that it cannot be fetched without
 */
export function whyDenied(
  told: ToldPolicy | undefined,
  field: string,
  code: string,
  denied: string = field,
): ValueCause {
  if (code === 'AUDIT_UNAVAILABLE')
    return {
      kind: 'denied',
      code,
      why: `Denied: ${field} is personal, and reads of personal data cannot be recorded at present; it can be read once they can.`,
      rules: [],
    };
  const rules = told === undefined ? [] : unmetRules(told, denied);
  const what =
    denied === field || told === undefined
      ? `this caller may not read ${field}`
      : `${field} cannot be fetched without ${nameOf(told.schema, denied) ?? 'a field'}, which this caller may not read`;
  const takes = rules.map(
    ({ directive, on, takes: what }) => `${what} (${directive}${on === null ? '' : ` on ${on}`})`,
  );
  return {
    kind: 'denied',
    code,
    why: `Denied: ${what}${takes.length === 0 ? '' : `; it takes ${takes.join(', and ')}`}.`,
    rules,
  };
}

/** @param types the coordinate's own type, then others whose rules hold for it: `Type.field` of each */
export function whyMasked(told: ToldPolicy | undefined, coordinates: readonly string[]): ValueCause {
  const [field] = coordinates;
  const coordinate = coordinates.find((one) => told?.policy.masks.has(one));
  if (told === undefined || coordinate === undefined)
    return { kind: 'masked', why: `Masked: ${field!} is shown in part to this caller.`, rules: [] };
  const { as, by, purposes = [...told.policy.purposes] } = told.policy.masks.get(coordinate)!;
  const purpose = `a stated purpose (${purposes.join(', ')})`;
  if (as === 'BY_FIELD')
    return {
      kind: 'masked',
      why: `Masked: ${coordinate} repeats a value of the field that ${by!.sibling} names, and is shown in full to who may see that field in full (@mask(as: BY_FIELD)).`,
      rules: [
        { directive: '@mask', on: coordinate, takes: `what the field that ${by!.sibling} names takes, and ${purpose}` },
      ],
    };
  const takes = `the scope ${unmaskScope(as)} and ${purpose}`;
  return {
    kind: 'masked',
    why: `Masked as ${as} (@mask on ${coordinate}): it is shown in full with ${takes}.`,
    rules: [{ directive: '@mask', on: coordinate, takes }],
  };
}

/** A small count that its subgraph should have perturbed: the same sentence whatever the count is. */
export function whySuppressed(field: string, minimum: number | undefined, subgraphs: readonly string[]): ValueCause {
  const least = minimum === undefined ? '' : ` (@aggregate(minimum: ${minimum}))`;
  return {
    kind: 'suppressed',
    code: 'UNPERTURBED_COUNT',
    why: `Suppressed: ${field} is a count over people${least}, and ${subgraphs.join(' or ') || 'its subgraph'} sent a number that may not leave unperturbed; the scope ${EXACT_SCOPE} would show it.`,
    ...(minimum !== undefined && { minimum }),
    subgraphs,
  };
}

/** The directives behind a denial that this caller's standing does not meet. */
function unmetRules({ policy, standing, schema }: ToldPolicy, coordinate: string): readonly ToldRule[] {
  const [type = '', field = ''] = coordinate.split('.');
  return policy.declaredRequirements(type, field).flatMap(({ on, requirement }) =>
    partsOf(requirement)
      .filter((part) => !meets(standing, part.requirement))
      .map(({ directive, takes }) => ({ directive, on: nameOf(schema, on) ?? null, takes })),
  );
}

interface RequirementPart {
  readonly directive: string;
  readonly requirement: Requirement;
  readonly takes: string;
}

function partsOf({ authenticated, scopes, policies, purposes }: Requirement): readonly RequirementPart[] {
  return [
    ...(authenticated
      ? [{ directive: '@authenticated', requirement: { ...NO_REQUIREMENT, authenticated }, takes: 'a credential' }]
      : []),
    ...scopes.map((one) => ({
      directive: '@requiresScopes',
      requirement: { ...NO_REQUIREMENT, scopes: [one] },
      takes: alternatives('the scope', one),
    })),
    ...policies.map((one) => ({
      directive: '@policy',
      requirement: { ...NO_REQUIREMENT, policies: [one] },
      takes: alternatives('the role', one),
    })),
    ...purposes.map((one) => ({
      directive: '@purpose',
      requirement: { ...NO_REQUIREMENT, purposes: [one] },
      takes: `a stated purpose (${one.join(', ')})`,
    })),
  ];
}

function alternatives(what: string, one: Alternatives): string {
  if (one.length === 0) return 'what nobody has';
  return one.map((every) => `${what}${every.length > 1 ? 's' : ''} ${every.join(' and ')}`).join(', or ');
}

/** A type or `Type.field` of the caller's schema; undefined for what it does not have. */
function nameOf(schema: GraphQLSchema, name: string): string | undefined {
  const [typeName = '', field] = name.split('.');
  const type = schema.getType(typeName);
  if (field === undefined) return type === undefined ? undefined : name;
  const has = (isObjectType(type) || isInterfaceType(type)) && field in type.getFields();
  return has ? name : undefined;
}
