/** The month of the snapshots through the whole gateway, over the sample: what two callers see before and after a person is added, and at midnight. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { logOf } from '../../../base/log.ts';
import { snapshotMonth } from '../../../base/snapshot-month.ts';
import { subgraphCallers } from '../../../gateway/guard/claims/subgraph-callers.ts';
import { callerOf, publicCaller } from '../../../gateway/guard/identity/caller.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { readQuestions } from '../../../gateway/http/questions.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { recordKeys } from '../../../subgraphs/counts/record-key.ts';
import { aboutOf, connectDatabase, type DatabaseConnection } from '../../../subgraphs/data/database.ts';
import { recountQueue } from '../../../subgraphs/counts/recount-queue.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { DEVELOPMENT_KEYS } from '../../../subgraphs/settings.ts';
import { workerModels, type WorkerModels } from '../../../subgraphs/workers/models.ts';
import { FILL_MS, questionOf, startSampleStore } from '../../support/sample.ts';
import { roles } from './identity/issuer.ts';

const HERE = '32.75.01.1001';
const CELLS = `{ village(code: "${HERE}") { workerCount coverage { computedAt basis { month exactness } cells { occupation decileBand total } } } district(code: "32.75.01") { participants } }`;
const TOTAL = '{ city { workerCount } }';
const MONEY =
  '{ district(code: "32.75.01") { workerLiability(period: "2026-01") } programme(code: "SIGAP") { liability(from: "2026-01", to: "2026-01") { total } } }';

let store: Awaited<ReturnType<typeof startSampleStore>>;
let folder: string;
let connection: DatabaseConnection;
let Worker: WorkerModels['Worker'];
let subgraphs: RunningSubgraph[];
let gateway: RunningGateway;
const told: (ClaimsSubject | undefined)[] = [];
/** Called when a subgraph receives a caller's request, before it answers. */
let asked: () => unknown = () => {};

