/** What operators and owners do: pin, unpin, roll back, quarantine, release, retract; who may, and what it says when it cannot be. */
import { createPublicKey, verify } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEDERATION, one, openTestRegistry, type Answer, type TestRegistry } from './fixtures.ts';

let test: TestRegistry;
beforeAll(async () => {
  test = await openTestRegistry();
});
afterAll(() => test.close());

const publish = async (name: string, sdl: string) =>
  (await test.ask(`/v1/subgraphs/${name}/versions`, { body: { sdl, url: `http://${name}.test`, why: 'A test.' } }))
    .body;
const act = (path: string, why = 'A test.') => test.ask(path, { body: { why } });
const sdl = async (): Promise<string> => (await test.ask('/v1/supergraph')).body;
const stateOf = async (name: string, number: number) =>
  (await test.ask(`/v1/subgraphs/${name}/versions/${number}`)).body as { state: string; note?: string };
const newest = async () => (await test.ask('/v1/supergraphs?limit=1')).body[0];

describe('the graph', () => {
  it('goes back to the supergraph before, and to the one before that, and forward by a publish', async () => {
    await publish('shop', one('first'));
    await publish('shop', one('second'));
    await publish('shop', one('third'));
    const before = await newest();
    const back = await act('/v1/supergraph/rollback', 'It fails.');
    expect(back).toMatchObject({
      status: 200,
      body: { lost: ['Query.third'], supergraph: { cause: { kind: 'ROLLBACK', to: 2 } } },
    });
    expect(await sdl()).toContain('second: Int');
    expect(await stateOf('shop', 3)).toMatchObject({ state: 'ROLLED_BACK', note: 'It fails.' });
    await act('/v1/supergraph/rollback');
    expect(await sdl()).toContain('first: Int');
    expect([await stateOf('shop', 1), await stateOf('shop', 2)].map(({ state }) => state)).toEqual([
      'PUBLISHED',
      'ROLLED_BACK',
    ]);
    expect(await act('/v1/supergraph/rollback')).toMatchObject({
      status: 409,
      body: { code: 'REGISTRY_NOTHING_BEFORE' },
    });
    expect((await publish('shop', one('third'))).version.number).toBe(4);
    expect(await sdl()).toContain('third: Int');
    // The history has each of them, and the first three as they were.
    expect((await newest()).number).toBe(before.number + 3);
    expect((await test.ask('/v1/supergraphs/3')).body).toMatchObject({ hash: before.hash, versions: { shop: 3 } });
  });

  it('serves what is pinned whatever is published, and what is published once it is unpinned', async () => {
    const pinned = (await newest()).number;
    expect(await act(`/v1/supergraphs/${pinned}/pin`)).toMatchObject({
      status: 200,
      body: { supergraph: { pinned }, lost: [] },
    });
    const published = await publish('shop', one('fourth'));
    expect(published.version.state).toBe('PUBLISHED');
    expect(published.supergraph).toMatchObject({ pinned, versions: { shop: 5 }, served: { shop: 4 } });
    expect(await sdl()).toContain('third: Int');
    expect(await act('/v1/supergraph/rollback')).toMatchObject({ status: 409, body: { code: 'REGISTRY_PINNED' } });
    expect((await act('/v1/supergraph/unpin')).body.supergraph.pinned).toBeUndefined();
    expect(await sdl()).toContain('fourth: Int');
    expect(await act('/v1/supergraph/unpin')).toMatchObject({ status: 409, body: { code: 'REGISTRY_NOT_NOW' } });
    expect(await act('/v1/supergraphs/999/pin')).toMatchObject({ status: 404, body: { code: 'REGISTRY_NOT_FOUND' } });
  });

  it('loses the fields of what is quarantined, names them, and has them again after the release', async () => {
    await publish('people', `${FEDERATION} type Query { person: Person } type Person @key(fields: "id") { id: ID! }`);
    await publish(
      'phones',
      `${FEDERATION} type Person @key(fields: "id") { id: ID! phone: String } type Query { phones: Int }`,
    );
    const with_ = (await newest()).number;
    const quarantined = await act('/v1/subgraphs/phones/quarantine', 'It leaks.');
    expect(quarantined.body.lost).toEqual(['Person.phone', 'Query.phones']);
    expect(await sdl()).not.toContain('phone');
    expect((await test.ask('/v1/subgraphs/phones')).body).toMatchObject({ quarantined: true, current: { number: 1 } });
    // A new version waits outside like the old one; neither a pin nor a rollback brings it back.
    await publish('phones', `${FEDERATION} type Person @key(fields: "id") { id: ID! phone: String }`);
    expect(await sdl()).not.toContain('phone');
    expect(await act(`/v1/supergraphs/${with_}/pin`)).toMatchObject({
      status: 409,
      body: { code: 'REGISTRY_NOT_NOW' },
    });
    await act('/v1/supergraph/rollback');
    expect(await sdl()).not.toContain('phone');
    expect(await act('/v1/subgraphs/phones/quarantine')).toMatchObject({
      status: 409,
      body: { code: 'REGISTRY_NOT_NOW' },
    });
    await publish('phones', `${FEDERATION} type Person @key(fields: "id") { id: ID! phone: String }`);
    expect((await act('/v1/subgraphs/phones/release')).status).toBe(200);
    expect(await sdl()).toContain('phone: String');
  });

  it('asks the owner of what is quarantined when another agency would answer its fields meanwhile', async () => {
    const cards = `${FEDERATION} type Card @key(fields: "id") { id: ID! holder: String } type Query { card: Card }`;
    await test.ask('/v1/subgraphs/cards/versions', {
      body: { sdl: cards, url: '', why: 'A test.', owner: 'DISDUKCAPIL' },
    });
    await act('/v1/subgraphs/cards/quarantine');
    const token = await test.token('DINKES', ['publish']);
    const { body } = await test.ask('/v1/subgraphs/copies/versions', {
      body: { sdl: cards, url: '', why: 'A test.' },
      token,
    });
    expect(body.report).toMatchObject({ outcome: 'waits' });
    const asked = body.report.findings.filter(({ severity }: { severity: string }) => severity === 'approval');
    expect(asked.map(({ coordinate, owner }: Record<string, string>) => `${coordinate} ${owner}`)).toEqual(
      expect.arrayContaining(['Card.holder DISDUKCAPIL', 'Query.card DISDUKCAPIL']),
    );
    // Retracted and published again it stays out, until an operator lets it in.
    await act('/v1/subgraphs/cards/retract');
    await test.ask('/v1/subgraphs/cards/versions', { body: { sdl: cards, url: '', why: 'Once more.' } });
    expect(await sdl()).not.toContain('holder');
    await act('/v1/subgraphs/cards/release');
    expect(await sdl()).toContain('holder');
    await act('/v1/subgraphs/cards/retract');
  });

  it('is not at an address of the gateway’s machine but by an operator, and an agreement is with one address', async () => {
    const token = await test.token('DINKES', ['publish']);
    for (const url of [
      'http://127.0.0.1:4900/x',
      'http://0x7f000001/',
      'unix:///run/store.sock',
      'http://[::1]:1/',
      'http://169.254.169.254/',
      'http://localhost/',
    ])
      expect(
        (await test.ask('/v1/subgraphs/ssrf/versions', { body: { sdl: one('s'), url, why: 'A test.' }, token })).body,
        url,
      ).toMatchObject({
        code: 'REGISTRY_FORBIDDEN',
      });
    const notes = `${FEDERATION} type Note @key(fields: "id") { id: ID! text: String } type Query { note: Note }`;
    await test.ask('/v1/subgraphs/notes/versions', {
      body: { sdl: notes, url: '', why: 'A test.', owner: 'DISNAKER' },
    });
    const more = `${FEDERATION} type Note @key(fields: "id") { id: ID! stars: Int }`;
    const ask = async (url: string) =>
      (await test.ask('/v1/subgraphs/stars/versions', { body: { sdl: more, url, why: 'A test.' }, token })).status;
    expect(await ask('https://one.example')).toBe(202);
    const owner = await test.token('DISNAKER', ['approve']);
    const [asked] = (await test.ask('/v1/approvals?state=OPEN')).body.filter(
      ({ subgraph }: { subgraph: string }) => subgraph === 'stars',
    );
    expect((await test.ask(`/v1/approvals/${asked.id}/approve`, { body: { why: 'Yes.' }, token: owner })).status).toBe(
      200,
    );
    // Taken out and published again elsewhere, it is asked about again.
    await act('/v1/subgraphs/stars/retract');
    expect(await ask('https://two.example')).toBe(202);
    expect(await ask('https://one.example')).toBe(201);
    for (const name of ['stars', 'notes']) await act(`/v1/subgraphs/${name}/retract`);
  });

  it('takes what is quarantined out of what is pinned too', async () => {
    const { number } = await newest();
    await act(`/v1/supergraphs/${number}/pin`);
    const { body } = await act('/v1/subgraphs/phones/quarantine');
    expect(body.supergraph.pinned).toBe(number);
    expect(await sdl()).not.toContain('phone');
    await act('/v1/subgraphs/phones/release');
    expect(await sdl()).toContain('phone: String');
    await act('/v1/supergraph/unpin');
  });

  it('stays as it is, with the reasons, where what is left does not compose', async () => {
    await publish(
      'base',
      `${FEDERATION} type Query { base: Thing } type Thing @key(fields: "id") { id: ID! size: Int }`,
    );
    await publish(
      'above',
      `${FEDERATION} type Thing @key(fields: "id") { id: ID! size: Int @external double: Int @requires(fields: "size") }`,
    );
    const before = await newest();
    for (const verb of ['quarantine', 'retract']) {
      const { status, body } = await act(`/v1/subgraphs/base/${verb}`);
      expect([status, body.code]).toEqual([409, 'REGISTRY_NOT_COMPOSABLE']);
      expect(body.message).toContain('Thing.size');
      expect(body.errors[0]).toMatchObject({
        code: expect.stringMatching(/^[A-Z_]+$/),
        coordinate: expect.any(String),
      });
    }
    expect(await newest()).toEqual(before);
    expect((await stateOf('base', 1)).state).toBe('PUBLISHED');
  });

  it('is without what its owner retracted, says what is lost, and may have it again', async () => {
    const { body } = await act('/v1/subgraphs/above/retract', 'No longer kept.');
    expect(body.lost).toEqual(['Thing.double']);
    expect(await stateOf('above', 1)).toMatchObject({ state: 'RETRACTED', note: 'No longer kept.' });
    expect((await test.ask('/v1/subgraphs/above')).body.current).toBeUndefined();
    expect(await act('/v1/subgraphs/above/retract')).toMatchObject({
      status: 404,
      body: { code: 'REGISTRY_NOT_FOUND' },
    });
    const again = await publish('above', `${FEDERATION} type Thing @key(fields: "id") { id: ID! more: Int }`);
    expect(again.version).toMatchObject({ number: 2, state: 'PUBLISHED' });
  });

  it('takes several that do not compose one by one, as one change, or none of them', async () => {
    const together = (subgraphs: object[]) => test.ask('/v1/versions', { body: { subgraphs, why: 'Together.' } });
    const left = `${FEDERATION} type Query { pair: Pair } type Pair @key(fields: "id") { id: ID! a: Int @external b: Int @requires(fields: "a") }`;
    const right = `${FEDERATION} type Pair @key(fields: "id") { id: ID! a: Int }`;
    const of = (name: string, text: string) => ({ name, sdl: text, url: `http://${name}.test`, owner: 'BPKAD' });
    expect((await publish('left', left)).report.outcome).toBe('failed');
    const before = await newest();
    const broken = await together([of('lefts', left), of('rights', `${FEDERATION} type Pair { c: Missing }`)]);
    expect([broken.status, broken.body.code]).toEqual([409, 'REGISTRY_NOT_COMPOSABLE']);
    expect(await newest()).toEqual(before);
    const { status, body } = await together([of('lefts', left), of('rights', right)]);
    expect(status).toBe(201);
    expect(body.versions.map(({ state, by }: { state: string; by: string }) => [state, by])).toEqual([
      ['PUBLISHED', 'DISKOMINFO'],
      ['PUBLISHED', 'DISKOMINFO'],
    ]);
    expect(body.supergraph.cause.subgraphs).toEqual(['lefts', 'rights']);
    expect((await together([of('lefts', left), of('rights', right)])).status).toBe(200);
    expect((await together([of('shop', one('x'))])).body.code).toBe('REGISTRY_FORBIDDEN');
  });
});

