/** Expression operators that mingo computes: their arguments are evaluated here and passed to it as literals. */
import { storeFault, StoreError } from '../errors.ts';
import { reasonOf } from '../../base/errors.ts';
import { double, isDocument, type Value } from '../value/types.ts';
import { loadMingo } from './mingo.ts';
import type { Compile, Operator, Scope } from './scope.ts';
import { fromPlain, toPlain } from './plain.ts';

const DATES = ['$dateFromString', '$dateTrunc'];
const TEXT = [
  '$ltrim',
  '$replaceAll',
  '$replaceOne',
  '$rtrim',
  '$trim',
  '$split',
  '$strLenBytes',
  '$substr',
  '$substrBytes',
  '$substrCP',
  '$indexOfBytes',
];
/** Always a double, also when the number is whole. */
const DOUBLES = [
  '$acos',
  '$acosh',
  '$asin',
  '$asinh',
  '$atan',
  '$atan2',
  '$atanh',
  '$cos',
  '$cosh',
  '$degreesToRadians',
  '$radiansToDegrees',
  '$sin',
  '$sinh',
  '$tan',
  '$tanh',
  '$exp',
  '$ln',
  '$log',
  '$log10',
  '$sqrt',
  '$rand',
  '$sigmoid',
  '$median',
  '$percentile',
];

/** The names of the operators that mingo computes. */
export const MINGO_OPERATORS: readonly string[] = [...DATES, ...TEXT, ...DOUBLES];
const doubles = new Set(DOUBLES);
const dates = new Set(DATES);

/** The operator of a name. @returns `undefined` for a name that mingo does not compute here */
export function mingoOperators(name: string): Operator | undefined {
  if (!MINGO_OPERATORS.includes(name)) return undefined;
  return (argument, compile) => {
    const evaluate = argumentEvaluator(argument, compile);
    return (scope) => run(name, evaluate(scope));
  };
}

/** Evaluates the operands one by one, each to a literal: mingo's operators expect lists and named arguments to be written out. */
function argumentEvaluator(argument: Value, compile: Compile): (scope: Scope) => unknown {
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
  return plain !== null &&
    (typeof plain === 'object' || (typeof plain === 'string' && plain.startsWith('$'))) &&
    !(plain instanceof Date)
    ? { $literal: plain }
    : plain;
}

/** Whether the date is missing: then the operator returns null, whatever its other arguments are. */
function lacksDate(argument: unknown): boolean {
  if (argument === null) return true;
  if (Array.isArray(argument)) return argument.length === 1 && argument[0] === null;
  if (typeof argument !== 'object' || argument instanceof Date) return false;
  return (
    Object.entries(argument).some(([name, value]) => value === null && !name.startsWith('on')) &&
    !('onNull' in argument)
  );
}

function run(name: string, argument: unknown): Value | undefined {
  try {
    if (dates.has(name) && lacksDate(argument)) return null;
    const result = fromPlain(loadMingo()(name, argument));
    if (result === undefined && name === '$dateFromString')
      throw storeFault('ConversionFailure', 'Error parsing date string');
    return doubles.has(name) && typeof result === 'number' ? double(result) : result;
  } catch (thrown) {
    if (thrown instanceof StoreError) throw thrown;
    throw storeFault('BadValue', `${name}: ${reasonOf(thrown)}`);
  }
}
