import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { HOSTILE } from './hostile-operations.ts';
import { ENDS, openOperations, settleOperation } from './settle-operation.ts';

let operations: OperationPreparer;
beforeAll(async () => void (operations = await openOperations()));
afterAll(() => operations.close());

describe('an operation made to be expensive', () => {
  it.each(Object.entries(HOSTILE))(
    '%s is answered or refused by its code, and the next one is planned',
    async (_what, text) => {
      expect(await settleOperation(operations, text)).toMatch(ENDS);
      expect(await settleOperation(operations, `{ workers { id ${'name '.repeat(text.length % 50)} } }`)).toBe('ready');
    },
  );
});
