/** What a client sends by `fetch`, in the order it was sent. */
import { vi } from 'vitest';

export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

/** Watches `fetch` until `vi.restoreAllMocks()`. @returns a list that grows */
export function watchedFetch(): readonly Sent[] {
  const sent: Sent[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const { method = 'GET', body } = init ?? {};
    const url = new URL(input instanceof Request ? input.url : input);
    sent.push({ method, url, body: typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined });
    return real(input, init);
  });
  return sent;
}
