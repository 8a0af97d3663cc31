/**
 * What a caller must bring to read something, and whether they do. Requirements only ever add up (`both`): a field asks
 * what it says, what its type says, what the type it returns says and what its `@requires` inputs ask.
 */

/** Alternatives of which one must hold whole: `[["a", "b"], ["c"]]` is "a and b, or c". None at all never holds. */
export type Alternatives = readonly (readonly string[])[];

export interface Requirement {
  readonly authenticated: boolean;
  /** Each must be met: from `@requiresScopes`. */
  readonly scopes: readonly Alternatives[];
  /** Each must be met: from `@policy`. */
  readonly policies: readonly Alternatives[];
  /** The stated purpose must stand in each list: from `@purpose`. */
  readonly purposes: readonly (readonly string[])[];
}

/** Where a caller stands, as far as the policy cares. Without a token they stand where `public` stands. */
export interface Standing {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** The `@policy` names that hold for this caller. */
  readonly policies: ReadonlySet<string>;
  /** The purpose they stated, already checked against the list of purposes. */
  readonly purpose?: string | undefined;
  /** False while reading personal data cannot be recorded: then nobody reads any. */
  readonly recorded?: boolean;
}

export const NO_REQUIREMENT: Requirement = { authenticated: false, scopes: [], policies: [], purposes: [] };

/** The requirement that asks what both ask. */
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

/** True when the caller meets all of it. */
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

/** More combinations than this are not compared: the answer is then "not implied", which is the strict one. */
const MOST_COMBINATIONS = 1_000;

/** True when everybody who meets `strong` also meets `weak`. */
export function implies(strong: Requirement, weak: Requirement): boolean {
  return (
    (strong.authenticated || !weak.authenticated) &&
    weak.scopes.every((alternatives) => impliesOne(strong.scopes, alternatives)) &&
    weak.policies.every((alternatives) => impliesOne(strong.policies, alternatives)) &&
    weak.purposes.every((allowed) => strong.purposes.some((few) => few.every((purpose) => allowed.includes(purpose))))
  );
}

function impliesOne(strong: readonly Alternatives[], weak: Alternatives): boolean {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const alternatives of strong) {
    combinations = combinations.flatMap((held) => alternatives.map((more) => [...held, ...more]));
    if (combinations.length > MOST_COMBINATIONS) return false;
  }
  return combinations.every((held) => weak.some((every) => every.every((name) => held.includes(name))));
}
