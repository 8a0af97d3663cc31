import { expect, it } from 'vitest';
import { weigh } from './prepared-weight.ts';

it('holds prepared operations to weigh what they weigh on the heap, within a factor of two', async () => {
  for (const [kind, { measured, held }] of Object.entries(await weigh(25))) {
    expect(held / measured, kind).toBeGreaterThan(0.5);
    expect(held / measured, kind).toBeLessThan(2);
  }
});
