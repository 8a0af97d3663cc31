/** Asks once a request, however many fields ask. A mongoose query would run again each time it is awaited: a promise does not. */
export function once<Value>(ask: () => PromiseLike<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () => (answer ??= Promise.resolve(ask()));
}
