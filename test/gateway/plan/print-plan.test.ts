import { prettyFormatQueryPlan } from '@apollo/query-planner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparedOperations } from '../../../gateway/plan/prepared-operations.ts';
import type { OperationPreparer } from '../../../gateway/plan/prepared-operation.ts';
import { printPlan } from '../../../gateway/plan/print-plan.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { compose, ground, PEOPLE, planner } from './fixtures.ts';

const ASKED = {
  'an operation of the schema alone': '{ __typename __schema { types { name } } }',
  'one fetch': '{ workers { name } }',
  'fetches in turn and side by side':
    'query ($id: ID!) { a: worker(id: $id) { paid covered village { name } friends { paid } } villages { population } }',
  'texts with quotes, lists and objects': 'mutation { rename(id: "1", name: "a \\"b\\"\\n{ c") { paid } }',
  conditions:
    'query ($c: Boolean!, $d: Boolean!) { workers { ... @include(if: $c) { paid } covered @skip(if: $d) } villages @skip(if: $c) { name } person(id: 1) @include(if: $d) { ... on Member { unit } } }',
};

describe('a plan in print', () => {
  let operations: OperationPreparer;
  beforeAll(
    async () =>
      void (operations = preparedOperations(ground(PEOPLE, await planner(PEOPLE)), {
        bytes: 10_000_000,
        text: 100_000,
      })),
  );
  afterAll(() => operations.close());

  it.each(Object.entries(ASKED))('%s: is what Apollo’s own tools print', async (_what, text) => {
    const { plan } = await operations.prepare(text, undefined, PUBLIC_AUTHORIZATION);
    expect(printPlan(plan)).toBe(prettyFormatQueryPlan(plan));
  });

  it('knows both sides of a condition', () => {
    const fetch = (serviceName: string) =>
      ({ kind: 'Fetch', serviceName, operation: '{ a }', operationName: undefined, operationKind: 'query' }) as const;
    const plan = {
      kind: 'QueryPlan',
      node: { kind: 'Condition', condition: 'c', ifClause: fetch('one'), elseClause: fetch('other') },
    } as never;
    expect(printPlan(plan)).toBe(prettyFormatQueryPlan(plan));
  });
});

describe('the plan of a supergraph with compound and nested keys', () => {
  it('shows what is sent as it is nested', async () => {
    const sdl = compose({
      one: 'type Query { t: T } type T @key(fields: "a { b } c") { a: A c: ID } type A @shareable { b: ID }',
      other: 'type T @key(fields: "a { b } c") { a: A c: ID d: Int } type A @shareable { b: ID }',
    });
    const operations = preparedOperations(ground(sdl, await planner(sdl)), { bytes: 10_000_000, text: 100_000 });
    const { plan } = await operations.prepare('{ t { d } }', undefined, PUBLIC_AUTHORIZATION);
    await operations.close();
    expect(printPlan(plan)).toContain('a {');
    expect(printPlan(plan)).toBe(prettyFormatQueryPlan(plan));
  });
});
