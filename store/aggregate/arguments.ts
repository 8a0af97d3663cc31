/** How operators take their arguments: a list of a fixed length, or named ones. */
import { fault } from '../errors.ts';
import { isDocument, typeOf, type Document, type Value } from '../value/types.ts';
import { walk, type Expression, type Operator } from './scope.ts';

/** An operator on evaluated operands. `fewest..most` of them; one operand may stand without a list. */
export function operands(name: string, fewest: number, most: number, compute: (values: (Value | undefined)[]) => Value | undefined): Operator {
  return (argument, compile) => {
    const list = Array.isArray(argument) ? argument : [argument];
    if (list.length < fewest || list.length > most) throw fault('Location16020', `Expression ${name} takes ${fewest === most ? `exactly ${fewest}` : `at least ${fewest} and at most ${most}`} arguments. ${list.length} were passed in.`);
    const parts = list.map(compile);
    return (scope) => compute(parts.map((part) => part(scope)));
  };
}

/** As `operands`, but null when any operand is null or missing. */
export function strictOperands(name: string, fewest: number, most: number, compute: (values: Value[]) => Value | undefined): Operator {
  return operands(name, fewest, most, (values) => (values.some((value) => value === null || value === undefined) ? null : compute(values as Value[])));
}

/** Named arguments, of which `needed` must be there. */
export function namedArguments(name: string, argument: Value, needed: readonly string[], optional: readonly string[] = []): Document {
  if (!isDocument(argument)) throw fault('FailedToParse', `${name} only supports an object as its argument, got ${typeOf(argument)}`);
  for (const key of argument.keys()) if (!needed.includes(key) && !optional.includes(key)) throw fault('FailedToParse', `${name} found an unknown argument: ${key}`);
  for (const key of needed) if (!argument.has(key)) throw fault('FailedToParse', `${name} requires '${key}' to be specified`);
  return argument;
}

export function isNullish(value: Value | undefined): value is null | undefined {
  return value === null || value === undefined;
}

/** An array whose elements are walked. @throws StoreError TypeMismatch, CommandNotSupported */
export function elementsOf(name: string, value: Value | undefined): Value[] {
  const array = arrayOf(name, value);
  walk(array.length);
  return array;
}

/** @throws StoreError TypeMismatch */
export function arrayOf(name: string, value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw fault('TypeMismatch', `The argument to ${name} must be an array, but was of type: ${value === undefined ? 'missing' : typeOf(value)}`);
  return value;
}

export function constant(value: Value | undefined): Expression {
  return () => value;
}
