/** What a compiled expression is, and what it reads when it runs. */
import { notOffered } from '../errors.ts';
import type { Document, Value } from '../value/types.ts';

/** Values of variables by name, without the `$$`; `undefined` as a value is a missing field. */
export type ScopeVariables = ReadonlyMap<string, Value | undefined>;

/** What an expression reads when it runs on one document. */
export interface Scope {
  readonly root: Document;
  readonly variables: ScopeVariables;
  /** How many elements of arrays were visited for this document; shared by the scopes made from this one. */
  readonly visited: { elements: number };
}
/** A compiled expression; `undefined` as its value is a missing field. */
export type Expression = (scope: Scope) => Value | undefined;
/** Makes a function of an aggregation expression. @throws StoreError InvalidPipelineOperator and those of the operators */
export type Compile = (expression: Value) => Expression;

/** The variables that are known while compiling. */
export type Names = ReadonlySet<string>;

/** Makes the expression of one operator: `compile` compiles its arguments, `withNames` arguments that see more variables. */
export type Operator = (
  argument: Value,
  compile: Compile,
  withNames: (names: readonly string[]) => Compile,
) => Expression;

/** More elements of arrays than this are not visited for one document: an expression cannot pause, and others wait for it. */
const MOST_ELEMENTS = 200_000;

/** A scope for one document. */
export function scopeOf(root: Document, variables: ScopeVariables): Scope {
  return { root, variables, visited: { elements: 0 } };
}

/** Counts elements of arrays, before an operator visits them. @throws StoreError CommandNotSupported */
export function visit({ visited }: Scope, elements: number): void {
  visited.elements += elements;
  if (visited.elements > MOST_ELEMENTS)
    throw notOffered(`an expression that walks more than ${MOST_ELEMENTS} elements of arrays for one document`);
}

/** The scope with one variable more, or another value for it. */
export function withVariable({ root, variables, visited }: Scope, name: string, value: Value | undefined): Scope {
  return { root, variables: new Map(variables).set(name, value), visited };
}
