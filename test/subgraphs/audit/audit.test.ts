import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../../base/log.ts';
import rolesFile from '../../../gateway/guard/identity/roles.json' with { type: 'json' };
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { createAuditLog } from '../../../gateway/audit/audit-log.ts';
import { mongoAuditStore } from '../../../gateway/audit/audit-store.ts';
import { startStore } from '../../../store/serve.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';

const KEY = 'an audit key of thirty-two bytes!!';
const [A, B] = [`psr_${'a'.repeat(26)}`, `psr_${'b'.repeat(26)}`];
const LOG = `query Log($from: DateTime, $to: DateTime, $first: Int, $after: String) {
  personAccessLog(person: "${A}", from: $from, to: $to, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { person at caller client agency { code } purpose operation fields filters requestId }
  }
}`;
const SPAN = `query Span($from: DateTime, $to: DateTime, $caller: String, $requestId: String, $first: Int, $after: String) {
  accessLog(from: $from, to: $to, caller: $caller, requestId: $requestId, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { at caller client agency { code } purpose operation fields filters persons requestId }
  }
}`;
interface Log {
  totalCount: number;
  pageInfo: { endCursor: string; hasNextPage: boolean };
  nodes: Record<string, unknown>[];
}
interface Reply {
  readonly data?: { personAccessLog: Log | null; accessLog: Log | null } | null;
  readonly errors?: { message: string; extensions: { code: string } }[];
}

/** The shipped roles, and two that may read the log and nothing else. */
function withReaders(): unknown {
  const { budget } = rolesFile.roles.auditor;
  const inspector = {
    title: 'Reads who has seen whom',
    scopes: ['audit:read'],
    budget: { ...budget, personsPerMinute: 100 },
  };
  const without = { ...inspector, budget: { ...budget, personsPerMinute: 0 } };
  return { ...rolesFile, roles: { ...rolesFile.roles, inspector, 'inspector-without-persons': without } };
}

