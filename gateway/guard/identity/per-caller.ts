/** Remembers a value for each caller and stated purpose. */
import type { Caller } from './caller.ts';

/**
 * Computes a value once for a caller and a purpose. It is kept by the caller's own object, so callers cannot be mixed up and no value
 * outlives its caller. That object is made anew when a token is verified again, after a minute at most, or the file of API keys changes.
 * @param make computes the value; it must depend on nothing else that may change
 */
export function perCaller<Value>(
  make: (caller: Caller, purpose: string | undefined) => Value,
): (caller: Caller, purpose: string | undefined) => Value {
  const known = new WeakMap<Caller, Map<string | undefined, Value>>();
  return (caller, purpose) => {
    let values = known.get(caller);
    if (values === undefined) known.set(caller, (values = new Map<string | undefined, Value>()));
    let value = values.get(purpose);
    if (value === undefined) values.set(purpose, (value = make(caller, purpose)));
    return value;
  };
}
