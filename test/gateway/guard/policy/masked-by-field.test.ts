/** Free text that speaks of another field is masked as that field is, through the whole gateway and by every way of writing it down. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../../base/log.ts';
import { tokenCommand } from '../../../../gateway/guard/identity/token-command.ts';
import { readPolicy } from '../../../../gateway/guard/policy/policy.ts';
import { startGateway, type RunningGateway } from '../../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../../gateway/supergraph/supergraph-source.ts';
import { compose, HEADER } from './fixtures.ts';

const SDL = `
  type Query { problems: [Problem!]! faults: [Fault!]! }
  interface Fault { raw: String }
  type Problem implements Fault @person @needs(scopes: [["person:read"]]) { code: String field: String! raw: String @veil(as: BY_FIELD, by: "field", of: "Worker") all: [String] @veil(as: BY_FIELD, by: "field", of: "Worker") }
  type Other implements Fault { raw: String }
  type Worker @key(fields: "id") @person @needs(scopes: [["person:read"]]) {
    id: ID! name: String @veil(as: NAME) nik: String @veil(as: NIK) @purpose(allowed: ["VERIFICATION"]) phone: String @veil(as: PHONE) village: String
  }
`;
const NIK = '3275014101900001';
const PROBLEMS = [
  ['nik', NIK],
  ['nik', NIK.slice(0, 15)],
  ['name', 'Siti Wati'],
  ['phone', '+6281234567890'],
  ['village', 'Bekasi Lama'],
  ['shoe', NIK],
  ['name', NIK],
].map(([field, raw]) => ({ __typename: 'Problem', code: 'X', field, raw, all: [raw] }));
const MASKED = ['3275********0001', '********', 'S***** W*****', '+62*******90', '********', '********', '********'];
/** For a purpose that the NIK's field does not allow: nor is a NIK shown that stands where a name belongs. */
const NIK_MASKED = [
  '3275********0001',
  '********',
  'Siti Wati',
  '+6281234567890',
  'Bekasi Lama',
  '********',
  '********',
];
const IN_FULL = [NIK, NIK.slice(0, 15), 'Siti Wati', '+6281234567890', 'Bekasi Lama', '********', NIK];

let folder: string;
let gateway: RunningGateway;
let asked: string[] = [];
/** Errors that the subgraph adds to its answer. */
let broken: { errors?: unknown[] } | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'by-field-'));
  const schema = buildSubgraphSchema(parse(HEADER + SDL));
  const execute = async ({ query, variables }: { query: string; variables?: Readonly<Record<string, unknown>> }) => {
    asked.push(query);
    return {
      ...((await graphql({
        schema,
        source: query,
        variableValues: variables,
        rootValue: { problems: PROBLEMS, faults: PROBLEMS },
      })) as object),
      ...broken,
    } as never;
  };
  const settings = gatewayDefaults({
    port: 0,
    explorer: false,
    development: true,
    keysFolder: folder,
    purposes: ['OTHER'],
  });
  gateway = await startGateway({
    settings,
    log: logOf('test', 'silent'),
    source: fixedSupergraph(compose({ workers: SDL })),
    inProcess: { workers: execute },
  });
});
afterAll(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(query: string, role: string, purpose?: string, variables = {}) {
  const authorization = `Bearer ${await tokenCommand(['--role', role, ...(role === 'verifier' ? ['--agency', 'DINSOS'] : [])], { KEYS_FOLDER: folder })}`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...(purpose && { 'x-purpose': purpose }) },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: response.status,
    body: (await response.json()) as {
      data?: Record<string, { r: unknown }[]>;
      errors?: { extensions: { code: string } }[];
    },
  };
}
const raws = ({ body }: Awaited<ReturnType<typeof ask>>, key = 'problems') => body.data![key]!.map(({ r }) => r);

describe("a text that repeats another field's value", () => {
  it.each([
    ['auditor', undefined, MASKED],
    ['auditor', 'VERIFICATION', MASKED],
    ['verifier', undefined, MASKED],
    ['verifier', 'OTHER', NIK_MASKED],
    ['verifier', 'VERIFICATION', IN_FULL],
  ])('is masked as that field is: for %s with the purpose %s, first and again', async (role, purpose, expected) => {
    for (let times = 0; times < 2; times++) {
      const answer = await ask('{ problems { r: raw } }', role, purpose);
      expect(raws(answer)).toEqual(expected);
      expect(JSON.stringify(answer.body)).not.toMatch(/sigapBeside|"field"/);
    }
  });

  it.each([
    ['beside the field itself', '{ problems { field r: raw } }', 'problems'],
    ['with another alias on the field', '{ problems { raw: field r: raw } }', 'problems'],
    [
      'with the field under another name and another field under its name',
      '{ problems { x: field field: code r: raw } }',
      'problems',
    ],
    [
      'in fragments of fragments',
      '{ problems { ...F } } fragment F on Problem { ...G } fragment G on Problem { r: raw }',
      'problems',
    ],
    [
      'behind a condition',
      'query ($yes: Boolean = true) { problems { ... @include(if: $yes) { r: raw @skip(if: false) } field @skip(if: $yes) } }',
      'problems',
    ],
    ['through an interface', '{ faults { r: raw } }', 'faults'],
    ['through an interface, in a fragment', '{ faults { __typename ... on Problem { r: raw } } }', 'faults'],
  ])('is so %s', async (_what, query, key) => {
    expect(raws(await ask(query, 'auditor'), key)).toEqual(MASKED);
    expect(raws(await ask(query, 'verifier', 'VERIFICATION'), key)).toEqual(IN_FULL);
  });

  it('is masked in a list, each of its items', async () => {
    expect(raws(await ask('{ problems { r: all } }', 'auditor'))).toEqual(MASKED.map((one) => [one]));
  });

  it('is masked where the answer has errors and is merged by the slow path', async () => {
    broken = { errors: [{ message: 'elsewhere', path: ['problems', 0, 'code'] }] };
    expect(raws(await ask('{ problems { code r: raw } }', 'auditor'))).toEqual(MASKED);
    broken = undefined;
  });

  it.each([
    '{ problems { r: raw sigapBeside__field: code } }',
    '{ problems { r: raw ...F } } fragment F on Problem { sigapBeside__x: code }',
  ])('cannot be steered by a response key of ours: %s', async (query) => {
    asked = [];
    expect(await ask(query, 'auditor')).toMatchObject({
      status: 200,
      body: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    });
    // The gateway's own health query.
    expect(asked.filter((question) => question !== '{__typename}')).toEqual([]);
  });

  it.each([
    ['as a kind there is not', 'as: BY_FIELD, by: "gone", of: "Worker"', /expected a leaf of Problem/],
    ['as a type there is not', 'as: BY_FIELD, by: "field", of: "Gone"', /expected a type with fields/],
  ])('makes no policy %s', (_what, words, message) => {
    expect(() =>
      readPolicy(compose({ workers: SDL.replace('as: BY_FIELD, by: "field", of: "Worker"', words) })),
    ).toThrow(message);
  });
});
