import { describe, expect, it } from 'vitest';
import { TraceSampler } from '../../../base/traces/trace-sampler.ts';
import { newTraceId } from '../../../base/traces/trace-context.ts';

let now = 0;
const samplerOf = (ratio: number, spansPerSecond = 1_000_000): TraceSampler =>
  new TraceSampler({ ratio, spansPerSecond, clock: () => now });

describe('a trace is sampled', () => {
  it('as the flag of its caller says, whatever the share', () => {
    expect(samplerOf(0).begin(newTraceId(), true)).toBe('parent');
    expect(samplerOf(1).begin(newTraceId(), false)).toBeUndefined();
  });

  it('by the share where nobody says, every process alike', () => {
    const ids = Array.from({ length: 20_000 }, newTraceId);
    const [one, other] = [samplerOf(0.1), samplerOf(0.1)];
    const taken = ids.filter((id) => one.begin(id, undefined) !== undefined);
    expect(taken).toEqual(ids.filter((id) => other.begin(id, undefined) !== undefined));
    // Six standard deviations of 2,000.
    expect(Math.abs(taken.length - 2_000)).toBeLessThan(255);
    expect(ids.some((id) => samplerOf(0).begin(id, undefined) !== undefined)).toBe(false);
    expect(ids.every((id) => samplerOf(1).begin(id, undefined) === 'ratio')).toBe(true);
  });
});

describe('spans of a second', () => {
  it('are bounded, however many strangers send the flag, and errors still have their half', () => {
    let beyond = 0;
    const sampler = new TraceSampler({ ratio: 0, spansPerSecond: 100, onBeyond: () => beyond++, clock: () => now });
    const taken = Array.from({ length: 100 }, () => sampler.takes('parent', 10)).filter(Boolean);
    expect(taken).toHaveLength(5);
    expect(sampler.begin(newTraceId(), true)).toBeUndefined();
    expect(beyond).toBe(1);
    expect(sampler.begin(newTraceId(), false)).toBeUndefined();
    expect(beyond).toBe(1);
    expect(Array.from({ length: 100 }, () => sampler.takes('error', 10)).filter(Boolean)).toHaveLength(5);
    expect(sampler.takes('slow', 10)).toBe(false);
  });

  it('come again with the next second, less what was spent beyond', () => {
    const sampler = samplerOf(0, 100);
    expect(sampler.takes('error', 90)).toBe(true);
    expect(sampler.takes('error', 1)).toBe(false);
    now += 500;
    expect(sampler.takes('error', 1)).toBe(false);
    now += 500;
    expect(sampler.takes('error', 1)).toBe(true);
    now += 3_600_000;
    expect(Array.from({ length: 100 }, () => sampler.takes('error', 1)).filter(Boolean)).toHaveLength(50);
  });
});
