/** The scenarios of chaos that need nothing but the project, without Prometheus: `npm run chaos` runs all of them, with it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const short = SCENARIOS.filter((scenario) => scenario.short === true);

describe('a gateway keeps what is innocent, answers the rest with a code, tells its operator, and is whole again after', () => {
  it.each(short.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const { wrong, affected } = await runScenario(scenario, false);
    expect(wrong).toEqual([]);
    // The fault was one: without it this would pass too.
    if (scenario.name.startsWith('subgraph')) expect(Object.keys(affected)).not.toEqual(['whole']);
  });
});

it('docs/operations.md has a row for each scenario, with alerts that there are', () => {
  const section = /## When something breaks[^]*?(?=\n## )/.exec(readFileSync('docs/operations.md', 'utf8'))![0];
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  const cells = rows.map((row) => row.slice(2, -2).split(' | '));
  expect(cells.map(([name]) => name)).toEqual(SCENARIOS.map(({ name }) => name));
  const { groups } = parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')) as {
    groups: { rules: { alert: string }[] }[];
  };
  const alerts = new Set(groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)));
  for (const [name, , , , , raised] of cells) {
    const named = raised!.match(/\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b/g) ?? [];
    expect([name, named.length > 0, named.filter((each) => !alerts.has(each))]).toEqual([name, true, []]);
  }
});
