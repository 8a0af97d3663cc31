/**
 * A city that begins without people and takes the sample over as files has the sample's counts, exactly: under the same keys every cell has the
 * same people, and so the same noise. The faults that the sample has come in through the importer, stated in the rows.
 */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { loadCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { AS_OF } from '../../../subgraphs/sample/workers.ts';
import { FILL_MS, startGraph, startSampleGraph, type SampleGraph } from '../../support/sample.ts';
import { sampleFiles } from '../../support/sample-files.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';
import { MongoClient } from 'mongodb';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

let store: TestStore;
let empty: SampleGraph;
let sample: SampleGraph;
beforeAll(async () => {
  sample = await startSampleGraph();
  store = await openTestStore();
  await loadCity({ mongodbUri: store.uri, files: readCity(KOTA_BEKASI) });
  // The sample stands at a fixed day, and who is too old or asked for too long depends on it.
  for (const name of ['workers', 'groups', 'funding'])
    await store.client
      .db(`sigap_${name}`)
      .collection<{ _id: string }>('about')
      .insertOne({ _id: 'data', asOf: AS_OF } as never);
  empty = await startGraph(store.uri);
}, FILL_MS);
afterAll(async () => {
  await empty.stop();
  await sample.stop();
  await store.close();
});

const BATCH = 500;

interface FileOfRows {
  readonly subgraph: 'workers' | 'groups';
  readonly kind: string;
  readonly agency: string;
  readonly text: string;
}

/** @returns what the pass found */
async function importFile({ subgraph, kind, agency, text }: FileOfRows): Promise<Raw> {
  const M = subgraph === 'groups' ? 'Member' : '';
  const claims = { sub: 'user:importer', roles: [], scopes: ['person:read', 'import:write'], agency };
  const ask = async (query: string, input: object): Promise<Raw> => {
    const answer = (await empty.subgraphs
      .get(subgraph)!
      .execute({ query, variables: { input }, claims } as never)) as Raw;
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data)[0];
  };
  const [columns, ...rows] = parse(text) as string[][];
  const sha256 = createHash('sha256').update(text).digest('hex');
  const { id: job } = await ask(`mutation ($input: BeginImportInput!) { begin${M}Import(input: $input) { id } }`, {
    kind,
    sha256,
    columns,
    pass: 'APPLY',
  });
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH).map((cells, at) => ({ line: from + at + 2, cells }));
    await ask(`mutation ($input: ImportRowsInput!) { import${M}Rows(input: $input) { taken } }`, {
      job,
      pass: 'APPLY',
      from,
      rows: batch,
    });
  }
  const done = await ask(
    `mutation ($input: FinishImportInput!) { finish${M}Import(input: $input) { state apply { taken added changed same rejected reasons { code field count } notes { code count } } } }`,
    { job, pass: 'APPLY', rows: rows.length },
  );
  expect(done.state).toBe('APPLIED');
  return done.apply;
}

/** Every cell of a source with its people and key; verifications together, since their partitions are of no meaning. */
async function cellsOf(uri: string, name: string, source: string): Promise<Map<string, string>> {
  const client = await new MongoClient(uri).connect();
  try {
    const parts = await client.db(`sigap_${name}`).collection('summary').find({ source }).toArray();
    const sums = new Map<string, { n: number; key: number }>();
    for (const { partition, cells } of parts)
      for (const { n, key, ...fields } of cells as Raw[]) {
        const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
        const cell = JSON.stringify([source === 'verifications' ? '' : partition, sorted]);
        const before = sums.get(cell) ?? { n: 0, key: 0 };
        sums.set(cell, { n: before.n + n, key: (before.key + key) % 2 ** 32 });
      }
    return new Map([...sums].map(([cell, { n, key }]) => [cell, `${n} ${key}`]));
  } finally {
    await client.close();
  }
}

it('has every cell of the sample once its files are imported', async () => {
  const { workers, verifications, members } = sampleFiles();
  const found = [
    await importFile({ subgraph: 'workers', kind: 'WORKERS', agency: 'DISNAKER', text: workers }),
    await importFile({ subgraph: 'workers', kind: 'VERIFICATIONS', agency: 'DISNAKER', text: verifications }),
  ];
  for (const [agency, text] of members)
    found.push(await importFile({ subgraph: 'groups', kind: 'MEMBERS', agency, text }));
  for (const pass of found)
    expect(pass).toMatchObject({ rejected: 0, changed: 0, same: 0, added: pass.taken, reasons: [] });
  for (const name of ['workers', 'groups', 'funding']) await empty.subgraphs.get(name)!.refresh();
  for (const [name, source] of [
    ['workers', 'workers'],
    ['workers', 'verifications'],
    ['groups', 'members'],
    ['funding', 'doubles'],
  ] as const) {
    const expected = await cellsOf(sample.mongodbUri, name, source);
    expect(expected.size).toBeGreaterThan(10);
    expect(await cellsOf(empty.mongodbUri, name, source)).toEqual(expected);
  }
  const question = `{ city { participants workerCount memberCount coverage { total covered eligibleNotCovered atRisk byStatus { status total } byOccupation { occupation total covered } } }
    verificationFunnel { agency { code } asked } doubleFundingCounts { total } programme(code: "SIGAP") { participants } }`;
  const [theirs, ours] = await Promise.all([sample.ask(question), empty.ask(question)]);
  expect(theirs.errors).toBeUndefined();
  expect(ours).toEqual(theirs);
  expect(ours.data.city.participants).toBe(54_666);
}, 600_000);

it('has an import whose rejected rows wait for their correction, made by the importer itself', async () => {
  const claims = { sub: 'user:a', roles: [], scopes: ['person:read', 'import:write'], agency: 'DISNAKER' };
  const { data, errors } = await sample.ask(
    '{ importJobs { nodes { id kind state apply { taken added changed same rejected reasons { code } } } } }',
    {},
    claims,
  );
  expect(errors).toBeUndefined();
  const [job, ...others] = data.importJobs.nodes;
  expect(others).toEqual([]);
  expect(job).toMatchObject({
    kind: 'WORKERS',
    state: 'APPLIED',
    apply: { taken: 9, added: 0, changed: 0, same: 2, rejected: 7 },
  });
  expect(job.apply.reasons.map(({ code }: Raw) => code).sort()).toEqual([
    'BIRTH_DATE_DIFFERS',
    'DATE_IMPOSSIBLE',
    'EDITION_UNKNOWN',
    'NIK_DATE',
    'NIK_LENGTH',
    'NIK_ROUNDED',
    'NUMBER_RANGE',
    'OCCUPATION_UNKNOWN',
    'PHONE_FORM',
    'VILLAGE_UNKNOWN',
  ]);
  const query = 'query ($job: ID!) { rejectedRows(job: $job, waiting: true) { totalCount } }';
  const rows = await sample.ask(query, { job: job.id }, claims);
  expect(rows.data.rejectedRows.totalCount).toBe(7);
});
