/** How operators take their arguments: a list of a fixed length, or named ones. */
import { storeFault, type StoreErrorName } from '../errors.ts';
import { isDocument, typeOf, type Document, type Value } from '../value/types.ts';
import { visit, type Operator, type Scope } from './scope.ts';

/** An operator on evaluated operands, `fewest` to `most` of them; a single operand may stand without a list. @throws StoreError Location16020 */
export function operands(
  name: string,
  fewest: number,
  most: number,
  compute: (values: (Value | undefined)[], scope: Scope) => Value | undefined,
): Operator {
  return (argument, compile) => {
    const list = Array.isArray(argument) ? argument : [argument];
    if (list.length < fewest || list.length > most)
      throw storeFault(
        'Location16020',
        `Expression ${name} takes ${fewest === most ? `exactly ${fewest}` : `at least ${fewest} and at most ${most}`} arguments. ${list.length} were passed in.`,
      );
    const parts = list.map(compile);
    return (scope) =>
      compute(
        parts.map((part) => part(scope)),
        scope,
      );
  };
}

/**
 * As `operands`, but null when any operand is null or missing.
 * @param check validates each operand before the first null, and throws when one does not fit
 */
export function strictOperands(
  name: string,
  fewest: number,
  most: number,
  compute: (values: Value[], scope: Scope) => Value | undefined,
  check?: (value: Value) => unknown,
): Operator {
  return operands(name, fewest, most, (values, scope) => {
    for (const value of values) {
      if (isNullish(value)) return null;
      check?.(value);
    }
    return compute(values as Value[], scope);
  });
}

/** Named arguments, of which all of `needed` must be present. @throws StoreError FailedToParse */
export function namedArguments(
  name: string,
  argument: Value,
  needed: readonly string[],
  optional: readonly string[] = [],
): Document {
  if (!isDocument(argument))
    throw storeFault('FailedToParse', `${name} only supports an object as its argument, got ${typeOf(argument)}`);
  for (const key of argument.keys())
    if (!needed.includes(key) && !optional.includes(key))
      throw storeFault('FailedToParse', `${name} found an unknown argument: ${key}`);
  for (const key of needed)
    if (!argument.has(key)) throw storeFault('FailedToParse', `${name} requires '${key}' to be specified`);
  return argument;
}

/** Whether a value is null or a missing field. */
export function isNullish(value: Value | undefined): value is null | undefined {
  return value === null || value === undefined;
}

/** MongoDB's error for an operand that is no array, by operator. */
const NO_ARRAY: Readonly<Record<string, StoreErrorName>> = {
  $size: 'Location17124',
  $arrayElemAt: 'Location28689',
  $first: 'Location28689',
  $last: 'Location28689',
  $concatArrays: 'Location28664',
  $filter: 'Location28651',
  $map: 'Location16883',
  $in: 'Location40081',
};

/** An array whose elements are visited. @throws StoreError TypeMismatch or the operator's own number, CommandNotSupported */
export function elementsOf(name: string, value: Value | undefined, scope: Scope): Value[] {
  const array = arrayOf(name, value);
  visit(scope, array.length);
  return array;
}

/** An array that is not walked. @param name of the operator @throws StoreError TypeMismatch or the operator's own number */
export function arrayOf(name: string, value: Value | undefined): Value[] {
  if (!Array.isArray(value))
    throw storeFault(
      NO_ARRAY[name] ?? 'TypeMismatch',
      `The argument to ${name} must be an array, but was of type: ${value === undefined ? 'missing' : typeOf(value)}`,
    );
  return value;
}
