/** Applies a policy to one standing: which fields are denied, masked or counts with a minimum. An authorization is made of the result. */
import { EXACT_SCOPE } from '../../../base/claims.ts';
import type { CountFloor, Denial, FieldTransform } from '../../disclosure/field-policy.ts';
import { maskByField, maskOf, type MaskKind } from '../../disclosure/mask.ts';
import { auditErrors } from '../../audit/errors.ts';
import { deniedFault, policyErrors } from './errors.ts';
import { unmaskScope, type FieldNamer, type Policy } from './policy.ts';
import { meets, type Requirement, type Standing } from './requirement.ts';

/** What a policy means for callers of one standing. */
export interface Decision {
  /** `ObjectType.field` -> why not. */
  readonly denied: ReadonlyMap<string, Denial>;
  /** `Interface.field` -> why not, where the interface itself requires more than its types. */
  readonly deniedOnInterface: ReadonlyMap<string, Denial>;
  /** `ObjectType.field` -> what masks it; fields shown in full are absent. */
  readonly masked: ReadonlyMap<string, FieldTransform>;
  /** `ObjectType.field` with `@mask(as: BY_FIELD)` -> the sibling that names the field its value repeats. */
  readonly besides: ReadonlyMap<string, string>;
  /** For each field of `besides`, the named fields whose values are shown in full. It tells decisions with equal `masked` keys apart. */
  readonly inFull: readonly string[];
  /** `Type.field` -> the minimum of a count; empty for callers who may see exact counts. */
  readonly floors: ReadonlyMap<string, CountFloor>;
  /** `Type.field(argument:)`, `Input.field` or `Enum.VALUE` -> why they may not filter or sort by it. */
  readonly deniedInputs: ReadonlyMap<string, Denial>;
}

/** Reports to the operator a count that should have been perturbed, by its coordinate and the subgraphs that answer it. */
export type ReportUnperturbed = (coordinate: string, subgraphs: readonly string[]) => void;

/** Applies a policy to callers of one standing. */
export function decide(policy: Policy, standing: Standing, reportUnperturbed: ReportUnperturbed = () => {}): Decision {
  return {
    ...deniedFields(policy, standing),
    ...maskedFields(policy, standing),
    deniedInputs: deniedInputsOf(policy, standing),
    floors: standing.scopes.has(EXACT_SCOPE) ? new Map<string, CountFloor>() : floorsOf(policy, reportUnperturbed),
  };
}

function deniedFields(policy: Policy, standing: Standing): Pick<Decision, 'denied' | 'deniedOnInterface'> {
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
  return { denied, deniedOnInterface };
}

function maskedFields(policy: Policy, standing: Standing): Pick<Decision, 'masked' | 'besides' | 'inFull'> {
  const masked = [...policy.masks].filter(([, mask]) => !showsInFull(standing, mask.as, mask.purposes));
  const byField = new Map(
    masked.flatMap(([coordinate, { by, purposes }]) =>
      by === undefined ? [] : [[coordinate, masksOf(policy, standing, by, purposes)] as const],
    ),
  );
  return {
    masked: new Map(
      masked.map(([coordinate, { as }]) => [
        coordinate,
        as === 'BY_FIELD' ? maskByField(byField.get(coordinate)!, hiddenKinds(policy, standing)) : maskOf(as),
      ]),
    ),
    besides: new Map(masked.flatMap(([coordinate, { by }]) => (by === undefined ? [] : [[coordinate, by.sibling]]))),
    inFull: [...byField].flatMap(([coordinate, masks]) =>
      [...masks].filter(([, mask]) => mask === undefined).map(([field]) => `${coordinate} ${field}`),
    ),
  };
}

function deniedInputsOf(policy: Policy, standing: Standing): Decision['deniedInputs'] {
  const denied = [...policy.filters].flatMap(([coordinate, { requirement, fields }]) => {
    const denial =
      denialOf(standing, requirement, coordinate, 'FORBIDDEN_FILTER') ??
      fields.map((field) => unrecorded(policy, standing, field)).find(Boolean);
    return denial === undefined ? [] : [[coordinate, { ...denial, extensions: { coordinate } }] as const];
  });
  return new Map(denied);
}

/**
 * Field -> what masks a value that repeats this field's; undefined where it is shown in full. The value is masked like the field, or as
 * free text where the field has no mask: an agency may have written into it what does not belong there.
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

/** Kinds of masks that hide at least one field from these callers. */
function hiddenKinds({ masks }: Policy, standing: Standing): ReadonlySet<MaskKind> {
  return new Set(
    [...masks.values()].flatMap(({ as, purposes }) =>
      as === 'BY_FIELD' || showsInFull(standing, as, purposes) ? [] : [as],
    ),
  );
}

function floorsOf(policy: Policy, reportUnperturbed: ReportUnperturbed): Map<string, CountFloor> {
  return new Map(
    [...policy.aggregates].map(([coordinate, minimum]) => {
      const subgraphs = policy.ownersOf(coordinate);
      const message = `${policyErrors.UNPERTURBED_COUNT.what}: ${coordinate} of ${subgraphs.join(', ')}`;
      return [
        coordinate,
        {
          minimum,
          denial: { code: 'UNPERTURBED_COUNT', message, extensions: { coordinate, service: subgraphs.join(', ') } },
          onUnperturbed: () => reportUnperturbed(coordinate, subgraphs),
        },
      ];
    }),
  );
}

function showsInFull({ scopes, purpose }: Standing, kind: string, purposes: readonly string[] | undefined): boolean {
  return scopes.has(unmaskScope(kind)) && purpose !== undefined && (purposes?.includes(purpose) ?? true);
}

/** @returns why a requirement is not met, undefined where it is. It names missing purposes, which a caller can state, but no scopes. */
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
  return { code, message: deniedFault(code, coordinate, more).message, extensions: { coordinate } };
}

/** Personal fields cannot be read while reads cannot be recorded. */
function unrecorded({ personal }: Policy, { recorded = true }: Standing, coordinate: string): Denial | undefined {
  if (recorded || !personal.has(coordinate)) return undefined;
  return { code: 'AUDIT_UNAVAILABLE', message: auditErrors.AUDIT_UNAVAILABLE.what, extensions: { coordinate } };
}
