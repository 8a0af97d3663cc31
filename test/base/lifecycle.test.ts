import { expect, it } from 'vitest';
import { Lifecycle } from '../../base/lifecycle.ts';

it('stops in the reverse order, once, and goes on when one part fails', async () => {
  const lifecycle = new Lifecycle();
  const stopped: string[] = [];
  lifecycle.onStop('store', () => stopped.push('store'));
  lifecycle.onStop('subgraphs', () => {
    throw new Error('stuck');
  });
  lifecycle.onStop('gateway', () => stopped.push('gateway'));
  const [first, second] = await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  expect(stopped).toEqual(['gateway', 'store']);
  expect(first).toEqual(['subgraphs: stuck']);
  expect(second).toBe(first);
});
