/** Work ends when nobody waits for it, and a request ends when its time is over, wherever it is. */
import { createServer, request as httpRequest, type ClientRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logOf } from '../../base/log.ts';
import type { InProcessRequest } from '../../gateway/fetch/in-process-transport.ts';
import { openGuard, type Guard } from '../../gateway/guard/guard.ts';
import { createPipeline, type Pipeline } from '../../gateway/pipeline.ts';
import type { RequestContext } from '../../gateway/request-context.ts';
import { runOperation } from '../../gateway/run-operation.ts';
import type { CarriedContext } from '../../gateway/supergraph/compiled-gateway.ts';
import type { PreparedOperation } from '../../gateway/plan/prepared-operation.ts';
import { startGateway, type GatewayOptions, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import type { Generation } from '../../gateway/supergraph/generation.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall, PEOPLE as PEOPLE_SDL, PLACES as PLACES_SDL } from '../support/small-graph.ts';
import { madeResult } from '../../gateway/execute/compile-operation.ts';

/** One question that a subgraph has got and not answered. */
interface Held {
  readonly query: string;
  readonly closed: () => boolean;
  answer(data: unknown): void;
}

/** A subgraph that answers `{ __typename }` and holds everything else. */
async function heldSubgraph(): Promise<{ url: string; held: Held[] }> {
  const held: Held[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { query } = JSON.parse(body) as { query: string };
    const answer = (data: unknown): void =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    if (query === '{__typename}') return answer({ __typename: 'Query' });
    held.push({ query, answer, closed: () => closedBeforeEnd(response) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, held };
}

const closedBeforeEnd = (response: ServerResponse): boolean => response.destroyed && !response.writableFinished;

async function start(
  settings: Partial<GatewayOptions['settings']>,
  more: { url?: string; inProcess?: GatewayOptions['inProcess'] },
): Promise<RunningGateway> {
  const url = more.url ?? 'http://127.0.0.1:1/';
  const source = fixedSupergraph(
    composeSmall(
      { people: url, places: url },
      { people: PEOPLE_SDL, places: `${PLACES_SDL} type Mutation { visit: String! }` },
    ),
  );
  const gateway = await startGateway({
    log: logOf('gateway', 'silent'),
    source,
    inProcess: more.inProcess,
    settings: gatewayDefaults({ port: 0, explorer: false, guard: false, ...settings }),
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

interface Asking {
  readonly hangUp: () => void;
  readonly reply: Promise<{ status: number; json: { data?: unknown; errors?: { extensions: { code: string } }[] } }>;
}

/** Asks on a connection of its own, which can be closed. */
function ask(gateway: RunningGateway, query: string): Asking {
  let asking: ClientRequest;
  const reply = new Promise<Awaited<Asking['reply']>>((resolve, reject) => {
    asking = httpRequest(
      `${gateway.url}/graphql`,
      { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += String(chunk);
        resolve({ status: response.statusCode!, json: JSON.parse(text) as never });
      },
    );
    asking.on('error', reject).end(JSON.stringify({ query }));
  });
  reply.catch(() => {});
  return { reply, hangUp: () => asking.destroy() };
}

const PEOPLE = '{ people { name } }';
/** Two root fields of two subgraphs, one after the other. */
const TWO_STEPS = 'mutation { greet(token: "a") visit }';
const ANSWER = { people: [{ name: 'Ani' }] };

/** Asks once and has it answered, so that the operation is prepared and may take the fast path. */
async function prepare(gateway: RunningGateway, held: Held[]): Promise<void> {
  const first = ask(gateway, PEOPLE);
  await expect.poll(() => held.length, { timeout: 5_000 }).toBe(1);
  held.pop()!.answer(ANSWER);
  await first.reply;
}

const ways = [
  ['the fast path, sharing', { fastPath: true, deduplicateRequests: true, deduplicate: true }],
  ['Apollo Server, sharing', { fastPath: false, deduplicateRequests: true, deduplicate: true }],
  ['the fast path, each alone', { fastPath: true, deduplicateRequests: false, deduplicate: false }],
  ['Apollo Server, each alone', { fastPath: false, deduplicateRequests: false, deduplicate: false }],
] as const;

describe.each(ways)('a client that hangs up, by way of %s,', (_way, settings) => {
  it('ends its questions to subgraphs', async () => {
    const { url, held } = await heldSubgraph();
    const gateway = await start(settings, { url });
    await prepare(gateway, held);
    const { hangUp } = ask(gateway, PEOPLE);
    await expect.poll(() => held.length).toBe(1);
    hangUp();
    await expect.poll(() => held[0]!.closed()).toBe(true);
  });

  it('takes nothing from another who asks the same', async () => {
    const { url, held } = await heldSubgraph();
    const gateway = await start(settings, { url });
    await prepare(gateway, held);
    const [leaver, stayer] = [ask(gateway, PEOPLE), ask(gateway, PEOPLE)];
    const questions = settings.deduplicate ? 1 : 2;
    await expect.poll(() => held.length).toBe(questions);
    leaver.hangUp();
    if (questions === 2) await expect.poll(() => held.filter(({ closed }) => closed()).length).toBe(1);
    for (const one of held) one.answer(ANSWER);
    expect((await stayer.reply).json).toEqual({ data: ANSWER });
  });

  it('leaves a mutation that has begun to go on to its end, its further root fields too', async () => {
    const { url, held } = await heldSubgraph();
    const gateway = await start(settings, { url });
    const { hangUp } = ask(gateway, TWO_STEPS);
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(1);
    hangUp();
    // A query that is left as well shows that leaving has been noticed.
    const other = ask(gateway, PEOPLE);
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(2);
    other.hangUp();
    await expect.poll(() => held[1]!.closed()).toBe(true);
    expect(held[0]!.closed()).toBe(false);
    held[0]!.answer({ greet: 'Halo a' });
    await expect.poll(() => held.length).toBe(3);
    expect(held[2]!.query).toContain('visit');
    held[2]!.answer({ visit: 'x' });
  });
});

describe('a subgraph in this process', () => {
  /** Holds every question and shows what it got. */
  async function heldInProcess() {
    const held: InProcessRequest[] = [];
    const ends = Promise.withResolvers<{ data: null }>();
    const execute = (request: InProcessRequest) =>
      request.query === '{__typename}' ? { data: { __typename: 'Query' } } : (held.push(request), ends.promise);
    const gateway = await start({}, { inProcess: { people: execute, places: execute } });
    onTestFinished(() => ends.resolve({ data: null }));
    return { held, gateway };
  }

  it('is told when nobody waits any more', async () => {
    const { held, gateway } = await heldInProcess();
    const [one, other] = [ask(gateway, PEOPLE), ask(gateway, PEOPLE)];
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(1);
    one.hangUp();
    other.hangUp();
    await expect.poll(() => held[0]!.signal.aborted).toBe(true);
  });

  it('is never told so of a mutation', async () => {
    const { held, gateway } = await heldInProcess();
    const mutation = ask(gateway, 'mutation { greet(token: "a") }');
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(1);
    const query = ask(gateway, PEOPLE);
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(2);
    mutation.hangUp();
    query.hangUp();
    await expect.poll(() => held[1]!.signal.aborted).toBe(true);
    expect(held[0]!.signal.aborted).toBe(false);
  });
});

describe('the time of a request', () => {
  it('leaves what subgraphs have answered, and an error for what they have not', async () => {
    const { url, held } = await heldSubgraph();
    const gateway = await start({ requestTimeout: 3_000 }, { url });
    const both = ask(gateway, '{ people { name } places { name } }');
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(2);
    held.find(({ query }) => query.includes('people'))!.answer(ANSWER);
    expect(await both.reply).toMatchObject({
      status: 200,
      json: { data: null, errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] },
    });
  });

  it('ends a mutation for who waits, and not the mutation', async () => {
    const { url, held } = await heldSubgraph();
    const gateway = await start({ requestTimeout: 3_000 }, { url });
    const { reply } = ask(gateway, TWO_STEPS);
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(1);
    expect(await reply).toMatchObject({ status: 504, json: { errors: [{ extensions: { code: 'REQUEST_TIMEOUT' } }] } });
    held[0]!.answer({ greet: 'Halo a' });
    await expect.poll(() => held.length).toBe(2);
    held[1]!.answer({ visit: 'x' });
  });

  const never = (): Promise<never> => new Promise(() => {});
  const request = {
    method: 'POST',
    headers: {},
    body: Buffer.from('{"query":"{ a }"}'),
    search: '',
    mediaType: 'application/json; charset=utf-8',
    requestId: 'r',
    clientAddress: '',
    signal: new AbortController().signal,
  } as const;
  const names = {
    resolveDocument: (body: unknown) => ({ body }),
    close: () => {},
  } as unknown as Pipeline['documents'];
  const operation = { kind: 'query', compiled: { run: async () => madeResult({}) } } as unknown as PreparedOperation;

  /** Runs a prepared operation behind a guard, without Apollo Server. */
  const running = (guard: Guard): Pipeline['apollo'] => {
    const run = runOperation({ guard, fetcher: { fetch: never } });
    return {
      stop: async () => {},
      answer: async (_request, _body, { operation: context }: CarriedContext<RequestContext>) => (
        await run(operation, {} as Generation, {}, context),
        { status: 200, headers: {}, body: '' }
      ),
    };
  };

  it.each<[string, Partial<Guard>, Pipeline['apollo'] | undefined]>([
    ['finding out who asks', { authenticate: never }, undefined],
    ['planning', {}, { stop: async () => {}, answer: never }],
    ['judging what it costs', { beforeExecution: never }, undefined],
    ['protecting and recording the answer', { beforeExecution: () => never }, undefined],
  ])('ends while %s takes too long, with 504', async (_stage, stage, apollo) => {
    const guard = { ...openGuard(), ...stage };
    const pipeline = createPipeline({
      validateText: () => {},
      guard,
      documents: names,
      apollo: apollo ?? running(guard),
      requestTimeout: 50,
    });
    await expect(pipeline(request)).rejects.toMatchObject({ status: 504, code: 'REQUEST_TIMEOUT' });
  });

  it('that nobody waits for is not spent on protecting an answer', async () => {
    const leaver = new AbortController();
    let settled = 0;
    const leaving = {
      ...operation,
      compiled: { run: async () => (leaver.abort(), madeResult({})) },
    } as unknown as PreparedOperation;
    const guard: Guard = { ...openGuard(), beforeExecution: () => (outcome) => (settled++, { outcome }) };
    const run = runOperation({ guard, fetcher: { fetch: never } });
    const apollo: Pipeline['apollo'] = {
      stop: async () => {},
      answer: async (_request, _body, { operation: context }) => (
        await run(leaving, {} as Generation, {}, context),
        { status: 200, headers: {}, body: '' }
      ),
    };
    const pipeline = createPipeline({
      validateText: () => {},
      guard,
      documents: names,
      apollo,
      requestTimeout: 5_000,
    });
    await expect(pipeline({ ...request, signal: leaver.signal })).rejects.toMatchObject({
      status: 499,
      code: 'REQUEST_ABANDONED',
    });
    expect(settled).toBe(0);
  });
});
