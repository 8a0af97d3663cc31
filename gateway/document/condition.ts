/** When a selection counts: what the variables of its `@skip` and `@include`, and of those around it, must be. */
import { Kind, type DirectiveNode } from 'graphql';
import { selectionCondition } from './selection-condition.ts';

/** `+name` or `-name`: a variable that must be true, or false. */
export type Literal = string;
/** All of them hold; empty: always. */
export type Condition = readonly Literal[];

/** @returns `undefined` for a condition that never holds */
export function bothConditions(one: Condition, other: Condition): Condition | undefined {
  const joined = [...one, ...other.filter((literal) => !one.includes(literal))];
  return joined.some((literal) => joined.includes(opposite(literal))) ? undefined : joined;
}

export function opposite(literal: Literal): Literal {
  return `${literal.startsWith('+') ? '-' : '+'}${literal.slice(1)}`;
}

/** @param when the condition around them @returns `undefined` when it never holds */
export function conditionOf(directives: readonly DirectiveNode[] = [], when: Condition): Condition | undefined {
  let holds: Condition | undefined = when;
  for (const { value, wanted } of directives.map(selectionCondition).filter((one) => one !== undefined)) {
    if (value.kind === Kind.VARIABLE)
      holds = holds && bothConditions(holds, [`${wanted ? '+' : '-'}${value.name.value}`]);
    else if (value.kind === Kind.BOOLEAN && value.value !== wanted) return undefined;
  }
  return holds;
}

export function holds(condition: Condition, variables: Readonly<Record<string, unknown>>): boolean {
  return condition.every((literal) => (variables[literal.slice(1)] === true) === literal.startsWith('+'));
}
