/** A policy judged once for one standing: what is denied, what is masked. Everything else about a caller's rights follows from it. */
import { EXACT_SCOPE } from '../../../base/claims.ts';
import type { CountFloor, Denial, FieldTransform } from '../../disclosure/field-policy.ts';
import { maskByField, maskOf, type MaskKind } from '../../disclosure/mask.ts';
import { auditErrors } from '../../audit/errors.ts';
import { policyErrors } from './errors.ts';
import { unmaskScope, type FieldNamer, type Policy } from './policy.ts';
import { meets, type Requirement, type Standing } from './requirement.ts';

export interface Decision {
  /** `ObjectType.field` -> why not. */
  readonly denied: ReadonlyMap<string, Denial>;
  /** `Interface.field` -> why not, when the interface itself asks for more than the types behind it. */
  readonly deniedOnInterface: ReadonlyMap<string, Denial>;
  /** `ObjectType.field` -> what masks it, for those not shown in full. */
  readonly masked: ReadonlyMap<string, FieldTransform>;
  /** `ObjectType.field` masked by the field it speaks of -> the sibling that names that one. */
  readonly besides: ReadonlyMap<string, string>;
  /** Tells decisions apart whose masks have the same coordinates: what is shown in full of each that is masked by a field. */
  readonly inFull: readonly string[];
  /** `Type.field` -> what a count must have come to before it is shown; none for who may see counts exactly. */
  readonly floors: ReadonlyMap<string, CountFloor>;
  /** `Type.field(argument:)`, `Input.field` or `Enum.VALUE` -> why they may not filter or sort by it. */
  readonly deniedInputs: ReadonlyMap<string, Denial>;
}

/** @param found tells the operator of a count that should have been perturbed, by its coordinate and subgraphs */
export function decide(
  policy: Policy,
  standing: Standing,
  found: (coordinate: string, subgraphs: readonly string[]) => void = () => {},
): Decision {
  const denied = new Map<string, Denial>();
  const deniedOnInterface = new Map<string, Denial>();
  for (const type of policy.types.values()) {
    const requirementOf = type.kind === 'interface' ? policy.interfaceRequirement : policy.fieldRequirement;
    for (const field of type.fields.keys()) {
      const coordinate = `${type.name}.${field}`;
      const denial =
        denialOf(standing, requirementOf(type.name, field), coordinate) ?? unrecorded(policy, standing, coordinate);
      if (denial !== undefined) (type.kind === 'interface' ? deniedOnInterface : denied).set(coordinate, denial);
    }
  }
  const masked = [...policy.masks].filter(([, mask]) => !showsInFull(standing, mask.as, mask.purposes));
  const spokenOf = new Map(
    masked.flatMap(([coordinate, { by, purposes }]) =>
      by === undefined ? [] : [[coordinate, masksOf(policy, standing, by, purposes)] as const],
    ),
  );
  const deniedInputs = [...policy.filters].flatMap(([coordinate, { requirement, fields }]) => {
    const denial =
      denialOf(standing, requirement, coordinate, 'FORBIDDEN_FILTER') ??
      fields.map((field) => unrecorded(policy, standing, field)).find(Boolean);
    return denial === undefined ? [] : [[coordinate, { ...denial, extensions: { coordinate } }] as const];
  });
  return {
    denied,
    deniedOnInterface,
    deniedInputs: new Map(deniedInputs),
    floors: standing.scopes.has(EXACT_SCOPE) ? new Map<string, CountFloor>() : floorsOf(policy, found),
    masked: new Map(
      masked.map(([coordinate, { as }]) => [
        coordinate,
        as === 'BY_FIELD' ? maskByField(spokenOf.get(coordinate)!, hiddenKinds(policy, standing)) : maskOf(as),
      ]),
    ),
    besides: new Map(masked.flatMap(([coordinate, { by }]) => (by === undefined ? [] : [[coordinate, by.sibling]]))),
    inFull: [...spokenOf].flatMap(([coordinate, masks]) =>
      [...masks].filter(([, mask]) => mask === undefined).map(([field]) => `${coordinate} ${field}`),
    ),
  };
}

/**
 * Field -> what masks a value that speaks of it, undefined where it is shown in full: each as the field itself, and as free text
 * where the field has no mask of its own, since what an agency wrote there need not be what belongs there.
 */
function masksOf(
  { types, masks }: Policy,
  standing: Standing,
  { type }: FieldNamer,
  own: readonly string[] | undefined,
): ReadonlyMap<string, FieldTransform | undefined> {
  return new Map(
    [...types.get(type)!.fields.keys()].map((field) => {
      const { as, purposes } = masks.get(`${type}.${field}`) ?? { as: 'TEXT', purposes: undefined };
      const shown = as !== 'BY_FIELD' && showsInFull(standing, as, purposes) && showsInFull(standing, as, own);
      return [field, shown ? undefined : maskOf(as === 'BY_FIELD' ? 'TEXT' : as)];
    }),
  );
}

/** Kinds of which some field is not shown in full. */
function hiddenKinds({ masks }: Policy, standing: Standing): ReadonlySet<MaskKind> {
  return new Set(
    [...masks.values()].flatMap(({ as, purposes }) =>
      as === 'BY_FIELD' || showsInFull(standing, as, purposes) ? [] : [as],
    ),
  );
}

function floorsOf(
  policy: Policy,
  found: (coordinate: string, subgraphs: readonly string[]) => void,
): Map<string, CountFloor> {
  return new Map(
    [...policy.aggregates].map(([coordinate, minimum]) => {
      const subgraphs = policy.ownersOf(coordinate);
      const message = `${policyErrors.UNPERTURBED_COUNT.what}: ${coordinate} of ${subgraphs.join(', ')}`;
      return [
        coordinate,
        {
          minimum,
          denial: { code: 'UNPERTURBED_COUNT', message, extensions: { coordinate, service: subgraphs.join(', ') } },
          found: () => found(coordinate, subgraphs),
        },
      ];
    }),
  );
}

function showsInFull({ scopes, purpose }: Standing, kind: string, purposes: readonly string[] | undefined): boolean {
  return scopes.has(unmaskScope(kind)) && purpose !== undefined && (purposes?.includes(purpose) ?? true);
}

/** Says what is missing only where saying it helps: a purpose can be stated, a scope cannot be had by trying. */
function denialOf(
  standing: Standing,
  requirement: Requirement,
  coordinate: string,
  forbidden: 'FORBIDDEN_FIELD' | 'FORBIDDEN_FILTER' = 'FORBIDDEN_FIELD',
): Denial | undefined {
  if (meets(standing, requirement)) return undefined;
  const onlyPurpose = meets(standing, { ...requirement, purposes: [] });
  const code = onlyPurpose ? 'PURPOSE_REQUIRED' : forbidden;
  const more = onlyPurpose ? `, one of ${requirement.purposes.flat().join(', ')}` : '';
  return { code, message: `${policyErrors[code].what}: ${coordinate}${more}`, extensions: { coordinate } };
}

/** What cannot be recorded is not read. */
function unrecorded({ personal }: Policy, { recorded = true }: Standing, coordinate: string): Denial | undefined {
  if (recorded || !personal.has(coordinate)) return undefined;
  return { code: 'AUDIT_UNAVAILABLE', message: auditErrors.AUDIT_UNAVAILABLE.what, extensions: { coordinate } };
}
