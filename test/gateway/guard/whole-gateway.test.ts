import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../../support/small-graph.ts';

const QUERY = '{ people { name } }';
const bomb = (spreads: number, levels: number) =>
  `{ people { ...f0 } } ${Array.from({ length: levels }, (_, i) => `fragment f${i} on Person { ${`...f${i + 1} `.repeat(spreads)}}`).join(' ')} fragment f${levels} on Person { name }`;

describe('the whole gateway, guarded', () => {
  let folder: string;
  let gateway: RunningGateway;
  let told: (ClaimsSubject | undefined)[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guarded-'));
    const settings = gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: folder });
    const execute = ({ claims }: { claims?: ClaimsSubject }) => {
      told.push(claims);
      return { data: { people: [{ name: 'Ani' }] } };
    };
    const source = fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' }));
    gateway = await startGateway({ settings, log: logOf('test', 'silent'), source, inProcess: { people: execute, places: execute } });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  async function send(body: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string; code: string | undefined }> {
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const text = await response.text();
    return { status: response.status, text, code: (JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code };
  }
  const ask = (query: string, headers: Record<string, string> = {}) => send(JSON.stringify({ query }), headers);
  const bearer = async (...words: string[]) => ({ authorization: `Bearer ${await tokenCommand(words, { KEYS_FOLDER: folder })}` });

  it('tells a subgraph who asks, each caller for himself, in both lanes', async () => {
    told = [];
    const verifier = await bearer('--role', 'verifier', '--agency', 'DINSOS');
    for (const headers of [{}, verifier, {}, verifier]) expect((await ask(QUERY, headers)).text).toContain('Ani');
    expect(told.map((claims) => `${claims?.sub} ${claims?.agency ?? ''}`)).toEqual(['public ', 'user:try-verifier DINSOS', 'public ', 'user:try-verifier DINSOS']);
  });

  it('refuses a wrong credential and never takes its holder for public', async () => {
    told = [];
    expect(await ask(QUERY, { authorization: 'Bearer a.b.c' })).toMatchObject({ status: 401, code: 'BAD_TOKEN' });
    expect(await ask(QUERY, { 'x-api-key': 'sgk_x' })).toMatchObject({ status: 401, code: 'BAD_API_KEY' });
    expect(await ask(QUERY, { ...(await bearer('--role', 'analyst')), 'x-api-key': 'sgk_x' })).toMatchObject({ status: 400, code: 'CREDENTIALS_TWICE' });
    expect(told).toEqual([]);
  });

  it('refuses a header of two credentials', async () => {
    const one = (await bearer('--role', 'analyst')).authorization;
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: [one, one] as never } }, (response) => resolve(response.resume().statusCode));
      sent.on('error', reject).end(JSON.stringify({ query: QUERY }));
    });
    expect(status).toBe(400);
  });

  it('shows the cost to those who may see it', async () => {
    expect((await ask(QUERY, await bearer('--role', 'analyst'))).text).toMatch(/"extensions":\{"cost":\{"estimated":10,"actual":1\}\}/);
    expect((await ask(QUERY)).text).not.toContain('cost');
  });

  const HOSTILE: Readonly<Record<string, [body: string, code: string]>> = {
    '10,000 repeated fields': [JSON.stringify({ query: `{ people { ${'name '.repeat(20_000)} } }` }), 'OPERATION_TOO_LARGE'],
    'a fragment bomb of 2^40': [JSON.stringify({ query: bomb(2, 40) }), 'OPERATION_TOO_LARGE'],
    '200 x 100 inline fragments': [JSON.stringify({ query: `{ people { ${`...{${'...{name}'.repeat(100)}}`.repeat(200)} } }` }), 'OPERATION_TOO_LARGE'],
    '5,000 levels of nesting': [JSON.stringify({ query: `${'{a'.repeat(5_000)}${'}'.repeat(5_000)}` }), 'OPERATION_TOO_LARGE'],
    '1,001 aliases': [JSON.stringify({ query: `{ ${Array.from({ length: 1_001 }, (_, i) => `a${i}: people { name }`).join(' ')} }` }), 'OPERATION_SHAPE'],
    'variables 100,000 deep': [`{"query":"${QUERY}","variables":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, 'JSON_TOO_DEEP'],
    'a batch of 1,000': [JSON.stringify(Array(1_000).fill({ query: QUERY })), 'BAD_REQUEST'],
    'a number of 17 digits': [`{"query":"${QUERY}","variables":{"nik":32750101010100012}}`, 'NUMBER_UNSAFE'],
    'a lone surrogate': [`{"query":"${QUERY}","variables":{"a":"\\ud800"}}`, 'BAD_TEXT'],
    NUL: [`{"query":"${QUERY}","variables":{"a":"\\u0000"}}`, 'BAD_TEXT'],
  };
  for (const [name, [body, code]] of Object.entries(HOSTILE)) {
    it(`refuses ${name}, and answers the next query`, async () => {
      const reply = await send(body);
      expect([reply.status, reply.code]).toEqual([400, code]);
      expect((await ask(QUERY)).text).toBe('{"data":{"people":[{"name":"Ani"}]}}\n');
    });
  }

  it('suggests nothing, and refuses pages of other sites', async () => {
    const typo = await ask('{ peopl { name } }');
    expect(typo.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(typo.text).not.toMatch(/Did you mean/);
    expect(await ask(QUERY, { origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'ORIGIN_REFUSED' });
  });
});
