/** Files taken out of the whole product, and what its audit has of them: every person in the file, and nobody else. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTable } from '../../../cli/files/read/open-table.ts';
import { buildExplorer } from '../../support/explorer-server.ts';
import { startProduct, type Product } from '../../support/product.ts';
import { FILL_MS, filledFolder } from '../../support/sample.ts';

let data: string;
let out: string;
let product: Product;

beforeAll(async () => {
  await buildExplorer();
  data = mkdtempSync(join(tmpdir(), 'product-'));
  out = mkdtempSync(join(tmpdir(), 'sigap-out-'));
  cpSync(await filledFolder(), data, { recursive: true });
  product = await startProduct(data);
}, FILL_MS);
afterAll(async () => {
  await product.stop();
  for (const folder of [data, out]) rmSync(folder, { recursive: true, force: true });
});

async function files(...words: string[]): Promise<{ out: string; err: string }> {
  const program = ['--disable-warning=ExperimentalWarning', 'cli/files/out/files-command.ts'];
  const env = { PATH: process.env['PATH'] };
  const asked = [...program, ...words, '--graph', `${product.origin}/graphql`];
  const run = promisify(execFile)(process.execPath, asked, { env });
  return run.then(
    ({ stdout, stderr }) => ({ out: stdout, err: stderr }),
    ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ out: stdout, err: stderr }),
  );
}

interface Access {
  readonly purpose: string;
  readonly operation: string;
  readonly caller: string;
  readonly requestId: string;
  readonly persons: number;
}
const span = () => ({
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString(),
});

/** What the audit has of one request. */
async function recorded(requestId: string): Promise<readonly Access[]> {
  const { accessLog } = await product.ask<{ accessLog: { nodes: readonly Access[] } }>(
    `query Log($from: DateTime!, $to: DateTime!, $requestId: String!) {
      accessLog(from: $from, to: $to, requestId: $requestId, first: 100) {
        nodes { purpose operation caller requestId persons }
      }
    }`,
    { ...span(), requestId },
    'auditor',
  );
  return accessLog.nodes;
}

/** The tokens of persons in a file, each once, by the ids in its first column. */
async function tokensOf(ids: readonly string[]): Promise<string[]> {
  const tokens = new Set<string>();
  for (let at = 0; at < ids.length; at += 20) {
    const some = ids.slice(at, at + 20);
    const question = `query Tokens(${some.map((_, n) => `$i${n}: ID!`).join(' ')}) { ${some.map((_, n) => `w${n}: worker(id: $i${n}) { person { token } }`).join(' ')} }`;
    const variables = Object.fromEntries(some.map((id, n) => [`i${n}`, id]));
    const answer = await product.ask<Record<string, { person: { token: string } }>>(
      question,
      variables,
      'agency-owner@DISNAKER',
    );
    for (const { person } of Object.values(answer)) tokens.add(person.token);
  }
  return [...tokens];
}

/** @returns those of the tokens whose log of accesses has the request */
async function seenIn(requestId: string, tokens: readonly string[]): Promise<string[]> {
  const seen: string[] = [];
  for (let at = 0; at < tokens.length; at += 10) {
    const some = tokens.slice(at, at + 10);
    const logs = some.map(
      (token, n) =>
        `p${n}: personAccessLog(person: "${token}", from: $from, to: $to, first: 20) { nodes { requestId } }`,
    );
    const answer = await product.ask<Record<string, { nodes: readonly Access[] }>>(
      `query Seen($from: DateTime!, $to: DateTime!) { ${logs.join(' ')} }`,
      span(),
      'auditor',
    );
    some.forEach((token, n) => {
      if (answer[`p${n}`]!.nodes.some((access) => access.requestId === requestId)) seen.push(token);
    });
  }
  return seen;
}

const rowsOf = async (path: string): Promise<string[][]> =>
  (await Array.fromAsync((await openTable(path, { kind: 'WORKERS' })).rows)).map(({ cells }) => cells);

