/** The view Query in a real browser, before the whole product: ready changes, and answers that are explained. */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../../web/language/en.ts';
import { FIGURES } from '../../../web/graph/table.ts';
import { id } from '../../../web/language/id.ts';
import { GRAPHIQLS } from '../../support/graphiqls.ts';
import { missingBrowser } from '../../support/browser.ts';
import {
  axeFindings,
  nothingSeen,
  productInBrowser,
  serious,
  SHOTS,
  watchedPage,
  type Look,
} from '../../support/watched-page.ts';

const missing = missingBrowser('test/e2e/product/query.test.ts');

describe.skipIf(missing !== '')(`Query before the product in a browser${missing}`, () => {
  const started = productInBrowser();
  let context: BrowserContext;
  afterEach(() => context.close());

  async function open(look: Partial<Look> = {}): Promise<Page> {
    const { origin } = started.product;
    const opened = await watchedPage(started.browser, origin, { width: 1440, locale: 'en-GB', ...look }, nothingSeen());
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
    // On a narrow screen the settings stand behind one line.
    const sheet = page.locator('.settings-sheet:not([open]) > summary');
    if ((await sheet.count()) > 0) await sheet.click();
    await page.locator('.settings select').first().selectOption(role);
    const open = page.locator('.settings-sheet[open] > summary');
    if ((await open.count()) > 0) await open.click();
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

  it('opens a change with a skeleton, which is refused to who may not make it in words of a change, and runs it for who may', async () => {
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

  const NONE = 'none: village(code: "32.75.01.9999") { name }';
  const COUNTS = `query Counts { ${NONE} villages(first: 56) { nodes { name workerCount } } }`;
  const PERSONS = `query Persons { ${NONE} workers(first: 8) { nodes { nik name } } }`;

  const write = async (page: Page, question: string): Promise<void> => {
    await page.locator('.graphiql-query-editor .view-lines').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(question);
    // What the editor runs by name, it must have read.
    await page.getByRole('tab', { name: /^query (\w+)/.exec(question)![1]! }).waitFor();
  };

  it.each([
    { locale: 'en-GB', width: 1440, dark: false, role: 'operator', words: en },
    { locale: 'id-ID', width: 390, dark: true, role: 'agency-owner', words: id },
  ])(
    'says why values are as they are, on hover and by keys, and which fetches it took, $locale, $width px, $role',
    async ({ words, role, ...look }) => {
      const page = await open(look);
      const shoot = (name: string) =>
        page.screenshot({ path: join(SHOTS, `explained-${name}-${look.locale}-${look.width}.png`) });
      const expectClean = async (): Promise<void> => {
        expect(serious(await axeFindings(page, undefined, GRAPHIQLS))).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      };
      const show = (key: keyof typeof en) =>
        page.locator('.toggle button').getByText(words[key], { exact: true }).click();
      const part = (name: string) => page.locator('.table-bar select').selectOption(name);
      const explain = page.getByRole('switch', { name: words['query.explain'] });
      const tip = page.getByRole('tooltip');

      expect(await explain.count()).toBe(0);
      await choose(page, role);
      await explain.waitFor();
      expect(await explain.isChecked()).toBe(false);
      await explain.check();
      const [kind, list] =
        role === 'operator' ? (['perturbed', 'villages'] as const) : (['masked', 'workers'] as const);
      await write(page, kind === 'perturbed' ? COUNTS : PERSONS);
      await run(page, list);
      await show('query.answer.table');

      await part(FIGURES);
      const empty = page.locator('td.none').filter({ hasText: words['query.explain.null-of-owner.word'] });
      await empty.hover();
      await tip.locator('[lang=en]').getByText('Null: the subgraph agencies answered null').waitFor();
      await page.mouse.move(0, 0);
      await tip.waitFor({ state: 'detached' });
      // By keys alone: from the name to its value.
      await page.locator('td[data-cell="0,0"]').focus();
      await page.keyboard.press('ArrowRight');
      await tip.getByText(words['query.explain.null-of-owner.says']).waitFor();
      expect(await empty.getAttribute('aria-describedby')).toBe(await tip.getAttribute('id'));
      await page.keyboard.press('Escape');
      await tip.waitFor({ state: 'detached' });

      await part(list);
      const explained = page.locator('td').filter({ hasText: words[`query.explain.${kind}.word`] });
      // The explanation lists five values of a field.
      expect(await explained.count()).toBe(kind === 'perturbed' ? 56 : 16);
      await explained.last().focus();
      await tip
        .locator('[lang=en]')
        .getByText(kind === 'perturbed' ? 'Perturbed: Village.workerCount' : 'Masked as NAME')
        .waitFor();
      await shoot('cell');
      await expectClean();

      await show('query.answer.explain');
      const rows = page.getByRole('region', { name: words['query.explain.fetches'] }).locator('tbody tr');
      await rows.first().locator('svg').waitFor();
      const sent = rows.filter({ hasText: words['query.explain.state.fetched'] });
      expect(await sent.locator('svg').count()).toBe(await sent.count());
      expect((await sent.locator('th').allTextContents()).join()).toMatch(/agencies/);
      // Only who may see plans has one beside it.
      expect(await page.getByText('QueryPlan {').count()).toBe(kind === 'perturbed' ? 1 : 0);
      await page
        .getByRole('region', { name: words['query.explain.cost'] })
        .getByText('Query.village', { exact: true })
        .waitFor();
      await page.getByRole('heading', { name: words['query.explain.limits'] }).waitFor();
      await shoot('fetches');
      await expectClean();
      const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
      expect(stored).not.toMatch(/expl|Counts|Persons|Null:/i);
    },
    60_000,
  );
});
