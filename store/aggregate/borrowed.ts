/** Expression operators that mingo computes: their arguments are evaluated here and handed over as literals. */
import { fault, StoreError } from '../errors.ts';
import { reasonOf } from '../../base/errors.ts';
import { double, isDocument, type Value } from '../value/types.ts';
import { loadMingo } from './mingo.ts';
import type { Expression, Operator } from './scope.ts';
import { fromPlain, toPlain } from './plain.ts';
import { bounded } from '../query/pattern.ts';

const DATES = ['$dateAdd', '$dateDiff', '$dateFromParts', '$dateFromString', '$dateSubtract', '$dateToParts', '$dateToString', '$dateTrunc', '$dayOfMonth', '$dayOfWeek', '$dayOfYear', '$hour', '$isoDayOfWeek', '$isoWeek', '$isoWeekYear', '$millisecond', '$minute', '$month', '$second', '$week', '$year'];
const TEXT = ['$ltrim', '$regexFind', '$regexFindAll', '$regexMatch', '$replaceAll', '$replaceOne', '$rtrim', '$trim', '$split', '$strLenBytes', '$substr', '$substrBytes', '$substrCP', '$indexOfBytes'];
/** Always a double, also when the number is whole. */
const DOUBLES = ['$acos', '$acosh', '$asin', '$asinh', '$atan', '$atan2', '$atanh', '$cos', '$cosh', '$degreesToRadians', '$radiansToDegrees', '$sin', '$sinh', '$tan', '$tanh', '$exp', '$ln', '$log', '$log10', '$sqrt', '$rand', '$sigmoid', '$median', '$percentile'];

export const BORROWED: readonly string[] = [...DATES, ...TEXT, ...DOUBLES];
const doubles = new Set(DOUBLES);

/** @returns `undefined` when mingo is not asked for this operator */
export function borrowed(name: string): Operator | undefined {
  if (!BORROWED.includes(name)) return undefined;
  return (argument, compile) => {
    const read = argumentReader(argument, compile);
    return (scope) => run(name, read(scope));
  };
}

/** Operands stay apart, each a literal, as mingo's operators expect lists and named arguments to be written out. */
function argumentReader(argument: Value, compile: (expression: Value) => Expression): (scope: Parameters<Expression>[0]) => unknown {
  if (Array.isArray(argument)) {
    const parts = argument.map(compile);
    return (scope) => parts.map((part) => literal(part(scope)));
  }
  if (isDocument(argument) && argument.size > 0 && ![...argument.keys()][0]!.startsWith('$')) {
    const fields = [...argument].map(([name, inner]) => [name, compile(inner)] as const);
    return (scope) => Object.fromEntries(fields.map(([name, part]) => [name, literal(part(scope))]));
  }
  const whole = compile(argument);
  return (scope) => literal(whole(scope));
}

function literal(value: Value | undefined): unknown {
  const plain = toPlain(value) ?? null;
  return plain !== null && (typeof plain === 'object' || (typeof plain === 'string' && plain.startsWith('$'))) && !(plain instanceof Date) ? { $literal: plain } : plain;
}

/** A pattern is given a bound, because what it may take is anybody's guess. */
function computed(name: string, argument: unknown): unknown {
  const compute = loadMingo();
  if (!name.startsWith('$regex')) return compute(name, argument);
  const { input, regex } = argument as { input?: unknown; regex?: unknown };
  const source = regex instanceof RegExp ? regex.source : String(regex);
  return bounded(source, String(input).length, () => compute(name, argument));
}

function run(name: string, argument: unknown): Value | undefined {
  try {
    const result = fromPlain(computed(name, argument));
    return doubles.has(name) && typeof result === 'number' ? double(result) : result;
  } catch (thrown) {
    if (thrown instanceof StoreError) throw thrown;
    throw fault('BadValue', `${name}: ${reasonOf(thrown)}`);
  }
}
