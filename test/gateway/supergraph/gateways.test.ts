import { ApolloServer, HeaderMap } from '@apollo/server';
import { getIntrospectionQuery } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Fetcher } from '../../../gateway/fetch/subgraph-request.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';
import { compiledGateway, type CarriedContext } from '../../../gateway/supergraph/compiled-gateway.ts';
import { referenceGateway } from '../../../gateway/supergraph/reference-gateway.ts';
import {
  fixedSupergraph,
  type OfferSupergraph,
  type SupergraphSource,
} from '../../../gateway/supergraph/supergraph-source.ts';
import { logOf } from '../../../base/log.ts';
import { compose } from '../plan/fixtures.ts';
import { HOSTILE } from '../plan/hostile-operations.ts';
import { engineOf, ones, versioned } from './fixtures.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const log = logOf('test', 'silent');
const contextOf = (): CarriedContext => ({
  operation: {
    authorizationFor: () => PUBLIC_AUTHORIZATION,
    subgraphCaller: new SubgraphCaller({ 'x-forwarded': 'yes' }),
    deadline: performance.now() + 10_000,
    requestId: 'test-request',
  },
  notes: {},
});

/** A source whose supergraph the test changes. */
function byHand(sdl: string) {
  const hand: { offer: OfferSupergraph } = { offer: () => {} };
  const source: SupergraphSource = {
    name: 'by hand',
    open: async (offer) => ((hand.offer = offer), { sdl, close: async () => {} }),
  };
  return { source, hand };
}

async function compiled(source: SupergraphSource, fetcher: Fetcher) {
  const engine = await engineOf({ source });
  const { gateway, plugin } = compiledGateway({
    engine,
    run: async (prepared, _generation, variables, context) => ({
      outcome: await prepared.compiled.run({ ...context, caller: context.subgraphCaller, variables, fetcher }),
    }),
  });
  const server = new ApolloServer<CarriedContext>({
    gateway,
    plugins: [plugin],
    documentStore: null,
    dangerouslyDisableValidation: true,
    stopOnTerminationSignals: false,
  });
  stops.push(() => engine.stop());
  await server.start();
  stops.unshift(() => server.stop());
  return { server, engine };
}

async function reference(source: SupergraphSource, fetcher: Fetcher) {
  const server = new ApolloServer<CarriedContext>({
    gateway: referenceGateway({ source, fetcher, log }),
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: true,
  });
  await server.start();
  stops.push(() => server.stop());
  return { server };
}

async function post(server: ApolloServer<CarriedContext>, body: Record<string, unknown>, method = 'POST') {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  const search = method === 'GET' ? `?query=${encodeURIComponent(String(body.query))}` : '';
  const { status, body: answer } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method,
      headers: new HeaderMap([...headers, ['x-apollo-operation-name', 'test']]),
      search,
      body: method === 'GET' ? undefined : body,
    },
    context: async () => contextOf(),
  });
  return { status: status ?? 200, body: JSON.parse((answer as { string: string }).string) as Record<string, unknown> };
}

describe.each([
  ['the compiled gateway', compiled],
  ['the reference', reference],
])('%s behind Apollo Server', (_name, start) => {
  it('answers through the fetcher, with the headers that may be forwarded', async () => {
    const fetcher = ones();
    const { server } = await start(fixedSupergraph(versioned(1)), fetcher);
    expect(await post(server, { query: '{ number }' })).toEqual({ status: 200, body: { data: { number: 1 } } });
    expect(fetcher.seen).toMatchObject([
      { subgraph: 'numbers', kind: 'query', caller: { headers: { 'x-forwarded': 'yes' } } },
    ]);
  });

  it.each([
    ['{ number', 400, 'GRAPHQL_PARSE_FAILED'],
    ['{ nobody numbre }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuses %s', async (query, status, code) => {
    const { server } = await start(fixedSupergraph(versioned(1)), ones());
    const answer = await post(server, { query });
    expect(answer.status).toBe(status);
    expect((answer.body.errors as unknown[])[0]).toMatchObject({ extensions: { code } });
    expect(answer.body).not.toHaveProperty('data');
    if (code === 'GRAPHQL_VALIDATION_FAILED')
      expect(answer.body.errors).toMatchObject([
        { locations: [{ line: 1, column: 3 }] },
        { locations: [{ line: 1, column: 10 }] },
      ]);
    expect(JSON.stringify(answer.body)).not.toContain('Did you mean');
  });

  it('loads a new supergraph, and keeps the last good one', async () => {
    const { source, hand } = byHand(versioned(1));
    const { server } = await start(source, ones());
    hand.offer('type Query {');
    hand.offer(versioned(2));
    await vi.waitFor(
      async () => expect((await post(server, { query: '{ version2 }' })).body).toEqual({ data: { version2: 1 } }),
      { timeout: 10_000, interval: 100 },
    );
    hand.offer('nothing of the kind');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await post(server, { query: '{ version2 }' })).status).toBe(200);
  });

  it('does not serve a supergraph whose rules are not enforced', async () => {
    await expect(
      start(fixedSupergraph(compose({ a: 'type Query { a: Int @authenticated }' })), ones()),
    ).rejects.toThrow('https://specs.apollo.dev/authenticated/v0.1');
  });
});

