/**
 * A value that is there already, or a promise of it. Almost every request finds its caller and budget in this process, where a promise
 * would cost more than the look-up. So only a shared store or a new token makes one.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Calls `next` with the value: at once, or when the promise resolves. @throws what `next` throws, directly or by the promise */
export function mapMaybePromise<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}
