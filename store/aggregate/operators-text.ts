/** Text. */
import { storeFault } from '../errors.ts';
import { MAX_DOCUMENT } from '../value/decode.ts';
import { typeOf, type Value } from '../value/types.ts';
import { strictOperands } from './arguments.ts';
import type { Operator } from './scope.ts';

function concat(values: readonly Value[]): string {
  const whole = (values as readonly string[]).join('');
  if (whole.length > MAX_DOCUMENT) throw storeFault('Location16493', 'Tried to create string longer than 16MB');
  return whole;
}

/** Operators on text. */
export const TEXTS: Readonly<Record<string, Operator>> = {
  $concat: strictOperands('$concat', 0, Infinity, concat, (value) => {
    if (typeof value !== 'string')
      throw storeFault('Location16702', `$concat only supports strings, not ${typeOf(value)}`);
  }),
};
