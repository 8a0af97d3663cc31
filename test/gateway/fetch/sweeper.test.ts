import { expect, it } from 'vitest';
import { Sweeper, type Sweepable } from '../../../gateway/fetch/sweeper.ts';

/** Blocks the event loop for this many ms. */
function block(duration: number): void {
  const until = performance.now() + duration;
  while (performance.now() < until);
}

it('sweeps also while the event loop is blocked again and again', async () => {
  const sweeper = new Sweeper();
  let sweeps = 0;
  const call: Sweepable = { place: -1, sweep: () => void sweeps++ };
  sweeper.add(call);
  for (let turn = 0; turn < 6; turn++) {
    block(200);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(sweeps).toBeGreaterThan(0);
  sweeper.delete(call);
});
