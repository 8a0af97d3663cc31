/** Arrays: their elements, and lists made of them. */
import { storeFault } from '../errors.ts';
import { equal } from '../value/compare.ts';
import { shown } from '../value/shown.ts';
import { isNumeric, toNumber, typeOf, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import { arrayOf, elementsOf, isNullish, namedArguments, operands, strictOperands } from './arguments.ts';
import { withVariable, type Operator } from './scope.ts';

function index(name: string, value: Value): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number)) throw storeFault('TypeMismatch', `${name} needs a whole number, got ${typeOf(value)}`);
  return number;
}

function mapping(
  name: string,
  body: string,
  more: readonly string[],
  run: (elements: Value[], each: (element: Value) => Value | undefined, limit: Value | undefined) => Value,
): Operator {
  return (argument, compile, withNames) => {
    const named = namedArguments(name, argument, ['input', body], ['as', ...more]);
    const as = shown(named.get('as') ?? 'this');
    const input = compile(named.get('input')!);
    const each = withNames([as])(named.get(body)!);
    const limit = named.has('limit') ? compile(named.get('limit')!) : undefined;
    return (scope) => {
      const array = input(scope);
      return isNullish(array)
        ? null
        : run(elementsOf(name, array, scope), (element) => each(withVariable(scope, as, element)), limit?.(scope));
    };
  };
}

/** Operators on arrays. */
export const ARRAYS: Readonly<Record<string, Operator>> = {
  $arrayElemAt: strictOperands('$arrayElemAt', 2, 2, ([array, at]) =>
    arrayOf('$arrayElemAt', array).at(index('$arrayElemAt', at!)),
  ),
  $concatArrays: strictOperands(
    '$concatArrays',
    0,
    Infinity,
    (values, scope) => values.flatMap((value) => elementsOf('$concatArrays', value, scope)),
    (value) => arrayOf('$concatArrays', value),
  ),
  $first: strictOperands('$first', 1, 1, ([value]) => arrayOf('$first', value)[0]),
  $last: strictOperands('$last', 1, 1, ([value]) => arrayOf('$last', value).at(-1)),
  $size: operands('$size', 1, 1, ([value]) => arrayOf('$size', value).length),
  $isArray: operands('$isArray', 1, 1, ([value]) => Array.isArray(value)),
  $in: operands('$in', 2, 2, ([value, array], scope) =>
    elementsOf('$in', array, scope).some((one) => equal(one, value)),
  ),
  $map: mapping('$map', 'in', [], (array, each) => array.map((element) => each(element) ?? null)),
  $filter: mapping('$filter', 'cond', ['limit'], (array, each, limit) =>
    array.filter((element) => isTrue(each(element))).slice(0, isNullish(limit) ? undefined : index('$filter', limit)),
  ),
};
