/** Filters as predicates over documents, with MongoDB's rules for arrays, missing fields and kinds of type. */
import { BSONRegExp, Double, MaxKey, MinKey } from 'bson';
import { storeFault } from '../errors.ts';
import { compare, equal, rankOf } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { shown } from '../value/shown.ts';
import {
  isDocument,
  isLong,
  isNumeric,
  TYPE_NUMBERS,
  toNumber,
  typeOf,
  type Document,
  type TypeName,
  type Value,
} from '../value/types.ts';
import { anyAt } from './path.ts';
import { isOperatorDocument, parseFilter, type MatchNode } from './parse.ts';
import { patternTest } from './pattern.ts';

/** A compiled filter. */
export type Matches = (document: Document) => boolean;
/** A test of one value; `undefined` is a missing field. */
export type Test = (value: Value | undefined) => boolean;
/** Makes a predicate of an aggregation expression (`$expr`); an argument, so that filters do not depend on aggregation. */
export type CompileExpression = (expression: Value) => Matches;

const noExpressions: CompileExpression = () => {
  throw storeFault('QueryFeatureNotAllowed', '$expr is not allowed in this context');
};

/**
 * Makes a predicate of a filter.
 * @param expand whether a test of an array is one of its elements too
 * @throws StoreError BadValue and others, when an argument does not fit its operator
 */
export function compileFilter(node: MatchNode, expressions: CompileExpression = noExpressions, expand = true): Matches {
  const inner = (child: MatchNode): Matches => compileFilter(child, expressions, expand);
  switch (node.kind) {
    case 'and':
      return all(node.children.map(inner));
    case 'or':
      return any(node.children.map(inner));
    case 'nor':
      return negated(any(node.children.map(inner)));
    case 'not':
      return negated(inner(node.child));
    case 'expr':
      return expressions(node.expression);
    case 'test':
      return compileTest(node, expressions, expand);
  }
}

function all(tests: readonly Matches[]): Matches {
  if (tests.length === 1) return tests[0]!;
  return (document) => tests.every((test) => test(document));
}

function any(tests: readonly Matches[]): Matches {
  return (document) => tests.some((test) => test(document));
}

function negated(test: Matches): Matches {
  return (document) => !test(document);
}

function compileTest(
  { path, operator, argument }: Extract<MatchNode, { kind: 'test' }>,
  expressions: CompileExpression,
  expand: boolean,
): Matches {
  const parts = path.split('.');
  if (operator === '$exists') {
    const wanted = isTrue(argument);
    return (document) => anyAt(document, parts, 0, (value) => value !== undefined, false) === wanted;
  }
  const whole = WHOLE_ARRAY[operator];
  if (whole !== undefined) {
    const test = whole(argument, expressions);
    return (document) => anyAt(document, parts, 0, test, false);
  }
  const test = testOf(operator, argument);
  return (document) => anyAt(document, parts, 0, test, expand);
}

/** The test of one value by an operator. @throws StoreError BadValue */
export function testOf(operator: string, argument: Value): Test {
  const make = TESTS[operator];
  if (make === undefined) throw storeFault('BadValue', `unknown operator: ${operator}`);
  return make(argument);
}

/** Whether a value counts as true: all but false, null, zero and a missing field do. */
export function isTrue(value: Value | undefined): boolean {
  return !(value === false || value === null || value === undefined || (isNumeric(value) && toNumber(value) === 0));
}

const TESTS: Readonly<Record<string, (argument: Value) => Test>> = {
  $eq: equality,
  $gt: (argument) => ordered(argument, (order) => order > 0, false),
  $gte: (argument) => ordered(argument, (order) => order >= 0, true),
  $lt: (argument) => ordered(argument, (order) => order < 0, false),
  $lte: (argument) => ordered(argument, (order) => order <= 0, true),
  $in: membership,
  $type: ofType,
  $regex: (argument) => regex(argument as BSONRegExp),
  $mod: modulo,
};

/** Operators that test an array as a whole instead of its elements. */
const WHOLE_ARRAY: Readonly<Record<string, (argument: Value, expressions: CompileExpression) => Test>> = {
  $size: arraySize,
  $elemMatch: elementMatches,
};

function equality(argument: Value): Test {
  if (argument === null) return (value) => value === null || value === undefined;
  if (typeof argument === 'string')
    return (value) => value === argument || (typeof value === 'object' && value !== null && equal(value, argument));
  return (value) => value !== undefined && equal(value, argument);
}

