import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { mongoAuditStore, type AuditStore } from '../../../gateway/audit/audit-store.ts';
import type { AuditRecord } from '../../../gateway/audit/audit-record.ts';
import { personAccessLog } from '../../../gateway/audit/audit-queries.ts';
import { verify } from '../../../gateway/audit/main.ts';
import { startStore } from '../../../store/serve.ts';
import { compose, HEADER } from './policy/fixtures.ts';

const KEY = 'an audit key of thirty-two bytes!!';
const SDL = `
  type Query { workers: [Worker!]! districts: [District!]! total: Int! page(filter: By, first: Int, after: String): Page! relay(filter: By): Relay! howMany(niks: [String!] @by(fields: ["Worker.nik"])): Int }
  input By { niks: [String] @by(fields: ["Worker.nik"]) occupation: String @by(fields: ["Worker.occupation"]) or: [By!] }
  type Page { totalCount: Int rows: [Worker!] end: String }
  type Relay { totalCount: Int edges: [Edge!] pageInfo: PageInfo @person @needs(scopes: [["person:read"]]) }
  type Edge @person(subject: "node") @needs(scopes: [["person:read"]]) { cursor: String node: Worker! }
  type PageInfo { hasNextPage: Boolean endCursor: String }
  type District { code: ID! workers: Int @aggregate(minimum: 5) }
  type Worker @key(fields: "id") @person(subject: "person { token }") @needs(scopes: [["person:read"]]) {
    id: ID! occupation: String nik: String @veil(as: NIK) @purpose(allowed: ["VERIFICATION"]) person: Person
  }
  type Person @key(fields: "token") @person @needs(scopes: [["person:read"]]) { token: ID! }
`;
const DATA = {
  workers: [
    { id: 'w1', occupation: 'OJEK', nik: '3275014101900001', person: { token: 'psr_a' } },
    { id: 'w2', occupation: 'PKL', nik: 'bad', person: null },
  ],
  districts: [103, 2, 48, 61].map((workers, code) => ({ code: String(code), workers })),
  total: 214,
  relay(by: { filter?: object }) {
    const { totalCount, rows } = DATA.page(by as never);
    return {
      totalCount,
      edges: rows.map((node) => ({ cursor: '', node })),
      pageInfo: { hasNextPage: false, endCursor: 'end' },
    };
  },
  howMany: ({ niks }: { niks?: readonly string[] }) =>
    DATA.workers.filter(({ nik }) => niks?.includes(nik) ?? true).length,
  page({ filter, after }: { filter?: { niks?: readonly string[]; occupation?: string }; after?: string }) {
    const found = DATA.workers.filter(
      ({ nik, occupation }) =>
        (filter?.niks?.includes(nik) ?? true) && occupation === (filter?.occupation ?? occupation),
    );
    return { totalCount: found.length, rows: after === undefined ? found : [] };
  },
};

