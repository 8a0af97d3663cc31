/** What a compiled expression is, and what it reads when it runs. */
import type { Document, Value } from '../value/types.ts';

/** What an expression may read. `undefined` as a value is a missing field. */
export interface Scope {
  readonly root: Document;
  readonly variables: ReadonlyMap<string, Value | undefined>;
}
export type Expression = (scope: Scope) => Value | undefined;
export type Compile = (expression: Value) => Expression;

/** The variables that are known while compiling. */
export type Names = ReadonlySet<string>;

export interface Operator {
  /** Makes the expression; `compile` compiles arguments, `withNames` arguments that see more variables. */
  (argument: Value, compile: Compile, withNames: (names: readonly string[]) => Compile): Expression;
}

/** A scope for one document. */
export function scopeOf(root: Document, variables: Scope['variables']): Scope {
  return { root, variables };
}

export function withVariable(scope: Scope, name: string, value: Value | undefined): Scope {
  return { root: scope.root, variables: new Map(scope.variables).set(name, value) };
}

export type Variables = Scope['variables'];
