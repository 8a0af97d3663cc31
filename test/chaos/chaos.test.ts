/** The scenarios of chaos that need nothing but the project, without Prometheus: `npm run chaos` runs all of them, with it. */
import { describe, expect, it } from 'vitest';
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
