/** The view Data in a real browser, before the whole product: five everyday tasks, each in four clicks at most, by pointer and by keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { missingBrowser } from '../../support/browser.ts';
import { axeFindings, nothingSeen, productInBrowser, serious, SHOTS, watchedPage } from '../../support/watched-page.ts';

const missing = missingBrowser('test/e2e/product/data.test.ts');

interface Look {
  readonly locale: 'id-ID' | 'en-GB';
  readonly width: 1440 | 1024 | 390;
  readonly dark: boolean;
}
/** Each language and both colours twice; what a page shows at every width is looked at below, without its tasks. */
const LOOKS: readonly Look[] = [
  { locale: 'id-ID', width: 1440, dark: false },
  { locale: 'en-GB', width: 1440, dark: true },
  { locale: 'id-ID', width: 390, dark: true },
  { locale: 'en-GB', width: 390, dark: false },
];

interface Task {
  readonly name: string;
  /** What is clicked, from the overview on. A list counts twice: it is opened, and one of it is chosen. */
  readonly steps: readonly Step[];
  /** Where the answer stands. */
  readonly answer: (page: Page) => Promise<void>;
}
type Step = { readonly press: string } | { readonly list: string; readonly value: string };

const TASKS: readonly Task[] = [
  {
    name: 'coverage by district, ranked by rate',
    steps: [{ press: 'nav a[href$="/data"]' }, { press: '[data-question=coverage-by-district]' }],
    answer: async (page) => {
      const rates = (await texts(page, 'tbody [data-column=coverageRate] .cell-text')).map(numberIn);
      expect(rates).toHaveLength(12);
      expect(rates).toEqual(rates.toSorted((left, right) => left - right));
    },
  },
  {
    name: 'street vendors of decile 1 to 2 in Bekasi Timur',
    steps: [{ press: '[data-cell="PKL D1_2"]' }, { list: '.controls select:has(optgroup)', value: '32.75.01' }],
    answer: async (page) => {
      await page.waitForURL(/area=32\.75\.01/);
      await expect.poll(() => texts(page, 'tbody [data-column=total] .cell-text')).toHaveLength(1);
      await expect.poll(() => texts(page, 'tbody [data-column=total] .mark')).toEqual(['± 10']);
    },
  },
  {
    name: 'which agency answers slowest',
    steps: [{ press: 'nav a[href$="/data"]' }, { press: '[data-question=slowest-agency]' }],
    answer: async (page) => {
      const days = (await texts(page, 'tbody [data-column=medianDays] .cell-text')).map(numberIn);
      expect(days.length).toBeGreaterThan(2);
      expect(days).toEqual(days.toSorted((left, right) => right - left));
    },
  },
  {
    name: 'paid by month against the budget',
    steps: [{ press: 'nav a[href$="/data"]' }, { press: '[data-question=paid-against-budget]' }],
    answer: async (page) => {
      expect(await texts(page, 'tbody [data-column=month] .cell-text')).toHaveLength(3);
      expect(new Set((await texts(page, 'tbody [data-column=ceiling] .cell-text')).map(numberIn))).toEqual(
        new Set([580_000_000]),
      );
    },
  },
  {
    name: 'how many are funded twice, and what it costs',
    steps: [{ press: '[data-tile=fundedTwice] h3 a' }],
    answer: async (page) => {
      expect((await texts(page, 'tbody [data-column=people] .cell-text')).map(numberIn)[0]).toBeGreaterThan(0);
      expect((await texts(page, 'tbody [data-column=monthlyCost] .cell-text'))[0]).toMatch(/^Rp/);
    },
  },
];

const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allTextContents();
/** Of a number as either language writes it; one decimal at most. */
const numberIn = (text: string): number =>
  Number(
    text
      .replace(/[^\d,.]/g, '')
      .replace(/[.,](?=\d{3}(\D|$))/g, '')
      .replace(',', '.'),
  );

/** On a telephone the lists are opened first. */
const clicksOf = (steps: readonly Step[], narrow: boolean): number =>
  steps.reduce((sum, step) => sum + ('press' in step ? 1 : narrow ? 3 : 2), 0);
