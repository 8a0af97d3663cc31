/** Ready changes in a real browser, before the whole product: a change opens with what its input requires, and runs for the role that may make it. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { missingBrowser } from '../../support/browser.ts';
import { nothingSeen, productInBrowser, watchedPage } from '../../support/watched-page.ts';

const missing = missingBrowser('test/e2e/product/ready-changes.test.ts');

describe.skipIf(missing !== '')(`ready changes in a browser${missing}`, () => {
  const started = productInBrowser();
  let context: BrowserContext;
  afterEach(() => context.close());

  async function open(): Promise<Page> {
    const { origin } = started.product;
    const opened = await watchedPage(started.browser, origin, { width: 1440, locale: 'en-GB' }, nothingSeen());
    ({ context } = opened);
    await opened.page.goto(`${origin}/query`);
    await opened.page.locator('.questions li').first().waitFor({ timeout: 25_000 });
    // A click before the editor is there is lost.
    await opened.page
      .locator('.graphiql-query-editor .view-lines')
      .getByText('query')
      .first()
      .waitFor({ timeout: 25_000 });
    await expect.poll(() => variables(opened.page), { timeout: 25_000 }).toContain('{');
    return opened.page;
  }
  const choose = async (page: Page, role: string): Promise<void> => {
    await page.locator(`.settings option[value="${role}"]`).waitFor({ state: 'attached' });
    await page.locator('.settings select').first().selectOption(role);
  };
  /** What the editor of variables shows; Monaco writes blanks that do not break. */
  const variables = async (page: Page): Promise<string> =>
    (await page.locator('.graphiql-editor-tool .view-lines').first().innerText()).replaceAll('\u00a0', ' ');
  const run = async (page: Page, expected: string): Promise<void> => {
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response').getByText(expected).first().waitFor({ timeout: 20_000 });
  };
  const openChange = (page: Page, title: string): Promise<void> =>
    page.locator('.questions button.open').filter({ hasText: title }).click();

  it('opens with a skeleton, is refused to who may not make it in words of a change, and runs for who may', async () => {
    const page = await open();
    await openChange(page, 'Suspend a worker');
    await expect.poll(() => variables(page), { timeout: 10_000 }).toContain('"worker": "');
    expect(await variables(page)).not.toContain('null');
    await run(page, 'You may not make this change: Mutation.suspend');
    await choose(page, 'agency-owner@DISNAKER');
    await run(page, 'BAD_RECORD');
  });

  it('offers every owner of a group the changes of its members', async () => {
    const page = await open();
    await page.locator('.settings option[value="agency-owner@SETDA"]').waitFor({ state: 'attached' });
    for (const owner of ['BKPSDM', 'DISDIK', 'DINKES', 'DP3A', 'SATPOLPP', 'SETDA'])
      expect(await page.locator(`.settings option[value$="@${owner}"]`).count(), owner).toBe(1);
    await openChange(page, "End a member's term");
    await expect.poll(() => variables(page), { timeout: 10_000 }).toContain('"member": "');
    await choose(page, 'agency-owner@DISDIK');
    await run(page, 'BAD_RECORD');
  });
});
