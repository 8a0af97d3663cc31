/** What `@skip` and `@include` require for a selection to be included. */
import { Kind, type DirectiveNode, type SelectionNode, type ValueNode } from 'graphql';

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

/** Whether `@skip` and `@include` include a selection. @param variables a request's, or those of its conditions alone */
export function isIncluded({ directives = [] }: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return directives.map(selectionCondition).every((condition) => {
    if (condition === undefined) return true;
    const { value, expected } = condition;
    return (
      expected ===
      (value.kind === Kind.VARIABLE ? variables[value.name.value] === true : value.kind === Kind.BOOLEAN && value.value)
    );
  });
}
