/** What `@skip` and `@include` require for a selection to be included. */
import type { DirectiveNode, ValueNode } from 'graphql';

/** The condition of one directive. */
export interface SelectionCondition {
  /** A variable or a literal. */
  readonly value: ValueNode;
  /** The value it must have: true for `@include`, false for `@skip`. */
  readonly expected: boolean;
}

/** @returns `undefined` for any directive but `@skip` and `@include` */
export function selectionCondition({ name, arguments: passed }: DirectiveNode): SelectionCondition | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = passed?.[0]?.value;
  return value && { value, expected: name.value === 'include' };
}
