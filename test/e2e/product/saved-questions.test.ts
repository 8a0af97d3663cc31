/** Saved questions in a real browser, before the whole product: kept by one, found by a colleague, published, opened by anybody, changed, withdrawn. */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { missingBrowser } from '../../support/browser.ts';
import { axeFindings, nothingSeen, productInBrowser, serious, SHOTS, watchedPage } from '../../support/watched-page.ts';

const missing = missingBrowser('test/e2e/product/saved-questions.test.ts');

const VIEW = '/data?by=occupation%2Cband&area=32.75.01&as=heat&sort=-total';
/** Of the sample, without a view. */
const SHIPPED = 'Pending verifications, month by month';
const TITLE = 'Vendors and drivers by decile';

/** What is asked of the gateway takes a while. */
const WAIT = { timeout: 20_000 };

describe.skipIf(missing !== '')(`saved questions in a browser${missing}`, () => {
  const started = productInBrowser();
  let context: BrowserContext;
  let seen = nothingSeen();

  afterEach(async () => {
    await context.close();
    const all = seen;
    seen = nothingSeen();
    expect(all).toEqual(nothingSeen());
  });

  async function open(path: string, { width = 1440, locale = 'en-GB', dark = false } = {}): Promise<Page> {
    const { origin } = started.product;
    const opened = await watchedPage(started.browser, origin, { width, locale, dark }, seen);
    const { page } = opened;
    context = opened.context;
    await page.goto(origin + path);
    return page;
  }

  /** Opens a new page as a role: none of another's is left in it. */
  async function openAs(role: string, path: string): Promise<Page> {
    await context?.close();
    const page = await open(path);
    await choose(page, role);
    return page;
  }
  const choose = async (page: Page, role: string): Promise<void> => {
    await page.locator(`.settings option[value="${role}"]`).waitFor({ state: 'attached' });
    // On a narrow screen the settings stand behind one line.
    const sheet = page.locator('.settings-sheet:not([open]) > summary');
    if ((await sheet.count()) > 0) await sheet.click();
    await page.locator('.settings select').first().selectOption(role);
  };
  const answered = (page: Page): Promise<void> => page.locator('table.grid tbody [data-cell]').first().waitFor();
  const button = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' });
  const dialog = (page: Page) => page.getByRole('dialog');

  async function fill(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(texts)) await dialog(page).getByLabel(label, { exact: true }).fill(text);
  }
  async function send(page: Page, name: string): Promise<void> {
    await dialog(page).getByRole('button', { name, exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
  }
  const titles = (page: Page): Promise<string[]> => page.locator('.saved-list a > span').allTextContents();
  async function onShelf(page: Page, shelf: string): Promise<string[]> {
    await page.locator('.saved > summary').click();
    await page.locator('.saved').getByRole('button', { name: shelf, exact: true }).click();
    await page.locator('.saved-list a, .saved > .hint').first().waitFor();
    return titles(page);
  }
  const follow = (page: Page): Promise<void> => page.locator('.saved-list a').filter({ hasText: TITLE }).click();

  async function shoot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(SHOTS, `saved-${name}.png`) });
  }
  async function expectClean(page: Page): Promise<void> {
    expect(serious(await axeFindings(page))).toEqual([]);
  }

  it('are kept by one, found by a colleague, published, opened by anybody, changed, and withdrawn', async () => {
    let page = await openAs('agency-owner', VIEW);
    await answered(page);
    await button(page, 'Save this question').click();
    await fill(page, { Title: TITLE, Reason: 'For the meeting on targets' });
    await dialog(page).getByLabel('My agency').check();
    await shoot(page, 'dialog');
    await expectClean(page);
    await send(page, 'Save');
    await page.waitForURL(/saved=/);
    const address = page.url();
    expect(address).not.toMatch(/Vendors|meeting|eyJ/);
    await button(page, 'Delete').waitFor();
    await page.locator('.saved > summary').click();
    // Who has questions of their own sees these first.
    await page.locator('.saved [aria-pressed=true]').getByText('Mine', { exact: true }).waitFor();
    await expect.poll(() => titles(page), WAIT).toContain(TITLE);

    page = await openAs('verifier', '/data');
    await onShelf(page, 'My agency’s');
    await expect.poll(() => titles(page), WAIT).toContain(TITLE);
    await expectClean(page);
    await follow(page);
    await answered(page);
    expect(page.url()).toBe(address);
    await page.locator('.keep-of').getByText(TITLE).waitFor();
    await expect
      .poll(() => page.locator('.segments [aria-pressed=true]').allTextContents(), WAIT)
      .toContain('Heat map');
    expect(await button(page, 'Publish').count()).toBe(0);
    // A colleague changes what the agency shares, and deletes nothing of it.
    expect(await button(page, 'Delete').count()).toBe(0);

    page = await openAs('public', '/data');
    expect(await onShelf(page, 'Published')).not.toContain(TITLE);

    page = await openAs('agency-owner', address.slice(started.product.origin.length));
    await button(page, 'Publish').click();
    await fill(page, { Reason: 'Anybody may ask this' });
    await send(page, 'Publish');
    await button(page, 'Withdraw').waitFor();

    page = await openAs('public', '/data');
    await onShelf(page, 'Published');
    await expect.poll(() => titles(page), WAIT).toContain(TITLE);
    await page.locator('.saved input[type=search]').fill('drivers decile');
    await expect.poll(() => page.locator('.saved-list a').count(), WAIT).toBe(1);
    await follow(page);
    await answered(page);
    for (const name of ['Withdraw', 'Delete', 'Publish']) expect(await button(page, name).count()).toBe(0);
    await button(page, 'Save this question').click();
    await dialog(page).getByText('Saving takes a role that may save questions').waitFor();

    page = await openAs('agency-owner', address.slice(started.product.origin.length));
    await answered(page);
    await button(page, 'Pivot').click();
    await page.getByText('Changed here, not saved').waitFor();
    await button(page, 'Save this question').click();
    await fill(page, { Reason: 'Numbers are read at once' });
    await send(page, 'Save as version 3');
    await page.locator('.keep-of').getByText('Version 3').waitFor();
    await button(page, 'Versions').click();
    await expect
      .poll(() => page.locator('.saved-versions li > p').allTextContents(), WAIT)
      .toEqual(['Numbers are read at once', 'Anybody may ask this', 'For the meeting on targets']);
    await shoot(page, 'versions');
    await expectClean(page);
    await dialog(page).getByRole('link', { name: 'Version 1' }).click();
    await page.getByText('Version 1 of 3 is shown').waitFor();
    await answered(page);
    await expect
      .poll(() => page.locator('.segments [aria-pressed=true]').allTextContents(), WAIT)
      .toContain('Heat map');
    await button(page, 'Withdraw').click();
    await fill(page, { Reason: 'The meeting is over' });
    await send(page, 'Withdraw');
    await button(page, 'Publish').waitFor();

    page = await openAs('public', address.slice(started.product.origin.length));
    await page.getByText('is not there, or not yours to see').waitFor();
    await answered(page);

    page = await openAs('agency-owner', address.slice(started.product.origin.length));
    await button(page, 'Delete').click();
    await fill(page, { Reason: 'No longer of use' });
    await send(page, 'Delete');
    await page.waitForURL((url) => !url.search.includes('saved='));
    expect(await onShelf(page, 'My agency’s')).not.toContain(TITLE);
  }, 240_000);

  it('say what to do when they are refused, and lose nothing that was typed', async () => {
    const page = await openAs('analyst', VIEW);
    await answered(page);
    await button(page, 'Save this question').click();
    const typed = { Title: TITLE, Reason: 'About 3275010101900001' };
    await fill(page, typed);
    const alert = dialog(page).getByRole('alert');
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
    await alert.getByText('There is a long number, a token or a key in the reason').waitFor();
    await fill(page, { Reason: 'For the meeting' });
    await dialog(page).getByLabel('My agency').check();
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
    await alert.getByText('choose “Only me”').waitFor();
    await dialog(page).getByLabel('Only me').check();
    await context.route('**/graphql', (route) => route.abort());
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
    await alert.getByText('The gateway does not answer').waitFor();
    await context.unroute('**/graphql');
    await context.route('**/graphql', (route) => route.fulfill({ status: 401, json: { errors: [{ message: 'no' }] } }));
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
    await alert.getByText('The token was not accepted').waitFor();
    await context.unroute('**/graphql');
    await alert.getByRole('button', { name: 'Fresh tokens' }).click();
    expect(await dialog(page).getByLabel('Reason', { exact: true }).inputValue()).toBe('For the meeting');
    await page.keyboard.press('Escape');
    await choose(page, 'dashboard');
    await choose(page, 'analyst');
    await answered(page);
    await button(page, 'Save this question').click();
    expect(await dialog(page).getByLabel('Reason', { exact: true }).inputValue()).toBe('For the meeting');
    expect(await dialog(page).getByLabel('Title', { exact: true }).inputValue()).toBe(TITLE);
    await send(page, 'Save');
    await page.locator('.keep-of').getByText(TITLE).waitFor();
    seen.said = seen.said.filter((text) => !/net::ERR_FAILED|status of 401/.test(text));
  }, 120_000);

  it('are asked by their own GraphQL where that is what they are, and changed by keys alone', async () => {
    const page = await openAs('public', '/data');
    await onShelf(page, 'Published');
    const [title] = await page.locator('.saved-list a > span').filter({ hasText: SHIPPED }).allTextContents();
    await page.locator('.saved-list a').filter({ hasText: SHIPPED }).click();
    await page.waitForURL(/document=yes/);
    await answered(page);
    await page.locator('.keep-of').getByText(title!).waitFor();
    await choose(page, 'analyst');
    await answered(page);
    await page.getByText('You may not change').waitFor({ state: 'detached' });
    await button(page, 'Save this question').focus();
    await page.keyboard.press('Enter');
    await dialog(page).getByText('You may not change').waitFor();
    await dialog(page).getByLabel('Reason', { exact: true }).focus();
    await page.keyboard.type('A copy to go on from');
    await page.keyboard.press('Tab');
    while (!(await page.evaluate('document.activeElement.matches("[type=submit]")'))) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await page.locator('.keep-of').getByText('private').waitFor();
    expect(page.url()).toMatch(/document=yes/);
  }, 120_000);

  it('are opened in the editor by their address, and saved from it', async () => {
    const { savedQuestions } = await started.product.ask<{
      savedQuestions: { nodes: { id: string; title: string }[] };
    }>('{ savedQuestions { nodes { id title } } }');
    const { id } = savedQuestions.nodes.find(({ title }) => title.includes(SHIPPED))!;
    const page = await openAs('analyst', `/query?saved=${id}`);
    await page.locator('.graphiql-query-editor .view-lines').getByText('funnelHistory').first().waitFor();
    await button(page, 'Save this question').click();
    await dialog(page).getByText('You may not change').waitFor();
    await fill(page, { Title: 'Backlog from the editor', Reason: 'To go on with it' });
    await send(page, 'Save');
    await page.waitForURL((url) => url.search.includes('saved=') && !url.search.includes(id));
    const saved = page.locator('.graphiql-plugin .saved');
    await saved.locator('select').selectOption('MINE');
    await saved.getByRole('link', { name: 'Backlog from the editor' }).waitFor();
    await shoot(page, 'query');
    await saved.getByRole('link', { name: 'Backlog from the editor' }).click();
    await button(page, 'Save this question').click();
    await fill(page, { Reason: 'A second version' });
    await send(page, 'Save as version 2');
    // What is typed for one question is neither called nor saved as another.
    await button(page, 'Save this question').click();
    await fill(page, { Title: 'Typed for the backlog' });
    await page.keyboard.press('Escape');
    const own = new URL(page.url()).search;
    await saved.locator('select').selectOption('PUBLISHED');
    await saved.getByRole('link', { name: SHIPPED }).click();
    await page.waitForURL((url) => url.search.includes(id));
    await button(page, 'Save this question').click();
    await dialog(page).getByText('You may not change').waitFor();
    expect(await dialog(page).getByLabel('Title', { exact: true }).inputValue()).not.toContain('Typed');
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${started.product.origin}/data${own}&document=yes`);
    await choose(page, 'analyst');
    await page.locator('.keep-of').getByText('Version 2').waitFor();
    await answered(page);
  }, 120_000);

  it.each([
    { locale: 'id-ID', width: 1440, dark: true },
    { locale: 'id-ID', width: 390, dark: false },
    { locale: 'en-GB', width: 390, dark: true },
  ])(
    'can be read in $locale, $width px, dark: $dark',
    async (look) => {
      const page = await open('/data', look);
      await page.locator('.saved > summary').click();
      await page.locator('.saved-list a').first().waitFor();
      const name = `${look.locale}-${look.width}-${look.dark ? 'dark' : 'light'}`;
      await shoot(page, `list-${name}`);
      await expectClean(page);
      await page.locator('.saved-list a').first().click();
      await answered(page);
      await page.locator('.saved > summary').click();
      await page.locator('.keep-of').waitFor();
      await shoot(page, `opened-${name}`);
      await choose(page, 'analyst');
      await answered(page);
      await page.locator('.keep-tools button').first().click();
      await dialog(page).waitFor();
      await shoot(page, `dialog-${name}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await expectClean(page);
    },
    120_000,
  );
});
