import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PlanReply } from '../../../gateway/plan/planner-messages.ts';
import { PEOPLE, planner as start } from './fixtures.ts';
import { HOSTILE } from './hostile-operations.ts';

const SMALL = { text: '{ workers { id } }', operationName: undefined };
/** Takes seconds to plan: each alias is planned by itself. */
const SLOW = { text: HOSTILE['700 root aliases']!, operationName: undefined };
const codeOf = (promise: Promise<PlanReply>): Promise<string> =>
  promise.then(
    (reply) => reply.kind,
    (thrown: { code: string }) => thrown.code,
  );

describe('the planner', () => {
  it('names what is wrong with a supergraph that it does not accept', async () => {
    await expect(start('type Query { a: Int }')).rejects.toMatchObject({
      code: 'PLANNER_NOT_STARTED',
      message: expect.stringContaining('must be a core schema') as string,
    });
    await expect(start('type Query {')).rejects.toMatchObject({ code: 'PLANNER_NOT_STARTED' });
  });

  it('refuses a supergraph that takes too long to read', async () => {
    await expect(start(PEOPLE, { startTimeout: 1 })).rejects.toMatchObject({ code: 'PLANNER_NOT_STARTED' });
  });

  it('ends an operation that takes too long, and plans the next one', async () => {
    const planner = await start(PEOPLE, { timeout: 150 });
    expect(await codeOf(planner.plan(SLOW))).toBe('PLAN_TIMEOUT');
    expect(await codeOf(planner.plan(SMALL))).toBe('planned');
    await planner.close();
  });

  it('ends an operation that needs too much memory, and plans the next one', async () => {
    const planner = await start(PEOPLE, {
      memory: 64,
      limits: { text: 10_000_000, tokens: 10_000_000, selections: 10_000_000 },
    });
    const aliases = Array.from({ length: 200_000 }, (_, n) => `a${n}: workers { id }`).join(' ');
    expect(await codeOf(planner.plan({ text: `{ ${aliases} }`, operationName: undefined }))).toBe('PLAN_TOO_LARGE');
    expect(await codeOf(planner.plan(SMALL))).toBe('planned');
    await planner.close();
  });

  it('refuses a plan that is larger than is handed back', async () => {
    const planner = await start(PEOPLE, { planBytes: 1_000 });
    expect(await planner.plan({ text: HOSTILE['nesting of 390 levels']!, operationName: undefined })).toMatchObject({
      kind: 'refused',
      code: 'PLAN_TOO_LARGE',
    });
    await planner.close();
  });

  it('plans other operations beside one that uses up its budget', async () => {
    const planner = await start(PEOPLE, {
      workers: 2,
      timeout: 60_000,
      limits: { text: 10_000_000, tokens: 10_000_000, selections: 10_000_000 },
    });
    const aliases = Array.from({ length: 30_000 }, (_, n) => `a${n}: workers { covered village { name } }`).join(' ');
    const dear = codeOf(planner.plan({ text: `{ ${aliases} }`, operationName: undefined }));
    expect(await codeOf(planner.plan(SMALL))).toBe('planned');
    await planner.close();
    expect(await dear).toBe('PLAN_FAILED');
  });

  it('refuses at once what finds too many waiting', async () => {
    const planner = await start(PEOPLE, { queue: 1 });
    const first = planner.plan(SMALL);
    const second = planner.plan(SMALL);
    expect(await codeOf(planner.plan(SMALL))).toBe('PLAN_BUSY');
    expect([await codeOf(first), await codeOf(second)]).toEqual(['planned', 'planned']);
    await planner.close();
  });

  it('rejects waiting operations when it is closed, and accepts no more', async () => {
    const planner = await start(PEOPLE);
    const codes = [planner.plan(SLOW), planner.plan(SMALL)].map(codeOf);
    await wait(20);
    await planner.close();
    expect(await Promise.all(codes)).toEqual(['PLAN_FAILED', 'PLAN_FAILED']);
    expect(await codeOf(planner.plan(SMALL))).toBe('PLAN_FAILED');
  });
});
