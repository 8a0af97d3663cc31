import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/serve.ts';
import { FILL_MS, startSampleGraph, type SampleGraph } from '../support/sample.ts';

let graph: SampleGraph;
let served: RunningSubgraph;

beforeAll(async () => {
  graph = await startSampleGraph();
  served = await startSubgraph('workers', {
    mongodbUri: graph.mongodbUri,
    port: 0,
    introspection: false,
    logLevel: 'silent',
    recountEvery: 3_600_000,
  });
}, FILL_MS);
afterAll(async () => {
  await served.stop();
  await graph.stop();
});

async function codesOf(query: string, variables?: Record<string, unknown>): Promise<unknown[]> {
  const { errors = [] } = await graph.ask(query, variables);
  return errors.map(({ extensions }) => extensions?.['code']);
}

test.each([
  ['a page size of 0', '{ workers(first: 0) { nodes { id } } }', 'BAD_PAGE_SIZE'],
  ['a negative page size', '{ workers(first: -5) { nodes { id } } }', 'BAD_PAGE_SIZE'],
  ['a page size over the limit', '{ members(last: 101) { nodes { id } } }', 'BAD_PAGE_SIZE'],
  ['first together with last', '{ villages(first: 1, last: 1) { nodes { code } } }', 'BAD_PAGE_SIZE'],
  ['a cursor that is no cursor', '{ workers(after: "nonsense") { nodes { id } } }', 'BAD_CURSOR'],
  [
    'a cursor with an operator in it',
    `{ workers(after: "${Buffer.from('["x",{"$gt":""},"a"]').toString('base64url')}") { nodes { id } } }`,
    'BAD_CURSOR',
  ],
  ['a month of 13', '{ contributionRate(sector: OTHER, period: "2025-13") { total } }', 'BAD_PERIOD'],
  ['a month written as a number', '{ contributionRate(sector: OTHER, period: 202512) { total } }', 'BAD_PERIOD'],
  ['half a rupiah', '{ payments(filter: { amountFrom: 1.5 }) { nodes { id } } }', 'BAD_RUPIAH'],
  ['a day that never was', '{ workers(filter: { enrolledFrom: "2025-02-30" }) { nodes { id } } }', 'BAD_DATE'],
  ['a NIK of 15 digits', '{ personByNik(nik: "327501010190000") { token } }', 'BAD_NIK'],
  [
    'months in the wrong order',
    '{ programme(code: "SIGAP") { liability(from: "2026-02", to: "2026-01") { total } } }',
    'BAD_PERIOD_RANGE',
  ],
  [
    'a filter by more values than there are',
    `{ villages(filter: { districts: [${'"x",'.repeat(501)}] }) { nodes { code } } }`,
    'TOO_MANY_VALUES',
  ],
  ['fewer areas than one', '{ areasByCoverage(level: DISTRICT, most: -1) { coverage { total } } }', 'BAD_NUMBER'],
  ['no areas at all', '{ areasByCoverage(level: DISTRICT, most: 0) { coverage { total } } }', 'BAD_NUMBER'],
  [
    'a rate in per cent',
    '{ areasByCoverage(level: DISTRICT, filter: { coverageRateFrom: 80 }) { coverage { total } } }',
    'BAD_NUMBER',
  ],
  [
    'a rate below none',
    '{ areasByCoverage(level: VILLAGE, filter: { coverageRateTo: -0.1 }) { coverage { total } } }',
    'BAD_NUMBER',
  ],
  [
    'a negative number on the roster',
    '{ areasByCoverage(level: DISTRICT, filter: { totalFrom: -1 }) { coverage { total } } }',
    'BAD_NUMBER',
  ],
  [
    'at most a negative number',
    '{ areasByCoverage(level: DISTRICT, filter: { totalTo: -1 }) { coverage { total } } }',
    'BAD_NUMBER',
  ],
  [
    'a negative number not covered',
    '{ areasByCoverage(level: DISTRICT, filter: { eligibleNotCoveredFrom: -1 }) { coverage { total } } }',
    'BAD_NUMBER',
  ],
  [
    'a negative number at risk',
    '{ areasByCoverage(level: DISTRICT, filter: { atRiskFrom: -1 }) { coverage { total } } }',
    'BAD_NUMBER',
  ],
  [
    'rates in the wrong order',
    '{ areasByCoverage(level: DISTRICT, filter: { coverageRateFrom: 0.9, coverageRateTo: 0.8 }) { coverage { total } } }',
    'BAD_RANGE',
  ],
  [
    'counts in the wrong order',
    '{ areasByCoverage(level: DISTRICT, filter: { totalFrom: 9, totalTo: 8 }) { coverage { total } } }',
    'BAD_RANGE',
  ],
  ['a year that is none', '{ budget(programme: "SIGAP", year: -2025) { id } }', 'BAD_NUMBER'],
  [
    'a year with a digit too many',
    '{ programme(code: "SIGAP") { reconciliation(year: 20255) { paid } } }',
    'BAD_NUMBER',
  ],
  ['a negative amount', '{ payments(filter: { amountFrom: -1 }) { totalCount } }', 'BAD_NUMBER'],
  [
    'amounts in the wrong order',
    '{ payments(filter: { amountFrom: 900, amountTo: "100" }) { totalCount } }',
    'BAD_RANGE',
  ],
  [
    'months of payments in the wrong order',
    '{ payments(filter: { periodFrom: "2025-12", periodTo: "2025-11" }) { totalCount } }',
    'BAD_RANGE',
  ],
  [
    'months of bills in the wrong order',
    '{ programme(code: "SIGAP") { batches(from: "2025-12", to: "2025-11") { id } } }',
    'BAD_RANGE',
  ],
  [
    'days of enrolment in the wrong order',
    '{ workers(filter: { enrolledFrom: "2025-10-02", enrolledTo: "2025-10-01" }) { nodes { id } } }',
    'BAD_RANGE',
  ],
  [
    'days of request in the wrong order',
    '{ verifications(filter: { requestedFrom: "2025-10-02", requestedTo: "2025-10-01" }) { nodes { id } } }',
    'BAD_RANGE',
  ],
  [
    'days of a term in the wrong order',
    '{ members(filter: { termFrom: "2025-10-02", termTo: "2025-10-01" }) { nodes { id } } }',
    'BAD_RANGE',
  ],
  [
    'moments in the wrong order',
    '{ personAccessLog(person: "Worker:x", from: "2025-12-02T00:00:00+07:00", to: "2025-12-01T23:00:00+07:00") { totalCount } }',
    'BAD_RANGE',
  ],
  [
    'months of a history in the wrong order',
    '{ city { coverageHistory(from: "2025-12", to: "2025-11") { month } } }',
    'BAD_PERIOD_RANGE',
  ],
  [
    'months no rate covers',
    '{ programme(code: "SIGAP") { liability(from: "2010-01", to: "2010-02") { total } } }',
    'NO_RATE',
  ],
])('%s is refused with its code', async (_what, query, code) => {
  expect(await codesOf(query)).toEqual([code]);
});

