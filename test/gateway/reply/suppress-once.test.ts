import { describe, expect, it, vi } from 'vitest';
import { suppressedOnce } from '../../../gateway/reply/suppress-once.ts';
import type { Exactness, SuppressedAnswer } from '../../../gateway/reply/suppress.ts';

const rounded = (month = '2026-10', key = 'k'.repeat(32)): Exactness => ({ kind: 'rounded', rounding: { key, month } });

function protecting() {
  const suppress = vi.fn(async (data: unknown): Promise<SuppressedAnswer> => ({ data: { ...(data as object), hidden: null }, suppressed: [{ path: ['hidden'], minimum: 5 }] }));
  return { suppress, once: suppressedOnce(suppress) };
}

describe('an answer that has been protected', () => {
  it('is not looked at when it comes again', async () => {
    const { suppress, once } = protecting();
    const first = await once('{"shown":7,"hidden":3,"__proto__":1}', rounded());
    expect(first).toEqual({ dataText: '{"shown":7,"hidden":null,"__proto__":1}', suppressed: [{ path: ['hidden'], minimum: 5 }] });
    expect(await once('{"shown":7,"hidden":3,"__proto__":1}', rounded())).toEqual(first);
    expect(suppress).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['other numbers', '{"shown":8,"hidden":3}', rounded()],
    ['another hidden number', '{"shown":7,"hidden":4}', rounded()],
    ['another month', '{"shown":7,"hidden":3}', rounded('2026-09')],
    ['another secret', '{"shown":7,"hidden":3}', rounded(undefined, 'x'.repeat(32))],
    ['exact numbers', '{"shown":7,"hidden":3}', { kind: 'exact' } as const],
  ])('is another with %s', async (_, text, exactness) => {
    const { suppress, once } = protecting();
    await once('{"shown":7,"hidden":3}', rounded());
    expect((await once(text, exactness)).dataText).toBe(JSON.stringify({ ...(JSON.parse(text) as object), hidden: null }));
    expect(suppress).toHaveBeenCalledTimes(2);
    expect(suppress).toHaveBeenLastCalledWith(JSON.parse(text), exactness, undefined);
  });

  it('is another operation\'s too when that has the same answer', async () => {
    const [one, other] = [protecting(), protecting()];
    await one.once('{"hidden":3}', rounded());
    await other.once('{"hidden":3}', rounded());
    expect(other.suppress).toHaveBeenCalledTimes(1);
  });

  it('passes as it is for who may see all', () => {
    const { suppress, once } = protecting();
    expect(once('{"hidden":3}', { kind: 'all' })).toEqual({ dataText: '{"hidden":3}', suppressed: [] });
    expect(suppress).not.toHaveBeenCalled();
  });

  it('is not kept when it could not be protected', async () => {
    const { suppress, once } = protecting();
    suppress.mockRejectedValueOnce(new Error('out of memory'));
    await expect(once('{"hidden":3}', rounded())).rejects.toThrow('out of memory');
    expect((await once('{"hidden":3}', rounded())).dataText).toBe('{"hidden":null}');
  });
});
