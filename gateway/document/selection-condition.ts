/** What `@skip` and `@include` ask before a selection counts. */
import type { DirectiveNode, ValueNode } from 'graphql';

export interface SelectionCondition {
  /** A variable or a literal. */
  readonly value: ValueNode;
  /** What it must be: true for `@include`. */
  readonly wanted: boolean;
}

/** @returns `undefined` for any other directive */
export function selectionCondition({ name, arguments: given }: DirectiveNode): SelectionCondition | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = given?.[0]?.value;
  return value && { value, wanted: name.value === 'include' };
}
