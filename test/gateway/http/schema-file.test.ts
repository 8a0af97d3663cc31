/** `/schema.graphql`: what code generators read. Nothing of the graph has to answer for it, so no subgraph runs here. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { openDevelopmentKey } from '../../../gateway/guard/identity/development-key.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import type { ContractText } from '../../../gateway/supergraph/contract-text.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { applyContract } from '../../../schema/registry/contracts/apply-contract.ts';

const SUPERGRAPH = readFileSync(join(import.meta.dirname, '../../../schema/supergraph.graphql'), 'utf8');

function withoutPersons(sdl: string): ContractText {
  const made = applyContract(sdl, {
    name: 'public',
    exclude: [],
    withoutPersonal: true,
    withoutGuarded: true,
    withoutMutations: true,
  });
  if ('problem' in made) throw new Error(made.problem);
  return { name: 'public', sdl: made.sdl };
}

let folder: string;
let gateway: RunningGateway;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'schema-file-'));
  const settings = gatewayDefaults({
    port: 0,
    explorer: false,
    development: true,
    keysFolder: folder,
    contracts: ['public'],
    corsOrigins: ['https://dashboard.example'],
  });
  gateway = await startGateway({
    settings,
    log: logOf('test', 'silent'),
    source: fixedSupergraph(SUPERGRAPH, [withoutPersons(SUPERGRAPH)]),
  });
});
afterAll(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tokenOf = async (
  claims: Parameters<Awaited<ReturnType<typeof openDevelopmentKey>>['sign']>[0],
): Promise<Record<string, string>> => {
  const key = await openDevelopmentKey(folder);
  return { authorization: `Bearer ${await key.sign(claims, gatewayDefaults({}).audience, 600)}` };
};
const file = (headers: Record<string, string> = {}, search = ''): Promise<Response> =>
  fetch(`${gateway.url}/schema.graphql${search}`, { headers });
const read = async (headers?: Record<string, string>, search?: string): Promise<GraphQLSchema> => {
  const answer = await file(headers, search);
  expect(answer.status).toBe(200);
  return buildSchema(await answer.text());
};
const sorted = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema));

it('is what an introspection of the same caller shows', async () => {
  const headers = await tokenOf({ role: 'analyst' });
  const query = getIntrospectionQuery({ schemaDescription: true, specifiedByUrl: true, inputValueDeprecation: true });
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as { data: Parameters<typeof buildClientSchema>[0] };
  expect(sorted(await read(headers))).toBe(sorted(buildClientSchema(data)));
});

it('leaves out what a caller may not use', async () => {
  const anybody = await read();
  const owner = await read(await tokenOf({ role: 'agency-owner', agency: 'DISNAKER' }));
  expect(anybody.getType('Worker')).toBeUndefined();
  expect(owner.getType('Worker')).toBeDefined();
  expect(anybody.getType('City')).toBeDefined();
});

it('has the schema of a contract, and knows which there are', async () => {
  const owner = await tokenOf({ role: 'agency-owner', agency: 'DISNAKER' });
  const contract = await read(owner, '?contract=public');
  expect([contract.getType('Worker'), contract.getType('City') !== undefined]).toEqual([undefined, true]);
  const unknown = await file({}, '?contract=private');
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('expected a contract of public');
});

it('is not sent again to who has it', async () => {
  const first = await file();
  const etag = first.headers.get('etag')!;
  expect(first.headers.get('vary')).toBe('authorization, x-api-key, accept-encoding, origin');
  expect((await file({ 'if-none-match': etag })).status).toBe(304);
  const other = await file({ 'if-none-match': etag, ...(await tokenOf({ role: 'operator' })) });
  expect(other.status).toBe(200);
});

it('is refused as an introspection is', async () => {
  const bad = await file({ authorization: 'Bearer none' });
  expect([bad.status, await bad.text()]).toEqual([401, expect.stringContaining('BAD_TOKEN')]);
});

it.each(['gzip', 'br', 'zstd'])('travels in %s where its reader takes it, and is the same file', async (encoding) => {
  const [packed, plain] = await Promise.all([file({ 'accept-encoding': encoding }), file({ 'accept-encoding': '' })]);
  expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual([encoding, null]);
  expect(await packed.text()).toBe(await plain.text());
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(Number(plain.headers.get('content-length')) / 4);
  expect((await file({ 'if-none-match': packed.headers.get('etag')! })).status).toBe(304);
});

it('is read by pages of other sites that are listed, refusals too, and by no other', async () => {
  const origin = 'https://dashboard.example';
  const answers = [await file({ origin }), await file({ origin, authorization: 'Bearer none' })];
  expect(answers.map(({ status, headers }) => [status, headers.get('access-control-allow-origin')])).toEqual([
    [200, origin],
    [401, origin],
  ]);
  const preflight = await fetch(`${gateway.url}/schema.graphql`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-headers': 'authorization' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization']);
  const other = await file({ origin: 'https://elsewhere.example' });
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null]);
});

it('is not for what a page of another site makes its visitor send, such as an image: it would spend the visitor’s budget', async () => {
  const image = await file({ 'sec-fetch-site': 'cross-site', accept: 'image/*', 'user-agent': 'Mozilla/5.0' });
  expect([image.status, await image.text()]).toEqual([400, expect.stringContaining('CROSS_SITE_GET')]);
  expect((await file({ 'sec-fetch-site': 'none', 'user-agent': 'Mozilla/5.0' })).status).toBe(200);
});
