/** When a selection is included: which values the variables of its `@skip` and `@include`, and of those around it, must have. */
import { Kind, type DirectiveNode } from 'graphql';
import { selectionCondition } from './selection-condition.ts';

/** `+name` or `-name`: a variable that must be true, or false. */
export type Literal = string;
/** Holds when all of its literals do; an empty one always holds. */
export type Condition = readonly Literal[];

/** Both conditions together. @returns `undefined` when they contradict each other */
export function bothConditions(one: Condition, other: Condition): Condition | undefined {
  const joined = [...one, ...other.filter((literal) => !one.includes(literal))];
  return joined.some((literal) => joined.includes(opposite(literal))) ? undefined : joined;
}

/** The literal that holds when this one does not. */
export function opposite(literal: Literal): Literal {
  return `${literal.startsWith('+') ? '-' : '+'}${literal.slice(1)}`;
}

/** The condition of a selection with these directives. @param when the condition around it @returns `undefined` when it never holds */
export function conditionOf(directives: readonly DirectiveNode[] = [], when: Condition): Condition | undefined {
  let holds: Condition | undefined = when;
  for (const { value, expected } of directives.map(selectionCondition).filter((one) => one !== undefined)) {
    if (value.kind === Kind.VARIABLE)
      holds = holds && bothConditions(holds, [`${expected ? '+' : '-'}${value.name.value}`]);
    else if (value.kind === Kind.BOOLEAN && value.value !== expected) return undefined;
  }
  return holds;
}

/** Whether a condition holds for a request's variables. */
export function holds(condition: Condition, variables: Readonly<Record<string, unknown>>): boolean {
  return condition.every((literal) => (variables[literal.slice(1)] === true) === literal.startsWith('+'));
}