describe('the compiled gateway', () => {
  // Stock answers these with 500 and INVALID_GRAPHQL, Apollo Server without a gateway as we do.
  it.each([
    [
      'query A { number } query B { number }',
      undefined,
      'Must provide operation name if query contains multiple operations.',
    ],
    ['query A { number }', 'B', 'Unknown operation named "B".'],
  ])('refuses %s for the name %s', async (query, operationName, message) => {
    const { server } = await compiled(fixedSupergraph(versioned(1)), ones());
    expect(await post(server, operationName === undefined ? { query } : { query, operationName })).toEqual({
      status: 400,
      body: { errors: [{ message, extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] },
    });
  });

  it('refuses hostile operations with their codes, and Apollo Server parses none of them', async () => {
    const { server } = await compiled(fixedSupergraph(versioned(1)), ones());
    const operations = ['a bomb of 2^40 selections', 'nesting of 5,000 levels', '10,000 times the same field'].map(
      (name) => HOSTILE[name]!,
    );
    for (const query of operations)
      expect(await post(server, { query })).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }] },
      });
  });

  it('releases every generation that requests have pinned', async () => {
    const { server, engine } = await compiled(fixedSupergraph(versioned(1)), ones());
    for (const query of ['{ number }', '{ number', '{ nobody }']) await post(server, { query });
    await post(server, { query: '{ number }' }, 'GET');
    const closed = vi.fn();
    engine.events.on('closed', closed);
    await engine.offer(versioned(2));
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  });
});

describe('the reference', () => {
  it('shows clients the same schema as the compiled gateway', async () => {
    const [ours, theirs] = [await engineOf(), await reference(fixedSupergraph(versioned(1)), ones())];
    stops.push(() => ours.stop());
    const { graphqlSync } = await import('graphql');
    const mine = graphqlSync({ schema: ours.current().apiSchema, source: getIntrospectionQuery() });
    const its = await post(theirs.server, { query: getIntrospectionQuery() });
    expect(JSON.parse(JSON.stringify(mine))).toEqual(its.body);
  });

  it('is started without telemetry, and the environment is as it was', async () => {
    const before = { ...process.env };
    const told: string[] = [];
    const exporting = await import('@opentelemetry/sdk-metrics');
    const spy = vi
      .spyOn(exporting.MeterProvider.prototype, 'getMeter')
      .mockImplementation((name) => (told.push(name), undefined as never));
    referenceGateway({ source: fixedSupergraph(versioned(1)), fetcher: ones(), log });
    expect(told).toEqual([]);
    expect(process.env).toEqual(before);
    spy.mockRestore();
  });

  it('refuses contexts, which it would answer wrongly', async () => {
    const sdl = compose({
      a: 'type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! u: U! } type U @key(fields: "id") { id: ID! w(n: ID @fromContext(field: "$c { id }")): Int! }',
    });
    await expect(reference(fixedSupergraph(sdl), ones())).rejects.toThrow(/context/);
    const engine = await engineOf({ source: fixedSupergraph(sdl) });
    await engine.stop();
  });
});
