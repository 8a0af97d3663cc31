/** Every panel of Query that is the page's own, opened, as axe sees it: WCAG 2.2 AA, both languages, both colour schemes. */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Explanation, FetchState } from '../../gateway/explain/explanation.ts';
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
  roles: [{ name: 'analyst', title: 'Analyst / Analis', token: 'token-of-analyst', plans: true, explains: true }],
  purposes: [{ name: 'monitoring', title: 'Monitoring / Pemantauan' }],
};

const refusal =
  'The subgraph finance is sent nothing, because it failed too often: since 2026-11-30T07:00:00Z (SUBGRAPH_OPEN).';
const fetchOf = (subgraph: string, state: FetchState, path: readonly string[], ms?: readonly [number, number]) => ({
  subgraph,
  state,
  path,
  paths: [path],
  address: null,
  started: ms?.[0] ?? null,
  took: ms?.[1] ?? null,
  rows: state === 'fetched' ? 12 : null,
  bytes: state === 'fetched' ? 1204 : null,
  tries: ms === undefined ? 0 : 1,
  ...(state !== 'fetched' && { why: refusal }),
});
/** With every state of a fetch. */
const EXPLANATION: Explanation = {
  values: [
    {
      path: ['districts', 0, 'workers'],
      paths: [['districts', 0, 'workers']],
      count: 1,
      coordinate: 'District.workers',
      type: 'Int',
      kind: 'breaker-open',
      why: 'Null: the subgraph finance is sent nothing, because it failed too often.',
    },
  ],
  valuesLeftOut: 2,
  fetches: [
    fetchOf('agencies', 'fetched', [], [0, 12.4]),
    fetchOf('workers', 'shared', ['districts'], [12.6, 31]),
    fetchOf('finance', 'refused', ['districts'], [12.7, 0]),
    fetchOf('groups', 'failed', ['districts', 'villages'], [44, 90.25]),
    fetchOf('audit', 'unsent', ['districts']),
  ],
  fetchesLeftOut: 1,
  cost: {
    total: 120,
    fields: Array.from({ length: 10 }, (_, at) => ({ path: ['districts', `f${at}`], coordinate: null, cost: 20 - at })),
    costLeftOut: 7,
  },
  limits: { requestsPerMinute: 600, costPerRequest: 10_000, costPerMinute: 500_000, personsPerMinute: 1_000 },
};
const ANSWER = {
  data: { districts: [{ name: 'Bekasi Timur', workers: null }] },
  errors: [
    { message: 'no', path: ['districts', 0, 'workers'], extensions: { code: 'SUBGRAPH_OPEN', service: 'finance' } },
  ],
  extensions: { explain: EXPLANATION },
};

const missing = missingBrowser('test/e2e/query-panels.test.ts');

describe.skipIf(missing !== '')(`the panels of Query in a browser${missing}`, () => {
  const started = explorerInBrowser(CONFIG);
  let context: BrowserContext;
  let page: Page;
  const seen = nothingSeen();

  afterEach(() => context.close());

  /** Asks as somebody who may have answers explained; the graph's answer is made up. */
  async function explain(page: Page, words: Readonly<Record<keyof typeof en, string>>, width: number): Promise<void> {
    await page.route('**/graphql', (route) =>
      route.request().headers()['x-explain'] === 'true' ? route.fulfill({ json: ANSWER }) : route.continue(),
    );
    if (width < 700) await page.locator('.settings-sheet > summary').click();
    await page.locator('.settings select').first().selectOption('analyst');
    if (width < 700) await page.locator('.settings-sheet > summary').click();
    await page.getByRole('switch', { name: words['query.explain'] }).check();
    await page.locator('.toggle button').getByText(words['query.answer.explain'], { exact: true }).click();
    await page.getByText(words['query.explain.run']).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.fetch').first().waitFor();
  }

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
      await explain(page, words, look.width);
      const bars = page.locator('.fetch-time');
      expect(await page.locator('.fetch').count()).toBe(5);
      expect(await bars.count()).toBe(4);
      await check('explanation');
      await page.locator('.toggle button').getByText(words['query.answer.table'], { exact: true }).click();
      await page.locator('td.hidden').focus();
      await page.getByRole('tooltip').getByText(words['query.explain.breaker-open.says']).waitFor();
      await check('cell');
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      const clean = { questions: [], variables: [], docs: [], history: [], build: [], explanation: [], cell: [] };
      expect(found).toEqual(clean);
    },
    120_000,
  );
});
