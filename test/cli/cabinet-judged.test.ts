/** The cabinet, imported: what the roster's owner makes of each row that was read, on an empty roster. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportGraph, RowReason } from '../../cli/import/import-graph.ts';
import { openFile } from '../../cli/import/read-rows.ts';
import { runPass } from '../../cli/import/run-pass.ts';
import { KOTA_BEKASI } from '../../subgraphs/city/init-city.ts';
import { loadCity } from '../../subgraphs/city/load-city.ts';
import { readCity } from '../../subgraphs/city/read-city.ts';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { outcomes, type Outcome } from './cabinet/outcomes.ts';

let folder: string;
let store: TestStore;
let subgraphs: Readonly<Record<'workers' | 'groups', RunningSubgraph>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-judged-'));
  store = await openTestStore();
  await loadCity({ mongodbUri: store.uri, files: readCity(KOTA_BEKASI) });
  const start = (name: 'workers' | 'groups') =>
    startSubgraph(name, { mongodbUri: store.uri, port: null, logLevel: 'silent' });
  subgraphs = { workers: await start('workers'), groups: await start('groups') };
});
afterAll(async () => {
  await subgraphs.workers.stop();
  await subgraphs.groups.stop();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** The graph as the command line knows it, without a gateway between. */
function graphOf({ kind = 'WORKERS' }: Outcome): ImportGraph {
  const [subgraph, agency, member] =
    kind === 'MEMBERS'
      ? ([subgraphs.groups, 'DISDIK', '-member'] as const)
      : ([subgraphs.workers, 'DISNAKER', ''] as const);
  const claims = { sub: 'user:clerk', roles: [], scopes: ['person:read', 'import:write'], agency };
  const ask = async (name: string, input: object): Promise<never> => {
    const query = readFileSync(new URL(`../../schema/operations/changes/${name}.graphql`, import.meta.url), 'utf8');
    const { data, errors } = (await subgraph.execute({ query, variables: { input }, claims } as never)) as {
      data: Record<string, unknown>;
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    return Object.values(data)[0] as never;
  };
  return {
    begin: (input) => ask(`begin${member}-import`, { kind, ...input }),
    rows: (input) => ask(kind === 'MEMBERS' ? 'import-member-rows' : 'import-rows', input),
    finish: (input) => ask(`finish${member}-import`, input),
    undo: () => expect.fail('nothing was written'),
  };
}

const CABINET = fileURLToPath(new URL('cabinet/', import.meta.url));

it.each(outcomes.filter(({ rows }) => rows !== undefined).map((outcome) => [outcome.what, outcome] as const))(
  'of a file with %s each row is taken, or has its reasons',
  async (_what, outcome) => {
    const { file: name, kind = 'WORKERS', sheet, rows = {}, torn = [], judged = {} } = outcome;
    const mapping = outcome.mapping && join(folder, 'mapping.yaml');
    if (mapping !== undefined) writeFileSync(mapping, stringify(outcome.mapping));
    const file = await openFile({ path: join(CABINET, name), kind, sheet, mapping, mostBytes: 1e6 });
    const reasons: Record<number, string[]> = {};
    const { found } = await runPass({
      graph: graphOf(outcome),
      file,
      pass: 'CHECK',
      again: true,
      onRejected: async ({ line }, why: readonly RowReason[]) => {
        reasons[line] = why.map(({ code, field }) => `${code} ${field}`);
      },
    });
    expect(reasons).toEqual(judged);
    expect([found.added, found.rejected]).toEqual([
      Object.keys(rows).length + torn.length - Object.keys(judged).length,
      Object.keys(judged).length,
    ]);
  },
);
