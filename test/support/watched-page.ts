/** Pages in a browser that are watched: whom they ask beside their own origin, what they say, and what axe finds in them. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { ExplorerConfig } from '../../web/session/config.ts';
import { launchBrowser } from './browser.ts';
import { buildExplorer, startExplorer, type ExplorerServer } from './explorer-server.ts';
import { startProduct, type Product } from './product.ts';
import { filledFolder } from './sample.ts';

/** Screenshots, for whoever looks at them. */
export const SHOTS = fileURLToPath(new URL('../e2e/output/', import.meta.url));

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** The product and a browser, from the beginning of a suite to its end. */
export interface ProductInBrowser {
  readonly product: Product;
  readonly browser: Browser;
}

/** Starts both before the suite in which it is called, on a copy of the sample, and stops them after it; they are there when its tests run. */
export function productInBrowser(): ProductInBrowser {
  const started: { product?: Product; browser?: Browser } = {};
  let data: string | undefined;
  beforeAll(async () => {
    await buildExplorer();
    data = mkdtempSync(join(tmpdir(), 'product-'));
    cpSync(await filledFolder(), data, { recursive: true });
    started.product = await startProduct(data);
    started.browser = await launchBrowser();
    mkdirSync(SHOTS, { recursive: true });
  }, 240_000);
  afterAll(async () => {
    await started.browser?.close();
    await started.product?.stop();
    if (data !== undefined) rmSync(data, { recursive: true, force: true });
  });
  return started as ProductInBrowser;
}

/** The page alone, before answers that the suite makes up, and a browser. */
export interface ExplorerInBrowser {
  readonly server: ExplorerServer;
  readonly browser: Browser;
}

/** As `productInBrowser`. @param config what the gateway tells the page */
export function explorerInBrowser(config: ExplorerConfig): ExplorerInBrowser {
  const started: { server?: ExplorerServer; browser?: Browser } = {};
  beforeAll(async () => {
    await buildExplorer();
    started.server = await startExplorer(config);
    started.browser = await launchBrowser();
    mkdirSync(SHOTS, { recursive: true });
  }, 120_000);
  afterAll(async () => {
    await started.browser?.close();
    await started.server?.close();
  });
  return started as ExplorerInBrowser;
}

export interface Look {
  readonly locale: string;
  readonly width: number;
  readonly dark?: boolean;
}

/** What was seen of pages: requests to another origin, and messages on the console. */
export interface Seen {
  foreign: string[];
  said: string[];
}

export const nothingSeen = (): Seen => ({ foreign: [], said: [] });

/** A browser of its own, and so without a cache. @param seen is filled while the page is open */
export async function watchedPage(
  browser: Browser,
  origin: string,
  { locale, width, dark = false }: Look,
  seen: Seen,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const colorScheme = dark ? 'dark' : 'light';
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ viewport, locale, colorScheme, acceptDownloads: true });
  context.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(`${origin}/`))
      seen.foreign.push(request.url());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => seen.said.push(String(error)));
  page.on('console', (message) => seen.said.push(message.text()));
  return { context, page };
}

export interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly places: readonly string[];
}

const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** @param tags of the rules that are looked at @param apart selectors of parts that are not looked at @returns what axe finds in the page as it stands */
export async function axeFindings(
  page: Page,
  tags: readonly string[] = WCAG_AA,
  apart: readonly string[] = [],
): Promise<Finding[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  const where = JSON.stringify({ include: [['html']], exclude: apart.map((selector) => [selector]) });
  return page.evaluate(
    `axe.run(${where}, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) => violations.map(({ id, impact, nodes }) =>
      ({ id, impact, places: nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary) })))`,
  );
}

/** Those of the findings that keep somebody from using the page. */
export const serious = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
