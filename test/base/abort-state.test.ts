import { describe, expect, it } from 'vitest';
import { JointAbortState } from '../../base/abort-state.ts';
import { SliceScheduler, TimeSlices, WorkAbandoned } from '../../base/time-slices.ts';

describe('clients that wait for the same work', () => {
  it('are gone once each of them is, in whatever order they arrived and left', () => {
    const leavers = [new AbortController(), new AbortController(), new AbortController()];
    const all = new JointAbortState(leavers[0]!.signal);
    for (const { signal } of leavers.slice(1)) all.join(signal);
    for (const index of [1, 2, 0]) {
      expect(all.aborted).toBe(false);
      leavers[index]!.abort();
    }
    expect(all.aborted).toBe(true);
  });

  it('are never gone while one of them never goes', () => {
    const all = new JointAbortState(AbortSignal.abort());
    all.join(undefined);
    all.join(AbortSignal.abort());
    expect(all.aborted).toBe(false);
  });
});

it('long work ends between two time slices when nobody waits for it', async () => {
  const leaver = new AbortController();
  const slices = new TimeSlices(new SliceScheduler(), leaver.signal);
  await slices.next();
  leaver.abort();
  await expect(slices.next()).rejects.toThrow(WorkAbandoned);
});
