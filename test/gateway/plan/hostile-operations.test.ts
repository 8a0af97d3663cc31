import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileInTurns } from '../../../gateway/execute/compile-operation.ts';
import type { Fetcher } from '../../../gateway/fetch/subgraph-request.ts';
import { DEFAULT_LIMITS } from '../../../gateway/plan/operation-limits.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { longestTurn } from '../../support/longest-turn.ts';
import { ground, PEOPLE, planner } from './fixtures.ts';
import { HOSTILE } from './hostile-operations.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

/** CPU ms a turn of the main loop may take. The best of some tries counts: collecting garbage of the tries before is not the operation's. */
const PROMISE = 50;
const TRIES = 6;

let operations: OperationPreparer;
beforeAll(async () => {
  operations = preparedOperations(ground(PEOPLE, await planner(PEOPLE, { timeout: 3_000, workers: 2 }), compileInTurns), { bytes: 50_000_000, text: DEFAULT_LIMITS.text });
  await operations.prepare('{ workers { name } }', undefined, PUBLIC_AUTHORIZATION);
});
afterAll(() => operations.close());

/** One object with every field, for each selection of each fetch: there is something to compile an answer for. */
const fetcher: Fetcher = { fetch: async () => ({ data: { workers: [{ __typename: 'Worker', id: '1', name: 'n', friends: [] }] } }) };
const variables = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, n % 2 === 0]));

/** Prepares the operation and answers it once, which compiles the answer's code. */
async function settled(text: string): Promise<string> {
  try {
    const prepared = await operations.prepare(text, text.startsWith('query A') ? 'A' : undefined, PUBLIC_AUTHORIZATION);
    const outcome = await prepared.compiled.run({ fetcher, caller: new SubgraphCaller({}), deadline: performance.now() + 10_000, variables });
    // Apart from running, as it is when a response is written after its fetches.
    await new Promise(setImmediate);
    return typeof outcome.dataText === 'string' ? 'ready' : 'refused';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
}

describe('an operation made to be dear', () => {
  it.each(Object.entries(HOSTILE))('%s does not hold up the main loop, and the next one is planned', async (_what, text) => {
    let best = Infinity;
    for (let again = 0; again < TRIES && best > PROMISE; again++) {
      // Blanks make it a text that was not seen before.
      const { result, longest } = await longestTurn(() => settled(text + ' '.repeat(again)));
      expect(result).toMatch(/^(ready|OPERATION_TOO_LARGE|PLAN_TIMEOUT|PLAN_TOO_LARGE|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/);
      best = Math.min(best, longest);
    }
    expect(best).toBeLessThan(PROMISE);
    expect(await settled(`{ workers { id ${'name '.repeat(text.length % 50)} } }`)).toBe('ready');
  });
});
