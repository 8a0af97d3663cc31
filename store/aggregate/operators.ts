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
  ...['$abs', '$ceil', '$floor', '$mod', '$round', '$trunc', '$exp', '$ln', '$log', '$log10', '$pow', '$sqrt'],
  ...['$acos', '$acosh', '$asin', '$asinh', '$atan', '$atan2', '$atanh', '$cos', '$cosh', '$sin', '$sinh', '$tan'],
  ...['$tanh', '$degreesToRadians', '$radiansToDegrees', '$rand', '$sampleRate', '$median', '$percentile'],
  ...['$stdDevPop', '$stdDevSamp', '$bitAnd', '$bitNot', '$bitOr', '$bitXor', '$binarySize', '$bsonSize'],
  ...['$convert', '$toBool', '$toDate', '$toDecimal', '$toDouble', '$toHashedIndexKey', '$toInt', '$toLong'],
  ...['$toObjectId', '$toString', '$toUUID', '$tsIncrement', '$tsSecond', '$dateAdd', '$dateFromParts'],
  ...['$dateSubtract', '$dateToParts', '$dateToString', '$dateTrunc', '$dayOfWeek', '$dayOfYear', '$isoDayOfWeek'],
  ...['$isoWeek', '$isoWeekYear', '$week', '$indexOfBytes', '$indexOfCP', '$ltrim', '$regexFind', '$regexFindAll'],
  ...['$regexMatch', '$replaceAll', '$replaceOne', '$rtrim', '$split', '$strLenBytes', '$strLenCP', '$strcasecmp'],
  ...['$substr', '$substrBytes', '$substrCP', '$toLower', '$toUpper', '$trim', '$allElementsTrue'],
  ...['$anyElementTrue', '$arrayToObject', '$firstN', '$indexOfArray', '$lastN', '$maxN', '$minN', '$objectToArray'],
  ...['$range', '$reduce', '$reverseArray', '$setDifference', '$setEquals', '$setIntersection', '$setIsSubset'],
  ...['$setUnion', '$slice', '$sortArray', '$zip', '$getField', '$mergeObjects', '$setField', '$unsetField'],
  ...['$function', '$meta', '$switch'],
]);
