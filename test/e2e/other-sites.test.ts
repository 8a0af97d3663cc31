/** A page of another site asks the gateway from a real browser: it reads the code of whatever refuses it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { openDevelopmentKey } from '../../gateway/guard/identity/development-key.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { launchBrowser, missingBrowser } from '../support/browser.ts';
import { composeSmall } from '../support/small-graph.ts';

const missing = missingBrowser('test/e2e/other-sites.test.ts');

const NOWHERE = { people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' };

/** What a page reads of an answer; nothing of it where its browser keeps the answer from it. */
interface Read {
  readonly status?: number;
  readonly code?: string;
  readonly authenticate?: string | null;
  readonly failed?: string;
}

describe.skipIf(missing !== '')(`a page of another site in a browser${missing}`, () => {
  let folder: string;
  let site: Server;
  let listed: string;
  let gateway: RunningGateway;
  let open: RunningGateway;
  let browser: Browser;
  let page: Page;
  /** Of the gateways' logs: what a page may not read, its browser does not tell either. */
  let lines: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'other-sites-'));
    site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<p>A dashboard</p>'),
    );
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    listed = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const start = (more: Parameters<typeof gatewayDefaults>[0]) =>
      startGateway({
        settings: gatewayDefaults({
          port: 0,
          explorer: false,
          keysFolder: folder,
          development: true,
          maxBody: 2_000,
          accessLog: true,
          ...more,
        }),
        log: logOf('test', 'info', { write: (line: string) => line.includes('"request"') && lines.push(line) }),
        source: fixedSupergraph(composeSmall(NOWHERE)),
      });
    gateway = await start({ corsOrigins: [listed], corsForbiddenHeaders: ['x-internal'] });
    open = await start({ corsOrigins: ['*'], guard: false });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(listed);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
    await open?.stop();
    site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (url: string, headers: Record<string, string> = {}, body = '{"query":"{ __typename }"}'): Promise<Read> =>
    page.evaluate(
      `fetch(${JSON.stringify(`${url}/graphql`)}, ${JSON.stringify({
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })}).then(
        async (answer) => ({
          status: answer.status,
          code: (await answer.json()).errors?.[0].extensions.code,
          authenticate: answer.headers.get('www-authenticate'),
        }),
        (error) => ({ failed: error.message }),
      )`,
    );

  it('is answered where it is listed, and kept out where it is not', async () => {
    expect(await ask(gateway.url)).toMatchObject({ status: 200 });
    await page.goto(listed.replace('127.0.0.1', 'localhost'));
    expect(await ask(gateway.url)).toEqual({ failed: 'Failed to fetch' });
    await page.goto(listed);
  });

  it('reads that its token has expired, and what to send instead', async () => {
    const key = await openDevelopmentKey(folder);
    const expired = await key.sign({ role: 'analyst' }, gatewayDefaults({}).audience, -3_600);
    expect(await ask(gateway.url, { authorization: `Bearer ${expired}` })).toMatchObject({
      status: 401,
      code: 'TOKEN_EXPIRED',
      authenticate: expect.stringContaining('Bearer'),
    });
  });

  it('reads each other refusal', async () => {
    expect(await ask(gateway.url, {}, '{')).toMatchObject({ status: 400, code: 'BAD_JSON' });
    expect(await ask(gateway.url, {}, `{"query":"${'x'.repeat(3_000)}"}`)).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
    expect(await ask(gateway.url, { accept: 'text/html' })).toMatchObject({ status: 406, code: 'NOT_ACCEPTABLE' });
    expect(await ask(gateway.url, { 'x-api-key': 'nonsense' })).toMatchObject({ status: 401, code: 'BAD_API_KEY' });
  });

  it('sends any header but the forbidden ones', async () => {
    expect(await ask(gateway.url, { 'x-dashboard': 'one', 'x-request-id': 'dashboard-1' })).toMatchObject({
      status: 200,
    });
    expect(await ask(gateway.url, { 'x-internal': 'one' })).toEqual({ failed: 'Failed to fetch' });
  });

  describe('sends what a browser does not ask for before', () => {
    const QUESTION = encodeURIComponent('{ __typename }');
    const url = (base: string, as: string) => JSON.stringify(`${base}/graphql?query=${QUESTION}&as=${as}`);
    const WAYS: Readonly<Record<string, (base: string) => string>> = {
      image: (base) => `void (new Image().src = ${url(base, 'image')})`,
      script: (base) =>
        `void document.body.append(Object.assign(document.createElement('script'), { src: ${url(base, 'script')} }))`,
      fetch: (base) =>
        `void fetch(${url(base, 'fetch')}, { mode: 'no-cors', headers: { accept: 'application/json' } }).catch(() => {})`,
      frame: (base) =>
        `void document.body.append(Object.assign(document.createElement('iframe'), { src: ${url(base, 'frame')} }))`,
      link: (base) => `void location.assign(${url(base, 'link')})`,
    };

    it.each(Object.entries(WAYS))('and is refused, listed or not: by %s', async (_as, script) => {
      for (const origin of [listed, listed.replace('127.0.0.1', 'localhost')])
        for (const base of [gateway.url, open.url]) {
          // Its own each time: one whose address changes is not ready for the next.
          const visited = await browser.newPage();
          await visited.goto(origin);
          lines = [];
          await visited.evaluate(script(base));
          await vi.waitFor(() => expect(lines, `${origin} ${base}`).toHaveLength(1), { timeout: 10_000 });
          expect(lines[0]).toMatch(/"method":"GET","status":400,.*"codes":\["CROSS_SITE_GET"\]/);
          await visited.close();
        }
    });

    it('and is refused as a form of text', async () => {
      // Its own: the page is still on its way elsewhere when the answer has come.
      const visited = await browser.newPage();
      await visited.goto(listed);
      const answered = visited.waitForResponse((response) => response.url().includes('as=form'));
      await visited.evaluate(
        `(() => {
          const form = document.createElement('form');
          Object.assign(form, { method: 'post', enctype: 'text/plain', action: ${url(gateway.url, 'form')} });
          document.body.append(form);
          form.submit();
        })()`,
      );
      expect((await answered).status()).toBe(415);
      await visited.close();
    });

    it('and is answered where somebody has typed it, and where a listed page may read it', async () => {
      const typed = await page.goto(JSON.parse(url(gateway.url, 'typed')) as string);
      expect(typed!.status()).toBe(200);
      await page.goto(listed);
      expect(await page.evaluate(`fetch(${url(gateway.url, 'read')}).then((answer) => answer.json())`)).toEqual({
        data: { __typename: 'Query' },
      });
    });
  });

  it('is answered wherever it stands by a gateway without a guard that lists every site', async () => {
    expect(await ask(open.url)).toMatchObject({ status: 200 });
  });
});
