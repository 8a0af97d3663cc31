/** A table of a hundred thousand rows in a real browser, before a graph that gives them page by page. Counts are judged, never time. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExplorerConfig } from '../../web/session/config.ts';
import { missingBrowser } from '../support/browser.ts';
import { STALLS } from '../support/explorer-server.ts';
import { explorerInBrowser } from '../support/watched-page.ts';

const PAGE = 500;
const CONFIG: ExplorerConfig = {
  endpoint: '/graphql',
  questions: [
    {
      name: 'stalls',
      title: 'All stalls / Semua lapak',
      text: `query Stalls($first: Int = ${PAGE}, $after: String) {
  stalls(first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { name market { name } vendors basis { month exactness noise } }
  }
}`,
    },
  ],
  roles: [{ name: 'analyst', title: 'Analyst / Analis', token: 'token-of-analyst' }],
  purposes: [],
};
/** More than a screen and what is kept around it. */
const FEW_ROWS = 120;

const missing = missingBrowser('test/e2e/long-table.test.ts');

describe.skipIf(missing !== '')(`a table of ${STALLS} rows in a browser${missing}`, () => {
  const started = explorerInBrowser(CONFIG);
  let context: BrowserContext;
  let page: Page;
  let said: string[];

  beforeEach(async () => {
    said = [];
    started.server.received.length = 0;
    context = await started.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${started.server.origin}/data?question=stalls`);
    await page.locator('tbody [data-cell="0,0"]').waitFor();
  });
  afterEach(async () => {
    await context.close();
    expect(said).toEqual([]);
  });

  const asked = (): number => started.server.received.filter(({ query }) => query.includes('stalls')).length;
  const rowsInPage = (): Promise<number> => page.locator('table.grid tbody tr:not(.grid-space)').count();
  const names = (): Promise<string[]> => page.locator('tbody [data-column=name] .cell-text').allTextContents();
  const toEnd = (): Promise<unknown> => page.evaluate(`document.querySelector('.grid-scroll').scrollTo(0, 1e9)`);
  const toStart = (): Promise<unknown> => page.evaluate(`document.querySelector('.grid-scroll').scrollTo(0, 0)`);
  const fetchAll = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Fetch all rows' }).click();
    await page.getByText(`${STALLS.toLocaleString('en-GB')} of 100,000 rows.`).waitFor();
  };

  it('shows the first rows at once, and fetches one more page each time the reader comes to the end', async () => {
    expect((await names())[0]).toBe('Stall 0');
    expect(asked()).toBe(1);
    expect(await page.locator('table.grid').getAttribute('aria-rowcount')).toBe(String(STALLS + 1));
    for (const pages of [2, 3, 4]) {
      const askedAtEnd = async (): Promise<number> => {
        if (asked() < pages) await toEnd();
        return asked();
      };
      await expect.poll(askedAtEnd).toBe(pages);
      await page.getByText(`${(pages * PAGE).toLocaleString('en-GB')} of 100,000 rows have come.`).waitFor();
    }
    await toEnd();
    // At the end the next page is fetched, and may have come when it is looked.
    const last = async (): Promise<number> => Number((await names()).at(-1)!.slice('Stall '.length));
    await expect.poll(last).toBeGreaterThanOrEqual(4 * PAGE - 1);
    expect(await rowsInPage()).toBeLessThan(FEW_ROWS);
  });

  it('says how many have come while all are fetched, and keeps those when the reader stops', async () => {
    const reached = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const { variables } = route.request().postDataJSON() as { variables: { after?: string } };
      if (variables.after === String(6 * PAGE)) {
        reached.resolve();
        await held.promise;
      }
      await route.continue().catch(() => {});
    });
    await page.getByRole('button', { name: 'Fetch all rows' }).click();
    await reached.promise;
    await page.getByText('3,000 of 100,000 rows have come.').waitFor();
    expect(await page.locator('progress').getAttribute('value')).toBe('3000');
    expect((await names())[0]).toBe('Stall 0');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('3,000 of 3,000 rows.').waitFor();
    held.resolve();
    expect(await page.locator('progress').count()).toBe(0);
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    await page.getByText('Saved:').waitFor();
    await page.unroute('**/graphql');
    const before = asked();
    await page.getByRole('button', { name: 'Fetch all rows' }).click();
    await expect.poll(asked).toBeGreaterThan(before + 3);
  }, 120_000);

  it('scrolls to its end, sorts, groups, filters, copies and saves all of them', async () => {
    await fetchAll();
    expect(asked()).toBe(STALLS / PAGE);
    await toEnd();
    await expect.poll(async () => (await names()).at(-1)).toBe(`Stall ${STALLS - 1}`);
    expect(await rowsInPage()).toBeLessThan(FEW_ROWS);

    await toStart();
    await page.getByRole('button', { name: 'Vendors' }).click();
    await page.getByRole('button', { name: 'Vendors' }).click();
    await expect.poll(async () => (await names())[0]).toBe(`Stall ${STALLS - 1}`);
    expect(await rowsInPage()).toBeLessThan(FEW_ROWS);

    const [csv, xlsx] = [await saved('CSV'), await saved('XLSX')];
    const lines = csv.toString('utf8').split('\r\n');
    const end = lines.indexOf('');
    expect(end).toBe(STALLS + 1);
    expect(lines[1]).toMatch(new RegExp(`Stall ${STALLS - 1}`));
    // Those that are withheld say so, stand last in any order, and are no zeros.
    expect(lines.slice(end - 100, end).every((line) => line.includes('[withheld]'))).toBe(true);
    expect(xlsx.length).toBeGreaterThan(500_000);

    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('✓ copied').waitFor();
    const copied = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(copied.split('\n').indexOf('')).toBe(STALLS + 1);

    await page.getByLabel('Group by: Name: market').check();
    await page.locator('.grid-group').first().getByText('Market 7 (12,500 rows)').waitFor();
    await page.locator('.grid-group [data-cell="0,0"]').click();
    await page.locator('.grid-group').nth(1).getByText('Market 6 (12,500 rows)').waitFor();
    expect(await page.locator('[data-cell="0,0"]').getAttribute('aria-expanded')).toBe('false');
    expect(await rowsInPage()).toBeLessThan(FEW_ROWS);

    await page.getByRole('searchbox').fill('stall 4242');
    await page.getByText('11 of 100,000 rows.').waitFor();
    const found = (await saved('CSV')).toString('utf8').split('\r\n');
    expect(found.indexOf('')).toBe(12);
    expect(found.join('\n')).toContain('11 of 100,000, those that hold a text');
  }, 180_000);

  async function saved(kind: 'CSV' | 'XLSX'): Promise<Buffer> {
    const download = page.waitForEvent('download', (each) => each.suggestedFilename().endsWith(kind.toLowerCase()));
    await page.getByRole('button', { name: kind, exact: true }).click();
    return readFileSync(await (await download).path());
  }
});
