/** The expression operators of this store, by their names in MongoDB's manual. */
import type { Operator } from './scope.ts';
import { ARITHMETIC } from './operators-arithmetic.ts';
import { ARRAYS } from './operators-array.ts';
import { LOGIC } from './operators-logic.ts';
import { TYPES } from './operators-type.ts';
import { TEXTS } from './operators-text.ts';
import { DATES } from './operators-date.ts';
import { PATTERNS } from './operators-regex.ts';
import { REDUCERS } from './operators-reduce.ts';

/** All operators but those that mingo computes, by name. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...LOGIC,
  ...ARITHMETIC,
  ...ARRAYS,
  ...TYPES,
  ...TEXTS,
  ...REDUCERS,
  ...DATES,
  ...PATTERNS,
};
