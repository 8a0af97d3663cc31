import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../gateway/plan/operation-limits.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { PUBLIC } from '../../../gateway/plan/rights.ts';
import { ground, PEOPLE, planner } from './fixtures.ts';
import { HOSTILE } from './hostile-operations.ts';

/** The promise is 50 ms. A machine that does other things as well holds up everybody, so the test allows four times as much of the clock. */
const PROMISE = 50;
const NOISE = 4;

/**
 * CPU that one operation may cost the main thread, over all its steps: the clock's 50 ms, twice over for a cold start of each
 * function. Unlike the clock it does not run while other programs do.
 */
const CPU = 2 * PROMISE;

let operations: OperationPreparer;
beforeAll(async () => {
  operations = preparedOperations(ground(PEOPLE, await planner(PEOPLE, { timeout: 3_000, workers: 2 })), { bytes: 50_000_000, text: DEFAULT_LIMITS.text });
  await operations.prepare('{ workers { name } }', undefined, PUBLIC);
});
afterAll(() => operations.close());

const settled = (text: string): Promise<string> =>
  operations.prepare(text, text.startsWith('query A') ? 'A' : undefined, PUBLIC).then(() => 'ready', (thrown: { code: string }) => thrown.code);

describe('an operation made to be dear', () => {
  it.each(Object.entries(HOSTILE))('%s does not hold up the main loop, and the next one is planned', async (_what, text) => {
    const delay = monitorEventLoopDelay({ resolution: 2 });
    delay.enable();
    await wait(10);
    delay.reset();
    const before = process.threadCpuUsage();
    const outcome = await settled(text);
    const { user, system } = process.threadCpuUsage(before);
    await wait(10);
    delay.disable();
    expect(outcome).toMatch(/^(ready|OPERATION_TOO_LARGE|PLAN_TIMEOUT|PLAN_TOO_LARGE|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/);
    expect((user + system) / 1e3).toBeLessThan(CPU);
    expect(delay.max / 1e6).toBeLessThan(PROMISE * NOISE);
    expect(await settled(`{ workers { id ${'name '.repeat(text.length % 50)} } }`)).toBe('ready');
  });
});
