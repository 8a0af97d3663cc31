import { expect, it } from 'vitest';
import { environment } from '../../base/environment.ts';

it('takes for production what it does not know', () => {
  expect([undefined, 'development', 'test'].map((name) => environment.parse(name))).toEqual(['development', 'development', 'development']);
  for (const name of ['production', 'Production', 'prod', 'staging', 'dev', ' development']) expect(environment.parse(name)).toBe('production');
});
