/** The subgraph over HTTP, as its gateway asks it: in memory, and on MONGODB_URI where that is given. */
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Caller } from '../src/claims.js';
import { memoryRecords } from '../src/memory-records.js';
import { mongoRecords } from '../src/mongo-records.js';
import type { Records } from '../src/records.js';
import { sampleRecords } from '../src/sample.js';
import { readOptions } from '../src/options.js';
import { startSubgraph, type Running } from '../src/subgraph.js';

const key = Buffer.alloc(32, 7);
const options = {
  ...readOptions({ CLAIMS_KEYS: key.toString('base64url'), EXTENSIONS: 'on' }),
  port: 0,
  production: true,
};
const EVERYBODY: Caller = { sub: 'public', roles: [], scopes: [] };
const ALL: Caller = { sub: 'user:all', roles: [], scopes: ['person:read', 'person:all-agencies'] };
const OWN: Caller = { sub: 'user:own', roles: [], scopes: ['person:read'], agency: 'KIT_OWNER' };
const EXACT: Caller = { ...EVERYBODY, cells: 'exact' };

function signed(caller: Caller, body: string): string {
  const now = Date.now();
  const who = Buffer.from(JSON.stringify({ ...caller, subgraph: 'kit-name' })).toString('base64url');
  const claims = `v2.${who}.${now}.${now + 10_000}.${randomUUID()}`;
  return `${claims}.${createHmac('sha256', key).update(`${claims}\n${body}`).digest('base64url')}`;
}

const sources: [string, () => Promise<Records>][] = [['memory', async () => memoryRecords()]];
const uri = process.env['MONGODB_URI'];
if (uri !== undefined) sources.push(['MongoDB', () => mongoRecords(uri)]);

for (const [name, open] of sources)
  describe(`on ${name}`, () => {
    let subgraph: Running;
    const sample = sampleRecords(options.keys);

    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer is whatever was asked for
    async function ask(caller: Caller, query: string, variables: object = {}): Promise<any> {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json', 'x-sigap-claims': signed(caller, body) };
      return (await fetch(subgraph.url, { method: 'POST', headers, body })).json();
    }

    before(async () => {
      const records = await open();
      await records.add(sample);
      subgraph = await startSubgraph(options, records);
    });
    after(() => subgraph.stop());

    test('answers nobody but its gateway', async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(subgraph.url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
      assert.equal(answer.status, 401);
      assert.equal(
        ((await answer.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code,
        'CLAIMS_MISSING',
      );
    });

    test('answers entities in order, null where there is none', async () => {
      const ids = [sample[2]!._id, 'nobody', sample[0]!._id, sample[2]!._id];
      const { data } = await ask(
        ALL,
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on KitNameRecord { id name } } }',
        { of: ids.map((id) => ({ __typename: 'KitNameRecord', id })) },
      );
      assert.deepEqual(
        data._entities.map((row: { id: string } | null) => row?.id ?? null),
        [ids[0], null, ids[2], ids[3]],
      );
      assert.equal(data._entities[0].name, 'Dewi Lestari');
    });

    test('shows an agency its own rows, and nobody else any', async () => {
      const all =
        '{ kitNameRecords(first: 100) { nodes { id district { code } person { token } } pageInfo { hasNextPage } } }';
      const mine = sample.filter(({ agency }) => agency === 'KIT_OWNER');
      assert.equal((await ask(ALL, all)).data.kitNameRecords.nodes.length, sample.length);
      assert.deepEqual(
        (await ask(OWN, all)).data.kitNameRecords.nodes.map(({ id }: { id: string }) => id),
        mine.map(({ _id }) => _id).sort(),
      );
      assert.deepEqual((await ask(EVERYBODY, all)).data.kitNameRecords.nodes, []);
      const foreign = sample.find(({ agency }) => agency !== 'KIT_OWNER')!;
      assert.equal((await ask(OWN, `{ kitNameRecord(id: "${foreign._id}") { id } }`)).data.kitNameRecord, null);
    });

    test('pages through the list', async () => {
      const page = (after: string | null) =>
        ask(
          ALL,
          'query ($after: String) { kitNameRecords(first: 15, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
          { after },
        );
      const seen: string[] = [];
      let next: { hasNextPage: boolean; endCursor: string | null } = { hasNextPage: true, endCursor: null };
      while (next.hasNextPage) {
        const { nodes, pageInfo } = (await page(next.endCursor)).data.kitNameRecords;
        seen.push(...nodes.map(({ id }: { id: string }) => id));
        next = pageInfo;
      }
      assert.deepEqual(seen, sample.map(({ _id }) => _id).sort());
      assert.equal(
        (await ask(ALL, '{ kitNameRecords(first: 101) { nodes { id } } }')).errors[0].extensions.code,
        'BAD_PAGE_SIZE',
      );
      assert.equal(
        (await ask(ALL, '{ kitNameRecords(after: "x") { nodes { id } } }')).errors[0].extensions.code,
        'BAD_CURSOR',
      );
    });

    test('counts exactly for who may, with the same noise each time for everybody else', async () => {
      const count =
        '{ one: kitNameDistrict(code: "32.75.01") { people month } few: kitNameDistrict(code: "32.75.03") { people } none: kitNameDistrict(code: "32.75.12") { people } }';
      const exact = (await ask(EXACT, count)).data;
      assert.deepEqual([exact.one, exact.few.people, exact.none.people], [{ people: 23, month: null }, 1, 0]);
      const shown = (await ask(EVERYBODY, count)).data;
      assert.deepEqual((await ask(EVERYBODY, count)).data, shown);
      assert.ok(Math.abs(shown.one.people - 23) <= 10);
      assert.ok(shown.few.people === 0 || shown.few.people >= 5);
      assert.equal(shown.none.people, 0);
      const before = { ...EVERYBODY, month: '2024-12' };
      assert.deepEqual((await ask(before, count)).data.one, { people: 0, month: '2024-12' });
    });

    test("extends other agencies' types by their keys", async () => {
      const of = [
        { __typename: 'District', code: '32.75.01' },
        { __typename: 'Person', token: sample[5]!.token },
      ];
      const query =
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on District { kitNamePeople } ... on Person { kitNameRecords { id } } } }';
      const { data } = await ask({ ...ALL, cells: 'exact' }, query, { of });
      assert.deepEqual(data._entities, [{ kitNamePeople: 23 }, { kitNameRecords: [{ id: sample[5]!._id }] }]);
    });

    test('repeats no value in its errors, and no schema in production', async () => {
      const { errors } = await ask(ALL, 'query ($n: Int) { kitNameRecords(first: $n) { nodes { id } } }', {
        n: 'Siti Aminah',
      });
      assert.equal(JSON.stringify(errors).includes('Siti'), false);
      assert.ok(errors[0].extensions.code);
      assert.ok((await ask(ALL, '{ __schema { types { name } } }')).errors[0].extensions.code);
    });

    test('is healthy', async () => {
      assert.equal((await fetch(new URL('/health', subgraph.url))).status, 200);
    });
  });

test('production takes no development key, and no start without claims', () => {
  assert.throws(
    () => readOptions({ NODE_ENV: 'production', CLAIMS_KEYS: key.toString('base64url') }),
    /IDENTITY_KEY|MONGODB_URI/,
  );
  assert.throws(() => readOptions({ NODE_ENV: 'production', MONGODB_URI: 'mongodb://x' }), /CLAIMS_KEYS/);
  assert.throws(() => readOptions({ HOST: '0.0.0.0' }), /CLAIMS_KEYS/);
});