test('a number out of range is answered with what was expected, and one in range with rows', async () => {
  const { errors } = await graph.ask(
    '{ areasByCoverage(level: DISTRICT, filter: { coverageRateFrom: 80 }) { coverage { total } } }',
  );
  expect(errors?.[0]?.message).toContain('expected coverageRateFrom of 0 to 1 (a share, not per cent), got 80');
  const { data } = await graph.ask(
    '{ areasByCoverage(level: DISTRICT, most: 3, filter: { coverageRateFrom: 0.5, coverageRateTo: 0.5, totalFrom: 0 }) { coverage { total } } all: areasByCoverage(level: DISTRICT, most: 3, filter: { coverageRateFrom: 0, coverageRateTo: 1 }) { coverage { total } } }',
  );
  expect([data.areasByCoverage, data.all.length]).toEqual([[], 3]);
});

test('a wrong value in a variable is refused like one in the text', async () => {
  expect(
    await codesOf('query ($p: Period!) { contributionRate(sector: OTHER, period: $p) { total } }', { p: '2025-13' }),
  ).toEqual(['BAD_PERIOD']);
});

test('a cursor of another filter or sort is refused', async () => {
  const { data } = await graph.ask('{ workers(first: 1, filter: { statuses: [ACTIVE] }) { pageInfo { endCursor } } }');
  const after = data.workers.pageInfo.endCursor as string;
  const ask = (filter: string, sort: string): Promise<unknown[]> =>
    codesOf(
      `query ($after: String) { workers(first: 1, after: $after, filter: ${filter}, sort: ${sort}) { nodes { id } } }`,
      { after },
    );
  expect(await ask('{ statuses: [ACTIVE] }', 'ENROLLED_LATEST')).toEqual([]);
  expect(await ask('{ statuses: [EXITED] }', 'ENROLLED_LATEST')).toEqual(['BAD_CURSOR']);
  expect(await ask('{ statuses: [ACTIVE] }', 'ID')).toEqual(['BAD_CURSOR']);
});

