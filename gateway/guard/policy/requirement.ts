/**
 * What reading something requires of a caller, and whether they meet it. Requirements only add up (`bothRequirements`): a field has its
 * own, those of its type and of the type it returns, and those of its `@requires` inputs.
 */

/** Alternatives, of which one must hold completely: `[["a", "b"], ["c"]]` is "a and b, or c". An empty list never holds. */
export type Alternatives = readonly (readonly string[])[];

/** What a caller must have to read a field or use an input. */
export interface Requirement {
  /** Whether a credential is required. */
  readonly authenticated: boolean;
  /** Each must be met: from `@requiresScopes`. */
  readonly scopes: readonly Alternatives[];
  /** Each must be met: from `@policy`. */
  readonly policies: readonly Alternatives[];
  /** The stated purpose must stand in each list: from `@purpose`. */
  readonly purposes: readonly (readonly string[])[];
}

/** What a policy knows of a caller. */
export interface Standing {
  /** Whether they sent a valid credential. */
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** The `@policy` names that hold for this caller. */
  readonly policies: ReadonlySet<string>;
  /** The purpose they stated, already checked against the list of purposes. */
  readonly purpose?: string | undefined;
  /** False while reads of personal data cannot be recorded: then nobody may read any. */
  readonly recorded?: boolean;
}

/** Everybody meets it. */
export const NO_REQUIREMENT: Requirement = { authenticated: false, scopes: [], policies: [], purposes: [] };

/** The requirement of a caller to meet both. */
export function bothRequirements(a: Requirement, b: Requirement): Requirement {
  if (a === b || isNone(b)) return a;
  if (isNone(a)) return b;
  return {
    authenticated: a.authenticated || b.authenticated,
    scopes: distinct([...a.scopes, ...b.scopes]),
    policies: distinct([...a.policies, ...b.policies]),
    purposes: distinct([...a.purposes, ...b.purposes]),
  };
}

function isNone(requirement: Requirement): boolean {
  const { authenticated, scopes, policies, purposes } = requirement;
  return !authenticated && scopes.length === 0 && policies.length === 0 && purposes.length === 0;
}

/** Whether a caller meets all of a requirement. */
export function meets(caller: Standing, requirement: Requirement): boolean {
  return (
    (!requirement.authenticated || caller.authenticated) &&
    requirement.scopes.every((alternatives) => holdsOne(caller.scopes, alternatives)) &&
    requirement.policies.every((alternatives) => holdsOne(caller.policies, alternatives)) &&
    requirement.purposes.every((allowed) => caller.purpose !== undefined && allowed.includes(caller.purpose))
  );
}

function holdsOne(held: ReadonlySet<string>, alternatives: Alternatives): boolean {
  return alternatives.some((every) => every.every((name) => held.has(name)));
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** More combinations are not compared: the result is then "not implied", the strict one. */
const MOST_COMBINATIONS = 1_000;

/** Whether everybody who meets `strong` also meets `weak`. */
export function implies(strong: Requirement, weak: Requirement): boolean {
  return (
    (strong.authenticated || !weak.authenticated) &&
    weak.scopes.every((alternatives) => impliesOne(strong.scopes, alternatives)) &&
    weak.policies.every((alternatives) => impliesOne(strong.policies, alternatives)) &&
    weak.purposes.every((allowed) => strong.purposes.some((few) => few.every((purpose) => allowed.includes(purpose))))
  );
}

/** Whether everybody meets it, whatever they are and whatever they have stated. */
export function isForAll(requirement: Requirement): boolean {
  return implies(NO_REQUIREMENT, requirement);
}

function impliesOne(strong: readonly Alternatives[], weak: Alternatives): boolean {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const alternatives of strong) {
    combinations = combinations.flatMap((held) => alternatives.map((more) => [...held, ...more]));
    if (combinations.length > MOST_COMBINATIONS) return false;
  }
  return combinations.every((held) => weak.some((every) => every.every((name) => held.includes(name))));
}
