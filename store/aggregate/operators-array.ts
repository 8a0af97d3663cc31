/** Arrays, sets and documents. */
import { storeFault } from '../errors.ts';
import { compare, equal } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import { isDocument, isNumeric, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import { arrayOf, elementsOf, isNullish, namedArguments, operands, strictOperands } from './arguments.ts';
import { withVariable, type Operator, type Scope } from './scope.ts';

function index(name: string, value: Value): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number)) throw storeFault('TypeMismatch', `${name} needs a whole number, got ${typeOf(value)}`);
  return number;
}

function distinct(values: readonly Value[]): Map<string, Value> {
  return new Map(values.map((value) => [identityOf(value), value]));
}

function slice(values: Value[], scope: Scope): Value {
  const array = elementsOf('$slice', values[0], scope);
  const first = index('$slice', values[1]!);
  if (values.length === 2) return first >= 0 ? array.slice(0, first) : array.slice(first);
  const count = index('$slice', values[2]!);
  if (count <= 0) throw storeFault('BadValue', 'Third argument to $slice must be positive');
  const start = first >= 0 ? first : Math.max(0, array.length + first);
  return array.slice(start, start + count);
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

const reduce: Operator = (argument, compile, withNames) => {
  const named = namedArguments('$reduce', argument, ['input', 'initialValue', 'in']);
  const [input, initial] = [compile(named.get('input')!), compile(named.get('initialValue')!)];
  const body = withNames(['this', 'value'])(named.get('in')!);
  return (scope) => {
    const array = input(scope);
    if (isNullish(array)) return null;
    return elementsOf('$reduce', array, scope).reduce<Value | undefined>(
      (value, element) => body(withVariable(withVariable(scope, 'this', element), 'value', value)),
      initial(scope),
    );
  };
};

function fromPairs([value]: Value[], scope: Scope): Value {
  return new Map(
    elementsOf('$arrayToObject', value, scope).map((pair): [string, Value] => {
      const [name, inner] = isDocument(pair) ? [pair.get('k'), pair.get('v')] : Array.isArray(pair) ? pair : [];
      if (typeof name !== 'string') throw storeFault('BadValue', '$arrayToObject needs pairs of a name and a value');
      return [name, inner ?? null];
    }),
  );
}

function document(name: string, value: Value): Document {
  if (!isDocument(value))
    throw storeFault('TypeMismatch', `${name} requires a document input, found: ${typeOf(value)}`);
  return value;
}

/** Operators on arrays, sets and documents. */
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
  $slice: strictOperands('$slice', 2, 3, slice),
  $reverseArray: strictOperands('$reverseArray', 1, 1, ([value], scope) =>
    elementsOf('$reverseArray', value, scope).slice().reverse(),
  ),
  $map: mapping('$map', 'in', [], (array, each) => array.map((element) => each(element) ?? null)),
  $filter: mapping('$filter', 'cond', ['limit'], (array, each, limit) =>
    array.filter((element) => isTrue(each(element))).slice(0, isNullish(limit) ? undefined : index('$filter', limit)),
  ),
  $reduce: reduce,
  $arrayToObject: strictOperands('$arrayToObject', 1, 1, fromPairs),
  $objectToArray: strictOperands('$objectToArray', 1, 1, ([value]) =>
    [...document('$objectToArray', value!)].map(
      ([k, v]) =>
        new Map([
          ['k', k as Value],
          ['v', v],
        ]),
    ),
  ),
  $setUnion: strictOperands(
    '$setUnion',
    0,
    Infinity,
    (values, scope) =>
      [...distinct(values.flatMap((value) => elementsOf('$setUnion', value, scope))).values()].sort(compare),
    (value) => arrayOf('$setUnion', value),
  ),
  $setIntersection: strictOperands(
    '$setIntersection',
    0,
    Infinity,
    ([first = [], ...rest], scope) => {
      const others = rest.map((value) => distinct(elementsOf('$setIntersection', value, scope)));
      return [...distinct(elementsOf('$setIntersection', first, scope))]
        .filter(([identity]) => others.every((other) => other.has(identity)))
        .map(([, value]) => value)
        .sort(compare);
    },
    (value) => arrayOf('$setIntersection', value),
  ),
  $setDifference: strictOperands('$setDifference', 2, 2, ([a, b], scope) => {
    const gone = distinct(elementsOf('$setDifference', b, scope));
    return [...distinct(elementsOf('$setDifference', a, scope))]
      .filter(([identity]) => !gone.has(identity))
      .map(([, value]) => value);
  }),
  $setEquals: operands('$setEquals', 2, Infinity, (values, scope) => {
    const [first, ...rest] = values.map((value) => distinct(elementsOf('$setEquals', value, scope)));
    return rest.every(
      (other) => other.size === first!.size && [...other.keys()].every((identity) => first!.has(identity)),
    );
  }),
  $setIsSubset: operands('$setIsSubset', 2, 2, ([a, b], scope) => {
    const whole = distinct(elementsOf('$setIsSubset', b, scope));
    return elementsOf('$setIsSubset', a, scope).every((value) => whole.has(identityOf(value)));
  }),
  $allElementsTrue: operands('$allElementsTrue', 1, 1, ([value], scope) =>
    elementsOf('$allElementsTrue', value, scope).every(isTrue),
  ),
  $anyElementTrue: operands('$anyElementTrue', 1, 1, ([value], scope) =>
    elementsOf('$anyElementTrue', value, scope).some(isTrue),
  ),
};
