/**
 * What may happen to a field on its way into the response, besides being written: its value is changed (masking, small
 * cells), or it is left out because the caller may not have it. Both are data given when an operation is compiled,
 * so a field without a policy costs nothing.
 */

/**
 * Changes the value of a leaf (or of each list of leaves, as a whole). It gets what the subgraph answered, never
 * `null`; what it returns is written as JSON, and `null` for a non-null field propagates as any other null does.
 * `beside` is what the subgraph answered for the sibling that `FieldPolicy.besides` names; `undefined` where it is not known.
 */
export type FieldTransform = (value: unknown, beside?: unknown) => unknown;

/** Why a field is not answered: becomes an entry of `errors` with the field's path, and `null` in its place. */
export interface Denial {
  readonly code: string;
  /** Says what is refused, without personal data. */
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * A count over people that its owner should have perturbed: one from 1 to the minimum less one was not. It is not shown, and the
 * subgraph that sent it is told of.
 */
export interface CountFloor {
  /** The smallest count above zero that leaves. */
  readonly minimum: number;
  readonly denial: Denial;
  /** Tells the operator. */
  readonly found: () => void;
}

/** Keys are coordinates, `Type.field`; the type is the object type at hand or an interface it implements. */
export interface FieldPolicy {
  readonly transforms?: ReadonlyMap<string, FieldTransform>;
  /** Which field of the same object a transform reads too; the operation asks for it under `besideKey`. */
  readonly besides?: ReadonlyMap<string, string>;
  readonly denied?: ReadonlyMap<string, Denial>;
  /** Counts that must have been perturbed. */
  readonly floors?: ReadonlyMap<string, CountFloor>;
  /**
   * Fields that return an object whose counts, directly on it, have another minimum than their own; 0: they are totals that
   * everybody may have.
   */
  readonly minimumsBelow?: ReadonlyMap<string, number>;
  /** Denials by place: response names joined by dots, without list indexes (`me.reviews.author`). */
  readonly deniedPaths?: ReadonlyMap<string, Denial>;
}
