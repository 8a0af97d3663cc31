/** What is worked out for an object, kept on that very object. */

export interface Tied<Value> {
  get(object: object): Value | undefined;
  /** @param object not frozen */
  set(object: object, value: Value): Value;
}

/**
 * For objects that come and go with every request, in place of a WeakMap: whenever V8 outgrows the table of a Map, a Set or a WeakMap,
 * the old one points to the new one and holds, until the next full collection, what was in it. Under load each table kept the next
 * alive, and with it whole requests: that was a third of the CPU time of one and doubled its memory.
 *
 * Copies of the object do not have it.
 */
export function tied<Value>(name: string): Tied<Value> {
  const key = Symbol(name);
  return {
    get: (object) => (object as Record<symbol, Value | undefined>)[key],
    set: (object, value) => {
      Object.defineProperty(object, key, { value, configurable: true });
      return value;
    },
  };
}
