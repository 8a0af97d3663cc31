/** What is worked out once for a caller and the purpose they state. */
import type { Caller } from './caller.ts';

/**
 * It hangs on the caller's own object, so no two callers can be mixed up and nothing of one outlives them: that object is made anew when
 * their token is verified again, which is a minute later at the latest, or when the file of API keys has changed.
 * @param make depends on nothing else that may change
 */
export function perCaller<Value>(
  make: (caller: Caller, purpose: string | undefined) => Value,
): (caller: Caller, purpose: string | undefined) => Value {
  const known = new WeakMap<Caller, Map<string | undefined, Value>>();
  return (caller, purpose) => {
    let values = known.get(caller);
    if (values === undefined) known.set(caller, (values = new Map()));
    let value = values.get(purpose);
    if (value === undefined) values.set(purpose, (value = make(caller, purpose)));
    return value;
  };
}
