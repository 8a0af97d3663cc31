/** The update operators, one function each: from the present value of a field to its new one. */
import { BSONRegExp, Decimal128 } from 'bson';
import { storeFault } from '../errors.ts';
import { calculate, noDecimals } from '../value/arithmetic.ts';
import { compare, equal } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import {
  isDocument,
  isLong,
  isNumeric,
  looksInt,
  toNumber,
  typeOf,
  type Document,
  type Value,
} from '../value/types.ts';
import { elementTest, type Test } from '../query/match.ts';
import { isOperatorDocument } from '../query/parse.ts';
import { patternTest } from '../query/pattern.ts';
import { parseSort, sortKeyOf } from '../query/sort.ts';
import { clone } from './target.ts';

/** Works out the new value of one field. `undefined` as the result removes the field; `KEEP` leaves the document as it is. */
export type FieldChange = (value: Value | undefined, path: string) => Value | undefined | typeof KEEP;
/** The result of an operator that writes nothing. */
export const KEEP: unique symbol = Symbol('keep');

/** Makes the change of one field of the argument of an operator. @throws StoreError BadValue, TypeMismatch, FailedToParse */
export const UPDATE_OPERATORS: Readonly<Record<string, (argument: Value) => FieldChange>> = {
  $set: (argument) => () => clone(argument),
  $setOnInsert: (argument) => () => clone(argument),
  $unset: () => (value) => (value === undefined ? KEEP : undefined),
  $inc: (argument) => arithmetic('$inc', 'add', argument),
  $mul: (argument) => arithmetic('$mul', 'multiply', argument),
  $min: (argument) => (value) => (value === undefined || compare(argument, value) < 0 ? clone(argument) : KEEP),
  $max: (argument) => (value) => (value === undefined || compare(argument, value) > 0 ? clone(argument) : KEEP),
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

/** Operators that MongoDB has and this store refuses with 115. */
export const REFUSED_UPDATE_OPERATORS: ReadonlySet<string> = new Set(['$bit', '$currentDate', '$rename']);

function arithmetic(name: string, operation: 'add' | 'multiply', argument: Value): FieldChange {
  if (!isNumeric(argument))
    throw storeFault(
      'TypeMismatch',
      `Cannot ${operation === 'add' ? 'increment' : 'multiply'} with non-numeric argument: ${name} got ${typeOf(argument)}`,
    );
  // Also where the field is missing, or the first `$inc` of it would be taken and the second refused.
  if (argument instanceof Decimal128) throw noDecimals(name);
  return (value, path) => {
    if (value === undefined) return operation === 'add' ? argument : calculate('multiply', 0, argument);
    if (!isNumeric(value))
      throw storeFault(
        'TypeMismatch',
        `Cannot apply ${name} to a value of non-numeric type. The field '${path}' is of type ${typeOf(value)}`,
      );
    if (value instanceof Decimal128) throw noDecimals(`${name} of '${path}'`);
    const result = calculate(operation, value, argument);
    const overflowed = (isLong(value) || isLong(argument)) && !isLong(result) && isWhole(value) && isWhole(argument);
    if (overflowed)
      throw storeFault(
        'BadValue',
        `Failed to apply ${name} operations to current value: the result does not fit 64 bits`,
      );
    return result;
  };
}

function isWhole(value: Value): boolean {
  return isLong(value) || (typeof value === 'number' && looksInt(value));
}

function arrayAt(value: Value | undefined, path: string, operator: string): Value[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw storeFault('BadValue', `The field '${path}' must be an array but is of type ${typeOf(value)} (${operator})`);
  return value;
}

const MODIFIERS = new Set(['$each', '$slice', '$sort', '$position']);

function eachOf(argument: Value, operator: string): { each: Value[]; modifiers: Document } {
  if (!isDocument(argument) || !argument.has('$each')) return { each: [argument], modifiers: new Map() };
  const each = argument.get('$each');
  if (!Array.isArray(each))
    throw storeFault(
      'TypeMismatch',
      `The argument to $each in ${operator} must be an array but it was of type ${typeOf(each!)}`,
    );
  for (const name of argument.keys())
    if (!MODIFIERS.has(name)) throw storeFault('BadValue', `Unrecognized clause in ${operator}: ${name}`);
  return { each, modifiers: argument };
}

function push(argument: Value): FieldChange {
  const { each, modifiers } = eachOf(argument, '$push');
  const position = whole(modifiers, '$position');
  const slice = whole(modifiers, '$slice');
  const order = modifiers.has('$sort') ? elementOrder(modifiers.get('$sort')!) : undefined;
  return (value, path) => {
    let array = arrayAt(value, path, '$push').slice();
    array.splice(position ?? array.length, 0, ...each.map(clone));
    if (order !== undefined) array = array.sort(order);
    if (slice === undefined) return array;
    return slice < 0 ? array.slice(slice) : array.slice(0, slice);
  };
}

function whole(modifiers: Document, name: string): number | undefined {
  const value = modifiers.get(name);
  if (value === undefined) return undefined;
  if (!isNumeric(value) || !Number.isInteger(toNumber(value)))
    throw storeFault('BadValue', `The value for ${name} must be an integer value`);
  return toNumber(value);
}

function elementOrder(argument: Value): (a: Value, b: Value) => number {
  if (isNumeric(argument)) {
    const direction = toNumber(argument);
    if (direction !== 1 && direction !== -1)
      throw storeFault('BadValue', 'The $sort element value must be either 1 or -1');
    return (a, b) => compare(a, b) * direction;
  }
  if (!isDocument(argument))
    throw storeFault(
      'BadValue',
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const fields = parseSort(argument);
  const key = (value: Value): string => sortKeyOf(isDocument(value) ? value : new Map<string, Value>(), fields);
  return (a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
}

function addToSet(argument: Value): FieldChange {
  const { each } = eachOf(argument, '$addToSet');
  return (value, path) => {
    const array = arrayAt(value, path, '$addToSet').slice();
    const present = new Set(array.map(identityOf));
    for (const one of each) {
      const identity = identityOf(one);
      if (!present.has(identity)) array.push(clone(one));
      present.add(identity);
    }
    return array;
  };
}

function pop(argument: Value): FieldChange {
  const end = isNumeric(argument) ? toNumber(argument) : NaN;
  if (end !== 1 && end !== -1) throw storeFault('FailedToParse', `$pop expects 1 or -1, found: ${shown(argument)}`);
  return (value, path) => {
    if (value === undefined) return KEEP;
    if (!Array.isArray(value))
      throw storeFault('TypeMismatch', `Path '${path}' contains an element of non-array type '${typeOf(value)}'`);
    return end === 1 ? value.slice(0, -1) : value.slice(1);
  };
}

function pull(argument: Value): FieldChange {
  const test = pullTest(argument);
  return (value, path) => {
    if (value === undefined) return KEEP;
    return arrayAt(value, path, '$pull').filter((element) => !test(element));
  };
}

function pullTest(argument: Value): Test {
  if (argument instanceof BSONRegExp) {
    const matches = patternTest(argument);
    return (value) => (typeof value === 'string' ? matches(value) : equal(value, argument));
  }
  if (isDocument(argument) && !isOperatorDocument(argument)) {
    const test = elementTest(argument, undefined, true);
    return (value) => isDocument(value) && test(value);
  }
  return isDocument(argument) ? elementTest(argument, undefined, true) : (value) => equal(value, argument);
}

function pullAll(argument: Value): FieldChange {
  if (!Array.isArray(argument))
    throw storeFault('BadValue', `$pullAll requires an array argument but was given a ${typeOf(argument)}`);
  const removed = new Set(argument.map(identityOf));
  return (value, path) => {
    if (value === undefined) return KEEP;
    return arrayAt(value, path, '$pullAll').filter((element) => !removed.has(identityOf(element)));
  };
}
