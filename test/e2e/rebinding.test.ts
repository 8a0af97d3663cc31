/** The page of another site, in a real browser: its own name made to mean this machine, as DNS rebinding does, and asking across origins. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../subgraphs/serve.ts';
import { launchBrowser, missingBrowser } from '../support/browser.ts';
import { buildExplorer } from '../support/explorer-server.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { composeSmall } from '../support/small-graph.ts';

const missing = missingBrowser('test/e2e/rebinding.test.ts');

/** Newer Chromium asks its user before a page reaches this machine; other browsers do not, so neither may the gateway rely on it. */
const ARGUMENTS = [
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
  '--host-resolver-rules=MAP evil.test 127.0.0.1',
];

/** What the page tries, and what it could read of each answer. */
const TRIES = `async (base) => {
  const tokens = { method: 'POST', headers: { 'x-sigap-explorer': '1' } };
  const graphql = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ people { name } }"}' };
  const tries = [['explorer/config.json'], ['explorer/tokens', tokens], ['explorer/tokens', { method: 'POST', mode: 'no-cors' }], ['graphql', graphql], ['graphql?query={people{name}}'], ['health/live'], ['']];
  const read = [];
  for (const [path, options] of tries) read.push(await fetch(base + path, options).then(async (reply) => [reply.status, await reply.text()], (thrown) => [0, String(thrown)]));
  return read;
}`;

describe.skipIf(missing !== '')(`a page of another site${missing}`, () => {
  let folder: string;
  let browser: Browser;
  let gateway: RunningGateway;
  let store: TestStore;
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    await buildExplorer();
    folder = mkdtempSync(join(tmpdir(), 'rebinding-'));
    gateway = await startGateway({
      settings: gatewayDefaults({ port: 0, keysFolder: folder, development: true, developmentAgency: 'DINSOS' }),
      log: logOf('test', 'silent'),
      source: fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' })),
      inProcess: { people: async () => ({ data: { people: [{ name: 'Ani' }] } }), places: async () => ({ data: {} }) },
    });
    store = await openTestStore();
    subgraph = await startSubgraph(SUBGRAPHS[1]!.name, { mongodbUri: store.uri, port: 0, logLevel: 'silent' });
    browser = await launchBrowser(...ARGUMENTS);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await subgraph?.stop();
    await store?.close();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page as its own server gave it, before its name was made to mean this machine. */
  async function visit(url: string): Promise<Page> {
    const page = await browser.newPage();
    await page.route(url, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>free mobile data</title>' }),
    );
    await page.goto(url);
    return page;
  }
  const read = async (page: Page, base: string): Promise<[number, string][]> =>
    (await page.evaluate(`(${TRIES})(${JSON.stringify(base)})`)) as [number, string][];

  it('that is rebound to this machine reads no token, no answer, not even that the gateway lives', async () => {
    const page = await visit(`http://evil.test:${gateway.port}/lure`);
    const answers = await read(page, '/');
    for (const [status, text] of answers) {
      expect(status).toBe(421);
      expect(text).not.toMatch(/eyJ|Ani|analyst|live/);
    }
    await page.close();
  });

  it('that asks across origins reads nothing either', async () => {
    const page = await visit('http://evil.test:1/lure');
    const answers = await read(page, `http://127.0.0.1:${gateway.port}/`);
    expect(answers.map(([, text]) => text).join()).not.toMatch(/eyJ|Ani|analyst|live/);
    await page.close();
  });

  it('that is rebound to a subgraph reads nothing of it', async () => {
    const page = await visit(`http://evil.test:${subgraph.port}/lure`);
    const [status, text] = (await page.evaluate(
      `fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ agencies { code } }"}' }).then(async (reply) => [reply.status, await reply.text()])`,
    )) as [number, string];
    expect(status).toBe(401);
    expect(text).not.toContain('data');
    await page.close();
  });

  it('is told apart from the explorer, which gets a token for each role and asks with it', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const page = await browser.newPage();
      await page.goto(`http://${host}:${gateway.port}/`);
      const sent = page.waitForRequest(
        (request) => request.url().endsWith('/graphql') && request.headers()['authorization'] !== undefined,
        { timeout: 20_000 },
      );
      await page.getByRole('combobox', { name: 'Role' }).selectOption('verifier');
      const request = await sent;
      expect(request.headers()['authorization']).toMatch(/^Bearer eyJ/);
      expect((await request.response())!.status()).toBe(200);
      await page.close();
    }
  });
});
