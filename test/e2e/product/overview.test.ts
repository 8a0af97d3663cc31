/** The overview in a real browser, before the whole product: its numbers are those of the API, and nothing leaves this machine. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as questions from '../../../web/overview/questions.ts';
import { missingBrowser } from '../../support/browser.ts';
import {
  axeFindings,
  nothingSeen,
  productInBrowser,
  serious,
  watchedPage,
  type Look,
} from '../../support/watched-page.ts';

/** What the first view may weigh, compressed: everything that comes before its first figures. */
const FIRST_VIEW = 250_000;

const missing = missingBrowser('test/e2e/product/overview.test.ts');

/** What of the browser's elements is used: their types are not known outside of one. */
interface Attributes {
  getAttribute(name: string): string;
}

interface Counts {
  readonly total: number;
  readonly covered: number;
  readonly coverageRate: number;
  readonly eligibleNotCovered: number;
  readonly atRisk: number;
}
interface Funnel {
  readonly asked: number;
  readonly answered: number;
  readonly pending: number;
  readonly verdicts: readonly { readonly verdict: string; readonly count: number }[];
}
interface Figures {
  readonly city: {
    readonly participants: number;
    readonly workerCount: number;
    readonly memberCount: number;
    readonly workersCovered: { readonly count: number };
    readonly membersCovered: { readonly count: number };
    readonly coverageHistory: readonly { readonly month: string; readonly coverage: Counts; readonly change: Counts }[];
    readonly memberHistory: readonly { readonly change: Counts }[];
    readonly funnel: Funnel;
    readonly funnelHistory: readonly { readonly change: Funnel }[];
  };
  readonly doubleFundingCounts: { readonly total: number; readonly monthlyCost: number };
  readonly doubleFundingHistory: readonly { readonly change: { readonly total: number } }[];
  readonly publishedFigures: readonly {
    readonly published: { readonly percent: number };
    readonly computed: { readonly percent: number };
  }[];
}
interface Money {
  readonly programme: {
    readonly reconciliation: {
      readonly ceiling: number;
      readonly paid: number;
      readonly shortfall: number;
      readonly periods: readonly Readonly<Record<'paid' | 'unpaid' | 'paidToDate' | 'remaining', number>>[];
    };
  };
}

/** As Indonesian writes it; worked out here, so that a fault of the page's own formats shows. */
const whole = (number: number): string => number.toLocaleString('id-ID');
const rupiah = (number: number): string => `Rp${whole(number)}`;
/** Of the four decimals that the graph gives, rounded as at school: 0.9065 is 90,7 %. */
const rate = (number: number): string =>
  `${(Math.round(Math.round(10_000 * number) / 10) / 10).toFixed(1).replace('.', ',')}%`;
const change = (number: number): string => (number > 0 ? `+${whole(number)}` : whole(number));

