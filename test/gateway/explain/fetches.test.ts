/** The fetches and the costs of an explanation: what went how, what went together, and what is not told of them. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose } from '../guard/policy/fixtures.ts';
import { startExplainedGateway, type ExplainedGateway, type ExplainedReply } from './explained-gateway.ts';

const SDL = compose({
  people: `
    type Query { people(first: Int = 2): [Person!] shops: [Shop!] rows: Rows }
    type Rows { nodes: [Shop!] }
    type Person @key(fields: "id") @person(subject: "id") { id: ID! name: String @veil(as: NAME) shop: Shop }
    type Shop @key(fields: "code") { code: ID! }`,
  places: `
    type Shop @key(fields: "code") { code: ID! street: String visitors: Int @aggregate owner: String @person }`,
});

const shops = ['s1', 's2', 's1'].map((code) => ({ __typename: 'Shop', code }));
let places: Server;
let gateway: ExplainedGateway;
let replyOf: (representations: readonly { code: string }[]) => object;
/** Resolves when a request has come to the places. */
let held: Promise<void> | undefined;
let came: (() => void) | undefined;

beforeAll(async () => {
  places = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { variables } = JSON.parse(body) as { variables?: { representations: { code: string }[] } };
      const send = (): void => {
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify(variables ? replyOf(variables.representations) : { data: { __typename: 'Query' } }),
        );
      };
      if (variables === undefined || held === undefined) return send();
      came?.();
      void held.then(send);
    });
  });
  await new Promise<void>((resolve) => void places.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(places.address() as AddressInfo).port}/secret-path?key=hunter2`;
  gateway = await startExplainedGateway(SDL, ['people'], { subgraphUrls: new Map([['places', url]]) });
  gateway.answers = {
    people: () => ({
      data: {
        shops,
        a: shops,
        rows: { nodes: shops },
        people: [{ __typename: 'Person', id: 'p1', name: 'Siti Wahyuni', shop: shops[0] }],
      },
    }),
  };
  replyOf = (list) => ({
    data: { _entities: list.map(() => ({ __typename: 'Shop', street: 'Jl. Kartini', visitors: 12 })) },
  });
});
afterAll(async () => {
  await gateway.stop();
  await new Promise((resolve) => places.close(resolve));
});

const fetchesOf = ({ explain }: ExplainedReply) => explain!.fetches;

describe('a fetch', () => {
  it('has its subgraph, where that is, the path it fills, its time, the entities it asked about and the bytes of the reply', async () => {
    const [people, second] = fetchesOf(await gateway.ask('operator', '{ shops { street } }'));
    expect(people).toEqual({
      subgraph: 'people',
      address: 'this process',
      path: [],
      paths: [[]],
      started: 0,
      took: expect.any(Number),
      rows: 3,
      bytes: null,
      tries: 1,
      state: 'fetched',
    });
    expect(second).toMatchObject({ subgraph: 'places', path: ['shops'], rows: 2, tries: 1, state: 'fetched' });
    expect(second!.bytes).toBe(JSON.stringify(replyOf([{ code: '1' }, { code: '2' }])).length);
    expect(second!.started).toBeGreaterThan(0);
  });

  it('has the place of its subgraph without the path, and for operators alone', async () => {
    const operator = await gateway.ask('operator', '{ shops { street } }');
    expect(fetchesOf(operator)[1]!.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const analyst = await gateway.ask('analyst', '{ shops { street } }');
    expect(fetchesOf(analyst).map(({ address }) => address)).toEqual([null, null]);
    expect(operator.text + analyst.text).not.toMatch(/secret-path|hunter2/);
  });

  it.each(['visitors', 'owner'])('has no bytes where a guarded field is in the reply, here %s', async (field) => {
    const fetches = fetchesOf(await gateway.ask('operator', `{ shops { street ${field} } }`));
    expect(fetches[1]).toMatchObject({ state: 'fetched', bytes: null });
  });

  it('has no bytes where the reply has an error, and says how many', async () => {
    const before = replyOf;
    replyOf = (list) => ({ ...before(list), errors: [{ message: 'of Siti', path: ['_entities', 0, 'street'] }] });
    const reply = await gateway.ask('operator', '{ shops { street } }');
    replyOf = before;
    expect(fetchesOf(reply)[1]).toMatchObject({
      state: 'fetched',
      bytes: null,
      why: 'The subgraph places answered with an error.',
    });
  });

  it('that carries several of the plan has all their paths, by the names of the client', async () => {
    const fetches = fetchesOf(await gateway.ask('operator', '{ a: shops { street } rows { nodes { street } } }'));
    expect(fetches).toHaveLength(2);
    expect(fetches[1]!.paths).toEqual(expect.arrayContaining([['a'], ['rows', 'nodes']]));
  });

  it('that was not needed is there too', async () => {
    const before = gateway.answers;
    gateway.answers = { people: () => ({ data: { shops: [] } }) };
    const fetches = fetchesOf(await gateway.ask('operator', '{ shops { street } }'));
    gateway.answers = before;
    expect(fetches[1]).toMatchObject({ subgraph: 'places', state: 'unsent', started: null, took: null, rows: null });
    expect(fetches[1]!.why).toMatch(/^It was not needed/);
  });

  it('of a request for the plan alone says that nothing was run', async () => {
    const headers = { 'apollo-expose-query-plan': 'dry-run' };
    const fetches = fetchesOf(await gateway.ask('operator', '{ shops { street } }', { headers }));
    expect(fetches).toHaveLength(2);
    for (const { state, why } of fetches)
      expect([state, why]).toEqual(['unsent', 'Nothing was run: the request asks for the plan alone.']);
  });

  it('that got the answer of another one is shared, though the request is its own', async () => {
    let release = (): void => undefined;
    held = new Promise((resolve) => (release = resolve));
    const first = new Promise<void>((resolve) => (came = resolve));
    const one = gateway.ask('operator', '{ shops { street } }', { explain: false });
    await first;
    const other = gateway.ask('operator', '{ shops { street } }');
    await new Promise((resolve) => setTimeout(resolve, 200));
    release();
    held = undefined;
    expect((await one).extensions?.['explain']).toBeUndefined();
    const reply = await other;
    expect(fetchesOf(reply)).toMatchObject([
      { subgraph: 'people', state: 'fetched' },
      { subgraph: 'places', state: 'shared', why: expect.stringContaining('under way') },
    ]);
    expect(reply.data).toEqual((await one).data);
  });
});

describe('the cost', () => {
  it('is that of the answer, field by field, and each field is named', async () => {
    const { explain, extensions } = await gateway.ask(
      'operator',
      '{ shops { street } mine: shops { street } rows { nodes { code } } }',
    );
    const cost = explain!.cost!;
    expect(cost.total).toBe((extensions!['cost'] as { estimated: number }).estimated);
    expect(cost.fields.reduce((sum, one) => sum + one.cost, 0)).toBe(cost.total);
    expect(cost.fields).toContainEqual({ path: ['mine'], coordinate: 'Query.shops', cost: 10 });
    expect(cost.costLeftOut).toBe(0);
  });

  it('stands beside what the caller may use', async () => {
    const { roles } = JSON.parse(readFileSync('gateway/guard/identity/roles.json', 'utf8')) as {
      roles: Record<string, { budget: object }>;
    };
    for (const role of ['analyst', 'operator'])
      expect((await gateway.ask(role, '{ shops { code } }')).explain!.limits).toEqual(roles[role]!.budget);
    expect(roles['analyst']!.budget).not.toEqual(roles['operator']!.budget);
  });

  it('is for who may see costs', async () => {
    const roles = (await gateway.ask('analyst', '{ shops { code } }')).explain!.cost;
    expect(roles).not.toBeNull();
  });
});
