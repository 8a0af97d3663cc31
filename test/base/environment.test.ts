import { expect, it } from 'vitest';
import { environment } from '../../base/environment.ts';
import { readSettings } from '../../base/settings.ts';

const inEnvironment = (NODE_ENV: string | undefined) =>
  readSettings('test', { environment: { ...environment, what: 'x' } }, [], { NODE_ENV })!.environment;

it('takes for production what it does not know, an empty text too', () => {
  expect([undefined, 'development', 'test'].map(inEnvironment)).toEqual(['development', 'development', 'development']);
  for (const name of ['production', 'Production', 'prod', 'staging', 'dev', ' development', '', ' '])
    expect(inEnvironment(name)).toBe('production');
});