describe('personAccessLog', () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof startStore>>;
  let subgraph: RunningSubgraph;
  let gateway: RunningGateway;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'access-log-'));
    database = await startStore({ folder: join(folder, 'store'), port: 0 });
    const log = createAuditLog({
      store: await mongoAuditStore(database.uri),
      key: KEY,
      batch: 10,
      delay: 0,
      grace: 0,
      backlog: 100,
      report: () => {},
    });
    for (let day = 1; day <= 3; day++) {
      void log.record({
        at: `2026-01-0${day}T08:00:00.000Z`,
        requestId: `r${day}`,
        caller: day === 3 ? 'user:budi' : 'user:sri',
        client: 'user:sri',
        agency: 'DINSOS',
        purpose: day === 1 ? undefined : 'VERIFICATION',
        operation: { name: 'Check', hash: 'ab' },
        fields: ['Worker.nik'],
        ...(day === 2 && { filters: ['Worker.village'] }),
        persons: [A, B],
      });
    }
    await log.close();
    writeFileSync(join(folder, 'roles.json'), JSON.stringify(withReaders()));
    subgraph = await startSubgraph('audit', { mongodbUri: database.uri, port: null, logLevel: 'silent' });
    const settings = gatewayDefaults({
      port: 0,
      supergraph: 'schema/supergraph.graphql',
      explorer: false,
      development: true,
      keysFolder: folder,
      roles: join(folder, 'roles.json'),
      auditUri: database.uri,
      auditKey: KEY,
    });
    gateway = await startGateway({ settings, log: logOf('test', 'silent'), inProcess: { audit: subgraph.execute } });
  });
  afterAll(async () => {
    await gateway?.stop();
    await subgraph?.stop();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(role: string | undefined, variables: Record<string, unknown> = {}, query = LOG): Promise<Reply> {
    const words =
      role === undefined
        ? {}
        : {
            authorization: `Bearer ${await tokenCommand(['--role', role, '--agency', 'DINSOS'], { KEYS_FOLDER: folder, ROLES: join(folder, 'roles.json') })}`,
          };
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...words },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Reply;
  }

  it.each(['public', 'analyst', 'verifier', 'agency-owner', 'operator'])('is refused to %s', async (role) => {
    const { data, errors } = await ask(role === 'public' ? undefined : role);
    expect(data?.personAccessLog ?? null).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toContain('FORBIDDEN_FILTER');
  });

  it('shows the auditor who saw a person, when and why, and no other person', async () => {
    const { data, errors } = await ask('auditor', { to: '2026-02-01T00:00:00Z' });
    expect(errors).toBeUndefined();
    expect(data!.personAccessLog).toMatchObject({
      totalCount: 3,
      nodes: [
        { requestId: 'r1', purpose: null, person: A, filters: [] },
        { purpose: 'VERIFICATION', agency: { code: 'DINSOS' }, fields: ['Worker.nik'], filters: ['Worker.village'] },
        { at: '2026-01-03T08:00:00.000Z' },
      ],
    });
    expect(JSON.stringify(data)).not.toContain(B);
  });

  it('shows it to a role with nothing but audit:read, as far as its budget of persons goes', async () => {
    const { data, errors } = await ask('inspector', { to: '2026-02-01T00:00:00Z' });
    expect(errors).toBeUndefined();
    expect(data!.personAccessLog!.totalCount).toBe(3);
    const refused = await ask('inspector-without-persons', { to: '2026-02-01T00:00:00Z' });
    expect(refused.data?.personAccessLog ?? null).toBeNull();
    expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['PERSONS_TOO_MANY']);
  });

  it('accepts a window with any UTC offset, and excludes its end', async () => {
    const { data } = await ask('auditor', { from: '2026-01-02T15:00:00+07:00', to: '2026-01-03T15:00:00+07:00' });
    expect(data!.personAccessLog!.nodes.map(({ requestId }) => requestId)).toEqual(['r2']);
  });

  it('is read in pages', async () => {
    const window = { to: '2026-02-01T00:00:00Z' };
    const first = (await ask('auditor', { ...window, first: 2 })).data!.personAccessLog!;
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([2, true]);
    const rest = (await ask('auditor', { ...window, first: 2, after: first.pageInfo.endCursor })).data!
      .personAccessLog!;
    expect(rest.nodes.map(({ requestId }) => requestId)).toEqual(['r3']);
  });

  it("holds the auditor's own reading too", async () => {
    await ask('auditor', { to: '2026-02-01T00:00:00Z' });
    const later = { from: '2026-02-01T00:00:00Z' };
    await vi.waitFor(
      async () =>
        expect((await ask('auditor', later)).data!.personAccessLog!.nodes).toContainEqual(
          expect.objectContaining({ caller: 'user:try-auditor', operation: 'Log' }),
        ),
      3_000,
    );
  });

  it('holds a query that selected only the number of entries', async () => {
    const requestId = 'only-the-number';
    const authorization = `Bearer ${await tokenCommand(['--role', 'auditor', '--agency', 'DINSOS'], { KEYS_FOLDER: folder })}`;
    const body = JSON.stringify({ query: `{ personAccessLog(person: "${A}") { totalCount } }` });
    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, 'x-request-id': requestId },
      body,
    });
    await vi.waitFor(
      async () =>
        expect((await ask('auditor', { from: '2026-02-01T00:00:00Z' })).data!.personAccessLog!.nodes).toContainEqual(
          expect.objectContaining({ requestId, fields: [], filters: ['PersonAccess.person'] }),
        ),
      3_000,
    );
  });

  it('is empty for a caller without the scope', async () => {
    const query = `{ personAccessLog(person: "${A}") { totalCount } }`;
    expect(await subgraph.execute({ query })).toEqual({ data: { personAccessLog: { totalCount: 0 } } });
  });

  it.each([
    ['psr_a', 'BAD_PERSON'],
    [A.slice(0, -1), 'BAD_PERSON'],
    [`psr_${'a'.repeat(25)}1`, 'BAD_PERSON'],
  ])('says that %s is no token, and not whether somebody has one', async (person, code) => {
    const { errors } = await ask('auditor', {}, `{ personAccessLog(person: "${person}") { totalCount } }`);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    const query = `{ personAccessLog(person: "psr_${'z'.repeat(26)}") { totalCount } }`;
    const nobody = await ask('auditor', {}, query);
    expect([nobody.errors, nobody.data!.personAccessLog]).toEqual([undefined, { totalCount: 0 }]);
  });

  describe('accessLog', () => {
    const JANUARY = { from: '2026-01-01T00:00:00+07:00', to: '2026-02-01T00:00:00+07:00' };
    const idsOf = ({ data }: Reply) => data!.accessLog!.nodes.map(({ requestId }) => requestId);

    it.each(['public', 'analyst', 'verifier', 'agency-owner', 'operator'])('is refused to %s', async (role) => {
      const { data, errors } = await ask(role === 'public' ? undefined : role, JANUARY, SPAN);
      expect(data?.accessLog ?? null).toBeNull();
      expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['FORBIDDEN_FIELD']));
    });

    it('shows the auditor who took what in a span, the latest first, and of how many persons, but never of whom', async () => {
      const reply = await ask('auditor', JANUARY, SPAN);
      expect(reply.errors).toBeUndefined();
      expect(idsOf(reply)).toEqual(['r3', 'r2', 'r1']);
      expect(reply.data!.accessLog).toMatchObject({ totalCount: 3, nodes: [{}, { filters: ['Worker.village'] }, {}] });
      expect(reply.data!.accessLog!.nodes[0]).toEqual({
        at: '2026-01-03T08:00:00.000Z',
        caller: 'user:budi',
        client: 'user:sri',
        agency: { code: 'DINSOS' },
        purpose: 'VERIFICATION',
        operation: 'Check',
        fields: ['Worker.nik'],
        filters: [],
        persons: 2,
        requestId: 'r3',
      });
      expect(JSON.stringify(reply)).not.toContain('psr_');
    });

    it('finds a day, a caller, and a request whose day nobody knows', async () => {
      const day = { from: '2026-01-02T00:00:00+07:00', to: '2026-01-03T00:00:00+07:00' };
      expect(idsOf(await ask('auditor', day, SPAN))).toEqual(['r2']);
      expect(idsOf(await ask('auditor', { ...JANUARY, caller: 'user:budi' }, SPAN))).toEqual(['r3']);
      expect(idsOf(await ask('auditor', { ...JANUARY, caller: 'budi' }, SPAN))).toEqual(['r3']);
      expect(idsOf(await ask('auditor', { ...JANUARY, caller: 'key:budi' }, SPAN))).toEqual([]);
      expect(idsOf(await ask('auditor', { ...JANUARY, caller: 'user:nobody' }, SPAN))).toEqual([]);
      expect(idsOf(await ask('auditor', { requestId: 'r1' }, SPAN))).toEqual(['r1']);
      expect(idsOf(await ask('auditor', { requestId: 'r1', caller: 'user:budi' }, SPAN))).toEqual([]);
    });

    it('is read in pages, from either end', async () => {
      const first = (await ask('auditor', { ...JANUARY, first: 2 }, SPAN)).data!.accessLog!;
      expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([2, true]);
      const after = first.pageInfo.endCursor;
      expect(idsOf(await ask('auditor', { ...JANUARY, first: 2, after }, SPAN))).toEqual(['r1']);
    });

    it('covers a week where no span is stated, and at most 31 days where one is', async () => {
      expect(idsOf(await ask('auditor', { to: '2026-01-08T00:00:00+07:00' }, SPAN))).toEqual(['r3', 'r2', 'r1']);
      expect(idsOf(await ask('auditor', { to: '2026-01-10T00:00:00+07:00' }, SPAN))).toEqual(['r3']);
      const long = await ask('auditor', { ...JANUARY, to: '2026-02-01T00:00:00.001+07:00' }, SPAN);
      expect(long.errors?.map(({ extensions }) => extensions.code)).toEqual(['LONG_SPAN']);
    });

    it('looks at the records of its span alone', async () => {
      const client = await MongoClient.connect(database.uri);
      const at = { $gte: '2026-01-01T00:00:00.000Z', $lt: '2026-01-02T00:00:00.000Z' };
      for (const one of [{}, { 'record.caller': 'user:sri' }, { 'record.requestId': 'r1' }]) {
        const cursor = client
          .db('sigap_audit')
          .collection('entries')
          .find({ 'record.at': at, ...one });
        const plan = JSON.stringify(await cursor.sort({ 'record.at': -1, _id: -1 }).limit(3).explain('queryPlanner'));
        expect(plan).toContain('IXSCAN');
        expect(plan).not.toContain('COLLSCAN');
      }
      await client.close();
    });
  });
});
