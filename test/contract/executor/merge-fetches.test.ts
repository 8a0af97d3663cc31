/** What goes to one subgraph at one time is one request, and each fetch of it gets what it would have got alone. */
import { describe, expect, it } from 'vitest';
import { compiledAnswers } from '../../../bench/gateway/compiled-answer.ts';
import { HEAVY, resolvers as shopResolvers, sdl as shopSdl } from '../../../bench/gateway/shop.ts';
import { CodedError } from '../../../base/errors.ts';
import type { CompiledOperation } from '../../../gateway/execute/compile-operation.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';
import type { SubgraphReply, SubgraphRequest } from '../../../gateway/fetch/subgraph-request.ts';
import { Federation, type Answer, type Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests return what they like */

const shop: Definitions = Object.fromEntries(
  Object.entries(shopSdl).map(([name, text]) => {
    const answer = compiledAnswers(shopResolvers[name]!);
    const reply = ({ query, variables = {} }: { query: string; variables?: object }): SubgraphReply =>
      JSON.parse(answer(query, variables as Record<string, unknown>)) as SubgraphReply;
    return [name, { sdl: text.slice(text.indexOf(']') + 2), answer: reply }];
  }),
);

/** Workers live in villages and belong to offices; both are of the agencies' subgraph. */
const offices = (agencies?: { readonly name?: () => unknown; readonly chief?: () => unknown }): Definitions => ({
  workers: {
    sdl: `type Query { workers: [Worker] } type Worker @key(fields: "id") { id: ID! village: Village office: Office }
      type Village @key(fields: "code") { code: ID! } type Office @key(fields: "code") { code: ID! }`,
    resolvers: {
      Query: { workers: () => ['1', '2'].map((code) => ({ id: code, village: { code }, office: { code } })) },
    },
  },
  agencies: {
    sdl: `type Query { city: String } type Village @key(fields: "code") { code: ID! name: String! }
      type Office @key(fields: "code") { code: ID! chief: String! }`,
    resolvers: {
      Query: { city: () => 'Bekasi' },
      Village: { __resolveReference: (key: object) => key, name: agencies?.name ?? (({ code }: any) => `V${code}`) },
      Office: { __resolveReference: (key: object) => key, chief: agencies?.chief ?? (({ code }: any) => `C${code}`) },
    },
  },
});
const BOTH = '{ workers { id village { name } office { chief } } }';
const WHOLE = {
  workers: [
    { id: '1', village: { name: 'V1' }, office: { chief: 'C1' } },
    { id: '2', village: { name: 'V2' }, office: { chief: 'C2' } },
  ],
};

/** Two items of two subgraphs, and a third that has a field for each. */
const items: Definitions = {
  a: {
    sdl: 'type Query { one: Item } type Item @key(fields: "id") { id: ID! }',
    resolvers: { Query: { one: () => ({ id: '1' }) } },
  },
  b: {
    sdl: 'type Query { two: Item } type Item @key(fields: "id") { id: ID! }',
    resolvers: { Query: { two: () => ({ id: '2' }) } },
  },
  c: {
    sdl: 'type Item @key(fields: "id") { id: ID! name: String size: Int }',
    resolvers: { Item: { __resolveReference: ({ id }: any) => ({ id, name: `N${id}`, size: Number(id) }) } },
  },
};

const askedOf = (graph: Federation, name: string) => graph.asked.filter(({ subgraph }) => subgraph === name);

/** @param answer in place of a request's reply; `undefined` leaves it as it is */
async function run(
  graph: Federation,
  compiled: CompiledOperation,
  answer: (request: SubgraphRequest) => SubgraphReply | Promise<SubgraphReply> | undefined = () => undefined,
  deadline = performance.now() + 10_000,
): Promise<Answer> {
  const result = await compiled.run({
    fetcher: { fetch: async (request) => answer(request) ?? graph.fetch(request) },
    caller: new SubgraphCaller({}),
    deadline,
  });
  return { data: result.data(), errors: result.errors().map((error) => error.toJSON()) };
}

describe('the fetches of one wave', () => {
  it('make seven requests of the public benchmark, where the planner has sixteen fetches', async () => {
    const graph = new Federation(shop);
    const merged = await graph.ours({ query: HEAVY });
    expect(graph.asked.map(({ subgraph }) => subgraph).sort()).toEqual(
      ['accounts', 'accounts', 'inventory', 'inventory', 'products', 'products', 'reviews'].sort(),
    );
    graph.fetchesPerRequest = () => 1;
    expect(merged).toEqual(await graph.ours({ query: HEAVY }));
    expect(graph.asked.length - 7).toBe(13);
  });

  it('are one request with a field and a variable for each', async () => {
    const graph = new Federation(offices());
    expect(await graph.ours({ query: BOTH })).toEqual({ data: WHOLE });
    expect(askedOf(graph, 'agencies')).toMatchObject([
      {
        query: expect.stringMatching(/e0:_entities\(representations:\$r0\).*e1:_entities\(representations:\$r1\)/),
        variables: {
          r0: [
            { __typename: 'Village', code: '1' },
            { __typename: 'Village', code: '2' },
          ],
          r1: [
            { __typename: 'Office', code: '1' },
            { __typename: 'Office', code: '2' },
          ],
        },
      },
    ]);
  });

  it('are counted on their request, so that events of fetches show a merged one', async () => {
    const graph = new Federation(offices());
    const seen: [subgraph: string, fetches: number | undefined][] = [];
    await run(graph, graph.compile(BOTH), ({ subgraph, fetches }) => void seen.push([subgraph, fetches]));
    expect(seen).toEqual([
      ['workers', undefined],
      ['agencies', 2],
    ]);
  });

  it('are a request each where that is what the setting says of the subgraph', async () => {
    const graph = new Federation(offices());
    graph.fetchesPerRequest = (subgraph) => (subgraph === 'agencies' ? 1 : 16);
    expect(await graph.ours({ query: BOTH })).toEqual({ data: WHOLE });
    expect(askedOf(graph, 'agencies')).toHaveLength(2);
  });

  it('are as many requests as a limit of fetches in one makes', async () => {
    const graph = new Federation(shop);
    graph.fetchesPerRequest = () => 2;
    const { errors } = await graph.ours({ query: HEAVY });
    expect(errors).toBeUndefined();
    expect(askedOf(graph, 'inventory').length).toBeGreaterThan(1);
    for (const { query } of graph.asked) expect(query.match(/_entities\(/g)?.length ?? 0).toBeLessThanOrEqual(2);
  });

  it('share the variable of entities that are the same', async () => {
    const definitions: Definitions = {
      workers: {
        sdl: `type Query { home: Village work: Village } type Village @key(fields: "code") { code: ID! }`,
        resolvers: { Query: { home: () => ({ code: '1' }), work: () => ({ code: '1' }) } },
      },
      agencies: {
        sdl: 'type Village @key(fields: "code") { code: ID! name: String size: Int }',
        resolvers: { Village: { __resolveReference: (key: object) => ({ ...key, name: 'V', size: 7 }) } },
      },
    };
    const graph = new Federation(definitions);
    expect(await graph.ours({ query: '{ home { name } work { size } }' })).toEqual({
      data: { home: { name: 'V' }, work: { size: 7 } },
    });
    expect(askedOf(graph, 'agencies').map(({ variables }) => variables)).toEqual([
      { r0: [{ __typename: 'Village', code: '1' }] },
    ]);
  });

  it('do not take entities for the same that have equal values under other keys', async () => {
    const graph = new Federation({
      homes: {
        sdl: 'type Query { home: Village } type Village @key(fields: "code") { code: ID! }',
        resolvers: { Query: { home: () => ({ code: '1' }) } },
      },
      works: {
        sdl: 'type Query { work: Village } type Village @key(fields: "id") { id: ID! }',
        resolvers: { Query: { work: () => ({ id: '1' }) } },
      },
      agencies: {
        sdl: 'type Village @key(fields: "code") @key(fields: "id") { code: ID! id: ID! name: String size: Int }',
        resolvers: {
          Village: {
            __resolveReference: (key: { code?: string }) =>
              key.code === undefined ? { name: 'by id', size: 2 } : { name: 'by code', size: 1 },
          },
        },
      },
    });
    expect(await graph.ours({ query: '{ home { name } work { size } }' })).toEqual({
      data: { home: { name: 'by code' }, work: { size: 2 } },
    });
    expect(askedOf(graph, 'agencies')).toHaveLength(1);
  });

  it("keep variables of the client apart from the entities', whatever they are called", async () => {
    const definitions: Definitions = {
      workers: {
        sdl: `type Query { home: Village work: Village } type Village @key(fields: "code") { code: ID! }`,
        resolvers: { Query: { home: () => ({ code: '1' }), work: () => ({ code: '2' }) } },
      },
      agencies: {
        sdl: 'type Village @key(fields: "code") { code: ID! name(in: String): String size(in: String): String }',
        resolvers: {
          Village: {
            __resolveReference: (key: object) => key,
            name: ({ code }: any, given: any) => `${code} ${given.in}`,
            size: ({ code }: any, given: any) => `${code} ${given.in}`,
          },
        },
      },
    };
    const graph = new Federation(definitions);
    const query = 'query ($r0: String, $e0: String) { home { e0: name(in: $r0) } work { size(in: $e0) } }';
    expect(await graph.ours({ query, variables: { r0: 'a', e0: 'b' } })).toEqual({
      data: { home: { e0: '1 a' }, work: { size: '2 b' } },
    });
    expect(askedOf(graph, 'agencies')).toHaveLength(1);
  });

  it('do not hold mutations together', async () => {
    const done: string[] = [];
    const graph = new Federation({
      workers: {
        sdl: 'type Query { n: Int } type Mutation { add(name: String!): Int }',
        resolvers: { Mutation: { add: (_: unknown, { name }: any) => done.push(name) } },
      },
      agencies: {
        sdl: 'type Mutation { move(name: String!): Int }',
        resolvers: { Mutation: { move: (_: unknown, { name }: any) => done.push(name) } },
      },
    });
    const query = 'mutation { a: add(name: "a") b: move(name: "b") c: add(name: "c") }';
    expect(await graph.ours({ query })).toEqual({ data: { a: 1, b: 2, c: 3 } });
    expect(done).toEqual(['a', 'b', 'c']);
  });
});

describe('a fetch in one request with others', () => {
  it('has its own errors, at its own places', async () => {
    const broken = { chief: ({ code }: any) => (code === '2' ? Promise.reject(new Error('ill')) : `C${code}`) } as any;
    const graph = new Federation(offices(broken));
    const { data, errors } = await graph.ours({ query: BOTH });
    expect(data).toEqual({ workers: [WHOLE.workers[0], { ...WHOLE.workers[1]!, office: null }] });
    expect(errors).toMatchObject([{ message: 'ill', path: ['workers', 1, 'office', 'chief'] }]);
    expect(askedOf(graph, 'agencies')).toHaveLength(1);
  });

  it('does not lose its answer when the null of another takes the whole reply with it', async () => {
    const graph = new Federation(offices());
    const compiled = graph.compile(BOTH);
    const { data, errors } = await run(graph, compiled, ({ subgraph, query }) =>
      subgraph === 'agencies' && query.includes('Office')
        ? { data: null, errors: [{ message: 'ill', path: [query.includes('e1') ? 'e1' : '_entities'] }] }
        : undefined,
    );
    expect(data).toEqual({ workers: WHOLE.workers.map((worker) => ({ ...worker, office: null })) });
    expect(errors?.every(({ message, path }) => message === 'ill' && path![2] === 'office')).toBe(true);
  });

  const TROUBLES: Record<string, () => SubgraphReply> = {
    'an error without a path': () => ({ data: { e0: [], e1: [] }, errors: [{ message: 'too much' }] }) as never,
    'a refusal of the whole': () => ({ errors: [{ message: 'at most one alias' }] }),
    'an answer that is too large': () => {
      throw new CodedError('SUBGRAPH_TOO_LARGE', 502, 'expected less');
    },
    'no connection': () => {
      throw new CodedError('SUBGRAPH_UNREACHABLE', 502, 'the connection was reset');
    },
  };
  it.each(Object.keys(TROUBLES))('is asked alone after %s, and for a while from then on', async (trouble) => {
    const graph = new Federation(offices());
    const compiled = graph.compile(BOTH);
    let merged = 0;
    const answer = ({ query }: SubgraphRequest): SubgraphReply | undefined =>
      query.includes('e1:') ? (merged++, TROUBLES[trouble]!()) : undefined;
    for (let turn = 0; turn < 3; turn++)
      expect(await run(graph, compiled, answer)).toEqual({ data: WHOLE, errors: [] });
    expect(merged).toBe(1);
  });

  it.each(['SUBGRAPH_OPEN', 'SUBGRAPH_BUSY', 'SUBGRAPH_ABANDONED', 'SUBGRAPH_CLOSING'])(
    'is not asked again after %s',
    async (code) => {
      const graph = new Federation(offices());
      let asked = 0;
      const { data, errors } = await run(graph, graph.compile(BOTH), ({ subgraph }) => {
        if (subgraph !== 'agencies') return undefined;
        asked++;
        throw new CodedError(code, 503, 'not now');
      });
      expect(asked).toBe(1);
      expect(data).toEqual({ workers: WHOLE.workers.map(({ id }) => ({ id, village: null, office: null })) });
      expect(errors!.map(({ path }) => path!.join('.')).sort()).toEqual(
        ['0.office.chief', '0.village.name', '1.office.chief', '1.village.name'].map((path) => `workers.${path}`),
      );
    },
  );
});

describe('a fetch', () => {
  const chain: Definitions = {
    funding: {
      sdl: `type Query { programme: Programme } type Programme @key(fields: "code") { code: ID! funder: Funder members: Int @external
        cost: Int @requires(fields: "members") } type Funder @key(fields: "code") { code: ID! }`,
      resolvers: {
        Query: { programme: () => ({ code: 'P', funder: { code: 'F' } }) },
        Programme: { __resolveReference: (key: object) => key, cost: ({ members }: any) => members * 2 },
      },
    },
    groups: {
      sdl: 'type Programme @key(fields: "code") { code: ID! members: Int }',
      resolvers: { Programme: { __resolveReference: (key: object) => ({ ...key, members: 21 }) } },
    },
    agencies: {
      sdl: 'type Funder @key(fields: "code") { code: ID! name: String }',
      resolvers: { Funder: { __resolveReference: (key: object) => ({ ...key, name: 'City' }) } },
    },
  };

  it('begins when what it needs is there, whatever its neighbours wait for', async () => {
    const graph = new Federation(chain);
    const agencies = Promise.withResolvers<SubgraphReply>();
    const isCosting = Promise.withResolvers<void>();
    const answered = run(graph, graph.compile('{ programme { funder { name } cost } }'), (request) => {
      if (request.subgraph === 'funding' && request.query.includes('cost')) isCosting.resolve();
      return request.subgraph === 'agencies' ? agencies.promise : undefined;
    });
    await isCosting.promise;
    agencies.resolve({ data: { _entities: [{ name: 'City' }] } });
    expect(await answered).toEqual({ data: { programme: { funder: { name: 'City' }, cost: 42 } }, errors: [] });
  });

  it('does not wait without end for those it may share a request with', async () => {
    const graph = new Federation(items);
    const compiled = graph.compile('{ one { name } two { size } }');
    const data = { one: { name: 'N1' }, two: { size: 2 } };
    expect(await run(graph, compiled)).toEqual({ data, errors: [] });
    expect(askedOf(graph, 'c')).toHaveLength(1);
    const slow = Promise.withResolvers<SubgraphReply>();
    const isAsked = Promise.withResolvers<void>();
    const answered = run(graph, compiled, ({ subgraph }) => {
      if (subgraph === 'c') isAsked.resolve();
      return subgraph === 'b' ? slow.promise : undefined;
    });
    await isAsked.promise;
    slow.resolve({ data: { two: { __typename: 'Item', id: '2' } } });
    expect(await answered).toEqual({ data, errors: [] });
    expect(askedOf(graph, 'c')).toHaveLength(3);
  });

  it('leaves a request most of the time that is left, however long the wait was before it', async () => {
    const graph = new Federation(items);
    const deadline = performance.now() + 4_000;
    const isLeft = Promise.withResolvers<number>();
    const late = Promise.withResolvers<SubgraphReply>();
    const answered = run(
      graph,
      graph.compile('{ one { name } two { size } }'),
      ({ subgraph }) => {
        if (subgraph === 'c') isLeft.resolve(deadline - performance.now());
        if (subgraph === 'b') return late.promise;
        const reply = { data: { one: { __typename: 'Item', id: '1' } } };
        return subgraph === 'a' ? new Promise((resolve) => setTimeout(resolve, 1_300, reply)) : undefined;
      },
      deadline,
    );
    expect(await isLeft.promise).toBeGreaterThan(0);
    late.resolve({ data: { two: { __typename: 'Item', id: '2' } } });
    expect(await answered).toEqual({ data: { one: { name: 'N1' }, two: { size: 2 } }, errors: [] });
  });

  it('asks for no entity that the same question has brought before', async () => {
    const graph = new Federation({
      a: {
        sdl: 'type Query { one: Item } type Item @key(fields: "id") { id: ID! }',
        resolvers: { Query: { one: () => ({ id: '1' }) } },
      },
      b: {
        sdl: 'type Item @key(fields: "id") { id: ID! kind: Kind } type Kind @key(fields: "code") { code: ID! }',
        resolvers: { Item: { __resolveReference: (key: object) => ({ ...key, kind: { code: 'K' } }) } },
      },
      d: {
        sdl: 'type Kind @key(fields: "code") { code: ID! items: [Item] } type Item @key(fields: "id") { id: ID! }',
        resolvers: { Kind: { __resolveReference: (key: object) => ({ ...key, items: [{ id: '1' }, { id: '2' }] }) } },
      },
      c: {
        sdl: 'type Item @key(fields: "id") { id: ID! name: String }',
        resolvers: { Item: { __resolveReference: ({ id }: any) => ({ id, name: `N${id}` }) } },
      },
    });
    expect(await graph.ours({ query: '{ one { name kind { items { name } } } }' })).toEqual({
      data: { one: { name: 'N1', kind: { items: [{ name: 'N1' }, { name: 'N2' }] } } },
    });
    expect(askedOf(graph, 'c').map(({ variables }) => variables)).toEqual([
      { representations: [{ __typename: 'Item', id: '1' }] },
      { representations: [{ __typename: 'Item', id: '2' }] },
    ]);
  });
});
