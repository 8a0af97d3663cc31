/**
 * A load that does not wait: requests begin at random times at a given rate, whether others are answered or not, as those of many
 * strangers do. Times are drawn from a fixed seed, so every gateway meets the same sequence. A timer of Node ticks each
 * millisecond: what is due by then begins together.
 */
import { Random } from '../../test/contract/executor/random.ts';
import { HttpAsker } from './http-asker.ts';
import type { Load, LoadResult } from './closed-loop.ts';

/** So many requests may be under way at once; more mean that the gateway does not keep up. */
const MOST = 5_000;

/** @param rate requests a second */
export async function openLoop(load: Omit<Load, 'connections'>, rate: number): Promise<LoadResult> {
  const random = new Random(1);
  const idle: HttpAsker[] = [];
  const latencies: number[] = [];
  let underWay = 0;
  const ask = async (): Promise<void> => {
    const asker = idle.pop() ?? new HttpAsker(load);
    if (++underWay > MOST) throw new Error(`expected at most ${MOST} requests under way, the gateway does not keep up`);
    latencies.push(await asker.ask());
    underWay--;
    idle.push(asker);
  };
  const began = performance.now();
  const asked: Promise<void>[] = [];
  for (let due = 0; due < load.duration;) {
    const now = performance.now() - began;
    for (; due <= now && due < load.duration; due += (-Math.log(1 - random.next()) * 1_000) / rate) asked.push(ask());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  for (const asker of idle) asker.close();
  return {
    requests: latencies.length,
    elapsed: performance.now() - began,
    latencies: Float64Array.from(latencies).sort(),
  };
}
