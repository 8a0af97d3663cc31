/** A table with persons is taken away in a real browser, before the whole product: the audit has its purpose and its name, and without a record there is no file. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingBrowser } from '../../support/browser.ts';
import { en } from '../../../web/language/en.ts';
import { id } from '../../../web/language/id.ts';
import { axeFindings, productInBrowser } from '../../support/watched-page.ts';

const missing = missingBrowser('test/e2e/product/persons-export.test.ts');

interface Access {
  readonly purpose: string;
  readonly operation: string;
  readonly caller: string;
  readonly requestId: string;
}

describe.skipIf(missing !== '')(`an export with persons${missing}`, () => {
  const started = productInBrowser();
  let context: BrowserContext;
  let page: Page;
  let downloads: string[] = [];

  beforeEach(async () => {
    context = await started.browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    downloads = [];
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    await page.goto(`${started.product.origin}/data?question=contribution-at-risk`);
    await page.locator('.result-head h2').waitFor();
  });
  afterEach(() => context.close());

  const take = () => page.getByRole('button', { name: 'Export…' });
  const dialog = () => page.getByRole('dialog', { name: /^Export of persons/ });

  async function chooseWorkers(role: string): Promise<void> {
    await page.getByRole('combobox', { name: 'Role' }).selectOption(role);
    await page.getByRole('combobox', { name: 'Part of the answer' }).selectOption('workers');
  }
  async function start(): Promise<void> {
    await take().click();
    await dialog().getByRole('combobox', { name: 'Purpose' }).selectOption('VERIFICATION');
    await dialog().getByRole('combobox', { name: 'File' }).selectOption('csv');
    await dialog().getByRole('button', { name: 'Record and save' }).click();
  }

  /** Who saw a worker, by the audit's own log. */
  async function seenOf(id: string): Promise<readonly Access[]> {
    const worker = await started.product.ask<{ worker: { person: { token: string } } }>(
      'query Token($id: ID!) { worker(id: $id) { person { token } } }',
      { id },
      'verifier',
    );
    const log = await started.product.ask<{ personAccessLog: { nodes: readonly Access[] } }>(
      `query Seen($person: ID!, $from: DateTime!, $to: DateTime!) {
        personAccessLog(person: $person, from: $from, to: $to, first: 50) {
          nodes { purpose operation caller requestId }
        }
      }`,
      {
        person: worker.worker.person.token,
        from: new Date(Date.now() - 3_600_000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
      },
      'auditor',
    );
    return log.personAccessLog.nodes;
  }

  it('is offered neither to the public nor to a role that reads no person', async () => {
    expect(await take().count()).toBe(0);
    await page.getByRole('combobox', { name: 'Role' }).selectOption('analyst');
    await page.getByRole('combobox', { name: 'Part of the answer' }).waitFor();
    for (const part of await page.getByRole('combobox', { name: 'Part of the answer' }).locator('option').all()) {
      await page
        .getByRole('combobox', { name: 'Part of the answer' })
        .selectOption((await part.getAttribute('value'))!);
      // The button of the part before goes when the chosen one is drawn.
      await expect.poll(() => take().count()).toBe(0);
    }
  });

  it.each([
    { locale: 'en-GB', dark: true, width: 1440, words: en },
    { locale: 'en-GB', dark: false, width: 390, words: en },
    { locale: 'id-ID', dark: false, width: 1440, words: id },
    { locale: 'id-ID', dark: true, width: 390, words: id },
  ])('asks for the purpose in a dialog that axe finds nothing in, $locale, dark: $dark, $width px', async (look) => {
    const { words, locale, width, dark } = look;
    await context.close();
    const colorScheme = dark ? 'dark' : 'light';
    context = await started.browser.newContext({ locale, viewport: { width, height: 900 }, colorScheme });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${started.product.origin}/data?question=contribution-at-risk`);
    await page.locator('.result-head h2').waitFor();
    if (width < 640) await page.locator('.settings-sheet > summary').click();
    await page.getByRole('combobox', { name: words['shell.role'] }).selectOption('verifier');
    await page.getByRole('combobox', { name: words['data.part'] }).selectOption('workers');
    await page.getByRole('button', { name: words['data.persons.export'] }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: words['data.persons.purpose'] }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('states its purpose, stands in the audit under its own name, and is a file in the order and columns on screen', async () => {
    await chooseWorkers('verifier');
    await page
      .locator('thead')
      .getByRole('button', { name: /Id within SIGAP/ })
      .click();
    const ids = page.locator('tbody [data-column=id] .cell-text');
    await expect.poll(async () => (await ids.allTextContents()).length).toBeGreaterThan(5);
    const shown = await ids.allTextContents();
    const [download] = await Promise.all([page.waitForEvent('download'), start()]);
    const csv = readFileSync(await download.path(), 'utf8');
    const written = [...csv.matchAll(/w-\d{8}/g)].map(([id]) => id);
    expect(written.slice(0, shown.length)).toEqual(shown);
    expect(written).toEqual(written.toSorted());
    const request = /request (export-[\da-f]{32})/.exec(csv)?.[1];
    expect(csv).toContain('Purpose,Verification');
    expect(csv).toMatch(/Recorded for,"Verifier \(\w+\), user:[\w-]+"/);
    await dialog().getByText(`The audit has it as ExportContributionAtRisk, request ${request}.`).waitFor();
    const records = await seenOf(written[0]!);
    const [record] = records.filter(({ requestId }) => requestId === request);
    expect(record).toMatchObject({ purpose: 'VERIFICATION', operation: 'ExportContributionAtRisk' });
    expect(csv).toContain(record!.caller);
    expect(page.url()).not.toMatch(/w-\d|export-/);
    // The focus is still inside, so Esc closes it.
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it.each([
    [503, 'AUDIT_UNAVAILABLE', 'The audit cannot record it now, so the gateway gave nothing out.'],
    [403, 'FORBIDDEN_FIELD', 'This role may not ask this'],
    [429, 'PERSONS_TOO_MANY', 'Too many questions'],
    [401, 'TOKEN_INVALID', 'The token was not accepted'],
  ])('is no file but a sentence where it is refused: %i %s', async (status, code, sentence) => {
    await chooseWorkers('verifier');
    await page.route('**/graphql', (route) =>
      route.request().postData()!.includes('ExportContributionAtRisk')
        ? route.fulfill({ status, json: { errors: [{ message: 'no', extensions: { code } }] } })
        : route.continue(),
    );
    await start();
    const told = dialog().getByRole('alert');
    await told.getByText(sentence).waitFor();
    await told.getByText('No file was written.').waitFor();
    // What was chosen is still there, to be tried again.
    expect(await dialog().getByRole('combobox', { name: 'Purpose' }).inputValue()).toBe('VERIFICATION');
    expect(downloads).toEqual([]);
  });

  it('is no file where the reader is offline or cancels', async () => {
    await chooseWorkers('verifier');
    await context.setOffline(true);
    await start();
    await dialog().getByRole('alert').getByText('The gateway does not answer').waitFor();
    await context.setOffline(false);
    await page.route('**/graphql', (route) =>
      route.request().postData()!.includes('ExportContributionAtRisk') ? undefined : route.continue(),
    );
    await dialog().getByRole('button', { name: 'Record and save' }).click();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().getByText('No file was written.').waitFor();
    expect(downloads).toEqual([]);
  });
});