test('a filter never becomes an operator of the database', async () => {
  const { data } = await graph.ask('query ($v: [ID!]) { workers(filter: { villages: $v }) { totalCount } }', {
    v: ['$ne', '{"$gt":""}'],
  });
  expect(data.workers.totalCount).toBe(0);
});

test('what does not exist is null, not an error', async () => {
  const { data, errors } = await graph.ask(
    '{ worker(id: "no") { id } member(id: "no") { id } agency(code: "no") { name } village(code: "__proto__") { name } programme(code: "no") { code } person(token: "psr_short") { token } }',
  );
  expect(errors).toBeUndefined();
  expect(Object.values(data as object).every((value) => value === null)).toBe(true);
});

interface Page {
  readonly nodes: { id: string }[];
  readonly pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
}

test.each(['workers', 'members', 'verifications'])(
  'a cursor of %s reveals nothing of its row, and none can be forged',
  async (list) => {
    const { data } = await graph.ask(`{ ${list}(first: 3) { edges { cursor node { id } } } }`);
    // A client that keeps pages under their cursors finds them again.
    expect((await graph.ask(`{ ${list}(first: 3) { edges { cursor node { id } } } }`)).data).toEqual(data);
    const { edges } = data[list] as { edges: { cursor: string; node: { id: string } }[] };
    expect(edges).toHaveLength(3);
    for (const { cursor, node } of edges) {
      const read = Buffer.from(cursor, 'base64url').toString('latin1');
      expect(read).not.toContain(node.id);
      expect(read).not.toMatch(/20\d\d-\d\d/);
      const altered = `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`;
      const made = Buffer.from(JSON.stringify(['x', '2025-01-01', node.id])).toString('base64url');
      expect(
        (await graph.ask(`{ ${list}(first: 1, after: "${made}") { totalCount nodes { id } } }`)).errors?.[0]
          ?.extensions?.['code'],
      ).toBe('BAD_CURSOR');
      expect(
        (await graph.ask(`{ ${list}(first: 1, after: "${altered}") { nodes { id } } }`)).errors?.[0]?.extensions?.[
          'code'
        ],
      ).toBe('BAD_CURSOR');
    }
  },
);

