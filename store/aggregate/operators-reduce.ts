/** Accumulators used as expressions: over the elements of one array, or over several operands. */
import type { Value } from '../value/types.ts';
import { compileAccumulator, REDUCING } from './accumulators.ts';
import type { Operator } from './scope.ts';

function over(name: string): Operator {
  return (argument, compile) => {
    const parts = Array.isArray(argument) ? argument.map(compile) : undefined;
    const single = parts === undefined ? compile(argument) : parts.length === 1 ? parts[0]! : undefined;
    const { start } = compileAccumulator(name, argument, compile);
    return (scope) => {
      const value = single?.(scope);
      const values: (Value | undefined)[] =
        single === undefined ? parts!.map((part) => part(scope)) : Array.isArray(value) ? value : [value];
      const fold = start();
      for (const one of values) fold.take(one, scope);
      return fold.result();
    };
  };
}

/** Accumulators as operators: of one array its elements are folded, of several operands these. */
export const REDUCERS: Readonly<Record<string, Operator>> = Object.fromEntries(
  REDUCING.map((name) => [name, over(name)]),
);
