/** What a stranger and the log learn: the explorer's configuration holds no secret, and the log no words of a refused request. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type GatewayOptions, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { buildExplorer } from '../../support/explorer-server.ts';
import { openTestStore } from '../../support/test-store.ts';
import { compose } from '../guard/policy/fixtures.ts';

const NIK = '3275010101900000';
const SECRETS = { claimsSecret: 'the secret of the claims, long enough', redisUrl: undefined };
const SDL = `
  type Query { count(nik: String @by(fields: ["Worker.nik"])): Int byNik(nik: String!): Worker }
  type Worker @key(fields: "id") @person @needs(scopes: [["person:read"]]) { id: ID! nik: String @veil(as: NIK) @purpose(allowed: ["VERIFICATION"]) }
`;

let folder: string;
const lines: string[] = [];
const started: RunningGateway[] = [];
const start = async (more: object, parts: Pick<GatewayOptions, 'sampleData'> = {}): Promise<RunningGateway> => {
  const settings = gatewayDefaults({ port: 0, keysFolder: folder, ...SECRETS, ...more });
  const log = logOf('gateway', 'debug', { write: (line) => void lines.push(line) });
  started.push(
    await startGateway({
      settings,
      log,
      source: fixedSupergraph(compose({ workers: SDL })),
      inProcess: { workers: async () => ({ data: {} }) },
      ...parts,
    }),
  );
  return started.at(-1)!;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  await buildExplorer();
}, 120_000);
afterAll(async () => {
  for (const gateway of started) await gateway.stop();
  rmSync(folder, { recursive: true });
});

describe('/explorer/config.json', () => {
  const read = async (gateway: RunningGateway) => {
    const reply = await fetch(`${gateway.url}/explorer/config.json`);
    const text = await reply.text();
    return {
      text,
      config: JSON.parse(text) as {
        endpoint: string;
        questions: object[];
        roles: { name: string; title: string }[];
        purposes: object[];
      },
      cached: reply.headers.get('cache-control'),
    };
  };

  it('shows nobody a secret, a path or a caller to try, outside of development', async () => {
    const { text, config, cached } = await read(await start({ development: false }));
    expect(Object.keys(config).sort()).toEqual([
      'changes',
      'city',
      'endpoint',
      'purposes',
      'questions',
      'recordsReads',
      'roles',
      'sampleData',
    ]);
    expect(config.roles).toEqual([]);
    for (const secret of [...Object.values(SECRETS), folder])
      if (secret !== undefined) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/eyJ|mongodb|redis|\/tmp|"(d|k|p|q)":|PRIVATE/);
    expect(cached).toBe('no-store');
  });

  it('states whether an answer with personal data waits for its record: by that the page takes tables with persons away', async () => {
    const store = await openTestStore();
    try {
      const audit = { auditUri: store.uri, auditKey: 'the key of the audit, which is long enough' };
      const states = async (more: object): Promise<unknown> => {
        const gateway = await start({ development: false, ...more });
        const { config } = await read(gateway);
        await gateway.stop();
        return (config as { recordsReads?: unknown }).recordsReads;
      };
      expect(await states({})).toBe(false);
      expect(await states(audit)).toBe(true);
      expect(await states({ ...audit, auditWait: false })).toBe(false);
    } finally {
      await store.close();
    }
  });

  it('states whether the figures are those of the sample, which only the program that filled the store knows', async () => {
    const states = async (parts: Pick<GatewayOptions, 'sampleData'>): Promise<unknown> => {
      const { config } = await read(await start({ development: false }, parts));
      return (config as { sampleData?: unknown }).sampleData;
    };
    expect(await states({})).toBe(false);
    expect(await states({ sampleData: true })).toBe(true);
  });

  it('names the city whose page it is', async () => {
    const named = async (more: object): Promise<unknown> => {
      const { config } = await read(await start({ development: false, ...more }));
      return (config as { city?: unknown }).city;
    };
    expect(await named({})).toBe('Kota Bekasi');
    expect(await named({ explorerCity: 'Kota Depok' })).toBe('Kota Depok');
  });

  it('names in development every role and holds no token; its page gets tokens that end within the hour, and nothing of the key that signs them', async () => {
    const gateway = await start({ development: true, developmentAgency: 'DINSOS' });
    const {
      text: config,
      config: { roles },
    } = await read(gateway);
    expect(config).not.toMatch(/eyJ/);
    const reply = await fetch(`${gateway.url}/explorer/tokens`, {
      method: 'POST',
      headers: { 'x-sigap-explorer': '1', origin: gateway.url },
    });
    const text = await reply.text();
    const { tokens } = JSON.parse(text) as { tokens: Record<string, string> };
    expect(Object.keys(tokens).sort()).toEqual(
      roles
        .map(({ name }) => name)
        .filter((name) => name !== 'public')
        .sort(),
    );
    expect(reply.headers.get('cache-control')).toBe('no-store');
    for (const token of Object.values(tokens)) {
      const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number };
      expect(claims.exp * 1000).toBeLessThanOrEqual(Date.now() + 3_600_000);
    }
    expect(text).not.toMatch(/"(d|k|p|q)":|PRIVATE/);
    for (const secret of [SECRETS.claimsSecret, folder]) expect(text).not.toContain(secret);
  });
});

describe('the debug log', () => {
  it("has the code and the request's id of each refusal after authentication, and nothing of the request's content", async () => {
    const gateway = await start({ development: true, explorer: false });
    const authorization = `Bearer ${await tokenCommand(['--role', 'analyst'], { KEYS_FOLDER: folder })}`;
    const asked: readonly (readonly [code: string, query: string, variables?: object])[] = [
      ['FORBIDDEN_FILTER', 'query ($n: String) { count(nik: $n) }', { n: NIK }],
      ['BAD_USER_INPUT', 'query ($n: String!) { byNik(nik: $n) { id } }', { n: [NIK] }],
      ['GRAPHQL_VALIDATION_FAILED', `{ count(nix: "${NIK}") }`],
      ['OPERATION_SHAPE', `{ ${'count '.repeat(60)} }`],
      ['GRAPHQL_PARSE_FAILED', `{ count(nik: "${NIK}" }`],
    ];
    for (const [index, [code, query, variables]] of asked.entries()) {
      const requestId = `refused-${index}`;
      const reply = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': requestId, authorization },
        body: JSON.stringify({ query, variables }),
      });
      expect(await reply.text()).toContain(code);
      const said = lines.filter((line) => line.includes(requestId));
      expect(said.map((line) => JSON.parse(line) as object)).toMatchObject([
        { msg: 'request refused', codes: [code], requestId, status: reply.status },
      ]);
    }
    expect(lines.join()).not.toContain(NIK);
  });

  it('has one line for a refusal before there is an operation, with its status', async () => {
    const requestId = 'refused-unknown-version';
    const reply = await fetch(`${started.at(-1)!.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': requestId },
      body: JSON.stringify({ extensions: { persistedQuery: { version: 2, sha256Hash: 'a'.repeat(64) } } }),
    });
    const { errors } = (await reply.json()) as { errors: { extensions: { code: string } }[] };
    const said = lines.filter((line) => line.includes(requestId)).map((line) => JSON.parse(line) as object);
    expect(said).toMatchObject([
      { msg: 'request refused', codes: [errors[0]!.extensions.code], requestId, status: reply.status },
    ]);
    expect(said).toHaveLength(1);
  });

  it('is not written for requests that are answered', async () => {
    const before = lines.length;
    await fetch(`${started.at(-1)!.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    expect(lines.slice(before).filter((line) => line.includes('refused'))).toEqual([]);
  });
});
