/** Numbers, by BSON's rules of width. */
import { Decimal128, Long } from 'bson';
import { storeFault } from '../errors.ts';
import { calculate, noDecimals, type Calculable } from '../value/arithmetic.ts';
import { isNumeric, toNumber, typeOf, type Value } from '../value/types.ts';
import { strictOperands } from './arguments.ts';
import type { Operator } from './scope.ts';

function numeric(name: string, value: Value): Calculable {
  if (!isNumeric(value)) throw storeFault('TypeMismatch', `${name} only supports numeric types, not ${typeOf(value)}`);
  if (value instanceof Decimal128) throw noDecimals(name);
  return value;
}

function add(values: Value[]): Value {
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw storeFault('TypeMismatch', 'only one date allowed in an $add expression');
  const sum = values
    .filter((value) => !(value instanceof Date))
    .reduce<Calculable>((total, value) => calculate('add', total, numeric('$add', value)), 0);
  return dates.length === 0 ? sum : new Date(dates[0]!.getTime() + Math.round(toNumber(sum)));
}

function subtract([a, b]: Value[]): Value {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date) return new Date(a.getTime() - Math.round(toNumber(numeric('$subtract', b!))));
  return calculate('subtract', numeric('$subtract', a!), numeric('$subtract', b!));
}

function divide([a, b]: Value[]): Value {
  const divisor = numeric('$divide', b!);
  if (toNumber(divisor) === 0) throw storeFault('BadValue', "can't $divide by zero");
  return calculate('divide', numeric('$divide', a!), divisor);
}

/** Operators on numbers. */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  $add: strictOperands('$add', 0, Infinity, add, (value) => value instanceof Date || numeric('$add', value)),
  $subtract: strictOperands('$subtract', 2, 2, subtract),
  $multiply: strictOperands('$multiply', 0, Infinity, (values) =>
    values.reduce<Calculable>((product, value) => calculate('multiply', product, numeric('$multiply', value)), 1),
  ),
  $divide: strictOperands('$divide', 2, 2, divide),
};
