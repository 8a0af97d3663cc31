/** Several operations of one request: answers in their order, one budget for all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { openGuard } from '../../gateway/guard/guard.ts';
import { createBudgets } from '../../gateway/guard/limits/budgets.ts';
import { createPipeline } from '../../gateway/pipeline.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { WorkGate } from '../../gateway/work-gate.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../support/small-graph.ts';

const ROLES = 'gateway/guard/identity/roles.json';
const NAMES = { query: '{ people { name } }' };
const NAMES_ANSWER = { data: { people: [{ name: 'Ani' }, { name: 'Budi' }] } };
const PLACES = { query: '{ places { name } }' };
const PLACES_ANSWER = { data: { places: [{ name: 'Bekasijaya' }] } };

interface Answer {
  readonly data?: unknown;
  readonly errors?: { message: string; extensions: { code: string } }[];
}

describe('a batch', () => {
  let folder: string;
  let subgraphs: SmallSubgraph[];
  const gateways: RunningGateway[] = [];
  const start = async (more: Parameters<typeof gatewayDefaults>[0]): Promise<RunningGateway> => {
    const [people, places] = subgraphs as [SmallSubgraph, SmallSubgraph];
    const gateway = await startGateway({
      settings: gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: folder, ...more }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall({ people: people.url, places: places.url })),
    });
    gateways.push(gateway);
    return gateway;
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'batches-'));
    subgraphs = [await startSmallSubgraph('people'), await startSmallSubgraph('places')];
  });
  afterAll(async () => {
    for (const gateway of gateways) await gateway.stop();
    for (const subgraph of subgraphs) await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  /** @returns the path of a file of the shipped roles, with another budget for everybody */
  const rolesWith = (name: string, budget: object): string => {
    const { roles, ...rest } = JSON.parse(readFileSync(ROLES, 'utf8')) as { roles: { public: { budget: object } } };
    roles.public.budget = { ...roles.public.budget, ...budget };
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ ...rest, roles }));
    return path;
  };
  const post = (gateway: RunningGateway, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const answers = async (gateway: RunningGateway, body: unknown): Promise<Answer[]> => {
    const response = await post(gateway, body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    return (await response.json()) as Answer[];
  };

  it('is refused by default, with the name of the option', async () => {
    const response = await post(await start({}), [NAMES, PLACES]);
    const [error] = ((await response.json()) as Answer).errors!;
    expect([response.status, error!.extensions.code]).toEqual([400, 'BATCH_REFUSED']);
    expect(error!.message).toContain('MAX_BATCH');
  });

  it.each([true, false])('is answered in its order, errors in their places (fast path: %s)', async (fastPath) => {
    const gateway = await start({ maxBatch: 5, fastPath });
    for (let turn = 0; turn < 2; turn++) {
      const [first, wrong, last, none, changed] = await answers(gateway, [
        NAMES,
        { query: '{ nobody }' },
        PLACES,
        { variables: {} },
        { query: 'mutation { greet(token: "psr_a") }' },
      ]);
      expect([first, last, changed]).toEqual([NAMES_ANSWER, PLACES_ANSWER, { data: { greet: 'Halo psr_a' } }]);
      expect([wrong, none].map((each) => each!.errors![0]!.extensions.code)).toEqual([
        'GRAPHQL_VALIDATION_FAILED',
        'BAD_REQUEST',
      ]);
    }
    expect(await answers(gateway, [NAMES])).toEqual([NAMES_ANSWER]);
    const six = await post(gateway, Array(6).fill(NAMES));
    expect(six.status).toBe(400);
  });

  it('counts as many requests as it has operations', async () => {
    const rolesFile = rolesWith('few.json', { requestsPerMinute: 10 });
    const gateway = await start({ maxBatch: 20, roles: rolesFile });
    const refused = await post(gateway, Array(11).fill(NAMES));
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(((await refused.json()) as Answer).errors![0]!.extensions.code).toBe('RATE_LIMITED');
  });

  it('may cost together what one operation may', async () => {
    // A list of people is estimated at 10.
    const rolesFile = rolesWith('cheap.json', { costPerRequest: 25 });
    const gateway = await start({ maxBatch: 20, roles: rolesFile });
    const all = await answers(gateway, Array(4).fill(NAMES));
    expect(all.map(({ errors }) => errors?.[0]!.extensions.code ?? 'answered').toSorted()).toEqual([
      'COST_TOO_HIGH',
      'COST_TOO_HIGH',
      'answered',
      'answered',
    ]);
    // Each alone is as cheap as before.
    expect(await answers(gateway, [NAMES])).toEqual([NAMES_ANSWER]);
  });
});

describe('a batch whose time is over', () => {
  it('gives back what was ready of it, which nobody takes', async () => {
    const gate = new WorkGate({ requests: 10, large: 10, bytes: 1_000_000, queue: 1, wait: 100 });
    const reply = { status: 200, headers: {}, body: 'x'.repeat(50_000) };
    let finish = (): void => {};
    const handler = createPipeline({
      validateText: () => {},
      guard: openGuard(),
      documents: { resolveDocument: (body: object) => ({ body }) } as never,
      apollo: undefined as never,
      requestTimeout: 50,
      gate,
      maxBatch: 2,
      fastPath: (_request, { query }) =>
        query === 'ready' ? Promise.resolve(reply) : new Promise((resolve) => (finish = () => resolve(reply))),
    });
    const answered = handler({
      method: 'POST',
      headers: {},
      mediaType: 'application/json; charset=utf-8',
      body: Buffer.from('[{"query":"ready"},{"query":"late"}]'),
      search: '',
      requestId: 'r',
      clientAddress: '',
      signal: new AbortController().signal,
    });
    await expect(answered).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(gate.now.bytes).toBe(50_000);
    finish();
    await vi.waitFor(() => expect(gate.now).toMatchObject({ bytes: 0, requests: 0 }));
  });
});

describe('the budget of a batch', () => {
  it('is one for persons too', () => {
    const counter = { add: (_key: string, amount: number) => ({ total: amount, left: 60_000 }) };
    const budgets = createBudgets({ requests: counter, cost: counter, persons: counter } as never, () => 'client');
    const caller = {
      id: 'user:a',
      kind: 'user',
      budget: { requestsPerMinute: 10, costPerRequest: 100, costPerMinute: 1_000, personsPerMinute: 15 },
    } as never;
    const batch = { cost: 0, persons: 0 };
    void budgets.reserve(caller, '', { cost: 1, persons: 10 }, batch);
    expect(() => budgets.reserve(caller, '', { cost: 1, persons: 10 }, batch)).toThrow(/at most 15.*up to 20/);
    expect(() => budgets.reserve(caller, '', { cost: 1, persons: 10 })).not.toThrow();
  });
});
