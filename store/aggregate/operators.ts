/** The expression operators of this store, by their names in MongoDB's manual, and those that it refuses. */
import type { Operator } from './scope.ts';
import { ARITHMETIC } from './operators-arithmetic.ts';
import { ARRAYS } from './operators-array.ts';
import { LOGIC } from './operators-logic.ts';
import { TYPES } from './operators-type.ts';
import { TEXTS } from './operators-text.ts';
import { DATES } from './operators-date.ts';
import { REDUCERS } from './operators-reduce.ts';

/** All operators, by name. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...LOGIC,
  ...ARITHMETIC,
  ...ARRAYS,
  ...TYPES,
  ...TEXTS,
  ...REDUCERS,
  ...DATES,
};

/** Operators that MongoDB has and this store refuses with 115. */
export const REFUSED_EXPRESSIONS: ReadonlySet<string> = new Set([
  ...['$acos', '$acosh', '$asin', '$asinh', '$atan', '$atan2', '$atanh', '$cos', '$cosh', '$degreesToRadians'],
  ...['$exp', '$ln', '$log', '$log10', '$pow', '$radiansToDegrees', '$rand', '$sin', '$sinh', '$sqrt', '$tan', '$tanh'],
  ...['$bitAnd', '$bitNot', '$bitOr', '$bitXor', '$median', '$percentile', '$stdDevPop', '$stdDevSamp'],
  ...['$convert', '$toBool', '$toDate', '$toDecimal', '$toDouble', '$toHashedIndexKey', '$toInt', '$toLong'],
  ...['$toObjectId', '$toString', '$toUUID', '$binarySize', '$bsonSize', '$tsIncrement', '$tsSecond'],
  ...['$dateAdd', '$dateFromParts', '$dateSubtract', '$dateToParts', '$dateTrunc'],
  ...['$indexOfBytes', '$indexOfCP', '$ltrim', '$regexFind', '$regexFindAll', '$regexMatch', '$replaceAll'],
  ...[
    '$replaceOne',
    '$rtrim',
    '$split',
    '$strLenBytes',
    '$strcasecmp',
    '$substr',
    '$substrBytes',
    '$substrCP',
    '$trim',
  ],
  ...['$firstN', '$indexOfArray', '$lastN', '$maxN', '$minN', '$range', '$sortArray', '$zip'],
  ...['$getField', '$setField', '$unsetField', '$meta', '$function', '$sampleRate'],
]);
