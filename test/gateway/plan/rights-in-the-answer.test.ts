/** Rights through planning, executing and writing: what a caller who is denied a field gets, and what subgraphs are asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileOperation } from '../../../gateway/execute/compile-operation.ts';
import type { Fetcher, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { DEFAULT_LIMITS } from '../../../gateway/plan/planner-defaults.ts';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { PUBLIC_AUTHORIZATION, type Authorization } from '../../../gateway/plan/authorization.ts';
import { ground, PEOPLE, planner } from './fixtures.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

let operations: OperationPreparer;
beforeAll(async () => {
  operations = preparedOperations(ground(PEOPLE, await planner(PEOPLE), compileOperation), {
    bytes: 10_000_000,
    text: DEFAULT_LIMITS.text,
  });
});
afterAll(() => operations.close());

const ANI = { __typename: 'Worker', id: '1', name: 'Ani', nik: '3275000000000001' };
const BUDI = { __typename: 'Member', id: '2', name: 'Budi', unit: 'RT 1' };
const DENIED: Authorization = {
  key: "no nik, no worker's name",
  authorise: () => ({
    denied: new Map(
      ['Worker.nik', 'Worker.name'].map((field) => [
        field,
        { code: 'FORBIDDEN_FIELD', message: 'You may not read this field' },
      ]),
    ),
  }),
};

/** Answers from the two people whatever is asked for, as a subgraph that filters nothing would. */
function subgraphs(): Fetcher & { readonly asked: SubgraphRequest[] } {
  const asked: SubgraphRequest[] = [];
  const fetch = async (request: SubgraphRequest) => {
    asked.push(request);
    const representations = (request.variables?.representations ?? []) as { nik?: string }[];
    if (representations.length > 0)
      return {
        data: {
          _entities: representations.map(({ nik }) => ({ __typename: 'Worker', covered: nik === ANI.nik, paid: 5 })),
        },
      };
    return { data: request.query.includes('person') ? { ani: ANI, budi: BUDI } : { workers: [ANI] } };
  };
  return { asked, fetch };
}

async function answer(text: string, rights: Authorization) {
  const fetcher = subgraphs();
  const { compiled } = await operations.prepare(text, undefined, rights);
  const outcome = await compiled.run({ fetcher, caller: new SubgraphCaller({}), deadline: performance.now() + 10_000 });
  return {
    data: JSON.parse(outcome.dataText()!) as unknown,
    errors: outcome.errors().map(({ path, extensions }) => [path?.join('.'), extensions.code]),
    asked: fetcher.asked.map(({ query, variables }) => query + JSON.stringify(variables ?? {})),
  };
}

describe('a denied field', () => {
  it('is null with a coded error, in its place, and in no request', async () => {
    const { data, errors, asked } = await answer('{ workers { secret: nik paid name } }', DENIED);
    expect(data).toEqual({ workers: [{ secret: null, paid: 5, name: null }] });
    expect(errors).toEqual([
      ['workers.0.secret', 'FORBIDDEN_FIELD'],
      ['workers.0.name', 'FORBIDDEN_FIELD'],
    ]);
    expect(asked.join()).not.toMatch(/nik|\bname/);
  });

  it('takes with it what a subgraph computes from it', async () => {
    const { data, errors, asked } = await answer('{ workers { covered } }', DENIED);
    expect(data).toEqual({ workers: [{ covered: null }] });
    expect(errors).toEqual([['workers.0.covered', 'FORBIDDEN_FIELD']]);
    expect(asked).toHaveLength(1);
  });

  it('is denied to one type behind an interface and answered for another', async () => {
    const { data, errors } = await answer('{ ani: person(id: 1) { id name } budi: person(id: 2) { id name } }', DENIED);
    expect(data).toEqual({ ani: { id: '1', name: null }, budi: { id: '2', name: 'Budi' } });
    expect(errors).toEqual([['ani.name', 'FORBIDDEN_FIELD']]);
  });

  it('is answered to those authorized for it, whoever was first', async () => {
    const text = '{ workers { nik covered } }';
    const [denied, allowed, again] = [
      await answer(text, DENIED),
      await answer(text, PUBLIC_AUTHORIZATION),
      await answer(text, DENIED),
    ];
    expect(allowed.data).toEqual({ workers: [{ nik: ANI.nik, covered: true }] });
    expect(again).toEqual(denied);
    expect(JSON.stringify([denied.data, denied.asked])).not.toContain('nik:');
    expect(denied.data).toEqual({ workers: [{ nik: null, covered: null }] });
  });
});