describe.each([
  ['registration', 'ExportRegistration', ['--batch', '2025-10'], 'xlsx'],
  ['due', 'ExportContributionDue', ['--month', '2025-12'], 'csv'],
])('the file %s', (file, operation, words, format) => {
  it('has as many persons as the audit has of its request, and each of them is in the audit', async () => {
    const path = join(out, `${file}.${format}`);
    const said = await files(file, ...words, '--purpose', 'REGISTRATION', '--out', path);
    expect(said.err).toBe('');
    expect(said.out).toContain('Sample data');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const rows = await rowsOf(path);
    expect(rows.length).toBeGreaterThan(100);
    expect(said.out).toContain(`: ${rows.length} persons`);
    const requestId = /request (files-[\da-f-]{36})/.exec(said.out)![1]!;
    const log = await recorded(requestId);
    expect(log).toHaveLength(Math.ceil(rows.length / 100));
    for (const entry of log)
      expect(entry).toMatchObject({
        purpose: 'REGISTRATION',
        operation,
        requestId,
        caller: expect.stringMatching(/^user:/),
      });
    expect(log.reduce((sum, { persons }) => sum + persons, 0)).toBe(rows.length);
    const tokens = await tokensOf(rows.map(([id]) => id!));
    expect(tokens.length).toBeGreaterThan(100);
    expect(await seenIn(requestId, tokens)).toEqual(tokens);
  });

  it('is refused to who may not see it in full, for another purpose and to the public, and nothing is left', async () => {
    const path = join(out, `refused.${format}`);
    const refused = async (...more: string[]): Promise<string> =>
      (await files(file, ...words, '--out', path, ...more)).err;
    expect(await refused('--purpose', 'REGISTRATION', '--role', 'auditor')).toMatch(
      /VALUES_MASKED|PURPOSE_REQUIRED|FORBIDDEN/,
    );
    expect(await refused('--purpose', 'REGISTRATION', '--role', 'analyst')).toContain('FORBIDDEN');
    expect(await refused('--purpose', 'REGISTRATION', '--role', 'public')).toContain('GRAPH_TOKEN');
    expect(await refused('--purpose', 'CURIOSITY')).toContain('BAD_PURPOSE');
    expect(readdirSync(out).filter((name) => name.startsWith('refused'))).toEqual([]);
  });
});

it('the registration file has the NIK, the birth date it states, and the class of the rate', async () => {
  for (const cells of await rowsOf(join(out, 'registration.xlsx'))) {
    const [id, nik, name, birthDate, occupation, wageClass, programmes] = cells as [
      string,
      string,
      string,
      ...string[],
    ];
    expect(id).toMatch(/^w-\d{8}$/);
    expect(nik).toMatch(/^\d{12}0000$/);
    expect(birthDate!.slice(2).replaceAll('-', '')).toBe(
      `${nik.slice(10, 12)}${nik.slice(8, 10)}${String(Number(nik.slice(6, 8)) % 40).padStart(2, '0')}`,
    );
    expect(name).toMatch(/\w/);
    expect([occupation, wageClass, programmes]).toEqual([
      expect.stringMatching(/^[A-Z][a-z ]+$/),
      '1000000',
      'JKK JKM',
    ]);
  }
});

it('the insurer gets the same registration file as the owner of the roster, another agency those whom it may see', async () => {
  const idsFor = async (role: string): Promise<string[]> => {
    const path = join(out, `registration-${role}.csv`);
    const said = await files(
      'registration',
      '--batch',
      '2025-10',
      '--purpose',
      'REGISTRATION',
      '--role',
      role,
      '--out',
      path,
    );
    expect(said.err).toBe('');
    return (await rowsOf(path)).map(([id]) => id!);
  };
  const all = (await rowsOf(join(out, 'registration.xlsx'))).map(([id]) => id!);
  expect((await idsFor('insurer')).toSorted()).toEqual(all.toSorted());
  const some = await idsFor('verifier');
  expect(some.length).toBeGreaterThan(0);
  expect(all).toEqual(expect.arrayContaining(some));
  expect(await idsFor('agency-owner@BKPSDM')).toEqual([]);
});

it('the reconciliation is what the graph says, and a role that reads no person may have it', async () => {
  const path = join(out, 'reconciliation.csv');
  const said = await files('reconciliation', '--period', '2025-10..2025-12', '--out', path, '--role', 'analyst');
  expect(said.err).toBe('');
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));
  const { programme } = await product.ask<{
    programme: { reconciliation: { billed: number; paid: number; unpaid: number; liability: number } };
  }>('{ programme(code: "SIGAP") { reconciliation(year: 2025) { billed paid unpaid liability } } }');
  const sum = (column: number): number => rows.reduce((all, cells) => all + Number(cells[column]), 0);
  const { liability, billed, paid, unpaid } = programme.reconciliation;
  expect([4, 5, 6, 7].map(sum)).toEqual([liability, billed, paid, unpaid]);
  expect(rows.map((cells) => cells[1])).toEqual(['11666', '11666', '11666']);
});
