/** The view of the registry in a real browser, before a real registry on a store of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEDERATION, openTestRegistry, type TestRegistry } from '../schema/registry/fixtures.ts';
import { launchBrowser, missingBrowser } from '../support/browser.ts';
import { buildExplorer, startExplorer, type ExplorerServer } from '../support/explorer-server.ts';
import { axeFindings, SHOTS } from '../support/watched-page.ts';

const missing = missingBrowser('test/e2e/registry-page.test.ts');

const areas = (more: string): string => `${FEDERATION} type Query { village(code: ID!): Village }
type Village @key(fields: "code") {
  code: ID!
  name: String
  ${more}
}
`;
const HEALTH = `${FEDERATION} type Query { clinics: Int }
type Village @key(fields: "code") {
  code: ID!
  clinics: Int
}
`;

describe.skipIf(missing !== '')(`the view of the registry in a browser${missing}`, () => {
  let registry: TestRegistry;
  let server: ExplorerServer;
  let bare: ExplorerServer;
  let browser: Browser;
  const origins: string[] = [];

  const publish = (name: string, owner: string, sdl: string, why: string) =>
    registry.ask(`/v1/subgraphs/${name}/versions`, { body: { sdl, url: `http://${name}.test/`, why, owner } });

  beforeAll(async () => {
    await buildExplorer();
    registry = await openTestRegistry({}, { pages: () => origins });
    const config = { endpoint: '/graphql', questions: [], roles: [], purposes: [] };
    server = await startExplorer({ ...config, registry: registry.url });
    bare = await startExplorer(config);
    origins.push(server.origin);
    browser = await launchBrowser();
    mkdirSync(SHOTS, { recursive: true });
    await publish('areas', 'DISKOMINFO', areas('population: Int'), 'First version.');
    await publish('areas', 'DISKOMINFO', areas('population: Int\n  households: Int'), 'Households are counted.');
    const waiting = await publish('health', 'DINKES', HEALTH, 'Clinics of a village.');
    expect(waiting.status).toBe(202);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.close(), bare?.close(), registry?.close()]);
  });

  interface Opened {
    readonly page: Page;
    /** What the page's console said but for refusals, which browsers put there. */
    readonly said: string[];
    close(): Promise<void>;
  }

  async function open(search = '', look: { locale?: string; width?: number; dark?: boolean } = {}): Promise<Opened> {
    const { locale = 'en-GB', width = 1280, dark = false } = look;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale,
      colorScheme: dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('console', (message) => {
      if (!message.text().startsWith('Failed to load resource')) said.push(message.text());
    });
    await page.goto(`${server.origin}/registry${search}`);
    return { page, said, close: () => context.close() };
  }

  async function give(page: Page, token: string): Promise<void> {
    await page.locator('.registry-token input').fill(token);
    await page.locator('.registry-token button[type=submit]').click();
  }

  const goTo = (page: Page, part: string) =>
    page.getByRole('navigation', { name: 'Parts of the registry' }).getByRole('link', { name: part }).click();

  it('says where a gateway has no registry, and then is not in the navigation', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`${bare.origin}/registry`);
    await page.getByText('This gateway has no registry').waitFor();
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Registry' }).count()).toBe(0);
    await page.close();
  });

  it('asks for a token, says when the registry knows it not, and keeps it in memory alone', async () => {
    const { page, said, close } = await open();
    await give(page, `sigapreg_${'x'.repeat(43)}`);
    await page.getByRole('alert').getByText('does not know this token').waitFor();
    await give(page, registry.operator);
    await page.getByText('Token of DISKOMINFO').waitFor();
    const stored: string = await page.evaluate(
      'JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie, history.state])',
    );
    expect(stored).not.toContain('sigapreg_');
    // Another view and back lose it not, a reload does.
    await page.getByRole('link', { name: 'Help', exact: true }).click();
    await page.getByRole('link', { name: 'Registry', exact: true }).click();
    await page.getByText('Token of DISKOMINFO').waitFor();
    await page.reload();
    await page.locator('.registry-token input').waitFor();
    expect(said).toEqual([]);
    await close();
  });

  it('shows a version with its report and how its SDL differs, by signs too, reached by keys alone', async () => {
    const { page, said, close } = await open('?tab=subgraphs');
    await give(page, registry.operator);
    await page.getByRole('link', { name: 'areas', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Households are counted.').waitFor();
    await page.getByRole('link', { name: 'Version 2', exact: true }).focus();
    await page.keyboard.press('Enter');
    const diff = page.getByRole('region', { name: 'Difference between version 1 and version 2' });
    await diff.waitFor();
    expect(await diff.locator('.is-added').innerText()).toMatch(/\+\s*added:\s*households: Int/);
    expect(await diff.locator('.is-removed').count()).toBe(0);
    await page.getByText('1 line added, 0 lines removed.').waitFor();
    expect(new URL(page.url()).search).toBe('?tab=subgraphs&subgraph=areas&version=2');
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption('0');
    await page.getByRole('region', { name: 'SDL of version 2' }).waitFor();
    await page.goBack();
    await page.getByText('Households are counted.').waitFor();
    await page.goto(`${server.origin}/registry?tab=subgraphs&subgraph=health&version=1`);
    await give(page, registry.operator);
    await page.getByText('1 owner’s approval', { exact: true }).waitFor();
    await page.getByText('OWNER/EXTENSION').first().waitFor();
    expect(said).toEqual([]);
    await close();
  });

  it('offers a token only what it may, and says in plain words what the registry refuses', async () => {
    const reader = await registry.token('DINKES', ['read']);
    const { page, close } = await open('?tab=approvals');
    await give(page, reader);
    await page.getByText('Only a token of DISKOMINFO').waitFor();
    await goTo(page, 'Supergraphs');
    await page.getByRole('link', { name: 'What changed with supergraph 2' }).waitFor();
    await goTo(page, 'Subgraphs');
    await page.getByRole('link', { name: 'areas', exact: true }).click();
    await page.getByText('Households are counted.').waitFor();
    for (const name of ['Approve', 'Pin', 'Roll back', 'Quarantine', 'Retract'])
      expect(await page.getByRole('button', { name: new RegExp(`^${name}`) }).count(), name).toBe(0);
    // A page that were wrong about the token's rights could do no more.
    await page.route('**/v1/token', async (route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, json: { ...(await reply.json()), rights: ['operate'] } });
    });
    await page.goto(`${server.origin}/registry?tab=history`);
    await give(page, reader);
    await page.getByRole('button', { name: 'Pin supergraph 1' }).click();
    await page.getByLabel('Reason').fill('A try.');
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByRole('alert').getByText('Your token may not do this.').waitFor();
    await page.getByText('REGISTRY_FORBIDDEN').waitFor();
    await close();
  });

  it('approves as the agency that is asked, with a reason, and the version is served', async () => {
    const { page, said, close } = await open('?tab=approvals');
    await give(page, registry.operator);
    await page.getByRole('button', { name: 'Approve Village.clinics in health' }).click();
    await page.getByLabel('Reason').fill('   ');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('alert').getByText('A reason is needed.').waitFor();
    await page.getByLabel('Reason').fill('Villages are asked for their clinics.');
    await page.getByLabel('Days for which this counts').fill('30');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('The approval is given. Supergraph 3 is served now.').waitFor();
    await page.getByText('Nobody is asked about anything.').waitFor();
    const [approval] = (await registry.ask('/v1/approvals?state=APPROVED')).body;
    expect(approval).toMatchObject({ by: 'DISKOMINFO', why: 'Villages are asked for their clinics.' });
    const days = (Date.parse(approval.expires) - Date.parse(approval.at)) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    await goTo(page, 'Agencies');
    await page.getByRole('img', { name: '2 agencies with 1 arrow between them' }).waitFor();
    const row = page.getByRole('row', { name: /DINKES DISKOMINFO/ });
    expect(await row.innerText()).toContain('adds fields to Village');
    expect(said).toEqual([]);
    await close();
  });

  it('pins a supergraph and unpins it, and says what changed with one', async () => {
    const { page, said, close } = await open('?tab=history&supergraph=2');
    await give(page, registry.operator);
    await page.getByText('Village.households').waitFor();
    await page.getByRole('link', { name: 'areas: version 1 → 2' }).waitFor();
    await page.getByRole('button', { name: 'Pin supergraph 1' }).click();
    await page.getByLabel('Reason').fill('Households are wrong.');
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByText('Pinned to the versions of supergraph 1').waitFor();
    await page.getByText(/Clients can no longer ask: .*Village\.households/).waitFor();
    expect((await registry.ask('/v1/supergraph')).body).not.toContain('households');
    await page.getByRole('button', { name: 'Unpin' }).click();
    await page.getByLabel('Reason').fill('They are right again.');
    await page.getByRole('dialog').getByRole('button', { name: 'Unpin', exact: true }).click();
    await page.getByText('Supergraph 5 is served now.').waitFor();
    expect((await registry.ask('/v1/supergraph')).body).toContain('households');
    expect((await registry.ask('/v1/supergraphs?limit=1')).body[0].why).toBe('They are right again.');
    expect(said).toEqual([]);
    await close();
  });

  it.each([
    { locale: 'id-ID', width: 1280, dark: false },
    { locale: 'en-GB', width: 1280, dark: true },
    { locale: 'id-ID', width: 390, dark: true },
    { locale: 'en-GB', width: 390, dark: false },
  ])('can be used by everybody: $locale, $width px, dark: $dark', async (look) => {
    const { page, said, close } = await open('', look);
    const found: Record<string, unknown> = { token: await axeFindings(page) };
    await give(page, registry.operator);
    await page.locator('svg.reach').waitFor();
    for (const [name, search, part] of [
      ['agencies', '?', 'svg.reach'],
      ['subgraphs', '?tab=subgraphs', '.registry-table'],
      ['subgraph', '?tab=subgraphs&subgraph=areas', '.registry-table'],
      ['version', '?tab=subgraphs&subgraph=areas&version=2', '.sdl-diff'],
      ['history', '?tab=history&supergraph=2', '.registry-coordinates'],
      ['approvals', '?tab=approvals', '.panel p'],
      ['usage', '?tab=usage&field=Village.name', '.registry-seek ~ p'],
    ] as const) {
      await page.evaluate(
        `history.pushState(null, '', ${JSON.stringify(`registry${search}`)}); dispatchEvent(new Event('sigap:moved'))`,
      );
      await page.locator(part).first().waitFor();
      const shot = `registry-${name}-${look.locale}-${look.width}-${look.dark}.png`;
      await page.screenshot({ path: join(SHOTS, shot), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), shot).toBe(true);
      found[name] = await axeFindings(page);
    }
    expect([...Object.values(found).flat(), ...said]).toEqual([]);
    await close();
  });
});