test('pages walked forwards and backwards hold the same rows', async () => {
  const walk = async (back: boolean): Promise<string[]> => {
    const seen: string[] = [];
    for (let cursor: string | null = null, more = true; more;) {
      const [size, at] = back ? ['last', 'before'] : ['first', 'after'];
      const query = `query ($n: Int, $c: String) { workers(${size}: $n, ${at}: $c, filter: { statuses: [SUSPENDED] }) { nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
      const { data } = await graph.ask(query, { n: 17, c: cursor });
      const workers = data.workers as Page;
      const ids = workers.nodes.map(({ id }) => id);
      if (back) seen.unshift(...ids);
      else seen.push(...ids);
      cursor = back ? workers.pageInfo.startCursor : workers.pageInfo.endCursor;
      more = back ? workers.pageInfo.hasPreviousPage : workers.pageInfo.hasNextPage;
    }
    return seen;
  };
  const forwards = await walk(false);
  expect(new Set(forwards).size).toBe(66);
  expect(await walk(true)).toEqual(forwards);
});

const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(served.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

test('over HTTP it answers as in process', async () => {
  const query = '{ workers(first: 2, sort: ID) { nodes { id } } }';
  const inside = await served.execute({ query });
  const outside = (await (await post(JSON.stringify({ query }))).json()) as object;
  expect(outside).toEqual(JSON.parse(JSON.stringify(inside)));
});

test('malformed JSON, a body too long, a foreign path and a forged form are refused', async () => {
  expect((await post('{"query":')).status).toBe(400);
  expect((await post(JSON.stringify({ query: `{ a }${' '.repeat(17 * 1024 * 1024)}` }))).status).toBe(413);
  expect((await fetch(new URL('/etc/passwd', served.url))).status).toBe(404);
  expect(
    (await post('query={worker(id:"1"){id}}', { 'content-type': 'application/x-www-form-urlencoded' })).status,
  ).toBe(415);
});

test('introspection is off when the option is false', async () => {
  const { errors } = (await (await post('{"query":"{ __schema { types { name } } }"}')).json()) as {
    errors: { message: string }[];
  };
  expect(errors[0]!.message).toMatch(/introspection/i);
});

test('a document that is not valid is refused with a code, over HTTP and in process', async () => {
  const query = '{ workers(first: "ten") { nodes { nope } } }';
  const inside = await served.execute({ query });
  expect(inside.data).toBeUndefined();
  expect(inside.errors).toMatchObject([
    { extensions: { code: 'BAD_DOCUMENT' } },
    { extensions: { code: 'BAD_DOCUMENT' } },
  ]);
  expect((await post(JSON.stringify({ query }))).status).toBe(400);
  expect((await served.execute({ query: '{ workers(' })).errors).toMatchObject([
    { extensions: { code: 'BAD_DOCUMENT' } },
  ]);
});

test('health reports whether the database answers', async () => {
  const response = await fetch(new URL('/health', served.url));
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
});

test('a failure inside reveals nothing of the inside', async () => {
  const client = await MongoClient.connect(graph.mongodbUri);
  const workers = client.db('sigap_workers').collection<{ _id: string; phone: unknown }>('workers');
  const before = (await workers.findOne({ _id: 'w-00000001' }))!;
  await workers.updateOne(
    { _id: 'w-00000001' },
    { $set: { phone: Buffer.from('not sealed at all, and long enough to try') } },
  );
  const { data, errors } = await graph.ask('{ worker(id: "w-00000001") { id phone } }');
  await workers.updateOne({ _id: 'w-00000001' }, { $set: { phone: before.phone } });
  await client.close();
  expect(data.worker).toEqual({ id: 'w-00000001', phone: null });
  expect(errors).toMatchObject([
    { message: 'A sealed value cannot be opened', extensions: { code: 'SEALED_UNREADABLE' } },
  ]);
  expect(JSON.stringify(errors)).not.toMatch(/crypto|stack|node_modules/);
});

test('an unknown subgraph and an unreachable database are one clear line', async () => {
  await expect(startSubgraph('nobody', { mongodbUri: graph.mongodbUri })).rejects.toMatchObject({
    code: 'UNKNOWN_SUBGRAPH',
  });
  await expect(
    startSubgraph('workers', { mongodbUri: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200', port: null }),
  ).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});
