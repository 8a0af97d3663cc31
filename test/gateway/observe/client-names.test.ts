import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { requestMetrics } from '../../../gateway/observe/metrics/request-metrics.ts';
import { RequestWatch } from '../../../gateway/watch/request-watch.ts';

it('a client with a credential has its name in the metrics, however many strangers have said ever new ones', async () => {
  const registry = new Registry();
  const metrics = requestMetrics(registry, []);
  const asked = (name: string, roles?: string[]): void => {
    const watch = new RequestWatch('one-request', 'POST', { 'apollographql-client-name': name });
    watch.roles = roles;
    metrics.begun();
    metrics.ended(watch, []);
  };
  for (let n = 0; n < 100; n++)
    asked(`stranger ${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10)]}`, n % 2 === 0 ? ['public'] : undefined);
  asked('papan', ['dashboard', 'public']);
  const names = [...(await registry.metrics()).matchAll(/client_name="([^"]+)"/g)].map(([, name]) => name);
  expect(names).toContain('papan');
  expect(names.filter((name) => name!.startsWith('stranger'))).toHaveLength(20);
  expect(names).toContain('other');
});
