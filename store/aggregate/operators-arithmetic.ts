/** Numbers, by BSON's rules of width. */
import { Decimal128, Long } from 'bson';
import { storeFault } from '../errors.ts';
import { calculate, integer } from '../value/arithmetic.ts';
import { compare } from '../value/compare.ts';
import { decimalOperation, makeDecimal, parseDecimal } from '../value/decimal.ts';
import { double, isLong, isNumeric, looksInt, toNumber, typeOf, type Numeric, type Value } from '../value/types.ts';
import { isNullish, strictOperands } from './arguments.ts';
import type { Operator } from './scope.ts';

function numeric(name: string, value: Value): Numeric {
  if (!isNumeric(value)) throw storeFault('TypeMismatch', `${name} only supports numeric types, not ${typeOf(value)}`);
  return value;
}

function isZero(value: Numeric): boolean {
  return toNumber(value) === 0;
}

function isInteger(value: Numeric): boolean {
  return isLong(value) || (typeof value === 'number' && looksInt(value));
}

function add(values: Value[]): Value {
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw storeFault('TypeMismatch', 'only one date allowed in an $add expression');
  const sum = values
    .filter((value) => !(value instanceof Date))
    .reduce<Numeric>((total, value) => calculate('add', total, numeric('$add', value)), 0);
  return dates.length === 0 ? sum : new Date(dates[0]!.getTime() + Math.round(toNumber(sum)));
}

function subtract([a, b]: Value[]): Value {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date) return new Date(a.getTime() - Math.round(toNumber(numeric('$subtract', b!))));
  return calculate('subtract', numeric('$subtract', a!), numeric('$subtract', b!));
}

function divide([a, b]: Value[]): Value {
  const divisor = numeric('$divide', b!);
  if (isZero(divisor)) throw storeFault('BadValue', "can't $divide by zero");
  return calculate('divide', numeric('$divide', a!), divisor);
}

function modulo([a, b]: Value[]): Value {
  const divisor = numeric('$mod', b!);
  if (isZero(divisor)) throw storeFault('Location16610', "can't $mod by zero");
  return calculate('remainder', numeric('$mod', a!), divisor);
}

type Rounding = (value: number) => number;

/** `$ceil`, `$floor`: integers stay as they are. */
function whole(name: string, rounding: Rounding): Operator {
  return strictOperands(name, 1, 1, ([value]) => {
    const number = numeric(name, value!);
    if (isInteger(number)) return number;
    if (number instanceof Decimal128) return roundDecimal(number, 0, name === '$ceil' ? 'up' : 'down');
    return double(rounding(toNumber(number)));
  });
}

/** `$round` (ties to even) and `$trunc` with a number of places. */
function places(name: string, mode: 'even' | 'cut'): Operator {
  return (argument, compile) => {
    const [value, place = () => 0] = (Array.isArray(argument) ? argument : [argument]).map(compile);
    return (scope) => {
      const [given, at] = [value!(scope), place(scope)];
      if (isNullish(given) || isNullish(at)) return null;
      const number = numeric(name, given);
      const digits = toNumber(numeric(name, at));
      if (!Number.isInteger(digits) || digits < -20 || digits > 100)
        throw storeFault('BadValue', `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`);
      if (isInteger(number) && digits >= 0) return number;
      if (!Number.isFinite(toNumber(number))) return number;
      const rounded = roundDecimal(
        number instanceof Decimal128 ? number : Decimal128.fromString(exact(number)),
        digits,
        mode,
      );
      if (number instanceof Decimal128) return rounded;
      return isInteger(number)
        ? integer(BigInt(Number(rounded.toString())), isLong(number))
        : double(Number(rounded.toString()));
    };
  };
}

function exact(number: Numeric): string {
  return isLong(number) ? number.toString() : String(toNumber(number));
}

function roundDecimal(value: Decimal128, digits: number, mode: 'even' | 'cut' | 'up' | 'down'): Decimal128 {
  const parsed = parseDecimal(value);
  if (typeof parsed === 'string' || -parsed.exponent <= digits) return value;
  const unit = 10n ** BigInt(-parsed.exponent - digits);
  const [kept, rest] = [parsed.digits / unit, parsed.digits % unit];
  const away =
    mode === 'even'
      ? rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n)
      : rest > 0n && ((mode === 'up' && !parsed.negative) || (mode === 'down' && parsed.negative));
  return makeDecimal({ negative: parsed.negative, digits: kept + BigInt(away), exponent: -digits });
}

function absolute(value: Numeric): Value {
  if (value instanceof Decimal128)
    return compare(value, 0) < 0 ? decimalOperation('multiply', value, Decimal128.fromString('-1')) : value;
  if (isInteger(value)) return compare(value, 0) < 0 ? calculate('multiply', value, -1) : value;
  return double(Math.abs(toNumber(value)));
}

/** Operators on numbers. */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  $add: strictOperands('$add', 0, Infinity, add, (value) => value instanceof Date || numeric('$add', value)),
  $subtract: strictOperands('$subtract', 2, 2, subtract),
  $multiply: strictOperands('$multiply', 0, Infinity, (values) =>
    values.reduce<Numeric>((product, value) => calculate('multiply', product, numeric('$multiply', value)), 1),
  ),
  $divide: strictOperands('$divide', 2, 2, divide),
  $mod: strictOperands('$mod', 2, 2, modulo),
  $abs: strictOperands('$abs', 1, 1, ([value]) => absolute(numeric('$abs', value!))),
  $ceil: whole('$ceil', Math.ceil),
  $floor: whole('$floor', Math.floor),
  $round: places('$round', 'even'),
  $trunc: places('$trunc', 'cut'),
};
