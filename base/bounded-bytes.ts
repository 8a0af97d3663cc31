/** @returns the body of an answer @throws RangeError for one that is larger: who answers may be anybody, and could send for ever */
export async function boundedBytes({ body }: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new RangeError(`expected at most ${most} bytes, got more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
