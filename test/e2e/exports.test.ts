/** What the export modules make in a browser, under the page's own policy: a workbook without eval and worker, pictures of charts, the clipboard. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, missingBrowser } from '../support/browser.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";
const WEB = join(import.meta.dirname, '../../web');

/** The page's modules, put where the test reaches them. */
const ENTRY = `
import { createIntl } from 'react-intl';
import { pictureOf } from '${WEB}/export/picture.ts';
import { pngOf } from '${WEB}/export/png.ts';
import { chartDrawing } from '${WEB}/charts/chart-drawing.ts';
import { xlsxOf } from '${WEB}/export/xlsx.ts';
import { copiedTable } from '${WEB}/export/copied-table.ts';
import { copy } from '${WEB}/export/clipboard.ts';
import { download } from '${WEB}/export/download.ts';
import { id } from '${WEB}/language/id.ts';
const intl = createIntl({ locale: 'id-ID', messages: id });
const words = { say: (key, values) => intl.formatMessage({ id: key }, values), month: (month) => month, day: (day) => day };
const citation = { question: 'Perlindungan <per kecamatan>', filters: [], months: ['2025-12'], at: new Date('2026-11-28T01:00:00Z'),
  sources: ['Disnaker'], city: 'Kota Bekasi', sample: true, schemaVersion: 'a1', permalink: location.href, marks: [{ kind: 'PERTURBED', noise: 10 }] };
const table = { columns: [{ key: 'a', heading: 'Kecamatan', type: 'text' }, { key: 'b', heading: 'Jumlah', type: 'count' }],
  rows: [[{ value: '=1+1' }, { value: 1204 }]] };
const bytes = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
const OPTION = { xAxis: { type: 'category', data: ['<Juli>', 'Agustus'] }, yAxis: { type: 'value' },
  series: [{ type: 'bar', data: [100, 100], barWidth: '100%', color: '#ff0000', label: { show: true } }] };
const picture = async () => pictureOf({ ...(await chartDrawing(OPTION, 300)), notes: [{ mark: { kind: 'PERTURBED', noise: 10 } }] }, citation, words);
window.exports = {
  xlsx: async () => bytes(await xlsxOf(table, citation, words)),
  svg: async () => (await picture()).svg,
  png: async () => { const { svg, height } = await picture(); return bytes(await pngOf(svg, height)); },
  colours: async (png) => { const image = new Image(); image.src = 'data:image/png;base64,' + png; await image.decode();
    const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
    const pen = canvas.getContext('2d', { willReadFrequently: true }); pen.drawImage(image, 0, 0);
    const at = (x, y) => [...pen.getImageData(x, y, 1, 1).data];
    return { width: image.width, height: image.height, middle: at(image.width / 2, 500), corner: at(image.width - 2, image.height - 2) }; },
  copy: () => copy(copiedTable(table, citation, words, 'id-ID')),
  pasted: () => navigator.clipboard.readText(),
  download: () => download('sigap-a.csv', 'a;b'),
};`;

const HTML = `<!doctype html><title>t</title><script type="module" src="/entry.js"></script>
<style>* { color: white; background: black }</style>`;

type Exports = Record<string, (...args: unknown[]) => unknown>;

const missing = missingBrowser('test/e2e/exports.test.ts');

describe.skipIf(missing !== '')(`exports in a browser${missing}`, () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'exports-'));
    writeFileSync(join(folder, 'entry.js'), ENTRY);
    await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { 'react-intl': join(WEB, '../node_modules/react-intl') } },
      build: {
        outDir: join(folder, 'dist'),
        rolldownOptions: {
          input: join(folder, 'entry.js'),
          output: { entryFileNames: 'entry.js', chunkFileNames: '[name].js' },
        },
      },
    });
    server = createServer((request, response) => {
      response.setHeader('content-security-policy', POLICY);
      const file = join(folder, 'dist', new URL(request.url!, 'http://x').pathname);
      if (request.url === '/') return void response.setHeader('content-type', 'text/html').end(HTML);
      if (!existsSync(file)) return void response.writeHead(404).end();
      response.setHeader('content-type', 'text/javascript').end(readFileSync(file));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    browser = await launchBrowser();
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => {
      // No favicon is served.
      if (!/favicon|404/.test(message.text())) troubles.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('window.exports !== undefined');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = <Result>(name: string, ...args: unknown[]): Promise<Result> =>
    page.evaluate(([called, given]) => (globalThis as unknown as { exports: Exports }).exports[called]!(...given), [
      name,
      args,
    ] as const) as Promise<Result>;

  it('writes a workbook whose parts can be read, by a library that comes when it is needed', async () => {
    const parts = unzipSync(Uint8Array.from(await run<number[]>('xlsx')));
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining(['xl/workbook.xml', 'xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']),
    );
    const chunks = readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.js'));
    expect(chunks.length).toBeGreaterThan(1);
    const texts = chunks.map((name) => readFileSync(join(folder, 'dist', name)));
    const [text] = texts.filter((each) => each.includes('xl/workbook.xml')) as [Buffer];
    expect(text.toString()).not.toMatch(/\beval\(|new Function\(/);
    expect(gzipSync(text).length).toBeLessThan(30_000);
  });

  it('writes an SVG that says what it is, and needs no font, style or file of elsewhere', async () => {
    const text = await run<string>('svg');
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="800" height="\d{3}"/);
    expect(text).toContain('>Perlindungan &lt;per kecamatan&gt;</text>');
    expect(text).toContain('>Keadaan: 2025-12</text>');
    expect(text).toContain('>Data contoh: angka rekaan, bukan data penduduk</text>');
    expect(text).toMatch(/digeser paling banyak 10/);
    expect(text).toContain('Sumber: Disnaker (SIGAP Kota Bekasi)');
    expect(text).toContain('fill="#ff0000"');
    expect(text).toContain('&lt;Juli&gt;');
    for (const foreign of ['<script', '<style', '<image', '@import', 'url(http', 'class=', 'dominant-baseline'])
      expect(text, foreign).not.toContain(foreign);
    // One root: some programs do not draw an SVG inside another.
    expect(text.match(/<svg/g)).toHaveLength(1);
    const broken = await page.evaluate(
      `new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml').querySelector('parsererror') !== null`,
    );
    expect(broken).toBe(false);
  });

  it('draws a PNG of 1,600 pixels, on white whatever the page has', async () => {
    const png = Buffer.from(await run<number[]>('png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const { width, height, middle, corner } = await run<{
      width: number;
      height: number;
      middle: number[];
      corner: number[];
    }>('colours', png.toString('base64'));
    expect([width, height > 700, middle, corner]).toEqual([1600, true, [255, 0, 0, 255], [255, 255, 255, 255]]);
  });

  it('copies a table that a spreadsheet pastes', async () => {
    await run('copy');
    expect((await run<string>('pasted')).split('\n').slice(0, 2)).toEqual(['Kecamatan\tJumlah', "'=1+1\t1204"]);
  });

  it('saves a file under its name', async () => {
    const saved = page.waitForEvent('download');
    await run('download');
    expect((await saved).suggestedFilename()).toBe('sigap-a.csv');
  });

  it('breaks no rule of the policy and says nothing to the console', () => {
    expect(troubles).toEqual([]);
  });
});