describe('a registry that is started again', () => {
  it('goes on from what is there, with the same key and the same operator', async () => {
    const other = await test.another();
    const before = await test.ask('/v1/supergraph');
    const after = await test.ask('/v1/supergraph', { url: other.url });
    expect(after.body).toBe(before.body);
    expect(after.headers.get('x-supergraph-signature')).toBe(before.headers.get('x-supergraph-signature'));
    expect(other.operator).toEqual(test.registry.operator);
  });

  it('settles what a program that was cut off has left between commit and notes', async () => {
    const versions = test.store.client.db('sigap_registry').collection<{ _id: string }>('versions');
    const { current } = (await test.ask('/v1/subgraphs/shop')).body;
    await versions.updateOne({ _id: `shop/${current.number}` }, { $set: { committed: false } });
    expect((await test.ask(`/v1/subgraphs/shop/versions/${current.number}`)).status).toBe(404);
    const other = await test.another();
    expect((await test.ask(`/v1/subgraphs/shop/versions/${current.number}`, { url: other.url })).body.state).toBe(
      'PUBLISHED',
    );
  });

  it('with another key signs anew what is served and what it goes back to, so that gateways that know that key take both', async () => {
    await publish('shop', one('keyOne'));
    const { number } = (await test.ask('/v1/supergraphs?limit=1')).body[0];
    await publish('shop', one('keyTwo'));
    const before = await test.ask('/v1/supergraph');
    rmSync(join(test.folder, 'keys/registry-signing-key'));
    const { url } = await test.another();
    const { key } = (await test.ask('/v1/key', { url })).body;
    const isSigned = ({ body, headers }: Answer): boolean =>
      verify(
        null,
        Buffer.from(body as string),
        createPublicKey({ key: Buffer.from(key as string, 'base64'), format: 'der', type: 'spki' }),
        Buffer.from(headers.get('x-supergraph-signature')!, 'base64'),
      );
    expect(isSigned(before)).toBe(false);
    const after = await test.ask('/v1/supergraph', { url });
    expect(after.body).toBe(before.body);
    expect(isSigned(after)).toBe(true);
    const pin = await test.ask(`/v1/supergraphs/${number}/pin`, { url, body: { why: 'A test.' } });
    expect(pin.status, JSON.stringify(pin.body)).toBe(200);
    const pinned = await test.ask('/v1/supergraph', { url });
    expect(pinned.body).toContain('keyOne');
    expect(isSigned(pinned)).toBe(true);
  });
});
