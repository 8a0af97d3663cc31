/** The OpenAPI page in a browser: it shows every request under its own policy of content, and asks nobody else for anything. */
import { expect, it } from 'vitest';
import { launchBrowser, missingBrowser } from '../../support/browser.ts';
import { openTestRegistry } from './fixtures.ts';

const missing = missingBrowser('test/schema/registry/openapi-page.test.ts');

it.skipIf(missing !== '')(`the page lists every request, without internet${missing}`, async () => {
  const test = await openTestRegistry();
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (asked) => {
    if (!asked.url().startsWith(test.url) && !asked.url().startsWith('data:')) problems.push(asked.url());
  });
  await page.goto(`${test.url}/docs`);
  await page.waitForSelector('.opblock');
  const { paths } = (await test.ask('/openapi.json')).body as { paths: Record<string, object> };
  const requests = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
  expect(requests).toBeGreaterThan(20);
  expect(await page.locator('.opblock').count()).toBe(requests);
  expect(problems).toEqual([]);
  await browser.close();
  await test.close();
});
