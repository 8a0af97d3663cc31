/** The help page in a real browser: reached from every view, in both languages, wide and narrow, light and dark. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingBrowser } from '../support/browser.ts';
import { axeFindings, explorerInBrowser, SHOTS } from '../support/watched-page.ts';

const missing = missingBrowser('test/e2e/help.test.ts');

describe.skipIf(missing !== '')(`the help page in a browser${missing}`, () => {
  const started = explorerInBrowser({ endpoint: '/graphql', questions: [], roles: [], purposes: [] });

  it.each([
    { locale: 'id-ID', width: 1440, dark: false, from: '/' },
    { locale: 'en-GB', width: 1440, dark: true, from: '/data' },
    { locale: 'id-ID', width: 390, dark: true, from: '/query' },
    { locale: 'en-GB', width: 390, dark: false, from: '/' },
  ])('is one step from $from, $locale, $width px, dark: $dark', async ({ locale, width, dark, from }) => {
    const colorScheme = dark ? 'dark' : 'light';
    const context = await started.browser.newContext({ viewport: { width, height: 900 }, locale, colorScheme });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(started.server.origin + from);
    const name = locale === 'id-ID' ? 'Bantuan' : 'Help';
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    // What the other view said of the small graph behind it is left behind with it.
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('console', (message) => said.push(message.text()));
    await page.reload();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.locator('.help section').count()).toBe(7);
    const look = `help-${locale}-${width}-${colorScheme}.png`;
    await page.screenshot({ path: join(SHOTS, look), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), look).toBe(true);
    const found = await axeFindings(page);
    expect([found, said]).toEqual([[], []]);
    await page.locator('.help-contents a').last().focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#protection');
    await page.locator('.help section').nth(1).getByRole('link').first().click();
    await page.waitForURL(/\/data\?by=district/);
    await context.close();
  });
});