describe('a policy, through the whole gateway', () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof startStore>>;
  let gateway: RunningGateway;
  let audit: AuditStore;
  const asked: string[] = [];
  /** Where the subgraph waits before it answers. */
  let held: ((query: string) => Promise<void>) | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
    database = await startStore({ folder: join(folder, 'store'), port: 0 });
    const schema = buildSubgraphSchema(parse(HEADER + SDL));
    const execute = async ({ query, variables }: { query: string; variables?: Readonly<Record<string, unknown>> }) => {
      // The gateway's own requests do not count.
      if (query !== '{__typename}') asked.push(query);
      await held?.(query);
      return (await graphql({ schema, source: query, variableValues: variables, rootValue: DATA })) as never;
    };
    const settings = gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      auditUri: database.uri,
      auditKey: KEY,
    });
    gateway = await startGateway({
      settings,
      log: logOf('test', 'silent'),
      source: fixedSupergraph(compose({ workers: SDL })),
      inProcess: { workers: execute },
    });
    audit = await mongoAuditStore(database.uri);
  });
  afterAll(async () => {
    await gateway?.stop();
    await audit?.close();
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(query: string, headers: Record<string, string> = {}, variables = {}) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return {
      status: response.status,
      body: (await response.json()) as {
        data?: Record<string, never>;
        errors?: { extensions: { code: string } }[];
        extensions?: Record<string, never>;
      },
    };
  }
  const bearer = async (...words: string[]) => ({
    authorization: `Bearer ${await tokenCommand(words, { KEYS_FOLDER: folder })}`,
  });
  const verifier = () => bearer('--role', 'verifier', '--agency', 'DINSOS');

  it('gives the public totals, the counts its subgraph has perturbed and no person, first and again', async () => {
    const text = '{ total districts { code workers } }';
    const first = await ask(text);
    expect(first.body.data).toEqual({
      total: 214,
      districts: [
        { code: '0', workers: 103 },
        { code: '1', workers: null },
        { code: '2', workers: 48 },
        { code: '3', workers: 61 },
      ],
    });
    expect(first.body.errors).toMatchObject([
      { path: ['districts', 1, 'workers'], extensions: { code: 'UNPERTURBED_COUNT', service: 'workers' } },
    ]);
    expect((await ask(text)).body).toEqual(first.body);
  });

  it('requests from no subgraph what the public may not read', async () => {
    asked.length = 0;
    const { body } = await ask('{ total workers { nik } }');
    expect(body.errors?.map(({ extensions }) => extensions.code)).toContain('FORBIDDEN_FIELD');
    expect(asked.join()).not.toMatch(/workers|nik/);
  });

  it('masks without a purpose, shows in full for one, and records both reads with their persons', async () => {
    const text = '{ workers { nik occupation } }';
    const headers = await verifier();
    expect((await ask(text, headers)).body.data).toEqual({
      workers: [
        { nik: '3275********0001', occupation: 'OJEK' },
        { nik: '********', occupation: 'PKL' },
      ],
    });
    expect((await ask(text, { ...headers, 'x-purpose': 'VERIFICATION' })).body.data).toMatchObject({
      workers: [{ nik: '3275014101900001' }, { nik: 'bad' }],
    });
    await vi.waitFor(
      async () =>
        expect(await personAccessLog(audit, 'psr_a')).toMatchObject([
          { caller: 'user:try-verifier', fields: ['Worker.nik', 'Worker.occupation'] },
          { purpose: 'VERIFICATION' },
        ]),
      3_000,
    );
    expect(await personAccessLog(audit, 'Worker:w2')).toHaveLength(2);
    expect(await verify(audit, KEY)).toEqual([]);
  });

  describe('a count filtered by personal data', () => {
    const purposeful = async () => ({ ...(await verifier()), 'x-purpose': 'VERIFICATION' });
    const recorded = async (requestId: string) => {
      const found: AuditRecord[] = [];
      await vi.waitFor(async () => {
        for await (const record of audit.find({})) if (record.requestId === requestId) found.push(record);
        expect(found).toHaveLength(1);
      }, 3_000);
      return found[0]!;
    };
    it.each([
      ['in the text', '{ page(filter: { niks: ["3275014101900001"] }) { totalCount } }', {}, ['Worker.nik'], ['psr_a']],
      [
        'in a variable, stepped over by a cursor',
        'query ($by: By) { n: page(filter: $by, first: 1, after: "end") { totalCount } }',
        { by: { or: [], niks: ['3275014101900001'] } },
        ['Worker.nik'],
        ['psr_a'],
      ],
      [
        'behind edges',
        '{ relay(filter: { or: { niks: ["3275014101900001"] }, niks: ["3275014101900001"] }) { totalCount } }',
        {},
        ['Worker.nik'],
        ['psr_a'],
      ],
      ['of nobody there', '{ page(filter: { niks: ["3275014101900009"] }) { totalCount } }', {}, ['Worker.nik'], []],
      [
        'not by a person',
        'query ($by: By) { page(filter: $by) { totalCount } }',
        { by: { occupation: 'OJEK' } },
        ['Worker.occupation'],
        [],
      ],
      ['where no rows can be asked for', '{ howMany(niks: ["3275014101900001"]) }', {}, ['Worker.nik'], []],
    ])(
      'is recorded with what it was narrowed by, and with whom it named: %s',
      async (what, query, variables, filters, persons) => {
        const requestId = `narrowed ${what}`.replaceAll(/\W+/g, '-');
        const { body } = await ask(query, { ...(await purposeful()), 'x-request-id': requestId }, variables);
        expect(JSON.stringify(body)).not.toMatch(/sigapSubject|psr_|errors/);
        expect(await recorded(requestId)).toMatchObject({ fields: [], filters, persons });
        expect(JSON.stringify(await recorded(requestId))).not.toContain('3275');
      },
    );
  });

  it('removes what was added for the record where nothing else personal was selected, and records it', async () => {
    const { body } = await ask('{ workers { __typename } }', await verifier());
    expect(body).toEqual({ data: { workers: [{ __typename: 'Worker' }, { __typename: 'Worker' }] } });
    await vi.waitFor(
      async () =>
        expect(await personAccessLog(audit, 'psr_a')).toContainEqual(
          expect.objectContaining({ fields: ['Worker.__typename'] }),
        ),
      3_000,
    );
  });

  it.each([
    ['{ relay { edges { cursor } } }', ['Edge.cursor'], ['Worker:w2', 'psr_a']],
    ['{ relay { edges { __typename } } }', ['Edge.__typename'], ['Worker:w2', 'psr_a']],
    [
      '{ relay { ... on Relay { rows: edges { ...C } } } } fragment C on Edge { cursor }',
      ['Edge.cursor'],
      ['Worker:w2', 'psr_a'],
    ],
    ['{ relay { edges { node { occupation } } } }', ['Worker.occupation'], ['Worker:w2', 'psr_a']],
    ['{ relay { pageInfo { endCursor } } }', ['Relay.pageInfo'], []],
    ['{ relay { totalCount pageInfo { __typename } } }', ['Relay.pageInfo'], []],
  ])('records the rows of a page of persons, and where it ends: %s', async (query, fields, persons) => {
    const requestId = `page-${fields.join()}-${query.length}`.replaceAll(/\W+/g, '-');
    const { status, body } = await ask(query, { ...(await verifier()), 'x-request-id': requestId });
    expect([status, body.errors, JSON.stringify(body).includes('sigapSubject')]).toEqual([200, undefined, false]);
    const found: AuditRecord[] = [];
    for await (const record of audit.find({})) if (record.requestId === requestId) found.push(record);
    expect(found.map((record) => [record.fields, record.persons.toSorted()])).toEqual([[fields, persons]]);
  });

  it.each(['text/html', 'image/png;q=1', 'application/json;q=0', 'application/json; charset=latin1'])(
    'runs nothing and records nobody where the client takes no JSON: %s',
    async (accept) => {
      const before = await personAccessLog(audit, 'psr_a');
      asked.length = 0;
      for (const headers of [{ accept }, { ...(await verifier()), accept }]) {
        expect(await ask('{ workers { nik } }', headers)).toMatchObject({
          status: 406,
          body: { errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] },
        });
      }
      expect(asked).toEqual([]);
      expect(await personAccessLog(audit, 'psr_a')).toEqual(before);
    },
  );

  it.each([
    '{ workers { nik sigapSubject__0: occupation } }',
    '{ workers { ...F } } fragment F on Worker { sigapSubject__9: nik }',
    '{ sigapSubject__rows_a: workers { nik } }',
  ])("refuses response keys by which another would be recorded in a person's place: %s", async (text) => {
    asked.length = 0;
    expect(await ask(text, await verifier())).toMatchObject({
      status: 200,
      body: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    });
    expect(asked).toEqual([]);
  });

  it('refuses a purpose that is not on the list', async () => {
    expect(await ask('{ total }', { 'x-purpose': 'CURIOSITY' })).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_PURPOSE' } }] },
    });
  });

  it('shows each caller their own schema, same text, both orders', async () => {
    const text = '{ __schema { types { name } } }';
    const names = async (headers = {}) => JSON.stringify((await ask(text, headers)).body.data);
    expect(await names()).not.toContain('"Worker"');
    const auditor = await bearer('--role', 'public', '--role', 'auditor');
    expect(await names(auditor)).toContain('"Worker"');
    expect(await names()).not.toContain('"Person"');
  });

  it('answers simultaneous equal operations of two callers each by their own authorization, whoever is answered first', async () => {
    const text = '{ total workers { nik } }';
    const [clerk, purposeful] = [await verifier(), { ...(await verifier()), 'x-purpose': 'VERIFICATION' }];
    const expected = [
      [{}, /FORBIDDEN_FIELD/, /3275/],
      [clerk, /3275\*{8}0001/, /FORBIDDEN|3275014101900001/],
      [purposeful, /3275014101900001/, /FORBIDDEN|\*/],
    ] as const;
    for (const order of [expected, expected.toReversed()]) {
      // The subgraph answers in reverse order, once all requests have arrived.
      const waiting: (() => void)[] = [];
      held = () => new Promise((go) => waiting.push(go));
      const answers = [...order, ...order].map(async ([headers, seen, unseen]) => ({
        text: JSON.stringify((await ask(text, headers)).body),
        seen,
        unseen,
      }));
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThanOrEqual(3), 3_000);
      held = undefined;
      for (const go of waiting.reverse()) go();
      for (const answer of await Promise.all(answers)) {
        expect(answer.text).toMatch(answer.seen);
        expect(answer.text).not.toMatch(answer.unseen);
      }
    }
  });

  it.each([
    [
      'an entity by its key',
      '{ _entities(representations: [{ __typename: "Worker", id: "w1" }]) { ... on Worker { nik } } }',
    ],
    [
      'an entity with a value of its own for what is withheld',
      '{ _entities(representations: [{ __typename: "Worker", id: "w1", nik: "1" }]) { __typename } }',
    ],
    ["a subgraph's own schema", '{ _service { sdl } }'],
  ])('gives nobody %s', async (_what, text) => {
    for (const headers of [{}, await verifier()]) {
      asked.length = 0;
      const { status, body } = await ask(text, headers);
      expect([status, body.data, body.errors?.[0]?.extensions.code]).toEqual([
        200,
        undefined,
        'GRAPHQL_VALIDATION_FAILED',
      ]);
      expect(asked).toEqual([]);
    }
  });
});
