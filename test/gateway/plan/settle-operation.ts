/** Prepares and answers operations that are made to be expensive, each of which must end in one of these ways. */
import { SliceScheduler } from '../../../base/time-slices.ts';
import { compilerInSlices } from '../../../gateway/execute/compile-operation.ts';
import { introspectionCache } from '../../../gateway/reply/introspection.ts';
import type { Fetcher } from '../../../gateway/fetch/subgraph-request.ts';
import { DEFAULT_LIMITS } from '../../../gateway/plan/planner-defaults.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';
import { ground, PEOPLE, planner } from './fixtures.ts';

/** `ready`, `refused` by the answer, or the code of what refused it. */
export const ENDS = /^(ready|OPERATION_TOO_LARGE|PLAN_TIMEOUT|PLAN_TOO_LARGE|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/;

/** A preparer on the supergraph PEOPLE, whose planner is warm; its owner closes it. */
export async function openOperations(): Promise<OperationPreparer> {
  const operations = preparedOperations(
    ground(
      PEOPLE,
      await planner(PEOPLE, { timeout: 3_000, workers: 2 }),
      compilerInSlices(new SliceScheduler(), introspectionCache(), () => 16),
    ),
    { bytes: 50_000_000, text: DEFAULT_LIMITS.text },
  );
  await operations.prepare('{ workers { name } }', undefined, PUBLIC_AUTHORIZATION);
  return operations;
}

/** One object with every field, for each selection of each fetch: there is something to compile an answer for. */
const fetcher: Fetcher = {
  fetch: async () => ({ data: { workers: [{ __typename: 'Worker', id: '1', name: 'n', friends: [] }] } }),
};
const variables = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, n % 2 === 0]));

/** Prepares the operation and answers it once, which compiles the answer's code. */
export async function settleOperation(operations: OperationPreparer, text: string): Promise<string> {
  try {
    const prepared = await operations.prepare(text, text.startsWith('query A') ? 'A' : undefined, PUBLIC_AUTHORIZATION);
    const outcome = await prepared.compiled.run({
      fetcher,
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
      variables,
    });
    // Apart from running, as it is when a response is written after its fetches.
    await new Promise(setImmediate);
    return typeof outcome.dataText() === 'string' ? 'ready' : 'refused';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
}
