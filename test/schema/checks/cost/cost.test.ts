/** A plan that grows is named, on the gateway's own planner; what comes past nothing that has changed is not planned at all. */
import { expect, it } from 'vitest';
import { judgeOperation } from '../../../../gateway/judge-operation.ts';
import type { JudgeOperation } from '../../../../schema/checks/check-input.ts';
import { compose } from '../../../../schema/compose.ts';
import { findingsOf, HEADER, linesOf } from '../check-pair.ts';

const ROOT = `${HEADER} type Query { area: Area  street: Street } type Street { length: Int }
  type Area @key(fields: "code") { code: ID!  a: Int @shareable  b: Int @shareable }`;
const LEAF = `${HEADER} type Area @key(fields: "code") { code: ID!  a: Int @shareable  b: Int @shareable }`;
const options = {
  name: 'root',
  owner: 'DISKOMINFO',
  before: ROOT,
  others: [{ name: 'leaf', owner: 'DISKOMINFO', url: 'http://leaf.test', sdl: LEAF }],
  used: [
    { name: 'Areas', document: 'query Areas { area { code a } }', clients: [{ name: 'page', version: '1', count: 9 }] },
    { name: 'Streets', document: 'query Streets { street { length } }', clients: [] },
    { name: 'Torn', document: 'query Torn {', clients: [] },
  ],
  judgeOperation,
};

it('names an operation that needs more requests, with what it was and is', async () => {
  const found = await findingsOf('COST/', ROOT.replace('  a: Int @shareable', ''), options);
  expect(found).toEqual([
    {
      rule: 'COST/MORE_FETCHES',
      severity: 'warning',
      coordinate: 'Areas',
      why: 'It needs 2 requests to subgraphs, and 1 before.',
      todo: expect.any(String) as string,
      usedBy: [{ operation: 'Areas', client: 'page 1', count: 9 }],
    },
    expect.objectContaining({ rule: 'COST/DEEPER', coordinate: 'Areas' }),
  ]);
});

it('is an error where requests are more than twice as many, by three at least', async () => {
  const judged =
    (then: number, now: number): JudgeOperation =>
    (sdl) => ({
      fetches: sdl.includes('a: Int @join__field(graph: LEAF)') ? now : then,
      depth: 1,
      cost: 1,
    });
  const of = (then: number, now: number) =>
    linesOf('COST/', ROOT.replace('  a: Int @shareable', ''), { ...options, judgeOperation: judged(then, now) });
  expect(await of(1, 3)).toEqual(['warning COST/MORE_FETCHES Areas']);
  expect(await of(1, 4)).toEqual(['error COST/MORE_FETCHES Areas']);
  expect(await of(4, 8)).toEqual(['warning COST/MORE_FETCHES Areas']);
  expect(await of(4, 3)).toEqual([]);
});

it('plans nothing that comes past nothing changed, and nothing twice', async () => {
  const asked: string[] = [];
  const listening: JudgeOperation = (_, document) => {
    asked.push(document);
    return { fetches: 1, depth: 1, cost: 1 };
  };
  const sdl = ROOT.replace('  a: Int @shareable', '');
  const used = [...options.used, { ...options.used[0]!, name: 'Again' }];
  await linesOf('COST/', sdl, { ...options, used, judgeOperation: listening });
  expect(asked).toEqual([options.used[0]!.document, options.used[0]!.document]);
});

it('compares no operation that one side cannot plan', async () => {
  const failing: JudgeOperation = () => {
    throw new Error('PLAN_TIMEOUT');
  };
  const sdl = ROOT.replace('  a: Int @shareable', '');
  expect(await linesOf('COST/', sdl, { ...options, judgeOperation: failing })).toEqual([]);
});

it('judges a question of ours by its plan, and refuses one that is not valid', async () => {
  const supergraph = compose();
  const of = (text: string) => judgeOperation(supergraph, text);
  expect(await of('{ agency(code: "X") { name } }')).toMatchObject({ fetches: 1, depth: 1 });
  const [few, many] = await Promise.all(
    [2, 50].map((first) => of(`{ workers(first: ${first}) { nodes { id village { name } } } }`)),
  );
  expect(few).toMatchObject({ fetches: 2, depth: 2 });
  expect(many!.cost).toBeGreaterThan(few!.cost * 10);
  await expect(of('{ nothing }')).rejects.toMatchObject({ code: 'PLAN_FAILED' });
});

it.each([
  ['has its default', 'query L($n: Int = 7) { rows(first: $n) { a } }', 7],
  ['without one has the size that is assumed', 'query L($n: Int!) { rows(first: $n) { a } }', 20],
  ['that is not there leaves the default of the argument', 'query L { more { a } }', 5],
  ['of a list without an assumed size counts ten', 'query L($n: Int) { few(first: $n) { a } }', 10],
])('a variable %s', async (_what, document, cost) => {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@listSize"])
    type Query {
      rows(first: Int): [Row] @listSize(assumedSize: 20, slicingArguments: ["first"])
      more(first: Int = 5): [Row] @listSize(assumedSize: 20, slicingArguments: ["first"])
      few(first: Int): [Row] @listSize(slicingArguments: ["first"])
    }
    type Row { a: Int }`;
  const supergraph = compose([{ name: 'rows', url: 'http://rows.test', sdl }]);
  expect(await judgeOperation(supergraph, document)).toMatchObject({ cost });
});
