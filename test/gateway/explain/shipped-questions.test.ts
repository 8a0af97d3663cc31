/**
 * The shipped questions and every role that may have answers explained, over the sample: with an explanation the answer is the same, its cost
 * adds up to the estimate, and each of its nulls has a reason. A read is recorded once, explained or not.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import type { Explanation } from '../../../gateway/explain/explanation.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { roleOf } from '../../../web/graph/question.ts';
import { FILL_MS, questionOf, startSampleGraph, type SampleGraph } from '../../support/sample.ts';

const root = join(import.meta.dirname, '../../..');
const QUESTIONS = readdirSync(join(root, 'schema/operations'))
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => basename(name, '.graphql'));
const ROLES = ['analyst', 'operator', 'auditor', 'agency-owner'] as const;

interface Reply {
  readonly data?: unknown;
  readonly errors?: readonly { readonly path?: unknown }[];
  readonly extensions?: { readonly explain?: Explanation; readonly cost?: { readonly estimated: number } };
}

let folder: string;
let sample: SampleGraph;
let gateway: RunningGateway;
const tokens = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shipped-questions-'));
  sample = await startSampleGraph();
  gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      auditUri: sample.mongodbUri,
      auditKey: 'an audit key of thirty-two bytes!!',
      auditAnchor: join(folder, 'anchor'),
    }),
    log: logOf('test', 'silent'),
    source: fixedSupergraph(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8')),
    inProcess: Object.fromEntries([...sample.subgraphs].map(([name, { execute }]) => [name, execute])),
  });
  for (const role of ROLES) {
    const agency = role === 'agency-owner' ? ['--agency', 'DISNAKER'] : [];
    tokens.set(role, (await tokenCommand(['--role', role, ...agency], { KEYS_FOLDER: folder }))!);
  }
}, FILL_MS);
afterAll(async () => {
  await gateway?.stop();
  await sample?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(role: string, query: string, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(role)!}`, ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Reply;
}

function nullsIn(value: unknown): number {
  if (value === null) return 1;
  if (typeof value !== 'object') return 0;
  return Object.values(value as object).reduce<number>((sum, one) => sum + nullsIn(one), 0);
}

describe.each(ROLES)('%s', (role) => {
  it.each(QUESTIONS)(
    'asks %s',
    async (name) => {
      const query = questionOf(name);
      const plain = await ask(role, query);
      const { data, errors, extensions } = await ask(role, query, { 'x-explain': 'true' });
      expect({ data, errors }).toEqual({ data: plain.data, errors: plain.errors });
      if (data === undefined) return;
      const { values, valuesLeftOut, cost } = extensions!.explain!;
      const nulls = values.filter(({ kind }) => kind !== 'masked' && kind !== 'perturbed');
      expect(nulls.reduce((sum, { count }) => sum + count, valuesLeftOut)).toBe(nullsIn(data));
      expect(cost!.total).toBe(extensions!.cost!.estimated);
      if (role !== 'auditor') return;
      // They see exact counts.
      expect(values.filter(({ kind }) => kind === 'perturbed')).toEqual([]);
    },
    60_000,
  );
});

describe('each question', () => {
  it.each(QUESTIONS)(
    '%s names a role, which is answered without errors',
    async (name) => {
      const query = questionOf(name);
      const [role = 'none is named', agency] = roleOf({ name, title: name, text: query })?.split('@') ?? [];
      const words = ['--role', role, ...(agency === undefined ? [] : ['--agency', agency])];
      tokens.set('told', (await tokenCommand(words, { KEYS_FOLDER: folder }))!);
      const { data, errors } = await ask('told', query);
      expect({ errors, answered: data != null }).toEqual({ errors: undefined, answered: true });
    },
    60_000,
  );
});

describe('counts of the sample', () => {
  it('are perturbed by up to 10 as of the month that stands beside them', async () => {
    const { extensions } = await ask('analyst', questionOf('coverage-by-district'), { 'x-explain': 'true' });
    const perturbed = extensions!.explain!.values.filter(({ kind }) => kind === 'perturbed');
    expect(perturbed.length).toBeGreaterThan(0);
    for (const { bound, month, why } of perturbed) {
      expect([bound, month]).toEqual([10, '2025-12']);
      expect(why).toContain('adds or takes up to 10, and it is as of the end of 2025-12');
    }
  });
});

describe('a read of persons', () => {
  const QUERY = '{ workers(first: 3) { nodes { name verifications { verdict } } } }';

  it('is recorded once, explained or not, and what is fetched for the record alone tells no number', async () => {
    const headers = { 'x-explain': 'true', 'x-request-id': 'explained-read-of-three' };
    const { extensions } = await ask('auditor', QUERY, headers);
    const log = '{ accessLog(requestId: "explained-read-of-three") { nodes { persons fields } } }';
    const { data } = await ask('auditor', log);
    expect(data).toEqual({
      accessLog: { nodes: [{ persons: 3, fields: expect.arrayContaining(['Worker.name']) as unknown }] },
    });
    const { values, fetches, cost } = extensions!.explain!;
    expect(values).toMatchObject([{ kind: 'masked', coordinate: 'Worker.name', count: 3 }]);
    expect(JSON.stringify([values, fetches, cost])).not.toContain('sigapSubject');
    expect(cost!.fields.filter(({ coordinate }) => coordinate === null).map(({ path }) => path)).toEqual([
      ['workers', 'nodes', 'verifications'],
      ['workers', 'nodes'],
    ]);
  });
});
