/**
 * What happens to a field before it is written into the response: its value is masked, it is denied because the caller is not authorized, or
 * a count is withheld that its subgraph should have perturbed. All of it is known when an operation is compiled, so a field without a
 * policy costs nothing.
 */

/**
 * Changes the value of a leaf, or of a list of leaves as a whole.
 * @param value of the subgraph, never `null`
 * @param beside the subgraph's value of the sibling that `FieldPolicy.besides` names; `undefined` where it is not known
 * @returns what is written as JSON; `null` for a non-null field propagates as any other null does
 */
export type FieldTransform = (value: unknown, beside?: unknown) => unknown;

/** Why a field is not answered. It becomes an entry of `errors` with the field's path, and the field becomes `null`. */
export interface Denial {
  readonly code: string;
  /** What is refused, without personal data. */
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * The minimum of a count over people that its subgraph perturbs. A number between 1 and the minimum was not perturbed: it is withheld, and the
 * operator learns which subgraph sent it.
 */
export interface CountFloor {
  /** The smallest count above zero that may leave. */
  readonly minimum: number;
  /** The error in its place. */
  readonly denial: Denial;
  /** Called when such a number was found, to report it to the operator. */
  readonly onUnperturbed: () => void;
}

/** The policies of one operation. Keys are coordinates, `Type.field`, of the object's type or of an interface it implements. */
export interface FieldPolicy {
  /** Changes of values, such as masks. */
  readonly transforms?: ReadonlyMap<string, FieldTransform>;
  /** The field of the same object that a transform reads too; the operation selects it under `besideKey`. */
  readonly besides?: ReadonlyMap<string, string>;
  /** Fields that the caller may not see. */
  readonly denied?: ReadonlyMap<string, Denial>;
  /** Counts that must have been perturbed. */
  readonly floors?: ReadonlyMap<string, CountFloor>;
  /**
   * Fields that return an object whose own counts have this minimum in place of theirs; 0 for totals that everybody may see.
   */
  readonly minimumsBelow?: ReadonlyMap<string, number>;
  /** Denials by place in the response: response names joined by dots, without list indexes (`me.reviews.author`). */
  readonly deniedPaths?: ReadonlyMap<string, Denial>;
}
