/** Every panel of Query that is the page's own, opened, as axe sees it: WCAG 2.2 AA, both languages, both colour schemes. */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../web/language/en.ts';
import { id } from '../../web/language/id.ts';
import type { ExplorerConfig } from '../../web/session/config.ts';
import { missingBrowser } from '../support/browser.ts';
import { GRAPHIQLS } from '../support/graphiqls.ts';
import { axeFindings, explorerInBrowser, nothingSeen, SHOTS, watchedPage } from '../support/watched-page.ts';

const CONFIG: ExplorerConfig = {
  endpoint: '/graphql',
  questions: [
    {
      name: 'CoverageByVillage',
      title: 'Coverage by village / Cakupan per kelurahan',
      text: '# Workers in each village. / Pekerja per kelurahan.\nquery CoverageByVillage($first: Int = 2) {\n  districts(first: $first) { name workers basis { month exactness noise } }\n}\n',
    },
  ],
  roles: [{ name: 'analyst', title: 'Analyst / Analis', token: 'token-of-analyst', plans: true }],
  purposes: [{ name: 'monitoring', title: 'Monitoring / Pemantauan' }],
};

const missing = missingBrowser('test/e2e/query-panels.test.ts');

describe.skipIf(missing !== '')(`the panels of Query in a browser${missing}`, () => {
  const started = explorerInBrowser(CONFIG);
  let context: BrowserContext;
  let page: Page;
  const seen = nothingSeen();

  afterEach(() => context.close());

  it.each([
    { locale: 'en-GB', dark: false, width: 1440, words: en },
    { locale: 'en-GB', dark: true, width: 1440, words: en },
    { locale: 'id-ID', dark: false, width: 1440, words: id },
    { locale: 'id-ID', dark: true, width: 390, words: id },
  ])(
    'have no finding by axe, $locale, dark: $dark, $width px',
    async ({ words, ...look }) => {
      ({ context, page } = await watchedPage(started.browser, started.server.origin, look, seen));
      await page.goto(`${started.server.origin}/query`);
      await page
        .locator('.graphiql-query-editor .view-lines')
        .getByText('CoverageByVillage')
        .waitFor({ timeout: 60_000 });
      const found: Record<string, unknown> = {};
      const check = async (panel: string): Promise<void> => {
        found[panel] = await axeFindings(page, undefined, GRAPHIQLS);
        await page.screenshot({ path: join(SHOTS, `query-${panel}-${look.locale}-${look.dark}.png`) });
      };
      const show = (panel: string) => page.getByRole('button', { name: `Show ${panel}` }).click();
      await check('questions');
      await show(words['query.variables']);
      await page.locator('.variables input').first().fill('a few');
      await page.locator('.variable-problem').first().waitFor();
      await check('variables');
      await show(words['query.docs']);
      await page.locator('.docs > input').fill('kecamatan');
      await page.locator('.docs-found button').first().waitFor();
      await check('docs');
      await show(words['query.history']);
      await page.getByRole('switch').check();
      await check('history');
      await show(words['query.build']);
      await page.locator('.graphiql-explorer-root').getByText('districts', { exact: true }).waitFor();
      await check('build');
      expect(found).toEqual({ questions: [], variables: [], docs: [], history: [], build: [] });
    },
    120_000,
  );
});
