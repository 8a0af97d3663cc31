/** The fetches of one request, each with its time: for requests of which more than figures is wanted. */
import type { Fetcher } from '../fetch/subgraph-request.ts';
import type { RequestWatch } from './request-watch.ts';

/** @returns the fetcher itself where nobody asked for the fetches of this request */
export function watchFetches(fetcher: Fetcher, watch: RequestWatch | undefined): Fetcher {
  const notes = watch?.fetches;
  if (notes === undefined) return fetcher;
  const note = (subgraph: string, began: number, code: string | undefined): void =>
    void notes.push({ subgraph, at: began - watch!.began, ms: performance.now() - began, code });
  return {
    fetch: async (request) => {
      const began = performance.now();
      try {
        const reply = await fetcher.fetch(request);
        note(request.subgraph, began, undefined);
        return reply;
      } catch (thrown) {
        note(request.subgraph, began, (thrown as { code?: string }).code);
        throw thrown;
      }
    },
  };
}