describe.skipIf(missing !== '')(`the overview in a browser${missing}`, () => {
  const started = productInBrowser();
  let context: BrowserContext;
  let page: Page;
  let seen = nothingSeen();

  beforeEach(async () => {
    seen = nothingSeen();
    await fresh({ locale: 'id-ID', width: 1440 });
  });
  afterEach(async () => {
    await context.close();
    expect(seen).toEqual(nothingSeen());
  });

  /** A browser of its own, and so without a cache; a page of it watched for what it says and whom it asks. */
  async function fresh(look: Look): Promise<void> {
    await context?.close();
    ({ context, page } = await watchedPage(started.browser, started.product.origin, look, seen));
  }

  const open = async (path = '/'): Promise<void> => {
    await page.goto(started.product.origin + path);
    await page.locator('.tile[data-tile=budget] [data-figure=shortfall]').waitFor();
    await page.locator('.chart svg').nth(1).waitFor();
    await page.locator('[data-agency]').first().waitFor();
    await page.locator('[data-cell]').first().waitFor();
    await page.locator('[data-area]').first().waitFor();
  };
  const texts = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();
  const tile = (name: string, figure: string): Promise<string> =>
    page.locator(`[data-tile=${name}] [data-figure=${figure}] .value`).textContent() as Promise<string>;
  const where = (): string => page.url().slice(started.product.origin.length);

  /** Every number on the page against the API's, asked as the same role. */
  async function expectTheNumbersOf(role?: string): Promise<void> {
    const figures = await started.product.ask<Figures>(questions.FIGURES, {}, role);
    const { city, doubleFundingCounts, publishedFigures } = figures;
    const [published] = publishedFigures;
    const last = <Row>(rows: readonly Row[]): Row => rows.at(-1)!;
    const { reconciliation: money } = (
      await started.product.ask<Money>(questions.MONEY, { programme: 'SIGAP', year: 2025 }, role)
    ).programme;
    const shown = {
      participants: [
        await tile('participants', 'participants'),
        await tile('participants', 'workers'),
        await tile('participants', 'members'),
        await tile('participants', 'change'),
      ],
      covered: [
        await tile('covered', 'covered'),
        await tile('covered', 'workersCovered'),
        await tile('covered', 'membersCovered'),
        await tile('covered', 'change'),
      ],
      cityCoverage: [await tile('cityCoverage', 'cityCoverage'), await tile('cityCoverage', 'computed')],
      budget: [
        await tile('budget', 'budget'),
        await tile('budget', 'paid'),
        await tile('budget', 'shortfall'),
        await tile('budget', 'change'),
      ],
      fundedTwice: [
        await tile('fundedTwice', 'fundedTwice'),
        await tile('fundedTwice', 'monthlyCost'),
        await tile('fundedTwice', 'change'),
      ],
      pending: [await tile('pending', 'pending'), await tile('pending', 'change')],
    };
    const [workers, members] = [last(city.coverageHistory).change, last(city.memberHistory).change];
    expect(shown).toEqual({
      participants: [city.participants, city.workerCount, city.memberCount]
        .map(whole)
        .concat(change(workers.total + members.total)),
      covered: [
        city.workersCovered.count + city.membersCovered.count,
        city.workersCovered.count,
        city.membersCovered.count,
      ]
        .map(whole)
        .concat(change(workers.covered + members.covered)),
      cityCoverage: [`${published!.published.percent}%`, `${whole(published!.computed.percent)}%`],
      budget: [money.ceiling, money.paid, money.shortfall, last(money.periods).paid].map(rupiah),
      fundedTwice: [
        whole(doubleFundingCounts.total),
        rupiah(doubleFundingCounts.monthlyCost),
        change(last(figures.doubleFundingHistory).change.total),
      ],
      pending: [whole(city.funnel.pending), change(last(city.funnelHistory).change.pending)],
    });
    await expectAreasOf(role);
    await expectOccupationsOf(role);
    await expectVerificationOf(role);
    expect(await texts('.numbers tbody td')).toEqual(
      money.periods.flatMap((row) => [row.paid, row.unpaid, row.paidToDate, row.remaining].map(rupiah)),
    );
    const months = city.coverageHistory.slice(city.coverageHistory.findIndex(({ coverage }) => coverage.total > 0) - 1);
    expect(await texts('.as-table tbody td .value')).toEqual(
      months.flatMap(({ coverage }) =>
        [coverage.total, coverage.covered, coverage.eligibleNotCovered, coverage.atRisk].map(whole),
      ),
    );
  }

  async function expectAreasOf(role?: string): Promise<void> {
    const { city } = await started.product.ask<{
      city: { districts: { code: string; name: string; coverage: Counts }[] };
    }>(questions.AREAS, {}, role);
    const ranked = city.districts.toSorted((left, right) => left.coverage.coverageRate - right.coverage.coverageRate);
    const wanted = ranked.map(({ name, coverage }) => [
      name,
      rate(coverage.coverageRate),
      `${whole(coverage.covered)} dari ${whole(coverage.total)}`,
    ]);
    const [names, rates, counts] = [
      await texts('[data-area] .bar-name'),
      await texts('[data-area] .bar-value'),
      await texts('[data-area] .bar-counts > :first-child'),
    ];
    // Districts of the same rate may stand in either order.
    expect(names.map((name, index) => [name, rates[index], counts[index]]).sort()).toEqual(wanted.toSorted());
    expect(rates).toEqual(wanted.map(([, shown]) => shown));
    const onMap = await page
      .locator('.map a')
      .evaluateAll((links) => links.map((link) => (link as unknown as Attributes).getAttribute('aria-label')));
    expect(onMap.sort()).toEqual(wanted.map(([name, shown]) => `${name}: ${shown}`).sort());
  }

  async function expectOccupationsOf(role?: string): Promise<void> {
    const { city } = await started.product.ask<{
      city: { coverage: { breakdown: (Counts & { occupation: string; decileBand: string })[] } };
    }>(questions.OCCUPATIONS, {}, role);
    const rows = city.coverage.breakdown.filter(({ decileBand }) =>
      city.coverage.breakdown.some((row) => row.decileBand === decileBand && row.total !== 0),
    );
    expect(await texts('[data-cell]')).toEqual(
      rows.map((row) => (row.coverageRate === null ? '–' : rate(row.coverageRate))),
    );
  }

  async function expectVerificationOf(role?: string): Promise<void> {
    const { city, verificationFunnel } = await started.product.ask<{
      city: { funnel: Funnel & { pendingByAge: { count: number }[] } };
      verificationFunnel: (Funnel & { agency: { code: string } })[];
    }>(questions.VERIFICATION, {}, role);
    const { asked, answered, pending, verdicts, pendingByAge } = city.funnel;
    const answers = verdicts.filter(({ verdict }) => verdict !== 'PENDING').map(({ count }) => count);
    expect(await texts('[data-stage] .bar-value')).toEqual(
      [asked, answered, ...answers, pending, ...pendingByAge.map(({ count }) => count)].map(whole),
    );
    expect(await texts('[data-agency] .value')).toEqual(verificationFunnel.map((row) => whole(row.pending)));
  }

  it('shows the numbers of the API to the public, and lists no person', async () => {
    await open();
    await expectTheNumbersOf();
    expect(await page.locator('.waiting').count()).toBe(0);
  });

  it('shows the numbers of the API to a verifier, and what waits for them', async () => {
    await open();
    await page.getByRole('combobox', { name: 'Peran' }).selectOption('verifier');
    await page.locator('.waiting tbody tr').first().waitFor();
    const { verifications } = await started.product.ask<{
      verifications: { totalCount: number; nodes: { worker: { id: string } }[] };
    }>(questions.WAITING, {}, 'verifier');
    await page
      .locator('[data-figure=waiting]')
      .getByText(`${whole(verifications.totalCount)} verifikasi menunggu`)
      .waitFor();
    expect(await texts('.waiting tbody th')).toEqual(verifications.nodes.map(({ worker }) => worker.id));
    await page.locator('.tile[data-tile=budget] [data-figure=shortfall]').waitFor();
    for (const place of ['[data-agency]', '[data-cell]', '[data-area]']) await page.locator(place).first().waitFor();
    await expectTheNumbersOf('verifier');
    // Back among the public, nothing of it stays.
    await page.getByRole('combobox', { name: 'Peran' }).selectOption('public');
    await page.locator('.waiting').waitFor({ state: 'detached' });
  });

  it('asks for each group of figures once, and shows that very question', async () => {
    const asked: string[] = [];
    page.on('request', (request: Request) => {
      if (request.url().endsWith('/graphql')) asked.push((request.postDataJSON() as { query: string }).query);
    });
    await open();
    const { FIGURES, AREAS, OCCUPATIONS, MONEY, VERIFICATION } = questions;
    expect(asked.toSorted()).toEqual([FIGURES, AREAS, OCCUPATIONS, MONEY, VERIFICATION].sort());
    await page.getByRole('button', { name: 'GraphQL: Anggaran – tampilkan' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('pre').first().textContent()).toBe(MONEY);
    expect(JSON.parse((await dialog.locator('pre').nth(1).textContent())!)).toEqual({ programme: 'SIGAP', year: 2025 });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await dialog.getByRole('button', { name: 'Salin' }).first().click();
    await dialog.getByText('✓ tersalin').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(MONEY);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('marks what is perturbed and what is exact where they stand, says why on focus, and explains each mark once', async () => {
    await open();
    expect(await texts('[data-tile=pending] [data-figure=pending] .mark')).toEqual(['± 10']);
    expect(await texts('[data-tile=participants] [data-figure=participants] .mark')).toEqual(['tepat']);
    await page.locator('[data-tile=pending] .mark').first().focus();
    await page.getByRole('tooltip').getByText('digeser paling banyak 10').waitFor();
    await page.keyboard.press('Escape');
    expect(await texts('.legend dt')).toEqual(['tepat', 'perkiraan', '± 10', '± 20', 'Desember 2025']);
  });

  it('says on every view, and in print, that the figures of the sample are invented', async () => {
    await open();
    const line = page.getByText('Data contoh: angka rekaan, bukan data penduduk');
    await page.emulateMedia({ media: 'print' });
    expect(await line.isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    for (const path of ['/data', '/query', '/help']) {
      await page.goto(started.product.origin + path);
      await line.waitFor();
      await page.waitForLoadState('networkidle');
    }
  });

  it('shows a district in the list when it is pointed at on the map, and on the map when it is reached in the list', async () => {
    await open();
    const name = await page.locator('[data-area="32.75.07"] .bar-name').textContent();
    await page.locator('[data-district="32.75.07"]').focus();
    expect(await page.locator('li.pointed .bar-name').textContent()).toBe(name);
    await page.getByText('terlindungi ·').getByText(name!).waitFor();
    await page.locator('[data-area="32.75.02"]').focus();
    expect(await page.locator('.map a.pointed').getAttribute('data-district')).toBe('32.75.02');
  });

  it('shows the villages of a district, in the order of the API, and keeps it in the address', async () => {
    await open();
    await page.getByRole('combobox', { name: 'Wilayah' }).selectOption('32.75.01');
    await page.getByText('Kelurahan di Bekasi Timur').waitFor();
    expect(where()).toBe('/?district=32.75.01');
    const { areasByCoverage } = await started.product.ask<{
      areasByCoverage: { village: { name: string }; coverage: Counts }[];
    }>(questions.VILLAGES, { district: '32.75.01' });
    await page.locator('[data-area^="32.75.01."]').first().waitFor();
    expect(await texts('[data-area] .bar-name')).toEqual(areasByCoverage.map(({ village }) => village.name));
    expect(await texts('[data-area] .bar-value')).toEqual(
      areasByCoverage.map(({ coverage }) => rate(coverage.coverageRate)),
    );
    await page.goBack();
    await page.locator('[data-area="32.75.01"]').waitFor();
  });

  it.each([
    ['a tile', '[data-tile=pending] h3 a', '/data?subject=verification&by=agency&month=2025-12&verdict=PENDING'],
    ['a district on the map', '[data-district="32.75.01"]', '/data?by=village&area=32.75.01'],
    ['a bar', '[data-area="32.75.01"]', '/data?by=village&area=32.75.01'],
    ['a cell', '[data-cell="PKL D1_2"]', '/data?by=occupation%2Cband&occupation=PKL&band=D1_2'],
    ['a stage of the funnel', '[data-stage=pending]', '/data?subject=verification&by=agency&verdict=PENDING'],
  ])('leads to Data with the same filters from %s, by the keyboard too', async (_mark, selector, address) => {
    await open();
    await page.locator(selector).focus();
    await page.keyboard.press('Enter');
    await expect.poll(where).toBe(address);
    expect(await page.getByText('Sebagian alamat tidak dikenali').count()).toBe(0);
  });

  it('leads to Data from the values of the charts, and stays where no value is', async () => {
    await open();
    const nameOfLine = page.locator('.chart').first().locator('svg text').getByText('Terlindungi', { exact: true });
    await nameOfLine.click({ force: true });
    expect(await page.evaluate('location.pathname')).toBe('/');
    await page.locator('.chart').nth(1).locator('svg path[fill="#0a6b66"]').nth(1).click({ force: true });
    await expect
      .poll(where)
      .toMatch(/^\/data\?subject=money&by=month&from=2025-\d\d&to=2025-\d\d&year=2025&programme=SIGAP$/);
  });

  it('shows what is there when an agency does not answer, and marks what it owes', async () => {
    await page.route('**/graphql', async (route) => {
      const { query } = route.request().postDataJSON() as { query: string };
      if (query !== questions.FIGURES) return route.continue();
      const reply = await route.fetch();
      const answer = (await reply.json()) as { data: Figures; errors?: unknown };
      const city = { ...answer.data.city, workersCovered: null, coverageHistory: null };
      const extensions = { code: 'SUBGRAPH_TIMEOUT', service: 'workers' };
      const errors = ['workersCovered', 'coverageHistory'].map((name) => ({
        message: 'no',
        path: ['city', name],
        extensions,
      }));
      return route.fulfill({ json: { data: { ...answer.data, city }, errors } });
    });
    await page.goto(started.product.origin);
    await page.locator('[data-tile=covered] [data-figure=covered] .mark').getByText('belum terjawab').waitFor();
    expect(await page.locator('[data-tile=covered] [data-figure=covered] .none').textContent()).toBe('–');
    expect(await tile('participants', 'participants')).toBe('54.666');
    expect(await page.locator('[data-tile=covered] .tile-change').count()).toBe(0);
    await page.locator('.legend').getByText('workers sedang tidak menjawab').waitFor();
  });

  it('keeps the figures it has when the gateway goes away, marked as old, and says what to do where it has none', async () => {
    await open();
    await page.route('**/graphql', (route) => route.abort('connectionrefused'));
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByRole('link', { name: 'Ringkasan' }).click();
    await page.locator('.tiles .mark-stale').waitFor();
    expect(await tile('participants', 'participants')).toBe('54.666');
    await page.getByRole('combobox', { name: 'Wilayah' }).selectOption('32.75.03');
    await page.unroute('**/graphql');
    await page.locator('.tiles').getByRole('button', { name: 'Coba lagi' }).click();
    await page.locator('.tiles .mark-stale').waitFor({ state: 'detached' });
    // The browser itself tells of each request that failed.
    seen.said = seen.said.filter((message) => !message.includes('ERR_CONNECTION_REFUSED'));
  });

  it('speaks English too, with its way of writing numbers, and remembers the choice', async () => {
    await open();
    await page.getByRole('combobox', { name: 'Bahasa' }).selectOption('en');
    await page.getByRole('heading', { name: 'The programme today' }).waitFor();
    expect(await tile('participants', 'participants')).toBe('54,666');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByRole('heading', { name: 'The programme today' }).waitFor();
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toBe('{"sigap:language":"en"}');
  });

  it('tells what was expected where the address is wrong', async () => {
    await page.goto(`${started.product.origin}/?district=Siti&measure=pie&token=x`);
    await page.getByText('district: seharusnya 32.75.01').waitFor();
    await page.getByText('Tampilan ini tidak mengenal “token”').waitFor();
    await page.locator('[data-area]').first().waitFor();
  });

  it.each([
    { width: 1440, locale: 'id-ID', dark: false },
    { width: 1024, locale: 'en-GB', dark: true },
    { width: 390, locale: 'id-ID', dark: true },
    { width: 390, locale: 'en-GB', dark: false },
  ])('has no serious finding by axe and nothing beside the page at $width px, $locale, dark: $dark', async (look) => {
    await fresh(look);
    await open();
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    expect(serious(await axeFindings(page, tags))).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
  });

  it('gives every drawing away as a picture that says what it is, on white though the page is dark', async () => {
    await fresh({ locale: 'id-ID', width: 390, dark: true });
    await open();
    const take = async (name: string): Promise<Buffer> => {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name, exact: true }).click();
      return readFileSync(await (await saved).path());
    };
    const sources: Readonly<Record<string, string>> = {
      'Perlindungan per kecamatan': 'Sumber: Disnaker, Diskominfo',
      'Pekerja per bulan': 'Sumber: Disnaker',
      'Pekerjaan menurut desil kesejahteraan': 'Sumber: Disnaker',
      'Pembayaran terhadap anggaran': 'Sumber: BPKAD',
      Verifikasi: 'Sumber: Disnaker',
    };
    for (const [title, source] of Object.entries(sources)) {
      const svg = String(await take(`SVG: ${title} – simpan`));
      for (const said of [
        `>${title}</text>`,
        `${source} (SIGAP Kota Bekasi)`,
        'Desember 2025</text>',
        `>${started.product.origin}/`,
        '>Data contoh: angka rekaan, bukan data penduduk</text>',
      ])
        expect(svg, title).toContain(said);
      expect(svg).toContain('<rect width="800"');
      expect(svg).not.toMatch(/NaN|url\(http|<style|#172227/);
      const png = await take(`PNG: ${title} – simpan`);
      // Its width, in the head of the file.
      expect(png.readUInt32BE(16), title).toBe(1600);
    }
  });

  it('writes the names of lines that end close together below each other', async () => {
    await open();
    const names = ['Terdaftar', 'Terlindungi', 'Berisiko', 'Layak, belum terlindungi'];
    const boxes = await Promise.all(
      names.map(async (name) => (await page.locator('.chart svg text', { hasText: name }).first().boundingBox())!),
    );
    const inOrder = boxes.toSorted((left, right) => left.y - right.y);
    inOrder.slice(1).forEach((box, at) => expect(box.y).toBeGreaterThanOrEqual(inOrder[at]!.y + 13));
  });

  it('prints figures, map and charts, and no switches', async () => {
    await open();
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.settings', 'nav', '.panel-tools >> nth=0'])
      expect(await page.locator(gone).isVisible(), gone).toBe(false);
    for (const there of ['.tile >> nth=0', '.map', '.chart >> nth=0', '.legend'])
      expect(await page.locator(there).isVisible(), there).toBe(true);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
  });

  it(`brings less than ${FIRST_VIEW / 1000} kB before its first figures, and the drawings after them`, async () => {
    const loaded: Request[] = [];
    page.on('requestfinished', (request) => void loaded.push(request));
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/graphql', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(started.product.origin);
    await page.locator('.panel-state').first().waitFor();
    const sizes = await Promise.all(loaded.map(async (request) => (await request.sizes()).responseBodySize));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(loaded.some((request) => request.url().includes('/engine-'))).toBe(false);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(FIRST_VIEW);
    letGo();
    await page.locator('.chart svg').first().waitFor();
    expect(loaded.some((request) => request.url().includes('/engine-'))).toBe(true);
  });
});
