/** The load: some connections, each sending its next request when the last is answered. */
import { HttpAsker, type Requests } from './http-asker.ts';

/** What is sent, and for how long. */
export interface Load extends Requests {
  readonly connections: number;
  /** How long requests are begun, in ms. */
  readonly duration: number;
}

/** What a run of the load measured. */
export interface LoadResult {
  readonly requests: number;
  /** Duration of the whole run, ms. */
  readonly elapsed: number;
  /** Duration of each request, ms, ascending. */
  readonly latencies: Float64Array;
}

/** Runs the load. */
export async function closedLoop(load: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + load.duration;
  await Promise.all(
    Array.from({ length: load.connections }, async () => {
      const asker = new HttpAsker(load);
      while (performance.now() < until) latencies.push(await asker.ask());
      asker.close();
    }),
  );
  return {
    requests: latencies.length,
    elapsed: performance.now() - began,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** @param share 0 to 1 */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