const slug = (text: string): string => text.replaceAll(/[^a-z\d]+/gi, '-');

describe.skipIf(missing !== '')(`the view Data in a browser${missing}`, () => {
  const started = productInBrowser();
  let context: BrowserContext;
  let seen = nothingSeen();

  afterEach(async () => {
    await context.close();
    const all = seen;
    seen = nothingSeen();
    expect(all).toEqual(nothingSeen());
  });

  async function open(path: string, look: Look): Promise<Page> {
    const { origin } = started.product;
    const opened = await watchedPage(started.browser, origin, look, seen);
    const { page } = opened;
    context = opened.context;
    await page.goto(origin + path);
    return page;
  }

  const answered = async (page: Page): Promise<void> => {
    await page.locator('table.grid tbody [data-cell]').first().waitFor();
    await page.locator('.result[aria-busy=false]').waitFor();
  };

  async function byPointer(page: Page, step: Step): Promise<void> {
    if ('press' in step) return page.locator(step.press).first().click();
    await page.locator('.controls').first().waitFor({ state: 'attached' });
    if (await page.locator('.controls-sheet').isVisible()) await page.locator('.controls-sheet > summary').click();
    await page.locator(`${step.list} option[value="${step.value}"]`).waitFor({ state: 'attached' });
    await page.locator(step.list).selectOption(step.value);
  }

  /** By Tab to the place, then Enter; in a list by the first letters of what is chosen. */
  async function byKeys(page: Page, step: Step): Promise<void> {
    const selector = 'press' in step ? step.press : step.list;
    await page.locator(selector).first().waitFor();
    if ('list' in step) await page.locator(`${selector} option[value="${step.value}"]`).waitFor({ state: 'attached' });
    await tabTo(page, selector);
    if ('press' in step) return page.keyboard.press('Enter');
    await page.keyboard.type('Bekasi Timur');
  }

  /** Presses Tab until the place has the focus, so that there is a way to it. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let presses = 0; presses < 300; presses += 1) {
      if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`expected Tab to lead to ${selector}`);
  }

  it.each(LOOKS)(
    'answers the five tasks by clicks, $locale, $width px, dark: $dark',
    async (look) => {
      const page = await open('/', look);
      for (const task of TASKS) {
        expect(clicksOf(task.steps, look.width === 390), task.name).toBeLessThanOrEqual(4);
        await page.goto(`${started.product.origin}/`);
        for (const step of task.steps) await byPointer(page, step);
        await answered(page);
        await task.answer(page);
        const name = `data-${slug(task.name)}-${look.locale}-${look.width}-${look.dark ? 'dark' : 'light'}.png`;
        await page.screenshot({ path: join(SHOTS, name), fullPage: true });
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true);
      }
    },
    240_000,
  );

  it.each(TASKS)(
    'leads to $name by keys alone',
    async ({ steps, answer }) => {
      const page = await open('/', LOOKS[1]!);
      for (const step of steps) await byKeys(page, step);
      await answered(page);
      await answer(page);
    },
    120_000,
  );

  const SEEN = ['/', '/data?by=district', '/data?by=village,occupation&grouped=yes', '/data?subject=money&by=month'];
  const LOOKED_AT = [
    { locale: 'id-ID', path: '/' },
    { locale: 'en-GB', path: '/' },
    { locale: 'id-ID', path: '/data?by=district' },
    { locale: 'en-GB', path: '/data?by=occupation,band&grouped=yes' },
  ] as const;
  /** One page a view and language, shown in both schemes and all widths: what it shows follows the window, as it does for its reader. */
  it.each(LOOKED_AT)(
    'is whole, and has no serious finding by axe, in every scheme and width, $locale $path',
    async ({ locale, path }) => {
      const found: Record<string, unknown> = {};
      const page = await open(path, { locale, width: 1440, dark: false });
      await drawn(page, path);
      for (const width of [1440, 1024, 390] as const)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          await drawn(page, path);
          const look = `${slug(path)}-${locale}-${width}-${colorScheme}`;
          await page.screenshot({ path: join(SHOTS, `look${look}.png`), fullPage: true });
          const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          const findings = serious(await axeFindings(page));
          if (beyond !== 0 || findings.length > 0) found[look] = { beyond, findings };
        }
      expect(found).toEqual({});
    },
    120_000,
  );

  const drawn = async (page: Page, path: string): Promise<void> => {
    if (path !== '/') return answered(page);
    for (const place of ['[data-agency]', '[data-cell]', '[data-area]', '.chart svg'])
      await page.locator(place).first().waitFor();
  };

  it.each(SEEN)('can be read and worked with when everything is twice as large: %s', async (path) => {
    await context?.close();
    // What a window of 1440 has at 200 %.
    context = await started.browser.newContext({
      viewport: { width: 720, height: 450 },
      deviceScaleFactor: 2,
      locale: 'id-ID',
    });
    const page = await context.newPage();
    await page.goto(started.product.origin + path);
    await drawn(page, path);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(720);
    for (const place of ['h1', 'nav a', '.settings select'])
      expect(await page.locator(place).first().isVisible(), place).toBe(true);
    // Nothing of the page's frame stays over what is read.
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.top-bar')).position`)).not.toBe('fixed');
  });

  it('prints the table, its picture and what the marks mean, and none of the switches', async () => {
    const page = await open('/data?by=district', LOOKS[0]!);
    await answered(page);
    await page.locator('.chart svg').waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.settings', 'nav', '.controls', '.picture-bar', '.table-tools', '.result-tools'])
      expect(await page.locator(gone).first().isVisible(), gone).toBe(false);
    for (const there of ['h2', 'table.grid', '.picture', '.legend'])
      expect(await page.locator(there).first().isVisible(), there).toBe(true);
    expect(await page.locator('table.grid tbody tr').count()).toBe(12);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
  });

  it('says what a mark means to who points at it and to who reaches it by keys, in cells, pictures and tiles', async () => {
    const page = await open('/data?by=district', LOOKS[0]!);
    await answered(page);
    await page.locator('.chart svg').waitFor();
    const told = (): Promise<string[]> => page.getByRole('tooltip').allTextContents();
    for (const place of ['[data-cell="0,1"]', '.picture .mark']) {
      await page.mouse.move(4, 4);
      await page.locator(place).first().hover();
      await expect.poll(told, { message: place }).toHaveLength(1);
      expect((await told())[0]).toContain('digeser paling banyak 10');
      await page.mouse.move(0, 0);
      await expect.poll(told, { message: place }).toEqual([]);
      await page.keyboard.press('Tab');
      await page.locator(place).first().focus();
      await expect.poll(told, { message: place }).toHaveLength(1);
      await page.keyboard.press('Escape');
      await expect.poll(told, { message: place }).toEqual([]);
    }
    await page.goto(started.product.origin);
    await page.locator('[data-tile=pending] .mark').first().waitFor();
    await page.mouse.move(4, 4);
    await page.locator('[data-tile=pending] .mark').first().hover();
    await page.getByRole('tooltip').getByText('digeser paling banyak 10').waitFor();
  });

  it('offers pictures only where there is a drawing', async () => {
    const page = await open('/data?by=district', LOOKS[1]!);
    await answered(page);
    const offered = (): Promise<string[]> => texts(page, '.take-away button');
    expect(await offered()).toEqual(expect.arrayContaining(['PNG', 'SVG']));
    await page.getByRole('button', { name: 'Table only' }).click();
    await expect.poll(offered).not.toContain('PNG');
    await page.getByRole('button', { name: 'Map' }).click();
    await page.locator('.data-map [data-label="32.75.12"]').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'SVG', exact: true }).click(),
    ]);
    // Names and numbers are part of the drawing.
    expect(readFileSync(await download.path(), 'utf8')).toContain('Pondokmelati');
  });

  it('opens a district of its map elsewhere where the reader asks for that, by Alt too', async () => {
    const page = await open('/data?by=district&as=map', LOOKS[1]!);
    await page.locator('.data-map [data-district="32.75.01"]').waitFor();
    const followedHere = (key: string) =>
      page.evaluate(`new Promise((resolve) => {
        const told = (event) => (resolve(event.defaultPrevented), event.preventDefault());
        addEventListener('click', told, { once: true });
        const click = new MouseEvent('click', { ${key}: true, bubbles: true, cancelable: true });
        document.querySelector('.data-map a').dispatchEvent(click);
      })`);
    for (const key of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey']) expect(await followedHere(key), key).toBe(false);
    expect(await followedHere('bubbles')).toBe(true);
  });

  it('shows the numbers of the API, each with its mark, and the total of the graph below', async () => {
    const page = await open('/data?by=district&measures=total', LOOKS[1]!);
    await answered(page);
    const { city } = await started.product.ask<{
      city: { coverage: { total: number }; districts: { name: string; coverage: { total: number } }[] };
    }>('{ city { coverage { total } districts { name coverage { total } } } }', {});
    expect(await texts(page, 'tbody [data-column=district] .cell-text')).toEqual(
      city.districts.map(({ name }) => name),
    );
    expect((await texts(page, 'tbody [data-column=total] .cell-text')).map(numberIn)).toEqual(
      city.districts.map(({ coverage }) => coverage.total),
    );
    expect((await texts(page, 'tfoot [data-column=total]')).map(numberIn)).toEqual([city.coverage.total]);
    expect(new Set(await texts(page, 'tbody [data-column=total] .mark'))).toEqual(new Set(['± 10']));
    expect(await texts(page, 'tfoot [data-column=total] .mark')).toEqual(['exact']);
  });

  it('moves from cell to cell by arrow keys, and says there what a mark means', async () => {
    const page = await open('/data?by=district', LOOKS[1]!);
    await answered(page);
    await page.locator('[data-cell="0,0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.dataset.cell')).toBe('1,1');
    expect(await page.getByRole('tooltip').textContent()).toContain('moved by up to 10 either way');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('tooltip').count()).toBe(0);
  });

  it('is taken away as CSV in the order on screen, with its citation', async () => {
    const page = await open('/data?by=district&sort=coverageRate', LOOKS[1]!);
    await answered(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    const [first] = await texts(page, 'tbody [data-column=district] .cell-text');
    expect(csv.split('\r\n')[1]).toMatch(new RegExp(`^${first},`));
    expect(csv).toContain('/data?by=district&sort=coverageRate');
    expect(download.suggestedFilename()).toMatch(/^sigap-workers-and-their-cover-by-district-.*\.csv$/);
  });

  it('cites the version of the schema of the answer on screen, also once the gateway has another', async () => {
    const page = await open('/data?by=district', LOOKS[1]!);
    await answered(page);
    const csv = async (): Promise<string> => {
      const button = page.getByRole('button', { name: 'CSV', exact: true });
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    const reply = await fetch(`${started.product.origin}/graphql?query={__typename}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    const version = reply.headers.get('x-schema-version');
    expect(version).toMatch(/^[\da-f]{12}$/);
    expect(await csv()).toContain(`Version of the graph,${version}\r\n`);
    await context.route('**/graphql', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'x-schema-version': 'another' } });
    });
    expect(await csv()).toContain(`Version of the graph,${version}\r\n`);
    await page.locator('.controls select').nth(1).selectOption('occupation');
    await page.waitForURL(/by=occupation/);
    await page
      .getByRole('heading', { name: /by occupation/ })
      .first()
      .waitFor();
    await answered(page);
    expect(await csv()).toContain('Version of the graph,another\r\n');
  });

  it('keeps what was there when the gateway is away, and says so', async () => {
    const page = await open('/data?by=district', LOOKS[1]!);
    await answered(page);
    await page.getByRole('searchbox').fill('Timur');
    await context.route('**/graphql', (route) => route.abort());
    await page.locator('.controls select').nth(1).selectOption('occupation');
    await page.getByText('The gateway does not answer').first().waitFor();
    await context.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await answered(page);
    seen.said = seen.said.filter((text) => !text.includes('net::ERR_FAILED'));
  });
});
