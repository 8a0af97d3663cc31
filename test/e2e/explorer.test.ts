/** The explorer in a real browser. No test may see a request to another origin. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExplorerConfig } from '../../web/session/config.ts';
import { launchBrowser, missingBrowser } from '../support/browser.ts';
import { buildExplorer, startExplorer, type ExplorerServer } from '../support/explorer-server.ts';

const CONFIG: ExplorerConfig = {
  endpoint: '/graphql',
  questions: [
    {
      name: 'ProgrammeOnOnePage',
      title: 'The programme on one page / Program satu halaman',
      text: '# What the city promised and what the graph counts, side by side.\n#\n# Janji kota dan hitungan graf, berdampingan.\nquery ProgrammeOnOnePage {\n  programme { participants published liability shortfall }\n}\n',
    },
    {
      name: 'CoverageByVillage',
      title: 'Coverage by village / Cakupan per kelurahan',
      text: '# Workers in each village of the largest districts.\nquery CoverageByVillage($first: Int = 2) {\n  districts(first: $first) { name workers small basis { month exactness noise } villages { code name workers } }\n}\n',
    },
    {
      name: 'Silent',
      title: 'A count without its basis',
      text: '# Says nothing of it.\nquery Silent {\n  districts(first: 1) { workers }\n}\n',
    },
    { name: 'Slow', title: 'A slow one', text: '# Takes for ever.\nquery Slow { slow }\n' },
  ],
  roles: [
    { name: 'analyst', title: 'Analyst / Analis', token: 'token-of-analyst', plans: true, explains: true },
    { name: 'verifier', title: 'Verifier, Dinas Sosial', token: 'token-of-verifier' },
  ],
  purposes: [{ name: 'monitoring', title: 'Monitoring / Pemantauan' }],
};

const missing = missingBrowser('test/e2e/explorer.test.ts');

describe.skipIf(missing !== '')(`the explorer in a browser${missing}`, () => {
  let server: ExplorerServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let foreign: string[];
  let complaints: string[];

  beforeAll(async () => {
    await buildExplorer();
    server = await startExplorer(CONFIG);
    browser = await launchBrowser();
    // One context: the second page finds the editor's code in the browser's cache.
    context = await browser.newContext({
      viewport: { width: 1440, height: 860 },
      acceptDownloads: true,
      locale: 'en-GB',
    });
    context.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(`${server.origin}/`))
        foreign.push(request.url());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    server.received.length = 0;
    foreign = [];
    complaints = [];
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${server.origin}/query`);
    // The first page fetches the editor's code, which other tests' work may slow down.
    const first = page.locator('.graphiql-query-editor .view-lines').getByText('ProgrammeOnOnePage');
    await first.waitFor({ timeout: 25_000 });
  });
  afterEach(async () => {
    await page.evaluate('localStorage.clear()');
    await page.close();
    expect(foreign).toEqual([]);
  });

  const editor = () => page.getByRole('region', { name: 'Operation Editor' });
  const result = () => page.getByRole('region', { name: 'Result Window' });
  const run = () => page.getByRole('button', { name: /^Execute query/ }).click();
  const open = (title: string) => page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  const asked = (operation: string) => server.received.filter((question) => question.operation === operation);
  const eventually = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 10_000 });
  const choose = (label: string, name: string) => page.getByRole('combobox', { name: label }).selectOption(name);

  it('runs the first question and shows its answer, under the strict policy', async () => {
    await run();
    await result().getByText('587966400').waitFor();
    await page.getByRole('button', { name: /^Tidy the text/ }).click();
    expect(complaints).toEqual([]);
  });

  it('completes field names from the schema, so the workers of the editor run under the policy', async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await editor().locator('.view-lines').click();
    await page.keyboard.type('{ dist', { delay: 20 });
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget').getByText('districts').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('opens a saved question in a tab of its own with its explanation and default variables', async () => {
    await page.getByRole('button', { name: 'Coverage by village' }).getByText('Workers in each village').waitFor();
    await open('Coverage by village');
    await editor().getByText('CoverageByVillage').waitFor();
    await page.getByRole('region', { name: 'Variables' }).getByText('"first"').waitFor();
    await open('The programme on one page');
    await editor().getByText('ProgrammeOnOnePage').waitFor();
    expect(await page.getByRole('tab').count()).toBe(2);
  });

  it('shows the lists of an answer as tables and saves them as CSV that no spreadsheet runs', async () => {
    await page.getByRole('button', { name: 'Run: Coverage by village' }).click();
    // The errors come first in the answer, and the editor draws only what is on the screen.
    await result().getByText('"UNPERTURBED_COUNT"').first().waitFor();
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('cell', { name: 'not shown · UNPERTURBED_COUNT' }).first().waitFor();
    await page.getByRole('combobox', { name: 'Part of the answer' }).selectOption('districts.villages');
    await page.getByRole('columnheader', { name: 'workers' }).last().getByRole('button').click();
    expect(await page.getByRole('row').nth(1).getByRole('cell').allTextContents()).toContain('=HYPERLINK("evil")');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(download.suggestedFilename()).toBe('districts.villages.csv');
    expect(csv).toContain('Bekasi Timur,1204,[UNPERTURBED_COUNT],2025-12,PERTURBED,8,3275011001,Bekasi Jaya,310');
    expect(csv).toContain(`"'=HYPERLINK(""evil"")"`);
  });

  it('gives a table out by the question that it answers, whatever the editor holds since', async () => {
    await page.getByRole('button', { name: 'Run: Coverage by village' }).click();
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const file = page.getByRole('button', { name: 'CSV', exact: true });
    await file.waitFor();
    await editor().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ slow }');
    await editor().getByText('slow').waitFor();
    expect(await file.count()).toBe(1);
  });

  it('says beside an answer, as text and as a table, by how much its counts are perturbed and of which month they are', async () => {
    const note = page.getByRole('note', { name: 'What these counts stand on' });
    await run();
    await result().getByText('587966400').waitFor();
    expect(await note.count()).toBe(0);
    await page.getByRole('button', { name: 'Run: Coverage by village' }).click();
    await note.getByText('± 8').waitFor();
    for (const view of ['Table', 'JSON']) {
      await page.getByRole('button', { name: view, exact: true }).click();
      await note.getByText('Counts of people (December 2025) are perturbed by up to 8 either way').waitFor();
    }
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const [table, strip] = await Promise.all([page.locator('.answer-table').boundingBox(), note.boundingBox()]);
    // The whole of it can be read.
    expect(
      await note.evaluate((element) => {
        const { scrollHeight, clientHeight } = element as unknown as Record<'scrollHeight' | 'clientHeight', number>;
        return scrollHeight <= clientHeight;
      }),
    ).toBe(true);
    expect(table!.y + table!.height).toBeLessThanOrEqual(strip!.y + 1);
    await open('A count without its basis');
    await run();
    await note.getByText('Counts of people may be perturbed here').waitFor();
    expect(complaints).toEqual([]);
  });

  it('sends the token of the chosen role and the stated purpose, and forgets the answers of the role before', async () => {
    await run();
    await result().getByText('587966400').waitFor();
    await choose('Role', 'analyst');
    await choose('Purpose', 'monitoring');
    await eventually(() => asked('IntrospectionQuery').at(-1)?.authorization).toBe('Bearer token-of-analyst');
    await eventually(() => result().getByText('587966400').count()).toBe(0);
    await run();
    await result().getByText('587966400').waitFor();
    expect(asked('ProgrammeOnOnePage')).toMatchObject([
      { authorization: undefined, purpose: undefined },
      { authorization: 'Bearer token-of-analyst', purpose: 'monitoring' },
    ]);
  });

  it('shows the plan of the question as it stands, without running it, to the role that may see plans', async () => {
    const plan = page.getByRole('button', { name: 'Plan', exact: true });
    expect(await plan.count()).toBe(0);
    await choose('Role', 'analyst');
    await plan.click();
    await page.locator('pre.plan').getByText('Fetch(service: "agencies") { ProgrammeOnOnePage }').waitFor();
    await page.getByText('Estimated cost: 12').waitFor();
    await open('Coverage by village');
    await page.locator('pre.plan').getByText('CoverageByVillage').waitFor();
    for (const operation of ['ProgrammeOnOnePage', 'CoverageByVillage'])
      expect(asked(operation)).toEqual([
        expect.objectContaining({ plan: 'dry-run', authorization: 'Bearer token-of-analyst' }),
      ]);
    await choose('Role', 'verifier');
    await page.locator('pre.plan').waitFor({ state: 'detached' });
    expect(await plan.count()).toBe(0);
  });

  it('asks for explanations only while that is switched on, as a role that may have them', async () => {
    const explain = page.getByRole('switch', { name: 'Explain' });
    const explained = () => asked('ProgrammeOnOnePage').map((question) => question.explain);
    await choose('Role', 'verifier');
    expect(await explain.count()).toBe(0);
    await choose('Role', 'analyst');
    expect(await explain.isChecked()).toBe(false);
    await run();
    await eventually(explained).toEqual([undefined]);
    await explain.check();
    await page.getByRole('button', { name: 'Explanation', exact: true }).click();
    await page.getByText('Run the question: its explanation will stand here.').waitFor();
    await run();
    await eventually(explained).toEqual([undefined, 'true']);
    await choose('Role', 'verifier');
    await result().waitFor();
    expect(await explain.count()).toBe(0);
    await run();
    await eventually(explained).toEqual([undefined, 'true', undefined]);
    expect(asked('IntrospectionQuery').map((question) => question.explain)).not.toContain('true');
    expect(await page.evaluate("localStorage.getItem('graphiql:answerView')")).not.toBe('explain');
    expect(complaints).toEqual([]);
  });

  it('says in words that a token may not have answers explained', async () => {
    await choose('Role', 'own token');
    await page.getByRole('switch', { name: 'Explain' }).check();
    const extensions = { code: 'EXPLAIN_REFUSED' };
    const json = { errors: [{ message: 'expected the scope explain:read', extensions }] };
    await page.route('**/graphql', (route) => route.fulfill({ status: 403, json }), { times: 1 });
    await run();
    await page.getByRole('alert').getByText('This role may not have answers explained').waitFor();
    await page.getByRole('alert').getByText('Switch “Explain” off').waitFor();
    await page.getByRole('switch', { name: 'Explain' }).uncheck();
    await run();
    await result().getByText('587966400').waitFor();
    expect(await page.getByText('This role may not have answers explained').count()).toBe(0);
  });

  it('takes a pasted token and says so when it cannot be one', async () => {
    await choose('Role', 'own token');
    await page.getByLabel('Token', { exact: true }).fill('no token at all');
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await page.getByText('A token has no spaces').waitFor();
    await page.getByLabel('Token', { exact: true }).fill('Bearer pasted.token');
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await eventually(() => asked('IntrospectionQuery').at(-1)?.authorization).toBe('Bearer pasted.token');
    expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('');
  });

  it('says what to do when the token is refused, and when the gateway is gone', async () => {
    server.refusals.push(401);
    await run();
    await page.getByRole('alert').getByText('The token was not accepted').waitFor();
    await run();
    await result().getByText('587966400').waitFor();
    expect(await page.getByText('The token was not accepted').count()).toBe(0);
    await page.route('**/graphql', (route) => route.abort('connectionrefused'));
    await run();
    await page.getByRole('alert').getByText('The gateway does not answer').waitFor();
    await result().getByText('UNREACHABLE').waitFor();
  });

  it('names the agency that did not answer, above the answer and in the cells that it owes', async () => {
    const extensions = { code: 'SUBGRAPH_UNREACHABLE', service: 'workers' };
    const json = {
      data: { districts: [{ name: 'Bekasi Timur', workers: null }] },
      errors: [{ message: 'no', path: ['districts', 0, 'workers'], extensions }],
    };
    await page.route('**/graphql', (route) =>
      route.request().postData()!.includes('IntrospectionQuery') ? route.continue() : route.fulfill({ json }),
    );
    await page.getByRole('button', { name: 'Run: Coverage by village' }).click();
    await page.getByRole('alert').getByText('Not everything is here').waitFor();
    await page.getByRole('alert').getByText('No answer from: workers.').waitFor();
    await page.getByText('1 error: SUBGRAPH_UNREACHABLE (workers)').waitFor();
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('cell', { name: 'not shown · SUBGRAPH_UNREACHABLE (workers)' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toBe(
      'name,workers\r\nBekasi Timur,[SUBGRAPH_UNREACHABLE (workers)]\r\n',
    );
  });

  it('fetches fresh tokens when the one of a role has expired, and keeps what was written', async () => {
    await choose('Role', 'verifier');
    await open('Coverage by village');
    server.refusals.push(401);
    await run();
    await page.route('**/explorer/tokens', (route) => route.fulfill({ json: { tokens: { verifier: 'fresh' } } }));
    await page.getByRole('button', { name: 'Fresh tokens' }).click();
    await eventually(() => asked('IntrospectionQuery').at(-1)?.authorization).toBe('Bearer fresh');
    await run();
    await eventually(() => asked('CoverageByVillage').map((question) => question.authorization)).toEqual([
      'Bearer token-of-verifier',
      'Bearer fresh',
    ]);
  });

  it('cancels a question that runs when it is stopped', async () => {
    await page.getByRole('button', { name: 'Run: A slow one' }).click();
    await eventually(() => asked('Slow').length).toBe(1);
    const cancelled = page.waitForEvent('requestfailed', (request) => request.postData()?.includes('Slow') === true);
    await page.getByRole('button', { name: /^Stop query/ }).click();
    expect((await cancelled).failure()?.errorText).toContain('ABORTED');
  });

  it("leaves nothing of a question, a variable, an answer or a token in the browser's storage", async () => {
    await choose('Role', 'analyst');
    await open('Coverage by village');
    await page.getByRole('region', { name: 'Variables' }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    // The editor closes the text and the object by itself.
    await page.keyboard.type('{"first": 1, "nik": "3275000000000001');
    await run();
    await result().getByText('"UNPERTURBED_COUNT"').first().waitFor();
    // GraphiQL stores half a second after the last change.
    await new Promise((resolve) => setTimeout(resolve, 900));
    const stored = (await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    )) as string;
    expect(stored).not.toMatch(/3275|first|Coverage|analyst|query|tabState/);
  });

  it("finds an Indonesian and an English word in the docs, and opens what it found in the reader's language", async () => {
    await page.getByRole('button', { name: 'Show Docs' }).click();
    const find = page.getByRole('searchbox', { name: 'Find in the docs' });
    for (const word of ['kecamatan', 'largest']) {
      await find.fill(word);
      await page.getByText('1 place has these words.').waitFor();
      await page.getByRole('list', { name: 'Found in the docs' }).getByRole('button').click();
      await page.locator('.graphiql-doc-explorer').getByText('Districts, the largest first').waitFor();
    }
    expect(await page.locator('.graphiql-doc-explorer').getByText('Kecamatan').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('fills in variables by a form, which follows the JSON as the JSON follows it', async () => {
    await open('Coverage by village');
    await page.getByRole('button', { name: 'Show Variables' }).click();
    const first = page.getByRole('textbox', { name: '$first' });
    await eventually(() => first.inputValue()).toBe('2');
    await first.fill('a few');
    await page.getByText('Expected a whole number from -2,147,483,648 to 2,147,483,647, got “a few”.').waitFor();
    await page.locator('section[aria-label=Variables] .view-lines').getByText('"a few"').waitFor();
    await first.fill('1');
    await run();
    await result().getByText('"UNPERTURBED_COUNT"').first().waitFor();
    await page.locator('.graphiql-editor-tool .view-lines').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ "first": tr');
    await page.getByText('The JSON below the question cannot be read').waitFor();
    await page.keyboard.press('Control+A');
    // The editor closes the object by itself.
    await page.keyboard.insertText('{ "first": 2, // so many\n "other": true');
    await eventually(() => first.inputValue()).toBe('2');
    await page.getByText('Not variables of this question, and left as they are: other.').waitFor();
    await page.getByRole('button', { name: 'Leave out $first' }).click();
    await page.getByText('Not given: 2 is used.').waitFor();
    await page.locator('.graphiql-editor-tool .view-lines').first().getByText('so many').waitFor();
    expect(complaints).toEqual([]);
  });

  it('writes a question by clicks', async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.getByRole('button', { name: 'Show Build by clicking' }).click();
    await page.locator('.graphiql-explorer-root').getByText('slow', { exact: true }).click();
    await editor().locator('.view-lines').getByText('slow').waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps the history on the device only when asked, without numbers of persons, and forgets it by one button', async () => {
    const stored = (): Promise<string | null> => page.evaluate("localStorage.getItem('sigap:history')");
    await run();
    await result().getByText('587966400').waitFor();
    expect(await stored()).toBeNull();
    await page.getByRole('button', { name: 'Show History' }).click();
    const keep = page.getByRole('switch', { name: 'Keep on this device' });
    expect(await keep.isChecked()).toBe(false);
    await page.getByText('whoever uses this device can read them').waitFor();
    await keep.check();
    expect(await stored()).toContain('ProgrammeOnOnePage');
    await page.getByRole('button', { name: 'New tab' }).click();
    await editor().locator('.view-lines').click();
    await page.keyboard.insertText('# 3275000000000001\n{ programme { liability } }');
    await run();
    await page.getByText('Not kept on this device: it has a number of ten digits or more.').waitFor();
    expect(await stored()).not.toContain('3275');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    // The panel that was open is open again.
    await page.locator('.history li').getByText('ProgrammeOnOnePage').waitFor();
    expect(await page.locator('.history li').count()).toBe(1);
    await page.getByRole('button', { name: 'Forget all, here and on this device' }).click();
    expect(await stored()).toBe('{"version":1,"entries":[]}');
  });

  it("has one language at a time: of the page's own words none is left in the other", async () => {
    await page.getByRole('combobox', { name: 'Language' }).selectOption('id');
    await page.getByRole('heading', { name: 'Pertanyaan', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Jalankan: Cakupan per kelurahan' }).click();
    await page.getByRole('note', { name: 'Dasar hitungan ini' }).getByText('Hitungan orang (Desember 2025)').waitFor();
    await page.getByRole('button', { name: 'Tabel', exact: true }).click();
    await page.getByRole('cell', { name: 'tidak ditampilkan · UNPERTURBED_COUNT' }).first().waitFor();
    const own = await page.locator('.questions h2, .answer-bar, .standing, .table-bar').allInnerTexts();
    expect(own.join(' ')).not.toMatch(/\b(the|of|Table|Run|Find|Counts)\b/);
    await page.getByRole('button', { name: 'Show Dokumentasi' }).click();
    await page.getByRole('searchbox', { name: 'Cari dalam dokumentasi' }).fill('largest');
    // What only the other language says is shown too, marked as such.
    await page.locator('.docs-found span[lang=en]').getByText('Districts, the largest first').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says that the gateway does not answer when its config cannot be had, and tries again', async () => {
    await page.route('**/explorer/config.json', (route) => route.abort('connectionrefused'), { times: 1 });
    await page.reload();
    await page.getByRole('alert').getByText('The gateway does not answer').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await editor().getByText('ProgrammeOnOnePage').waitFor();
  });
});
