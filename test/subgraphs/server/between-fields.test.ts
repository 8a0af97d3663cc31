import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { inProcessExecutor } from '../../../subgraphs/server/in-process-executor.ts';
import type { ResolversOfTypes } from '../../../subgraphs/subgraph.ts';
import { betweenFields } from '../../../subgraphs/server/between-fields.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { first: Step! }
  type Mutation { first: Step! }
  type Step @key(fields: "id") { id: ID! next: Step! }`);

/** Steps that follow each other; after `mapMaybePromise` of them the caller has gone. */
function stepping(after: number) {
  const leaver = new AbortController();
  let steps = 0;
  const step = async (): Promise<{ id: string }> => {
    await Promise.resolve();
    if (++steps === after) leaver.abort();
    return { id: String(steps) };
  };
  const resolvers: ResolversOfTypes = {
    Query: { first: step },
    Mutation: { first: step },
    Step: { next: step, __resolveReference: step },
  };
  const door = inProcessExecutor(
    buildSubgraphSchema({ typeDefs, resolvers: betweenFields(resolvers) as never }),
    () => ({}),
    () => {},
  );
  return { steps: () => steps, ask: (query: string) => door({ query, signal: leaver.signal }) };
}

const DEEP = '{ first { next { next { next { id } } } } }';

it('a query whose client has left resolves no further field', async () => {
  const { ask, steps } = stepping(2);
  expect((await ask(DEEP)).errors).toMatchObject([{ extensions: { code: 'NOT_WANTED' } }]);
  expect(steps()).toBe(2);
});

it('a query for entities whose client has left resolves no further field either', async () => {
  const { ask, steps } = stepping(1);
  await ask('{ _entities(representations: [{ __typename: "Step", id: "1" }]) { ... on Step { next { id } } } }');
  expect(steps()).toBe(1);
});

it('a query whose client waits is answered whole, and so is a mutation whose client has left', async () => {
  expect((await stepping(99).ask(DEEP)).errors).toBeUndefined();
  const { ask, steps } = stepping(1);
  expect((await ask(`mutation ${DEEP}`)).errors).toBeUndefined();
  expect(steps()).toBe(4);
});

/** A list of which each item keeps the loop busy, and how often the loop came round while it was answered. */
async function roundsOf(items: number, busyMs: number, sliced: readonly string[]): Promise<number> {
  const busy = (): number => {
    const until = performance.now() + busyMs;
    while (performance.now() < until);
    return 1;
  };
  const list = parse('type Query { items: [Item!]! } type Item { one: Int! two: Int! }');
  const resolvers: ResolversOfTypes = {
    Query: { items: () => Array.from({ length: items }, () => ({})) },
    Item: { one: busy, two: busy },
  };
  const door = inProcessExecutor(
    buildSubgraphSchema({ typeDefs: list, resolvers: betweenFields(resolvers, sliced) as never }),
    () => ({}),
    () => {},
  );
  let rounds = 0;
  let over = false;
  const round = (): void => {
    rounds++;
    if (!over) setImmediate(round);
  };
  setImmediate(round);
  const { data, errors } = await door({ query: '{ items { one two } }' });
  over = true;
  expect(errors).toBeUndefined();
  expect(data!['items']).toEqual(Array.from({ length: items }, () => ({ one: 1, two: 1 })));
  return rounds;
}

it('a long answer lets other requests run again and again', async () => {
  expect(await roundsOf(200, 0.5, ['Item'])).toBeGreaterThan(10);
});

it('fields of other types, which may load, all begin in one turn', async () => {
  expect(await roundsOf(200, 0.5, [])).toBeLessThan(3);
});
