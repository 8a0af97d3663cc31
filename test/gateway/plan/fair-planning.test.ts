import { afterEach, describe, expect, it } from 'vitest';
import { WaitingClients } from '../../../gateway/plan/waiting-clients.ts';
import type { PlannerOptions, Planner } from '../../../gateway/plan/planner.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { ground, PEOPLE, planner as start } from './fixtures.ts';

const planners: Planner[] = [];
afterEach(async () => {
  await Promise.all(planners.splice(0).map((planner) => planner.close()));
});
async function planner(options: Partial<PlannerOptions> = {}): Promise<Planner> {
  const one = await start(PEOPLE, { workers: 1, ...options });
  planners.push(one);
  return one;
}

const operation = (name: string) => ({ text: `query ${name} { workers { id } }`, operationName: undefined });
/** Plans for a client and notes when it is there. */
function asked(one: Planner, order: string[], client: string, name: string): Promise<string> {
  return one.plan(operation(name), new WaitingClients(client)).then(
    ({ kind }) => (order.push(name), kind),
    (thrown: { code: string }) => thrown.code,
  );
}

describe('an operation whose clients have gone', () => {
  it('is not planned when its turn comes, and the others are', async () => {
    const one = await planner();
    const order: string[] = [];
    const first = asked(one, order, 'a', 'first');
    const leaver = new AbortController();
    const left = one.plan(operation('left'), new WaitingClients('b', leaver.signal));
    const last = asked(one, order, 'c', 'last');
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'PLAN_ABANDONED' });
    expect(await Promise.all([first, last])).toEqual(['planned', 'planned']);
  });

  it('is planned while one of them waits, and anew for a client that arrives after all have gone', async () => {
    const one = await planner();
    const operations = preparedOperations(ground(PEOPLE, one), { bytes: 10_000_000, text: 100_000 });
    const busy = asked(one, [], 'a', 'busy');
    const leaver = new AbortController();
    const prepare = (signal?: AbortSignal) =>
      operations.prepare('query Both { workers { id } }', undefined, PUBLIC_AUTHORIZATION, { client: 'b', signal });
    const [left, stayed] = [prepare(leaver.signal), prepare()];
    const alone = operations.prepare('query Alone { workers { id } }', undefined, PUBLIC_AUTHORIZATION, {
      client: 'b',
      signal: leaver.signal,
    });
    leaver.abort();
    const again = operations.prepare('query Alone { workers { id } }', undefined, PUBLIC_AUTHORIZATION, {
      client: 'b',
    });
    await expect(alone).rejects.toMatchObject({ code: 'PLAN_ABANDONED' });
    expect(await left).toBe(await stayed);
    expect((await again).kind).toBe('query');
    await busy;
  });
});

describe('planning', () => {
  it('takes turns between clients: one with a hundred new operations does not hold up another', async () => {
    const one = await planner();
    const order: string[] = [];
    const many = Array.from({ length: 100 }, (_, n) => asked(one, order, 'heavy', `heavy${n}`));
    const light = asked(one, order, 'light', 'light');
    await Promise.all([...many, light]);
    // One of theirs was with the thread already, and one had the turn.
    expect(order.indexOf('light')).toBeLessThanOrEqual(2);
  });

  it('refuses an operation of the client with the most waiting ones when too many wait, not the last to arrive', async () => {
    const one = await planner({ queue: 3 });
    const order: string[] = [];
    const many = Array.from({ length: 4 }, (_, n) => asked(one, order, 'heavy', `heavy${n}`));
    expect(await asked(one, order, 'light', 'light')).toBe('planned');
    expect(await Promise.all(many)).toEqual(['planned', 'planned', 'planned', 'PLAN_BUSY']);
  });

  it('refuses what has waited too long, and states when to retry', async () => {
    const one = await planner({
      wait: 50,
      timeout: 60_000,
      limits: { text: 10_000_000, tokens: 10_000_000, selections: 10_000_000 },
    });
    const aliases = Array.from({ length: 30_000 }, (_, n) => `a${n}: workers { covered village { name } }`).join(' ');
    const dear = one
      .plan({ text: `{ ${aliases} }`, operationName: undefined }, new WaitingClients('heavy'))
      .catch(() => {});
    await expect(one.plan(operation('late'), new WaitingClients('light'))).rejects.toMatchObject({
      code: 'PLAN_BUSY',
      status: 503,
      extensions: { retryAfter: expect.any(Number) as number },
    });
    await one.close();
    await dear;
  });

  it('is done once for several clients with the same operation, in the first of their turns', async () => {
    const one = await planner();
    const planned: string[] = [];
    const counting: Planner = { ...one, plan: (job, askers) => (planned.push(job.text), one.plan(job, askers)) };
    const operations = preparedOperations(
      ground(PEOPLE, counting, () => ({ run: () => Promise.reject(new Error('not to be run')) })),
      { bytes: 10_000_000, text: 100_000 },
    );
    const order: string[] = [];
    const prepare = (client: string, name: string): Promise<unknown> =>
      operations
        .prepare(operation(name).text, undefined, PUBLIC_AUTHORIZATION, { client })
        .then(() => order.push(`${client} ${name}`));
    const all = Array.from({ length: 50 }, (_, n) => prepare('heavy', `op${n}`));
    all.push(prepare('light', 'op49'));
    await Promise.all(all);
    expect(order.indexOf('light op49')).toBeLessThan(5);
    expect(planned.filter((text) => text.includes('op49'))).toHaveLength(1);
  });
});
