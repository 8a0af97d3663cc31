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
    gateway = await startGateway({
      settings,
      log: logOf('test', 'silent'),
      source,
      inProcess: { people: execute, places: execute },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  async function send(
    body: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; code: string | undefined }> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      code: (JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code,
    };
  }
  const ask = (query: string, headers: Record<string, string> = {}) => send(JSON.stringify({ query }), headers);
  const bearer = async (...words: string[]) => ({
    authorization: `Bearer ${await tokenCommand(words, { KEYS_FOLDER: folder })}`,
  });

  it('states each caller to a subgraph, on the fast path and by Apollo Server', async () => {
    told = [];
    const verifier = await bearer('--role', 'verifier', '--agency', 'DINSOS');
    for (const headers of [{}, verifier, {}, verifier]) expect((await ask(QUERY, headers)).text).toContain('Ani');
    expect(told.map((claims) => `${claims?.sub} ${claims?.agency ?? ''}`)).toEqual([
      'public ',
      'user:try-verifier DINSOS',
      'public ',
      'user:try-verifier DINSOS',
    ]);
  });

  it('states with 401 how to authenticate', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer a.b.c' },
      body: JSON.stringify({ query: QUERY }),
    });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="sigap-graph"']);
  });

  it('refuses a wrong credential and never treats its holder as public', async () => {
    told = [];
    expect(await ask(QUERY, { authorization: 'Bearer a.b.c' })).toMatchObject({ status: 401, code: 'BAD_TOKEN' });
    expect(await ask(QUERY, { 'x-api-key': 'sgk_x' })).toMatchObject({ status: 401, code: 'BAD_API_KEY' });
    expect(await ask(QUERY, { ...(await bearer('--role', 'analyst')), 'x-api-key': 'sgk_x' })).toMatchObject({
      status: 400,
      code: 'CREDENTIALS_TWICE',
    });
    expect(told).toEqual([]);
  });

  it('refuses a header of two credentials', async () => {
    const one = (await bearer('--role', 'analyst')).authorization;
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        `${gateway.url}/graphql`,
        { method: 'POST', headers: { 'content-type': 'application/json', authorization: [one, one] as never } },
        (response) => resolve(response.resume().statusCode),
      );
      sent.on('error', reject).end(JSON.stringify({ query: QUERY }));
    });
    expect(status).toBe(400);
  });

  it('shows the cost to those who may see it', async () => {
    expect((await ask(QUERY, await bearer('--role', 'analyst'))).text).toMatch(
      /"extensions":\{"cost":\{"estimated":10,"actual":1\}\}/,
    );
    expect((await ask(QUERY)).text).not.toContain('cost');
  });

  it('suggests nothing, and refuses pages of other sites', async () => {
    const typo = await ask('{ peopl { name } }');
    expect(typo.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(typo.text).not.toMatch(/Did you mean/);
    expect(await ask(QUERY, { origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'ORIGIN_REFUSED' });
  });
});
