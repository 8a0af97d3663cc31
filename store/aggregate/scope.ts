/** What a compiled expression is, and what it reads when it runs. */
import { notOffered } from '../errors.ts';
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

/** More elements of arrays than this are not walked for one document: an expression cannot pause, and others wait for it. */
const MOST_ELEMENTS = 200_000;
/** Counted here and not in a scope, because operators see only their operands; an expression is one synchronous step, so it cannot mix up. */
let walked = 0;

/** A scope for one document. */
export function scopeOf(root: Document, variables: Scope['variables']): Scope {
  walked = 0;
  return { root, variables };
}

/** Call it before going through the elements of an array. @throws StoreError CommandNotSupported */
export function walk(elements: number): void {
  walked += elements;
  if (walked > MOST_ELEMENTS)
    throw notOffered(`an expression that walks more than ${MOST_ELEMENTS} elements of arrays for one document`);
}

export function withVariable(scope: Scope, name: string, value: Value | undefined): Scope {
  return { root: scope.root, variables: new Map(scope.variables).set(name, value) };
}

export type ScopeVariables = Scope['variables'];
