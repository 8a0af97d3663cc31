/** The page's paths: the views of one file, and nothing else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { buildExplorer } from '../../support/explorer-server.ts';
import { composeSmall } from '../../support/small-graph.ts';

describe('the paths of the page', () => {
  let folder: string;
  let gateway: RunningGateway;
  beforeAll(async () => {
    await buildExplorer();
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    gateway = await startGateway({
      settings: gatewayDefaults({ port: 0, keysFolder: folder }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' })),
    });
  }, 120_000);
  afterAll(async () => {
    await gateway?.stop();
    rmSync(folder, { recursive: true });
  });
  const ask = (path: string, method = 'GET'): Promise<Response> => fetch(`${gateway.url}${path}`, { method });

  it('serve the same page under the same policy, to GET and to HEAD, and let it be kept only if it is still the same', async () => {
    const root = await ask('/');
    const html = await root.text();
    expect(html).toContain('<!doctype html');
    for (const path of ['/data', '/query', '/help', '/registry', '/data?subject=money&by=month', '/query?x=1']) {
      const reply = await ask(path);
      expect([reply.status, await reply.text()], path).toEqual([200, html]);
      for (const name of ['content-security-policy', 'content-type', 'cache-control', 'x-frame-options', 'etag'])
        expect(reply.headers.get(name), `${path} ${name}`).toBe(root.headers.get(name));
      const head = await ask(path, 'HEAD');
      expect([head.status, await head.text()], path).toEqual([200, '']);
      expect(head.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(root.headers.get('cache-control')).not.toMatch(/immutable|max-age=[1-9]/);
  });

  it.each([
    '/overview',
    '/data/',
    '/query/',
    '/help/',
    '/registry/',
    '/Data',
    '/data/districts',
    '/index.htm',
    '/%64ata/x',
  ])('are no others: %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it.each(['/data', '/query', '/help', '/registry'])('take no POST: %s', async (path) => {
    expect((await ask(path, 'POST')).status).toBe(404);
  });
});
