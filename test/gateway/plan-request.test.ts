import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { compose } from './guard/policy/fixtures.ts';

const SUPERGRAPH = compose({
  people: `
    type Query { people: [Person!]! }
    type Mutation { greet: String }
    type Person @key(fields: "id") { id: ID! name: String nik: String @needs(scopes: [["person:read"]]) }`,
  places: `
    type Person @key(fields: "id") { id: ID! home: String }`,
});
const QUERY = '{ people { name home } }';
const HEADER = 'apollo-expose-query-plan';

interface Answer {
  data?: unknown;
  errors?: { extensions: { code: string } }[];
  extensions?: { cost?: unknown; apolloQueryPlan?: { object: { kind: string }; text: string } };
}

describe('a plan that is asked for', () => {
  let folder: string;
  const gateways: Record<string, RunningGateway> = {};
  let asked: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plan-'));
    const start = async (given: Partial<GatewaySettings>): Promise<RunningGateway> => {
      const answer =
        (data: object) =>
        ({ query }: { query: string }) => (asked.push(query), { data } as never);
      const inProcess = {
        people: answer({ people: [{ __typename: 'Person', id: '1', name: 'Ani' }], greet: 'Halo' }),
        places: answer({ _entities: [{ __typename: 'Person', home: 'Duren Jaya' }] }),
      };
      const settings = gatewayDefaults({ port: 0, explorer: false, keysFolder: folder, ...given });
      return startGateway({ settings, log: logOf('test', 'silent'), source: fixedSupergraph(SUPERGRAPH), inProcess });
    };
    gateways['both ways'] = await start({ development: true });
    gateways['Apollo Server alone'] = await start({ development: true, fastPath: false });
  });
  afterAll(async () => {
    await Promise.all(Object.values(gateways).map((gateway) => gateway.stop()));
    rmSync(folder, { recursive: true });
  });

  async function ask(gateway: string, query: string, headers: Record<string, string>) {
    asked = [];
    const response = await fetch(`${gateways[gateway]!.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    return { status: response.status, text, json: JSON.parse(text) as Answer };
  }
  const as = async (role: string) => ({
    authorization: `Bearer ${await tokenCommand(['--role', role], { KEYS_FOLDER: folder })}`,
  });

  it('stands beside the data, for programs and for people, the same in both ways', async () => {
    const analyst = { ...(await as('analyst')), [HEADER]: 'true' };
    const [plain, short] = [
      await ask('Apollo Server alone', QUERY, analyst),
      (await ask('both ways', QUERY, analyst), await ask('both ways', QUERY, analyst)),
    ];
    expect(short.json.data).toEqual({ people: [{ name: 'Ani', home: 'Duren Jaya' }] });
    expect(short.json.extensions!.apolloQueryPlan).toMatchObject({
      object: { kind: 'QueryPlan', node: { kind: 'Sequence' } },
      text: expect.stringMatching(/^QueryPlan \{\n {2}Sequence \{/),
    });
    expect(short).toEqual(plain);
    expect(asked).toHaveLength(2);
  });

  it.each(['both ways', 'Apollo Server alone'])(
    'comes alone with its price when it is a dry run, and no mutation has run: %s',
    async (way) => {
      const operator = { ...(await as('operator')), [HEADER]: 'dry-run' };
      for (const text of [QUERY, 'mutation { greet }', QUERY]) {
        const { status, json } = await ask(way, text, operator);
        expect(status).toBe(200);
        expect(json).toMatchObject({
          data: null,
          extensions: {
            cost: { estimated: expect.any(Number) },
            apolloQueryPlan: { text: expect.stringContaining('Fetch(service: "people")') },
          },
        });
        expect(asked).toEqual([]);
      }
    },
  );

  it('is that of the caller: what they may not read is not in it', async () => {
    const { json } = await ask('both ways', '{ people { name nik } }', { ...(await as('analyst')), [HEADER]: 'true' });
    expect(json.errors![0]!.extensions.code).toBe('FORBIDDEN_FIELD');
    expect(json.extensions!.apolloQueryPlan!.text).toContain('name');
    expect(JSON.stringify(json.extensions)).not.toContain('nik');
  });

  it.each(['true', 'dry-run'])('is refused with a code to whom it is not open, and nothing runs: %s', async (word) => {
    for (const headers of [{}, await as('dashboard')]) {
      const { status, json } = await ask('both ways', QUERY, { ...headers, [HEADER]: word });
      expect([status, json.errors![0]!.extensions.code]).toEqual([403, 'PLAN_REFUSED']);
      expect(asked).toEqual([]);
    }
  });

  it('is not meant by false or by no header, and other words are refused', async () => {
    for (const headers of [{}, { [HEADER]: 'false' }] as Record<string, string>[])
      expect((await ask('both ways', QUERY, headers)).json.extensions).toBeUndefined();
    const { status, json } = await ask('both ways', QUERY, { ...(await as('operator')), [HEADER]: 'yes' });
    expect([status, json.errors![0]!.extensions.code]).toEqual([400, 'BAD_PLAN_REQUEST']);
  });
});

describe('with the guard off', () => {
  it('everybody may see plans, as they may see everything', async () => {
    const open = compose({ people: 'type Query { people: [String!] }' });
    const settings = gatewayDefaults({ port: 0, explorer: false, guard: false });
    const gateway = await startGateway({
      settings,
      log: logOf('test', 'silent'),
      source: fixedSupergraph(open),
      inProcess: { people: () => Promise.reject(new Error('not to be asked')) },
    });
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [HEADER]: 'dry-run' },
      body: '{"query":"{ people }"}',
    });
    const { data, extensions } = (await response.json()) as Answer;
    await gateway.stop();
    expect(data).toBeNull();
    expect(extensions!.apolloQueryPlan!.text).toContain('Fetch(service: "people")');
  });
});
