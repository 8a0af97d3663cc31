import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { doorOf } from '../../subgraphs/door.ts';
import type { IResolvers } from '../../subgraphs/resolvers.ts';
import { whileWanted } from '../../subgraphs/while-wanted.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { first: Step! }
  type Mutation { first: Step! }
  type Step @key(fields: "id") { id: ID! next: Step! }`);

/** Steps that follow each other; after `after` of them the caller has gone. */
function stepping(after: number) {
  const leaver = new AbortController();
  let steps = 0;
  const step = async (): Promise<{ id: string }> => {
    await Promise.resolve();
    if (++steps === after) leaver.abort();
    return { id: String(steps) };
  };
  const resolvers: IResolvers = { Query: { first: step }, Mutation: { first: step }, Step: { next: step, __resolveReference: step } };
  const door = doorOf(buildSubgraphSchema({ typeDefs, resolvers: whileWanted(resolvers) as never }), () => ({}), () => {});
  return { steps: () => steps, ask: (query: string) => door({ query, signal: leaver.signal }) };
}

const DEEP = '{ first { next { next { next { id } } } } }';

it('a query that nobody waits for resolves no further field', async () => {
  const { ask, steps } = stepping(2);
  expect((await ask(DEEP)).errors).toMatchObject([{ extensions: { code: 'NOT_WANTED' } }]);
  expect(steps()).toBe(2);
});

it('nor does one for entities', async () => {
  const { ask, steps } = stepping(1);
  await ask('{ _entities(representations: [{ __typename: "Step", id: "1" }]) { ... on Step { next { id } } } }');
  expect(steps()).toBe(1);
});

it('a query that is waited for is answered whole, and so is a mutation that nobody waits for', async () => {
  expect((await stepping(99).ask(DEEP)).errors).toBeUndefined();
  const { ask, steps } = stepping(1);
  expect((await ask(`mutation ${DEEP}`)).errors).toBeUndefined();
  expect(steps()).toBe(4);
});
