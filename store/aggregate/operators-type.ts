/** The types of values. */
import { isNumeric, typeOf } from '../value/types.ts';
import { operands } from './arguments.ts';
import type { Operator } from './scope.ts';

/** Operators on types. */
export const TYPES: Readonly<Record<string, Operator>> = {
  $type: operands('$type', 1, 1, ([value]) => (value === undefined ? 'missing' : typeOf(value))),
  $isNumber: operands('$isNumber', 1, 1, ([value]) => isNumeric(value)),
};
