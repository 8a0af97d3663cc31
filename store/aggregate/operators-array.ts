/** Arrays, sets and documents. */
import { storeFault } from '../errors.ts';
import { compare, equal } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import { isDocument, isNumeric, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { isTrue } from '../query/match.ts';
import { parseSort, sortKeyOf } from '../query/sort.ts';
import { arrayOf, elementsOf, isNullish, namedArguments, operands, strictOperands } from './arguments.ts';
import { visit, withVariable, type Compile, type Expression, type Operator, type Scope } from './scope.ts';

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

function range(values: Value[], scope: Scope): Value {
  const [start, end, step = 1] = values.map((value) => index('$range', value)) as [number, number, number?];
  if (step === 0) throw storeFault('BadValue', '$range requires a non-zero step value');
  visit(scope, Math.max(0, Math.ceil((end - start) / step)));
  const result: Value[] = [];
  for (let i = start; step > 0 ? i < end : i > end; i += step) result.push(i);
  return result;
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

function indexOfArray(values: (Value | undefined)[], scope: Scope): Value {
  if (isNullish(values[0])) return null;
  const array = elementsOf('$indexOfArray', values[0], scope);
  const [start, end] = [values[2] ?? 0, values[3] ?? array.length].map((value) => index('$indexOfArray', value));
  for (let i = start!; i < Math.min(end!, array.length); i += 1) if (equal(array[i], values[1])) return i;
  return -1;
}

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

function zip(argument: Value, compile: Compile): Expression {
  const named = namedArguments('$zip', argument, ['inputs'], ['useLongestLength', 'defaults']);
  const inputs = (named.get('inputs') as Value[]).map(compile);
  const defaults = named.has('defaults') ? compile(named.get('defaults')!) : undefined;
  return (scope) => {
    const arrays = inputs.map((input) => input(scope));
    if (arrays.some(isNullish)) return null;
    const lengths = arrays.map((array) => elementsOf('$zip', array, scope).length);
    const length = named.get('useLongestLength') === true ? Math.max(...lengths) : Math.min(...lengths);
    const fill = defaults?.(scope) as Value[] | undefined;
    return Array.from({ length }, (_none, i) => arrays.map((array, j) => (array as Value[])[i] ?? fill?.[j] ?? null));
  };
}

function setField(argument: Value, compile: Compile, removing: boolean): Expression {
  const name = removing ? '$unsetField' : '$setField';
  const named = namedArguments(name, argument, removing ? ['field', 'input'] : ['field', 'input', 'value']);
  const [field, input] = [compile(named.get('field')!), compile(named.get('input')!)];
  const value = removing ? undefined : compile(named.get('value')!);
  return (scope) => {
    const target = input(scope);
    if (isNullish(target)) return null;
    const result = new Map(document(name, target));
    const set = value?.(scope);
    const key = shown(field(scope));
    if (set === undefined) result.delete(key);
    else result.set(key, set);
    return result;
  };
}

function sortArray(argument: Value, compile: Compile): Expression {
  const named = namedArguments('$sortArray', argument, ['input', 'sortBy']);
  const [input, by] = [compile(named.get('input')!), named.get('sortBy')!];
  const fields = isDocument(by) ? parseSort(by) : undefined;
  const direction = isNumeric(by) ? toNumber(by) : 1;
  const key = (value: Value): string => sortKeyOf(isDocument(value) ? value : new Map<string, Value>(), fields!);
  const order =
    fields === undefined
      ? (a: Value, b: Value) => compare(a, b) * direction
      : (a: Value, b: Value) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
  return (scope) => {
    const array = input(scope);
    return isNullish(array) ? null : elementsOf('$sortArray', array, scope).slice().sort(order);
  };
}

function someOf(name: string, take: (array: Value[], n: number) => Value[]): Operator {
  return (argument, compile) => {
    const named = namedArguments(name, argument, ['input', 'n']);
    const [input, n] = [compile(named.get('input')!), compile(named.get('n')!)];
    return (scope) => take(elementsOf(name, input(scope), scope), index(name, n(scope) ?? null));
  };
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
  $range: strictOperands('$range', 2, 3, range),
  $reverseArray: strictOperands('$reverseArray', 1, 1, ([value], scope) =>
    elementsOf('$reverseArray', value, scope).slice().reverse(),
  ),
  $indexOfArray: operands('$indexOfArray', 2, 4, indexOfArray),
  $map: mapping('$map', 'in', [], (array, each) => array.map((element) => each(element) ?? null)),
  $filter: mapping('$filter', 'cond', ['limit'], (array, each, limit) =>
    array.filter((element) => isTrue(each(element))).slice(0, isNullish(limit) ? undefined : index('$filter', limit)),
  ),
  $reduce: reduce,
  $zip: zip,
  $sortArray: sortArray,
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
  $firstN: someOf('$firstN', (array, n) => array.slice(0, n)),
  $lastN: someOf('$lastN', (array, n) => array.slice(-n)),
  $maxN: someOf('$maxN', (array, n) =>
    array
      .filter((value) => value !== null)
      .sort((a, b) => compare(b, a))
      .slice(0, n),
  ),
  $minN: someOf('$minN', (array, n) =>
    array
      .filter((value) => value !== null)
      .sort(compare)
      .slice(0, n),
  ),
  $getField(argument, compile) {
    const named = isDocument(argument) && argument.has('field') ? argument : new Map([['field', argument]]);
    const [field, input] = [compile(named.get('field')!), compile(named.get('input') ?? '$$CURRENT')];
    return (scope) => {
      const value = input(scope);
      return isDocument(value) ? value.get(shown(field(scope))) : isNullish(value) ? value : undefined;
    };
  },
  $setField: (argument, compile) => setField(argument, compile, false),
  $unsetField: (argument, compile) => setField(argument, compile, true),
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