beforeAll(async () => {
  store = await startSampleStore();
  folder = mkdtempSync(join(tmpdir(), 'frozen-month-'));
  // The clock of gateway and subgraphs alone: timers and the store's own run as ever.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  connection = await connectDatabase(store.uri, 'workers');
  ({ Worker } = workerModels(connection, recountQueue(connection), recordKeys(DEVELOPMENT_KEYS.recordKey, 'workers')));
  // From here on they live: the months of the sample itself end with the day it stands at.
  for (const name of ['workers', 'groups', 'funding']) await forgetDay(name);
  subgraphs = await Promise.all(
    SUBGRAPHS.map(({ name }) =>
      startSubgraph(name, { mongodbUri: store.uri, port: null, recountEvery: 3_600_000, logLevel: 'silent' }),
    ),
  );
  const inProcess = Object.fromEntries(
    subgraphs.map(({ name, execute }) => [
      name,
      async (request: Parameters<typeof execute>[0]) => {
        if (request.claims?.sub !== 'gateway') {
          told.push(request.claims);
          await asked();
        }
        return execute(request);
      },
    ]),
  );
  const settings = gatewayDefaults({
    port: 0,
    explorer: false,
    development: true,
    keysFolder: folder,
    // What changes here is changed in the databases, which no cache is told of.
    cacheBytes: 0,
  });
  gateway = await startGateway({ settings, log: logOf('test', 'silent'), inProcess: inProcess as never });
}, FILL_MS);
afterAll(async () => {
  vi.useRealTimers();
  await gateway.stop();
  await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
  await connection.close();
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function forgetDay(name: string): Promise<void> {
  const database = await connectDatabase(store.uri, name);
  await aboutOf(database).deleteOne({ _id: 'data' });
  await database.close();
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Body = { data: any; errors?: unknown; extensions?: Record<string, unknown> };
async function ask(query: string, role?: string): Promise<Body> {
  const body = await send(query, role);
  expect(body.errors).toBeUndefined();
  return body;
}
async function send(query: string, role?: string, ...more: string[]): Promise<Body> {
  const headers =
    role === undefined
      ? {}
      : { authorization: `Bearer ${await tokenCommand(['--role', role, ...more], { KEYS_FOLDER: folder })}` };
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Body;
}
const exactly = async (): Promise<number> => (await ask(CELLS, 'auditor')).data.village.workerCount as number;
/** More than the noise of two counts can hide. */
const MANY = 20;
async function come(): Promise<void> {
  await Worker.insertMany(
    Array.from({ length: MANY }, (_, at) => ({
      _id: `w-new-${at}`,
      name: 'Uji',
      occupation: 'OJEK',
      sector: 'TRANSPORT',
      village: HERE,
      district: '32.75.01',
      status: 'ELIGIBLE',
      decileBand: 'D5',
      enrolledOn: '2025-12-01',
      batch: 'test',
    })) as never,
  );
  await subgraphs[0]!.refresh();
}
async function go(): Promise<void> {
  await Worker.deleteMany({ batch: 'test' });
  await subgraphs[0]!.refresh();
}

describe('the public, querying again after people were added', () => {
  it("sees the same cells until the month has ended; an auditor and the city's totals see the change at once", async () => {
    const [cells, total, exact] = [await ask(CELLS), await ask(TOTAL), await exactly()];
    await come();
    expect(await ask(CELLS)).toEqual(cells);
    expect((await ask(TOTAL)).data.city.workerCount).toBe(total.data.city.workerCount + MANY);
    expect(await exactly()).toBe(exact + MANY);
    await go();
    expect(await ask(CELLS)).toEqual(cells);
    expect(await exactly()).toBe(exact);
  });

  it('an analyst sees the money of a district stay, and that of the programme follow', async () => {
    const before = (await ask(MONEY, 'analyst')).data;
    await come();
    const after = (await ask(MONEY, 'analyst')).data;
    expect([after.district, after.programme.liability.total - before.programme.liability.total]).toEqual([
      before.district,
      MANY * 8_400,
    ]);
    await go();
  });

  it('sees them perturbed in the next month, with the name of the month', async () => {
    const before = await ask(CELLS);
    await come();
    vi.setSystemTime(Date.now() + 31 * 86_400_000);
    const after = await ask(CELLS);
    const { workerCount, coverage } = after.data.village;
    expect(coverage.basis).toEqual({ month: snapshotMonth(Date.now()), exactness: 'PERTURBED' });
    expect(coverage.basis.month > before.data.village.coverage.basis.month).toBe(true);
    expect(Math.abs(workerCount - (await exactly()))).toBeLessThanOrEqual(8);
    expect(workerCount).toBeGreaterThan(before.data.village.workerCount);
    await go();
    expect(await ask(CELLS)).toEqual(after);
  });

  it('gets the answer of no other caller, in whatever order and at once', async () => {
    const [mine, theirs] = [await ask(CELLS), await ask(CELLS, 'auditor')];
    expect(mine.data).not.toEqual(theirs.data);
    expect(theirs.extensions).toMatchObject({ cost: expect.anything() });
    expect(theirs.data.village.coverage.basis).toEqual({ month: null, exactness: 'EXACT' });
    const callers = [undefined, 'auditor', undefined, 'auditor', 'auditor', undefined];
    const answers = await Promise.all(callers.map((role) => ask(CELLS, role)));
    callers.forEach((role, at) => expect(answers[at]!.data).toEqual(role === undefined ? mine.data : theirs.data));
  });
});

describe('midnight of the first in Jakarta', () => {
  it('splits no request: every subgraph gets the same month', async () => {
    const midnight = Date.UTC(2032, 4, 31, 17);
    const saying: string[] = [];
    asked = () => vi.setSystemTime(midnight);
    for (const at of [midnight - 1, midnight]) {
      vi.setSystemTime(at);
      told.splice(0);
      await ask(`{ village(code: "${HERE}") { workerCount memberCount fundedTwice } }`);
      expect(told.length).toBeGreaterThan(2);
      expect(new Set(told.map((claims) => claims?.month)).size).toBe(1);
      saying.push(told[0]!.month!);
    }
    asked = () => {};
    expect(saying).toEqual(['2032-04', '2032-05']);
  });

  it('gives requests after it no answer of a request before it that still waits', async () => {
    const midnight = Date.UTC(2032, 5, 30, 17);
    const gate = Promise.withResolvers<void>();
    asked = () => gate.promise;
    told.splice(0);
    vi.setSystemTime(midnight - 1);
    const query = `{ village(code: "${HERE}") { coverage { basis { month } } } }`;
    const before = ask(query);
    while (told.length < 1) await new Promise((done) => setTimeout(done, 1));
    const beside = ask(query);
    await new Promise((done) => setTimeout(done, 100));
    expect(told.length).toBe(1);
    vi.setSystemTime(midnight);
    const after = ask(query);
    while (told.length < 2) await new Promise((done) => setTimeout(done, 1));
    asked = () => {};
    gate.resolve();
    expect((await Promise.all([before, beside, after])).map(({ data }) => data.village.coverage.basis.month)).toEqual([
      '2032-05',
      '2032-05',
      '2032-06',
    ]);
  });

  it('separates requests before and after, as scopes do: neither may get the answer of the other', () => {
    const callerFor = subgraphCallers([]);
    const auditor = callerOf(
      { id: 'user:a', kind: 'user', roles: ['auditor'], scopes: [], expiresAt: Infinity },
      roles,
    );
    const everybody = publicCaller(roles);
    const identity = (caller: typeof auditor, month: string, purpose?: string) =>
      callerFor({}, caller, purpose, month).identity;
    const all = [
      identity(everybody, '2032-04'),
      identity(everybody, '2032-05'),
      identity(everybody, '2032-05', 'AUDIT'),
      identity(auditor, '2032-05'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(identity(publicCaller(roles), '2032-04')).toBe(all[0]);
  });
});

it('a list of persons counts exactly the rows that its caller may see, few too: the rows reveal as much', async () => {
  const few = `{ workers(filter: { villages: ["${HERE}"], occupations: [OJEK, BECAK], statuses: [REGISTERED] }) { totalCount nodes { id } } }`;
  const { data, errors } = await send(few, 'verifier', '--agency', 'DINSOS');
  expect(errors).toBeUndefined();
  expect(data.workers.totalCount).toBe(data.workers.nodes.length);
  expect([1, 2, 3, 4]).toContain(data.workers.totalCount);
  // Callers who may not see them get null, not zero.
  expect((await send('{ workers { totalCount } }')).data.workers.totalCount).toBeNull();
});

describe('the shipped questions', () => {
  it.each(readQuestions('schema/operations').map(({ name }) => name))(
    '%s answers the public with every count it names',
    async (name) => {
      const { data } = await send(questionOf(name));
      const nulls = pathsOfNull(data).filter((path) =>
        /\.(total|totalCount|covered|eligibleNotCovered|atRisk|count|asked|answered|\w+Count|participants|fundedTwice)$/.test(
          path,
        ),
      );
      // A list of persons has no total for who may see none of them.
      expect(nulls.filter((path) => path !== '.workers.totalCount' && path !== '.doubleFundings.totalCount')).toEqual(
        [],
      );
    },
  );
});

/** Places of an answer where nothing is, list positions left out. */
function pathsOfNull(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value as object).flatMap(([key, below]) =>
    pathsOfNull(below, /^\d+$/.test(key) ? path : `${path}.${key}`),
  );
}
