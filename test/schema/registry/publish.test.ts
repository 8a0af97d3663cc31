/** Publishing: numbers, races, history, and what comes of a version that does not compose. */
import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEDERATION, askRegistry, one, openTestRegistry, type TestRegistry } from './fixtures.ts';

let test: TestRegistry;
beforeAll(async () => {
  test = await openTestRegistry();
});
afterAll(() => test.close());

const publish = (name: string, sdl: string, more: { token?: string; url?: string; at?: string } = {}) =>
  askRegistry(more.at ?? test.url, `/v1/subgraphs/${name}/versions`, {
    token: more.token ?? test.operator,
    body: { sdl, url: more.url ?? `http://${name}.test`, why: 'A test.' },
  });
const served = (variant = '') => test.ask(`/v1/supergraph${variant}`);
const history = async () =>
  (await test.ask('/v1/supergraphs?limit=200')).body as { number: number; cause: { kind: string } }[];

describe('a registry', () => {
  it('says that nothing is published before the first publish', async () => {
    const { status, body } = await served();
    expect([status, body.code]).toEqual([404, 'REGISTRY_NOT_FOUND']);
    expect(body.message).toContain('nothing is published yet');
  });

  it('publishes a version, signs the supergraph, and serves it with its ETag', async () => {
    const { status, body } = await publish('shop', one('price'));
    expect(status).toBe(201);
    expect(body.version).toMatchObject({
      subgraph: 'shop',
      number: 1,
      state: 'PUBLISHED',
      by: 'DISKOMINFO',
      why: 'A test.',
    });
    expect(body.supergraph).toMatchObject({
      number: 1,
      versions: { shop: 1 },
      cause: { kind: 'PUBLISH', subgraphs: ['shop'] },
    });
    const answer = await served();
    expect(answer.body).toContain('price: Int');
    const key = createPublicKey({
      key: Buffer.from((await test.ask('/v1/key', { token: null })).body.key, 'base64'),
      format: 'der',
      type: 'spki',
    });
    const signature = Buffer.from(answer.headers.get('x-supergraph-signature')!, 'base64');
    expect(verify(null, Buffer.from(answer.body), key, signature)).toBe(true);
    expect(verify(null, Buffer.from(`${answer.body} `), key, signature)).toBe(false);
    const again = await test.ask('/v1/supergraph', { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('writes nothing for what is published already, and a version for another address', async () => {
    const before = await history();
    expect(await publish('shop', one('price'))).toMatchObject({
      status: 200,
      body: { unchanged: true, version: { number: 1 } },
    });
    expect(await history()).toEqual(before);
    expect((await publish('shop', one('price'), { url: 'http://elsewhere.test' })).body.version.number).toBe(2);
    expect((await served()).body).toContain('http://elsewhere.test');
  });

  it('refuses alone what does not compose, with the reasons, and goes on serving', async () => {
    const before = await served();
    const failed = await publish('broken', `${FEDERATION} type Query { a: Missing }`);
    expect(failed.status).toBe(422);
    expect(failed.body.report).toMatchObject({ outcome: 'failed', subgraph: 'broken' });
    expect(failed.body.report.findings[0]).toMatchObject({ rule: 'COMPOSITION/INVALID_GRAPHQL', severity: 'error' });
    expect(failed.body.version).toMatchObject({ state: 'FAILED', number: 1 });
    expect((await served()).headers.get('etag')).toBe(before.headers.get('etag'));
    expect((await publish('library', one('books'))).status).toBe(201);
    expect((await test.ask('/v1/subgraphs')).body).toContainEqual(
      expect.objectContaining({
        name: 'broken',
        newest: expect.objectContaining({ state: 'FAILED' }),
        quarantined: false,
      }),
    );
  });

  it('keeps a hundred versions that failed within a day, and no more; what passes is published all the same', async () => {
    const versions = test.store.client.db('sigap_registry').collection<{ _id: string }>('versions');
    const failed = (await versions.findOne({ _id: 'broken/1' }))!;
    const more = Array.from({ length: 99 }, (_, at) => ({ ...failed, _id: `broken/${at + 2}`, number: at + 2 }));
    await versions.insertMany(more);
    const refused = await publish('broken', 'type { 101');
    expect([refused.status, refused.body.code]).toEqual([429, 'REGISTRY_FAILED_OFTEN']);
    expect(await versions.countDocuments({ subgraph: 'broken' })).toBe(100);
    expect((await test.ask('/v1/subgraphs/broken/check', { body: { sdl: 'type { 101' } })).body.outcome).toBe('failed');
    expect((await publish('broken', one('mended'))).status).toBe(201);
    const yesterday = new Date(Date.now() - 86_400_000);
    await versions.updateOne({ _id: failed._id }, { $set: { at: yesterday } });
    expect((await publish('broken', 'type { 103')).status).toBe(422);
  });

  it('checks a candidate and writes nothing', async () => {
    const before = await test.ask('/v1/subgraphs/shop');
    const { status, body } = await test.ask('/v1/subgraphs/shop/check', { body: { sdl: one('cost') } });
    expect([status, body.subgraph, body.outcome]).toEqual([200, 'shop', expect.any(String)]);
    expect((await test.ask('/v1/subgraphs/shop')).body).toEqual(before.body);
    expect((await test.ask('/v1/subgraphs/nobody/check', { body: { sdl: 'type {' } })).body.outcome).toBe('failed');
    expect((await test.ask('/v1/subgraphs/nobody')).status).toBe(404);
  });

  it('shows a version with its SDL and its report', async () => {
    const { body } = await test.ask('/v1/subgraphs/shop/versions/1');
    expect(body.sdl).toBe(one('price'));
    expect(body.report).toMatchObject({ subgraph: 'shop', outcome: 'passed', hash: body.hash });
  });

  it('tells what differs between two supergraphs', async () => {
    const { number } = (
      await publish('museum', `${FEDERATION} type Query { halls: [Hall] } type Hall { name: String }`)
    ).body.supergraph;
    const { body } = await test.ask(`/v1/supergraphs/${number - 1}/diff/${number}`);
    expect(body).toMatchObject({
      from: number - 1,
      to: number,
      subgraphs: [{ name: 'museum', after: 1 }],
      gained: ['Hall', 'Hall.name', 'Query.halls'],
      lost: [],
    });
    expect(body.changes).toContainEqual(
      expect.objectContaining({ coordinate: 'Query.halls', criticality: 'NON_BREAKING' }),
    );
    const back = await test.ask(`/v1/supergraphs/${number}/diff/${number - 1}`);
    expect(back.body.lost).toEqual(['Hall', 'Hall.name', 'Query.halls']);
  });

  it('keeps its texts as they were: one that was altered in the database is not served', async () => {
    const { hash, number } = (await history())[0] as unknown as { hash: string; number: number };
    const texts = test.store.client.db('sigap_registry').collection<{ _id: string; gzip: unknown }>('texts');
    const kept = await texts.findOne({ _id: hash });
    const { gzipSync } = await import('node:zlib');
    await texts.updateOne({ _id: hash }, { $set: { gzip: gzipSync('type Query { other: Int }') } });
    const altered = await served();
    expect([altered.status, altered.body.code]).toEqual([404, 'REGISTRY_NOT_FOUND']);
    expect((await test.ask(`/v1/supergraphs/${number}`)).status).toBe(404);
    await texts.updateOne({ _id: hash }, { $set: { gzip: kept!.gzip } });
    expect((await served()).status).toBe(200);
  });
});

describe('publishes at once', () => {
  it('of many subgraphs by two registries on one database all end up in the graph, and each number is there once', async () => {
    const other = await test.another();
    const before = (await history())[0]!.number;
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_each, at) =>
        publish(`many${at}`, one(`field${at}`), { at: at % 2 === 0 ? test.url : other.url }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const sdl = (await served()).body as string;
    for (let at = 0; at < 24; at++) expect(sdl).toContain(`field${at}: Int`);
    const after = await history();
    expect(after[0]!.number).toBe(before + 24);
    expect(after.map(({ number }) => number)).toEqual(Array.from(after, (_each, at) => after[0]!.number - at));
    expect(new Set(answers.map(({ body }) => body.supergraph.number)).size).toBe(24);
  });

  it('of one subgraph by two registries get numbers of their own, and the last of the history serves', async () => {
    const other = await test.another();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_each, at) =>
        publish('raced', one(`r${at}`), { at: at % 2 === 0 ? test.url : other.url }),
      ),
    );
    const published = answers.filter(({ status }) => status === 201);
    expect(published.length).toBeGreaterThan(0);
    const numbers = published.map(({ body }) => body.version.number as number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const last = published.reduce((one, each) =>
      one.body.supergraph.number > each.body.supergraph.number ? one : each,
    );
    expect((await test.ask('/v1/subgraphs/raced')).body.current.number).toBe(last.body.version.number);
    // The numbers of a subgraph are in the order of the history, although losers of a race began earlier.
    const inHistory = (await history())
      .filter(({ cause }) => (cause as unknown as { subgraphs: string[] }).subgraphs.includes('raced'))
      .map((each) => (each as unknown as { versions: Record<string, number> }).versions['raced']!);
    expect(inHistory).toEqual([...inHistory].sort((a, b) => b - a));
    expect(Math.max(...numbers)).toBe(last.body.version.number);
  });

  it('of two candidates that do not compose together one is the winner, and the other is told by what', async () => {
    const clash = (type: string) =>
      `${FEDERATION} type Query { clash${type}: Clash } type Clash @shareable { value: ${type} }`;
    const other = await test.another();
    const answers = await Promise.all([
      publish('left', clash('Int')),
      publish('right', clash('String'), { at: other.url }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const [loser] = answers.filter(({ status }) => status === 422);
    expect(loser!.body.report.findings.map(({ rule }: { rule: string }) => rule)).toContain(
      'COMPOSITION/FIELD_TYPE_MISMATCH',
    );
  });
});
