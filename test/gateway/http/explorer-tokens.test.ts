/** Tokens for trying out leave to the explorer's own page alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { buildExplorer } from '../../support/explorer-server.ts';
import { composeSmall } from '../../support/small-graph.ts';

describe('/explorer/tokens', () => {
  let folder: string;
  const running: RunningGateway[] = [];
  const start = async (development: boolean, more: Partial<GatewaySettings> = {}): Promise<RunningGateway> => {
    running.push(
      await startGateway({
        settings: gatewayDefaults({ port: 0, keysFolder: folder, development, developmentAgency: 'DINSOS', ...more }),
        log: logOf('test', 'silent'),
        source: fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' })),
      }),
    );
    return running.at(-1)!;
  };
  const own = ({ url }: RunningGateway): Record<string, string> => ({
    'x-sigap-explorer': '1',
    origin: url,
    'sec-fetch-site': 'same-origin',
  });
  const ask = ({ url }: RunningGateway, headers: Record<string, string>, method = 'POST'): Promise<Response> =>
    fetch(`${url}/explorer/tokens`, { method, headers });

  beforeAll(async () => {
    await buildExplorer();
    folder = mkdtempSync(join(tmpdir(), 'tokens-'));
    await start(true);
  }, 120_000);
  afterAll(async () => {
    for (const gateway of running) await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  it("gives the explorer's page a token for each role, also where a browser sends no sec-fetch-site, and behind https", async () => {
    const [gateway] = running as [RunningGateway];
    const plain = { 'x-sigap-explorer': '1', origin: gateway.url };
    for (const headers of [own(gateway), plain, { ...plain, origin: gateway.url.replace('http:', 'https:') }]) {
      const reply = await ask(gateway, headers);
      expect(reply.status).toBe(200);
      expect(Object.keys(((await reply.json()) as { tokens: object }).tokens)).toContain('verifier');
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it.each([
    ['no header that no form can send', { 'x-sigap-explorer': undefined }],
    ['no origin', { origin: undefined }],
    ['a foreign origin', { origin: 'http://evil.test' }],
    ['the origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['the origin of a sandboxed page', { origin: 'null' }],
    ['two origins', { origin: 'http://evil.test, http://127.0.0.1' }],
    ['a browser that says another site asks', { 'sec-fetch-site': 'cross-site' }],
    ['a browser that says a sister site asks', { 'sec-fetch-site': 'same-site' }],
    ['a browser that says its user typed it', { 'sec-fetch-site': 'none' }],
  ])('gives nothing to %s', async (_what, change) => {
    const [gateway] = running as [RunningGateway];
    const headers = Object.fromEntries(
      Object.entries({ ...own(gateway), ...change }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    const reply = await ask(gateway, headers);
    const text = await reply.text();
    expect(reply.status).toBe(403);
    expect(text).toContain('EXPLORER_ONLY');
    expect(text).not.toContain('eyJ');
  });

  it.each(['GET', 'OPTIONS', 'PUT'])(
    'gives nothing to %s, and lets no page of another site ask by a preflight',
    async (method) => {
      const [gateway] = running as [RunningGateway];
      const reply = await ask(gateway, { ...own(gateway), 'access-control-request-method': 'POST' }, method);
      expect(reply.status).toBe(404);
      expect(await reply.text()).not.toContain('eyJ');
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('has none outside of development', async () => {
    const gateway = await start(false);
    expect(await (await ask(gateway, own(gateway))).json()).toEqual({ tokens: {} });
  });

  it("gives the registry's token to the page alone and in development alone, and lets the page ask that registry", async () => {
    for (const development of [true, false]) {
      const gateway = await start(development, {
        explorerRegistry: 'http://127.0.0.1:4010/some',
        registryToken: 'sigapreg_x',
      });
      const askToken = (headers: Record<string, string>) =>
        fetch(`${gateway.url}/explorer/registry-token`, { method: 'POST', headers });
      expect(await (await askToken(own(gateway))).json()).toEqual({ token: development ? 'sigapreg_x' : null });
      const refused = await askToken({ ...own(gateway), origin: 'http://evil.test' });
      expect([refused.status, await refused.text()]).toEqual([403, expect.not.stringContaining('sigapreg')]);
      const config = await fetch(`${gateway.url}/explorer/config.json`);
      const text = await config.text();
      expect(JSON.parse(text)).toMatchObject({ registry: 'http://127.0.0.1:4010/some' });
      expect(text).not.toContain('sigapreg');
      const policy = (await fetch(gateway.url)).headers.get('content-security-policy');
      expect(policy).toContain("connect-src 'self' http://127.0.0.1:4010;");
    }
  });

  it('has no registry, and lets the page ask none, where none is named', async () => {
    const [gateway] = running as [RunningGateway];
    expect(await (await fetch(`${gateway.url}/explorer/config.json`)).json()).not.toHaveProperty('registry');
    expect((await fetch(gateway.url)).headers.get('content-security-policy')).toContain("connect-src 'self';");
  });
});
