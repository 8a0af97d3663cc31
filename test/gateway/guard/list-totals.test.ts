/** `totalCount` of lists of persons, over the sample through the whole gateway: the visible rows, and null instead of 0 for callers without rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { FILL_MS, startSampleGraph, type Answer, type SampleGraph } from '../../support/sample.ts';

let folder: string;
let sample: SampleGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'list-totals-'));
  sample = await startSampleGraph();
  const settings = gatewayDefaults({ port: 0, explorer: false, development: true, keysFolder: folder });
  const inProcess = Object.fromEntries([...sample.subgraphs].map(([name, { execute }]) => [name, execute]));
  gateway = await startGateway({ settings, log: logOf('test', 'silent'), inProcess });
}, FILL_MS);
afterAll(async () => {
  await gateway?.stop();
  await sample?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Words = readonly string[];
/** @param way POST takes the fast path, GET Apollo Server's */
async function ask(role: Words, query: string, way: 'GET' | 'POST' = 'POST'): Promise<Answer> {
  const authorization =
    role.length === 0 ? undefined : `Bearer ${await tokenCommand(['--role', ...role], { KEYS_FOLDER: folder })}`;
  const headers = { ...(authorization && { authorization }), 'apollo-require-preflight': 'true' };
  const response =
    way === 'POST'
      ? await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        })
      : await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
  return (await response.json()) as Answer;
}

const LISTS = `{
  city { workerCount memberCount fundedTwice } workers { totalCount } members { totalCount } verifications { totalCount } doubleFundings { totalCount }
  district(code: "32.75.01") { workers { totalCount } members { totalCount } } village(code: "32.75.01.1001") { workers { totalCount } members { ...Few } }
  programme(code: "SIGAP") { workers { totalCount } members { totalCount } } group(kind: RT) { members { many: totalCount } } agency(code: "DISHUB") { verifications { totalCount } }
  villages { totalCount }
} fragment Few on MemberConnection { totalCount }`;

/** Every total of a list of persons in an answer, by its place. */
function totals(value: unknown, path = ''): [path: string, total: unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]): [string, unknown][] =>
    ['totalCount', 'many'].includes(key) ? [[`${path}.${key}`.slice(1), below]] : totals(below, `${path}.${key}`),
  );
}

describe.each([['POST'], ['GET']] as const)('the totals of lists of persons, queried by %s', (way) => {
  it.each<[string, Words]>([
    ['the public', []],
    ['an analyst', ['analyst']],
    ['a dashboard', ['dashboard']],
  ])("are null with a coded error for %s, beside the counts that are everybody's", async (_who, role) => {
    const { data, errors = [] } = await ask(role, LISTS, way);
    expect(data.city).toEqual({ workerCount: 11_666, memberCount: 43_000, fundedTwice: 284 });
    const all = totals(data);
    expect(all.filter(([, total]) => total !== null)).toEqual([['villages.totalCount', 56]]);
    const refused = errors.map(({ path, extensions }) => [path!.join('.'), extensions?.['code']]);
    expect(refused.map(([path]) => path).sort()).toEqual(
      all
        .filter(([, total]) => total === null)
        .map(([path]) => path)
        .sort(),
    );
    expect(new Set(refused.map(([, code]) => code))).toEqual(new Set(['FORBIDDEN_FIELD']));
    expect(refused.length).toBe(12);
  });

  it("are all of them for an auditor, and an agency's own for its verifier", async () => {
    const auditor = await ask(['auditor'], LISTS, way);
    expect(auditor.errors).toBeUndefined();
    expect(
      [auditor.data.workers, auditor.data.members, auditor.data.doubleFundings].map(({ totalCount }) => totalCount),
    ).toEqual([11_666, 43_000, 284]);
    const verifier = await ask(['verifier', '--agency', 'DISHUB'], LISTS, way);
    expect(verifier.errors).toBeUndefined();
    expect(verifier.data.workers.totalCount).toBe(verifier.data.agency.verifications.totalCount);
    expect(verifier.data.workers.totalCount).toBeLessThan(11_666);
  });
});

it('a verifier counts few rows as exactly as many, since they can read each', async () => {
  const { data, errors } = await ask(
    ['verifier', '--agency', 'DISHUB'],
    '{ workers(filter: { villages: ["32.75.01.1001"], statuses: [SUSPENDED, EXITED, NEEDS_REPAIR] }) { totalCount nodes { id } } few: workers(filter: { villages: ["32.75.01.1001"], statuses: [INELIGIBLE] }) { totalCount nodes { id } } }',
  );
  expect(errors).toBeUndefined();
  for (const { totalCount, nodes } of [data.workers, data.few]) expect(totalCount).toBe(nodes.length);
  expect([data.workers, data.few].some(({ totalCount }) => totalCount > 0 && totalCount < 5)).toBe(true);
});
