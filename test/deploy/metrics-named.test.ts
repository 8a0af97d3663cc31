/** Every metric that an alert, the dashboard or a page names is one that the gateway has; every alert has a page. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { guardMetrics } from '../../gateway/observe/metrics/guard-metrics.ts';
import { primaryMetrics } from '../../gateway/observe/metrics/primary-metrics.ts';
import { observedGateway, type ObservedGateway } from '../gateway/observe/observed-gateway.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const ALERTS = 'deploy/prometheus/alerts.yml';
const DASHBOARD = 'deploy/grafana/sigap-graph.json';
const { groups } = parse(read(ALERTS)) as { groups: { rules: { alert: string; expr: string }[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read(DASHBOARD)) as { panels: { title: string; targets: { expr: string }[] }[] };

let observed: ObservedGateway;
/** Names with what a histogram has of each. */
const there = new Set<string>(['up']);
beforeAll(async () => {
  observed = await observedGateway();
  const audited = new Registry();
  guardMetrics(audited, { auditState: () => ({ kind: 'writing', pending: 0 }), budgetsAreApart: () => false })();
  const primary = primaryMetrics(
    () => 2,
    () => undefined,
  );
  const text = `${await (await observed.operate('/metrics')).text()}${await audited.metrics()}${await primary.registry.metrics()}`;
  for (const [, name, kind] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm))
    for (const end of kind === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) there.add(`${name}${end}`);
});
afterAll(() => observed.stop());

const NAMES = /\b(?:http_(?:server|client)|sigap|nodejs|v8js|process)_\w+/g;
/** Labels that begin like a metric. */
const LABELS = new Set(['http_response_status_code', 'v8js_gc_type']);
const unknownIn = (text: string): string[] =>
  [...text.matchAll(NAMES)].map(([name]) => name).filter((name) => !there.has(name) && !LABELS.has(name));

describe('what is named', () => {
  it('by the alerts is measured', () => {
    expect(rules).toHaveLength(16);
    for (const { expr } of rules) expect(unknownIn(expr), expr).toEqual([]);
  });

  it('by the dashboard is measured', () => {
    expect(panels.length).toBeGreaterThan(12);
    for (const { title, targets } of panels) for (const { expr } of targets) expect(unknownIn(expr), title).toEqual([]);
  });
});

it('every alert has a page in docs/operations.md, and every page an alert', () => {
  const pages = [.../## Alerts[^]*/.exec(read('docs/operations.md'))![0].matchAll(/^### (\w+)$/gm)].map(
    ([, name]) => name,
  );
  expect(pages).toEqual(rules.map(({ alert }) => alert));
});

const PROMTOOL = '/usr/bin/promtool';
it.skipIf(!existsSync(PROMTOOL))(
  'promtool (Debian: prometheus) finds the rules right, and each alert fires for what it is for',
  () => {
    expect(execFileSync(PROMTOOL, ['check', 'rules', ALERTS], { encoding: 'utf8' })).toContain(
      'SUCCESS: 16 rules found',
    );
    expect(
      execFileSync(PROMTOOL, ['test', 'rules', 'deploy/prometheus/alerts.test.yml'], { encoding: 'utf8' }),
    ).toContain('SUCCESS');
  },
);
