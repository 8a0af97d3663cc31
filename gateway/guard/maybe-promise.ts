/**
 * What is known at once goes on at once. Almost every request finds its caller and its budget in this process; a promise for each
 * of them would cost it more than the look itself, so only a shared store or a token not seen before makes one.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** @throws what `next` throws, at once or through the promise */
export function mapMaybePromise<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}
