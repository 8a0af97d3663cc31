import type { Environment } from '../../../../base/environment.ts';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import { roundingKeyOf } from '../../../../gateway/guard/policy/rounding-key.ts';
import { compose, PEOPLE } from './fixtures.ts';

const counting = readPolicy(PEOPLE);
const plain = readPolicy(compose({ shop: 'type Query { price: Int total: Int @aggregate(minimum: 0) }' }));
const given = (environment: Environment, roundingKey?: string) => ({ environment, roundingKey });

describe('the rounding key', () => {
  it('is the one that was set', () => {
    expect(roundingKeyOf(given('production', 'k'.repeat(32)), 4, counting)).toBe('k'.repeat(32));
  });

  it.each([['production', 1], ['development', 2]] as const)('is asked for in %s with %i workers, where people are counted', (environment, workers) => {
    expect(() => roundingKeyOf(given(environment), workers, counting)).toThrow(expect.objectContaining({ code: 'ROUNDING_KEY_MISSING' }));
    expect(() => roundingKeyOf(given(environment), workers, counting)).toThrow(/expected ROUNDING_KEY/);
    expect(roundingKeyOf(given(environment), workers, plain)).toHaveLength(64);
  });

  it('is another one after every start, for trying out', () => {
    expect(roundingKeyOf(given('development'), 1, counting)).not.toBe(roundingKeyOf(given('development'), 1, counting));
  });
});