/** Ranges stay within one kind of type, but for MinKey and MaxKey, which stand outside of all. */
function ordered(argument: Value, fits: (order: number) => boolean, orEqual: boolean): Test {
  if (argument instanceof BSONRegExp) throw storeFault('BadValue', "Can't have RegEx as arg to predicate over field.");
  if (argument === null) return (value) => orEqual && (value === null || value === undefined);
  if (argument instanceof MinKey || argument instanceof MaxKey)
    return (value) => value !== undefined && fits(compare(value, argument));
  const rank = rankOf(argument);
  const isNaN = isNumeric(argument) && Number.isNaN(toNumber(argument));
  return (value) => {
    if (value === undefined || rankOf(value) !== rank) return false;
    if (rank === 20 && (isNaN || Number.isNaN(toNumber(value as number))))
      return orEqual && isNaN && Number.isNaN(toNumber(value as number));
    return fits(compare(value, argument));
  };
}

function membership(argument: Value): Test {
  if (!Array.isArray(argument)) throw storeFault('BadValue', '$in needs an array');
  if (argument.some(isOperatorDocument)) throw storeFault('BadValue', 'cannot nest $ under $in');
  const patterns = argument.filter((entry) => entry instanceof BSONRegExp).map(regex);
  const values = new Set(argument.map(identityOf));
  const orMissing = argument.includes(null);
  return (value) => {
    if (value === undefined) return orMissing;
    return values.has(identityOf(value)) || patterns.some((test) => test(value));
  };
}

function regex(argument: BSONRegExp): Test {
  const matches = patternTest(argument);
  return (value) =>
    typeof value === 'string' ? matches(value) : value instanceof BSONRegExp && equal(value, argument);
}

function modulo(argument: Value): Test {
  if (!Array.isArray(argument) || argument.length !== 2)
    throw storeFault('BadValue', 'malformed mod, needs to be an array of two elements');
  if (!argument.every((entry) => isNumeric(entry) && Number.isFinite(toNumber(entry))))
    throw storeFault('BadValue', 'malformed mod, divisor and remainder need to be numbers');
  const [divisor, remainder] = argument.map((entry) => integerOf(entry)!) as [bigint, bigint];
  if (divisor === 0n) throw storeFault('BadValue', 'divisor cannot be 0');
  return (value) => {
    const number = integerOf(value);
    return number !== undefined && number % divisor === remainder;
  };
}

/** A number cut to its whole part; `undefined` when it has none. */
function integerOf(value: Value | undefined): bigint | undefined {
  if (isLong(value)) return value.toBigInt();
  if (!isNumeric(value)) return undefined;
  const number = value instanceof Double ? value.value : toNumber(value);
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined;
}

function arraySize(argument: Value): Test {
  const size = isNumeric(argument) ? toNumber(argument) : NaN;
  if (!Number.isInteger(size) || size < 0) throw storeFault('BadValue', '$size must be a non-negative whole number');
  return (value) => Array.isArray(value) && value.length === size;
}

function elementMatches(argument: Value, expressions: CompileExpression): Test {
  const test = elementTest(argument, expressions);
  return (value) => Array.isArray(value) && value.some(test);
}

/**
 * The test of one element by `$elemMatch`, `$pull` and array filters: operators on the element itself, or a filter on its fields.
 * @param expand whether operators test an element that is an array by its own elements too, as those of `$pull` and of array filters do
 */
export function elementTest(argument: Value, expressions: CompileExpression = noExpressions, expand = false): Test {
  if (!isDocument(argument)) throw storeFault('BadValue', '$elemMatch needs an Object');
  const [first] = argument.keys();
  if (isOperatorDocument(argument) && !['$and', '$or', '$nor', '$expr', '$jsonSchema'].includes(first!)) {
    const matches = compileFilter(parseFilter(new Map([['element', argument]])), expressions, expand);
    return (value) => value !== undefined && matches(new Map([['element', value]]));
  }
  const matches = compileFilter(parseFilter(argument), expressions);
  return (value) => (isDocument(value) ? matches(value) : Array.isArray(value) && matches(asDocument(value)));
}

function asDocument(array: readonly Value[]): Document {
  return new Map(array.map((value, i) => [String(i), value]));
}

function ofType(argument: Value): Test {
  const names = new Set((Array.isArray(argument) ? argument : [argument]).flatMap(typeNames));
  return (value) => value !== undefined && names.has(typeOf(value));
}

/** The names of types that an alias or number stands for. @throws StoreError BadValue */
function typeNames(alias: Value): TypeName[] {
  if (alias === 'number') return ['int', 'long', 'double', 'decimal'];
  if (typeof alias === 'string' && Object.hasOwn(TYPE_NUMBERS, alias)) return [alias as TypeName];
  const number = isNumeric(alias) ? toNumber(alias) : NaN;
  const found = Object.entries(TYPE_NUMBERS).find(([, code]) => code === number);
  if (found === undefined) throw storeFault('BadValue', `Unknown type name alias: ${shown(alias)}`);
  return [found[0] as TypeName];
}
