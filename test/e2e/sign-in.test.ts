/** A reader signs in with a real OpenID provider, in a browser, at a whole gateway that is not in development. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { RESOURCE, startProvider } from '../gateway/guard/identity/provider.ts';
import { launchBrowser, missingBrowser } from '../support/browser.ts';
import { buildExplorer } from '../support/explorer-server.ts';
import { axeFindings } from '../support/watched-page.ts';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../support/sample.ts';

const missing = missingBrowser('test/e2e/sign-in.test.ts');

/** The last is how the tests begin and go on. */
const LOOKS = [
  ['id', 'light', 390],
  ['en', 'dark', 390],
  ['id', 'dark', 1440],
  ['en', 'light', 1440],
] as const;

/** Far longer than the test takes, seconds: the page's timer for its end runs when the test says so. */
const TOKEN_LIFE = 3_600;
/** Keeps timers of minutes and more for the test. A clock that is faked as a whole would take the editor's own measuring away. */
const LONG_TIMERS = `const later = window.setTimeout.bind(window); window.longTimers = [];
  window.setTimeout = (run, ms, ...more) => (ms > 600_000 ? (window.longTimers.push(run), 0) : later(run, ms, ...more));`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(missing !== '')(`signing in with a browser${missing}`, () => {
  let folder: string;
  let sample: SampleGraph;
  let gateway: RunningGateway;
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const elsewhere = new Set<string>();
  const troubles: string[] = [];
  /** Whether each question carried a token, and the codes it was answered with. */
  const asked: { readonly token: string | undefined; readonly status: number }[] = [];

  beforeAll(async () => {
    await buildExplorer();
    folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
    sample = await startSampleGraph();
    const port = await freePort();
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const home = `http://127.0.0.1:${port}/`;
    provider = await startProvider(key, 0, { redirectUris: [home], tokenLife: TOKEN_LIFE });
    gateway = await startGateway({
      settings: gatewayDefaults({
        port,
        supergraph: 'schema/supergraph.graphql',
        operations: 'schema/operations',
        keysFolder: folder,
        issuer: provider.url,
        audience: RESOURCE,
        explorerClientId: 'page',
        explorerScopes: 'openid graph',
        explorerResource: RESOURCE,
      }),
      log: logOf('gateway', 'silent'),
      inProcess: Object.fromEntries([...sample.subgraphs].map(([name, { execute }]) => [name, execute])),
    });
    browser = await launchBrowser();
    context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    context.on('request', (request) => {
      const { origin } = new URL(request.url());
      // The provider's own pages may call whom they like.
      const isOurs = request.isNavigationRequest() || request.frame().url().startsWith(gateway.url);
      if (isOurs && !/^(blob|data):/.test(request.url()) && origin !== gateway.url) elsewhere.add(origin);
    });
    context.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname === '/graphql')
        asked.push({ token: response.request().headers()['authorization'], status: response.status() });
    });
    page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => {
      // The provider's pages are its own affair.
      const isOurs = message.location().url.startsWith(gateway.url);
      if (isOurs && ['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    await page.addInitScript({ content: LONG_TIMERS });
  }, FILL_MS);
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
    await provider?.stop();
    await sample?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const stored = (): Promise<string> =>
    page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])');

  it('sends the page with a policy that lets it call the provider, and nobody else', async () => {
    const response = await fetch(`${gateway.url}/`);
    expect(response.headers.get('content-security-policy')).toContain(`connect-src 'self' ${provider.url};`);
    const config = (await (await fetch(`${gateway.url}/explorer/config.json`)).json()) as Record<string, unknown>;
    expect(config['signIn']).toEqual({
      issuer: provider.url,
      clientId: 'page',
      scopes: 'openid graph',
      resource: RESOURCE,
    });
    expect(config['roles']).toEqual([]);
  });

  /** Both languages and colour schemes, wide and narrow; left as it was. */
  async function expectClean(): Promise<void> {
    for (const [language, colorScheme, width] of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const sheet = page.locator('.settings-sheet');
      if (width < 640) {
        // The page puts the settings behind one line some time after it became narrow.
        await sheet.waitFor();
        if ((await sheet.getAttribute('open')) === null) await sheet.locator('summary').click();
      }
      await page.locator('.settings select').filter({ hasText: 'English' }).selectOption(language);
      await page.locator(`html[lang=${language}]`).waitFor();
      expect(await axeFindings(page), `${language} ${colorScheme} ${width}`).toEqual([]);
    }
  }

  it('offers signing in, and axe finds nothing in the page that does', async () => {
    await page.goto(`${gateway.url}/help`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await expectClean();
  });

  it(
    'comes back to where the reader was, as themselves, with what their role sees',
    async () => {
      await page.goto(`${gateway.url}/data?subject=verification`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out siti' }).waitFor();
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/data?subject=verification');
      await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
      await page.getByRole('heading', { name: 'What waits for you' }).waitFor({ timeout: 60_000 });
      await expectClean();
      expect(asked.some(({ token, status }) => token?.startsWith('Bearer eyJ') === true && status === 200)).toBe(true);
    },
    FILL_MS,
  );

  it('keeps the token in memory alone: not in storage, cookies or the address', async () => {
    expect(await stored()).not.toMatch(/eyJ|code=|state=|verifier/);
  });

  it(
    'says when the session has ended, and goes on after signing in again with nothing lost',
    async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Query' }).click();
      const editor = page.locator('.monaco-editor').first();
      await editor.waitFor({ timeout: 120_000 });
      await editor.click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('# not to be lost');
      const typed = page.getByText('not to be lost').first();
      await typed.waitFor();

      await page.evaluate('longTimers.forEach((run) => run())');
      await page.getByRole('button', { name: 'Sign in again' }).waitFor();
      const before = asked.length;
      const [popup] = await Promise.all([
        context.waitForEvent('page'),
        page.getByRole('button', { name: 'Sign in again' }).click(),
      ]);
      await popup.waitForEvent('close').catch(() => undefined);
      await page.getByRole('button', { name: 'Sign out siti' }).waitFor();
      expect(popup.isClosed()).toBe(true);
      expect(await typed.isVisible()).toBe(true);
      expect(asked.slice(before).every(({ status }) => status === 200)).toBe(true);
      expect(await stored()).not.toMatch(/eyJ|code=|state=/);
    },
    FILL_MS,
  );

  it('signs out: the page asks as the public again', async () => {
    await page.getByRole('button', { name: 'Sign out siti' }).click();
    await page.waitForURL((url) => url.origin === provider.url);
    await page.goto(`${gateway.url}/`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    asked.length = 0;
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(asked.every(({ token }) => token === undefined)).toBe(true);
  });

  it('calls nobody but the gateway and the provider, and says nothing to the console', () => {
    expect([...elsewhere]).toEqual([provider.url]);
    expect(troubles).toEqual([]);
  });
});
