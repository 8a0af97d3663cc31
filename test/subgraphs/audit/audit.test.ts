import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const LOG = `query Log($from: DateTime, $to: DateTime, $first: Int, $after: String) {
  personAccessLog(person: "psr_a", from: $from, to: $to, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { person at caller client agency { code } purpose operation fields filters requestId }
  }
}`;
interface Reply {
  readonly data?: {
    personAccessLog: {
      totalCount: number;
      pageInfo: { endCursor: string; hasNextPage: boolean };
      nodes: Record<string, unknown>[];
    } | null;
  } | null;
  readonly errors?: { extensions: { code: string } }[];
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
        caller: 'user:sri',
        client: 'user:sri',
        agency: 'DINSOS',
        purpose: day === 1 ? undefined : 'VERIFICATION',
        operation: { name: 'Check', hash: 'ab' },
        fields: ['Worker.nik'],
        ...(day === 2 && { filters: ['Worker.village'] }),
        persons: ['psr_a', 'psr_b'],
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

  async function ask(role: string | undefined, variables: Record<string, unknown> = {}): Promise<Reply> {
    const words =
      role === undefined
        ? {}
        : {
            authorization: `Bearer ${await tokenCommand(['--role', role, '--agency', 'DINSOS'], { KEYS_FOLDER: folder, ROLES: join(folder, 'roles.json') })}`,
          };
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...words },
      body: JSON.stringify({ query: LOG, variables }),
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
        { requestId: 'r1', purpose: null, person: 'psr_a', filters: [] },
        { purpose: 'VERIFICATION', agency: { code: 'DINSOS' }, fields: ['Worker.nik'], filters: ['Worker.village'] },
        { at: '2026-01-03T08:00:00.000Z' },
      ],
    });
    expect(JSON.stringify(data)).not.toContain('psr_b');
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
    const body = JSON.stringify({ query: '{ personAccessLog(person: "psr_a") { totalCount } }' });
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
    const query = '{ personAccessLog(person: "psr_a") { totalCount } }';
    expect(await subgraph.execute({ query })).toEqual({ data: { personAccessLog: { totalCount: 0 } } });
  });
});
