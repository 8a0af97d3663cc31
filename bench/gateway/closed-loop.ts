/** The load: some connections, each sending its next request when the last is answered. */
import { HttpAsker } from './http-asker.ts';

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** How long requests are begun, in ms. */
  readonly duration: number;
  /** The JSON body of the next request. */
  readonly next: () => string;
  /** Sent with each request, beside what every one needs. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Judges the first answer and each whose length differs from it; throws what is wrong. */
  readonly check: (body: string) => void;
}

export interface LoadResult {
  readonly requests: number;
  /** ms the whole took. */
  readonly elapsed: number;
  /** ms each request took, in ascending order. */
  readonly latencies: Float64Array;
}

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
