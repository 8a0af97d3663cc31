/** Usage as gateways report it and people read it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { usedDocument } from '../../../../gateway/usage/used-document.ts';
import { FEDERATION, openTestRegistry, type TestRegistry } from '../fixtures.ts';

const SDL = `${FEDERATION} type Query { worker(id: ID, status: Status): Worker clinics: Int unseen(first: Int): Int }
  type Worker { id: ID! name: String } enum Status { ACTIVE EXITED }`;

let registry: TestRegistry;
let today = new Date('2026-11-29T10:00:00Z');
let supergraph: string;
beforeAll(async () => {
  registry = await openTestRegistry({ rolloutRequests: 10 }, { now: () => today });
  const { body } = await registry.ask('/v1/subgraphs/workers/versions', {
    body: { sdl: SDL, url: '', why: 'test', owner: 'DISNAKER' },
  });
  supergraph = body.supergraph.hash;
}, 60_000);
afterAll(() => registry.close());
beforeEach(async () => {
  const { connection } = registry.registry.ground.database;
  for (const name of ['usage_days', 'used_operations', 'usage_reports'])
    await connection.collection(name).deleteMany({});
  today = new Date('2026-11-29T10:00:00Z');
});

interface Client {
  readonly name?: string | null;
  readonly version?: string | null;
  readonly count?: number;
  readonly errors?: readonly object[];
}
const operation = (text: string, ...clients: readonly Client[]) => ({
  ...usedDocument(text, undefined),
  clients: (clients.length === 0 ? [{}] : clients).map((client) => ({
    name: null,
    version: null,
    count: 1,
    errors: [],
    ...client,
  })),
});
const report = (operations: readonly object[], more: object = {}) => ({
  id: randomUUID(),
  gateway: randomUUID(),
  supergraph,
  from: '2026-11-29T09:59:00.000Z',
  to: '2026-11-29T10:00:00.000Z',
  operations,
  others: 0,
  subgraphs: [],
  ...more,
});
const send = async (body: unknown, token?: string) =>
  registry.ask('/v1/usage', { body, ...(token !== undefined && { token }) });
const usage = async (query = '') => (await registry.ask(`/v1/usage${query}`, { method: 'GET' })).body;

describe('usage', () => {
  it('is added up by operation, client and day, and says who uses a field', async () => {
    const one = operation(
      'query Tile { worker(id: "1") { name } }',
      { name: 'dashboard', version: '1', count: 5 },
      {
        name: 'dashboard',
        version: '2',
        count: 2,
        errors: [{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'workers', count: 1 }],
      },
    );
    expect((await send(report([one]))).status).toBe(204);
    today = new Date('2026-11-30T10:00:00Z');
    expect((await send(report([one, operation('{ clinics }')]))).status).toBe(204);
    const all = await usage();
    expect(all.since).toBe('2026-11-29');
    expect(all.operations.map(({ name, count }: { name: string; count: number }) => [name, count])).toEqual([
      ['Tile', 14],
      [null, 1],
    ]);
    expect(all.operations[0].clients).toEqual([
      { name: 'dashboard', version: '1', count: 10 },
      { name: 'dashboard', version: '2', count: 4 },
    ]);
    expect(all.operations[0].errors).toEqual([{ code: 'SUBGRAPH_TIMEOUT', subgraph: 'workers', count: 2 }]);
    expect(await usage('?coordinate=Worker.name')).toMatchObject({
      known: true,
      count: 14,
      operations: [{ name: 'Tile' }],
    });
    expect(await usage('?coordinate=Worker.name&days=1')).toMatchObject({ count: 7 });
    expect(await usage('?coordinate=Worker.nik')).toMatchObject({ known: false, count: 0, operations: [] });
  });

  it('of 400 days is added up by the database, which hands out a row for each operation and client', async () => {
    const one = operation('query Tile { worker(id: "1") { name } }', { name: 'dashboard', version: '1', count: 5 });
    await send(report([one, operation('{ clinics }')]));
    const days = registry.store.client
      .db('sigap_registry')
      .collection<{ _id: string; day: string; faults: object[] }>('usage_days');
    const [row] = await days.find({ client: 'dashboard' }).toArray();
    const before = Array.from({ length: 399 }, (_, at) => ({
      ...row!,
      _id: `before ${at}`,
      day: new Date(today.getTime() - (at + 1) * 86_400_000).toISOString().slice(0, 10),
      faults: [{ code: 'SUBGRAPH_DOWN', subgraph: 'workers', count: 2 }],
    }));
    await days.insertMany(before);
    const found = vi.spyOn(registry.registry.ground.database.usageDays, 'find');
    const aggregated = vi.spyOn(registry.registry.ground.database.usageDays, 'aggregate');
    const all = await usage('?days=400');
    expect(all.since).toBe(before.at(-1)!.day);
    expect(all.operations[0]).toMatchObject({
      ...{ name: 'Tile', count: 2_000, lastDay: today.toISOString().slice(0, 10) },
      clients: [{ name: 'dashboard', version: '1', count: 2_000 }],
      errors: [{ code: 'SUBGRAPH_DOWN', subgraph: 'workers', count: 798 }],
    });
    expect(found).not.toHaveBeenCalled();
    const answers = (await Promise.all(aggregated.mock.results.map(({ value }) => value as Promise<object[]>))).flat();
    expect(answers).toHaveLength(3);
    expect((await usage('?days=2')).operations[0].count).toBe(10);
  });

  it('says what nobody uses: fields, arguments and enum values', async () => {
    await send(report([operation('{ worker(status: ACTIVE) { id } }')]));
    const { unused } = (await registry.ask('/v1/usage/unused', { method: 'GET' })).body;
    expect(unused).toEqual([
      'Query.clinics',
      'Query.unseen',
      'Query.unseen.first',
      'Query.worker.id',
      'Status.EXITED',
      'Worker.name',
    ]);
  });

  it('counts a report once, however often it comes, and two at once both', async () => {
    const same = report([operation('{ clinics }', { name: 'a' })]);
    await Promise.all([send(same), send(same), send(report([operation('{ clinics }', { name: 'a' })]))]);
    await send(same);
    expect((await usage()).operations[0].count).toBe(2);
  });

  it('of clients that call themselves ever something else, and of errors that are ever others, is bounded and loses no run', async () => {
    const errors = (at: number) =>
      Array.from({ length: 50 }, (_each, other) => ({ code: `E${at}_${other}`, subgraph: 'workers', count: 1 }));
    await send(report([operation('{ clinics }', { name: 'dashboard', errors: errors(0) })]));
    for (const at of [1, 2, 3])
      await send(
        report([
          operation('{ clinics }', ...Array.from({ length: 99 }, (_each, other) => ({ name: `c${at}_${other}` })), {
            name: 'dashboard',
            errors: errors(at),
          }),
        ]),
      );
    const [{ count, clients, errors: told }] = (await usage()).operations;
    expect(count).toBe(4 + 3 * 99);
    expect(clients).toHaveLength(201);
    const countOf = (name: string): number => clients.find((client: Client) => client.name === name).count;
    // Who was there goes on being counted by name.
    expect([countOf('dashboard'), countOf('others')]).toEqual([4, 3 * 99 - 199]);
    expect(told).toHaveLength(101);
    expect(told.find(({ code }: { code: string }) => code === 'OTHERS')).toMatchObject({ count: 100, subgraph: null });
  });

  it('makes a change breaking that breaks what was asked, and names who asks', async () => {
    await send(report([operation('query Tile { worker { name } }', { name: 'dashboard', version: '3', count: 9 })]));
    const sdl = SDL.replace(' name: String', '').replace('clinics: Int', '');
    const { body } = await registry.ask('/v1/subgraphs/workers/check', { body: { sdl } });
    expect(body.outcome).toBe('failed');
    const found = body.findings.find(({ coordinate }: { coordinate: string }) => coordinate === 'Worker.name');
    expect(found).toMatchObject({ severity: 'error', usedBy: [{ operation: 'Tile', count: 9 }] });
    expect(JSON.stringify(found.usedBy)).toContain('dashboard');
    const unused = body.findings.find(({ coordinate }: { coordinate: string }) => coordinate === 'Query.clinics');
    expect(unused.severity).toBe('notice');
  });

  it('takes no version back for what clients are refused', async () => {
    const { body } = await registry.ask('/v1/subgraphs/workers/versions', {
      body: { sdl: `${SDL} # calm`, url: '', why: 'a comment' },
    });
    const refused = operation('{ clinics }', {
      count: 120,
      errors: [{ code: 'BAD_PAGE_SIZE', subgraph: 'workers', count: 120 }],
    });
    const subgraphs = [{ name: 'workers', requests: 120, failures: [] }];
    await send(report([refused], { supergraph: body.supergraph.hash, subgraphs }));
    expect((await registry.ask('/v1/subgraphs/workers', { method: 'GET' })).body.newest.state).toBe('PUBLISHED');
  });

  it('takes back a new version that raises the errors of its subgraph', async () => {
    const { body } = await registry.ask('/v1/subgraphs/workers/versions', {
      body: { sdl: `${SDL} extend type Query { more: Int }`, url: '', why: 'a new one' },
    });
    const served = body.supergraph;
    const failing = operation('{ clinics }', {
      count: 20,
      errors: [{ code: 'INTERNAL_SERVER_ERROR', subgraph: 'workers', count: 15 }],
    });
    const subgraphs = [{ name: 'workers', requests: 20, failures: [] }];
    await send(report([failing], { supergraph: served.hash, subgraphs }));
    const [newest] = (await registry.ask('/v1/supergraphs?limit=1', { method: 'GET' })).body;
    expect(newest.cause).toMatchObject({ kind: 'ERRORS', subgraphs: ['workers'] });
    const { note, state } = (await registry.ask('/v1/subgraphs/workers', { method: 'GET' })).body.newest;
    expect(state).toBe('ROLLED_BACK');
    expect(note).toContain('15 of 20 requests failed');
  });

  it('is forgotten after 400 days', async () => {
    await send(report([operation('{ clinics }')]));
    today = new Date('2028-01-04T00:00:01Z');
    await send(report([operation('{ unseen }')]));
    const days = await registry.registry.ground.database.usageDays.find().lean();
    expect(days.map(({ day }) => day)).toEqual(['2028-01-04']);
    expect(await registry.registry.ground.database.usedOperations.countDocuments()).toBe(1);
  });

  it('is taken from gateways alone, and never of another shape', async () => {
    const reader = await registry.token('DINKES', ['read']);
    expect((await send(report([]), reader)).status).toBe(403);
    const gateway = await registry.token('DISKOMINFO', ['usage']);
    expect((await send(report([operation('{ clinics }')]), gateway)).status).toBe(204);
    for (const wrong of [
      { ...report([]), variables: { nik: 'x' } },
      report([operation('{ clinics }', { name: 'a\u001b[2J' })]),
      report([operation('{ clinics }', { count: -1 })]),
      { ...report([]), id: 'x' },
      [],
    ])
      expect((await send(wrong)).body.code).toBe('REGISTRY_BAD_REQUEST');
    expect((await usage('?coordinate=%24where')).code).toBe('REGISTRY_BAD_REQUEST');
  });
});

describe('the operations that a check judges by', () => {
  const used = () => registry.registry.ground.used();

  it('are those of all its days, what was asked today too, by names or by the fields that they begin with', async () => {
    const { usageDays, usedOperations } = registry.registry.ground.database;
    const named = usedDocument('query Tile { clinics }', undefined);
    const unnamed = usedDocument('{ worker(id: "1") { name } clinics unseen a: unseen b: clinics }', undefined);
    // Days of its own: what is settled is read once a day.
    today = new Date('2027-01-20T10:00:00Z');
    await usedOperations.collection.insertMany(
      [named, unnamed].map(({ hash, name, document }) => ({
        ...{ _id: hash, name: name ?? null, text: document, firstDay: '2026-12-01', lastDay: '2027-01-20' },
      })) as never,
    );
    const row = (day: string, hash: string, count: number, client = 'dashboard') => ({
      ...{ _id: `${day} ${hash} ${client}`, day, operation: hash, client, version: null, count, faults: [] },
    });
    await usageDays.collection.insertMany([
      row('2026-12-01', named.hash, 1_000),
      row('2026-12-22', named.hash, 3),
      row('2027-01-10', named.hash, 4),
      row('2027-01-19', named.hash, 5),
      row('2027-01-10', unnamed.hash, 50, 'other'),
    ] as never);
    const counts = async () =>
      (await used()).map(({ name, clients }) => [name, clients.map((client) => [client.name, client.count])]);
    const asked = ['{ worker clinics unseen … }', [['other', 50]]];
    // On three days, the other on one.
    expect(await counts()).toEqual([['Tile', [['dashboard', 12]]], asked]);
    await send(report([operation('query Tile { clinics }', { name: 'dashboard', count: 100 })]));
    expect(await counts()).toEqual([['Tile', [['dashboard', 112]]], asked]);
    // The day after, the first of the days is not among them any more.
    today = new Date('2027-01-21T10:00:00Z');
    expect(await counts()).toEqual([['Tile', [['dashboard', 109]]], asked]);
    expect((await usage('?days=5')).operations.map(({ title }: { title: string }) => title)).toEqual(['Tile']);
  });

  it('are not pushed out by thousands of others that somebody asks today', async () => {
    const { usageDays, usedOperations } = registry.registry.ground.database;
    today = new Date('2028-03-20T10:00:00Z');
    const tile = usedDocument('query Tile { worker { name } }', undefined);
    const others = Array.from({ length: 2_100 }, (_each, at) => usedDocument(`query Q${at} { clinics }`, undefined));
    const days = (hash: string, on: readonly string[], count: number) =>
      on.map((day) => ({
        ...{ _id: `${day} ${hash}`, day, operation: hash, client: null, version: null, count, faults: [] },
      }));
    await usedOperations.collection.insertMany(
      [tile, ...others].map(({ hash, name, document }) => ({
        ...{ _id: hash, name, text: document, firstDay: '2028-03-01', lastDay: '2028-03-20' },
      })) as never,
    );
    await usageDays.collection.insertMany([
      ...days(tile.hash, ['2028-03-10', '2028-03-20'], 1),
      ...others.flatMap(({ hash }) => days(hash, ['2028-03-20'], 1_000)),
    ] as never);
    const found = await used();
    expect(found).toHaveLength(2_000);
    expect(found[0]).toMatchObject({ name: 'Tile', clients: [{ count: 2 }] });
  });
});
