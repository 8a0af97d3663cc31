import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { longestTurn } from '../../support/longest-turn.ts';
import { HOSTILE } from './hostile-operations.ts';
import { ENDS, openOperations, settleOperation } from './settle-operation.ts';

/** CPU ms a turn of the main loop may take. The best of some tries counts: collecting garbage of the tries before is not the operation's. */
const PROMISE = 50;
const TRIES = 6;

let operations: OperationPreparer;
beforeAll(async () => void (operations = await openOperations()));
afterAll(() => operations.close());

describe('an operation made to be expensive', () => {
  it.each(Object.entries(HOSTILE))('%s does not hold up the main loop', async (_what, text) => {
    let best = Infinity;
    for (let again = 0; again < TRIES && best > PROMISE; again++) {
      // Blanks make it a text that was not seen before.
      const { result, longest } = await longestTurn(() => settleOperation(operations, text + ' '.repeat(again)));
      expect(result).toMatch(ENDS);
      best = Math.min(best, longest);
    }
    expect(best).toBeLessThan(PROMISE);
  });
});
