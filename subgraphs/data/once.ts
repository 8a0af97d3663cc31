/**
 * @param load runs at the first call; it may return a mongoose query, which would run again each time it is awaited
 * @returns the same promise at each call, a failed one too
 */
export function once<Value>(load: () => PromiseLike<Value>): () => Promise<Value> {
  let loaded: Promise<Value> | undefined;
  return () => (loaded ??= Promise.resolve(load()));
}
