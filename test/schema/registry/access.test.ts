/** Who may what: tokens, approvals, and requests that do not fit. */
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../base/settings.ts';
import { registrySettings } from '../../../schema/registry/settings.ts';
import type { ApprovalDocument } from '../../../schema/registry/model/documents.ts';
import { FEDERATION, one, openTestRegistry, type TestRegistry } from './fixtures.ts';

let test: TestRegistry;
let now = new Date('2026-03-01T00:00:00Z');
beforeAll(async () => {
  test = await openTestRegistry({ bodyLimit: 20_000 }, { now: () => now });
});
afterAll(() => test.close());

const publishing = (sdl: string) => ({ sdl, url: 'http://x.test', why: 'A test.' });

describe('a token', () => {
  it('is made by an operator, shown once, kept as its hash alone, and listed without it', async () => {
    const { status, body } = await test.ask('/v1/tokens', {
      body: { agency: 'DISNAKER', rights: ['publish'], subgraphs: ['workers'], label: 'CI of Disnaker', days: 30 },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      agency: 'DISNAKER',
      label: 'CI of Disnaker',
      rights: ['publish'],
      expires: '2026-03-31T00:00:00.000Z',
    });
    expect(body.token).toMatch(/^sigapreg_[\w-]{43}$/);
    const kept = await test.store.client.db('sigap_registry').collection('tokens').find().toArray();
    expect(JSON.stringify(kept)).not.toContain(body.token);
    const list = await test.ask('/v1/tokens');
    expect(list.body).toContainEqual(expect.objectContaining({ id: body.id, agency: 'DISNAKER' }));
    expect(JSON.stringify(list.body)).not.toContain(kept[0]!['hash']);
  });

  it('of the first operator stands in a file for its owner alone', () => {
    expect(statSync(test.registry.tokenFile).mode & 0o077).toBe(0);
    expect(readFileSync(test.registry.tokenFile, 'utf8').trim()).toBe(test.operator);
  });

  it.each([
    ['none', null],
    ['one that nobody made', `sigapreg_${'x'.repeat(43)}`],
    ['one that is no token', '{"$ne":null}'],
  ])('is needed: %s is refused', async (_what, token) => {
    for (const path of ['/v1/subgraphs', '/v1/supergraph', '/v1/supergraph/events', '/v1/tokens', '/v1/approvals']) {
      const { status, body, headers } = await test.ask(path, { token });
      expect([path, status, body.code]).toEqual([path, 401, 'REGISTRY_UNAUTHENTICATED']);
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('is refused at once when it is revoked, and later when it expires', async () => {
    const made = await test.ask('/v1/tokens', { body: { agency: 'BPKAD', rights: ['read'], days: 1 } });
    const { token, id } = made.body;
    expect((await test.ask('/v1/subgraphs', { token })).status).toBe(200);
    const before = now;
    now = new Date(now.getTime() + 86_400_000);
    expect((await test.ask('/v1/subgraphs', { token })).status).toBe(401);
    now = before;
    expect((await test.ask('/v1/subgraphs', { token })).status).toBe(200);
    expect((await test.ask(`/v1/tokens/${id}`, { method: 'DELETE' })).body.revokedAt).toBe(now.toISOString());
    expect((await test.ask('/v1/subgraphs', { token })).status).toBe(401);
    expect((await test.ask('/v1/tokens/nobody', { method: 'DELETE' })).body.code).toBe('REGISTRY_NOT_FOUND');
  });

  it('publishes only the subgraphs that it names, and no other agency’s', async () => {
    const disnaker = await test.token('DISNAKER', ['publish'], ['workers']);
    const bpkad = await test.token('BPKAD', ['publish']);
    const publish = (name: string, token: string, more = {}) =>
      test.ask(`/v1/subgraphs/${name}/versions`, { token, body: { ...publishing(one(`of_${name}`)), ...more } });
    expect((await publish('workers', disnaker)).body.version).toMatchObject({ state: 'PUBLISHED', by: 'DISNAKER' });
    expect((await publish('others', disnaker)).body).toMatchObject({
      code: 'REGISTRY_FORBIDDEN',
      message: expect.stringContaining('workers'),
    });
    expect((await publish('workers', bpkad)).body).toMatchObject({
      code: 'REGISTRY_FORBIDDEN',
      message: expect.stringContaining('DISNAKER'),
    });
    expect((await publish('new', bpkad, { owner: 'DISNAKER' })).body.code).toBe('REGISTRY_FORBIDDEN');
    for (const path of ['check', 'retract'])
      expect(
        (
          await test.ask(`/v1/subgraphs/workers/${path}`, {
            token: bpkad,
            body: path === 'check' ? { sdl: one('x') } : { why: 'Mine.' },
          })
        ).body.code,
      ).toBe('REGISTRY_FORBIDDEN');
    expect((await test.ask('/v1/subgraphs/new')).status).toBe(404);
  });

  it('of every right but `operate` changes nothing that is for operators', async () => {
    const token = await test.token('DISNAKER', ['publish', 'approve', 'read', 'usage']);
    const paths = [
      '/v1/supergraphs/1/pin',
      '/v1/supergraph/unpin',
      '/v1/supergraph/rollback',
      '/v1/subgraphs/workers/quarantine',
      '/v1/subgraphs/workers/release',
    ];
    for (const path of paths)
      expect([path, (await test.ask(path, { token, body: { why: 'Mine.' } })).body.code]).toEqual([
        path,
        'REGISTRY_FORBIDDEN',
      ]);
    expect((await test.ask('/v1/tokens', { token })).body.code).toBe('REGISTRY_FORBIDDEN');
    expect((await test.ask('/v1/tokens', { token, body: { agency: 'DISNAKER', rights: ['operate'] } })).body.code).toBe(
      'REGISTRY_FORBIDDEN',
    );
    const reader = await test.token('DISNAKER', ['read']);
    expect(
      (await test.ask('/v1/subgraphs/workers/versions', { token: reader, body: publishing(one('x')) })).body.code,
    ).toBe('REGISTRY_FORBIDDEN');
    expect((await test.ask('/v1/subgraphs', { token: reader })).status).toBe(200);
  });
});

describe('a token that is revoked', () => {
  const made = async (agency: string): Promise<{ token: string; id: string }> =>
    (await test.ask('/v1/tokens', { body: { agency, rights: ['publish', 'approve'], subgraphs: ['*'] } })).body;
  const revoke = (id: string) => test.ask(`/v1/tokens/${id}`, { method: 'DELETE' });

  it('while its body is still coming publishes nothing', async () => {
    const { token, id } = await made('DINKES');
    const body = JSON.stringify(publishing(one('slow')));
    const { hostname, port } = new URL(test.url);
    const answered = Promise.withResolvers<number | undefined>();
    const sent = request(
      {
        hostname,
        port,
        path: '/v1/subgraphs/slow/versions',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': String(body.length),
          authorization: `Bearer ${token}`,
          // Answered once the request was let in.
          expect: '100-continue',
        },
      },
      ({ statusCode }) => answered.resolve(statusCode),
    );
    sent.on('error', answered.reject);
    await new Promise((resolve) => sent.on('continue', resolve));
    sent.write(body.slice(0, 20));
    // Another request with the token is answered, so this one was let in as well.
    expect((await test.ask('/v1/token', { token })).status).toBe(200);
    await revoke(id);
    sent.end(body.slice(20));
    expect(await answered.promise).toBe(401);
    expect((await test.ask('/v1/subgraphs/slow')).status).toBe(404);
  });

  it('leaves nothing behind that an agreement publishes; the same text with another token is', async () => {
    const owner = await test.token('BKPSDM', ['publish', 'approve']);
    const theirs = `${FEDERATION} type Query { area: Area } type Area @key(fields: "id") { id: ID! title: String }`;
    await test.ask('/v1/subgraphs/areas/versions', { token: owner, body: publishing(theirs) });
    const thief = await made('DINKES');
    const more = publishing(`${FEDERATION} type Area @key(fields: "id") { id: ID! beds: Int }`);
    expect((await test.ask('/v1/subgraphs/beds/versions', { token: thief.token, body: more })).status).toBe(202);
    await revoke(thief.id);
    const { body: open } = await test.ask('/v1/approvals?state=OPEN');
    const asked = (open as ApprovalDocument[]).find(({ subgraph }) => subgraph === 'beds') as unknown as { id: string };
    const answer = await test.ask(`/v1/approvals/${asked.id}/approve`, { token: owner, body: { why: 'Agreed.' } });
    expect(answer.body).toMatchObject({ code: 'REGISTRY_NOT_NOW', message: expect.stringContaining('DINKES') });
    expect((await test.ask('/v1/subgraphs/beds')).body.current).toBeUndefined();
    const token = await test.token('DINKES', ['publish']);
    expect((await test.ask('/v1/subgraphs/beds/versions', { token, body: more })).status).toBe(201);
  });
});

describe('streams of events', () => {
  const opened: AbortController[] = [];
  const listen = (token: string, variant = '') => {
    opened.push(new AbortController());
    return fetch(`${test.url}/v1/supergraph/events${variant}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: opened.at(-1)!.signal,
    });
  };

  it('of one agency are bounded, and leave room for gateways', async () => {
    const [partner, other, gateway] = await Promise.all([
      test.token('DISDIK', ['read']),
      test.token('DISDIK', ['publish']),
      test.token('DISDIK', ['read', 'usage']),
    ]);
    const first = await Promise.all(
      Array.from({ length: 20 }, (_each, at) => listen(at % 2 === 0 ? partner! : other!, `?variant=v${at}`)),
    );
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await listen(other!);
    expect(await refused.json()).toMatchObject({
      code: 'REGISTRY_RACE',
      message: expect.stringContaining('20 of DISDIK'),
    });
    expect((await listen(gateway!)).status).toBe(200);
    for (const each of opened.splice(0)) each.abort();
  });

  it('end when their token is revoked', async () => {
    const { token, id } = (await test.ask('/v1/tokens', { body: { agency: 'SETDA', rights: ['read'] } })).body;
    const stream = await listen(token);
    await test.ask(`/v1/tokens/${id}`, { method: 'DELETE' });
    // Read to its end, which does not come for a token that is valid.
    expect(await stream.text()).not.toContain('error');
  });
});

describe('a request', () => {
  it.each<[string, string, unknown, RegExp]>([
    ['a name with a dot', '/v1/subgraphs/a.b/versions', publishing(one('x')), /params\.name: expected a letter/],
    ['an operator of the database as a name', '/v1/subgraphs/%24where/versions', publishing(one('x')), /params\.name/],
    ['no reason', '/v1/subgraphs/a/versions', { sdl: one('x'), url: '' }, /body\.why/],
    ['an object for a text', '/v1/subgraphs/a/versions', { ...publishing(one('x')), sdl: { $gt: '' } }, /body\.sdl/],
    ['a field that nobody knows', '/v1/subgraphs/a/versions', { ...publishing(one('x')), state: 'PUBLISHED' }, /body/],
    [
      'an address with a password',
      '/v1/subgraphs/a/versions',
      { ...publishing(one('x')), url: 'http://u:p@x.test' },
      /body\.url/,
    ],
    [
      'an address of a script',
      '/v1/subgraphs/a/versions',
      { ...publishing(one('x')), url: 'javascript:alert(1)' },
      /body\.url/,
    ],
    ['a right that there is not', '/v1/tokens', { agency: 'X1', rights: ['root'] }, /body\.rights/],
    ['a number that is none', '/v1/supergraphs/first/pin', { why: 'x' }, /params\.number/],
  ])('with %s is refused with what was expected', async (_what, path, body, message) => {
    const answer = await test.ask(path, { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'REGISTRY_BAD_REQUEST']);
    expect(answer.body.message).toMatch(message);
    expect(JSON.stringify(answer.body)).not.toContain('u:p');
  });

  it('that is too large, no JSON or for no address is refused with a code', async () => {
    const codes = [
      await test.ask('/v1/subgraphs/a/versions', { body: publishing('#'.repeat(30_000)) }),
      await test.ask('/v1/subgraphs/a/versions', { method: 'POST', headers: { 'content-type': 'application/json' } }),
      await test.ask('/v1/nowhere'),
      await test.ask('/v1/subgraphs/a/versions', { method: 'POST', headers: { 'content-type': 'text/xml' } }),
    ].map(({ status, body }) => [status, body.code]);
    expect(codes).toEqual([
      [413, 'REGISTRY_TOO_LARGE'],
      [400, 'REGISTRY_BAD_REQUEST'],
      [404, 'REGISTRY_NOT_FOUND'],
      [400, 'REGISTRY_BAD_REQUEST'],
    ]);
  });

  it('without a token is refused before its body is read', async () => {
    const { hostname, port } = new URL(test.url);
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        {
          hostname,
          port,
          path: '/v1/subgraphs/a/versions',
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': '10000' },
        },
        (response) => resolve(response.statusCode),
      );
      sent.on('error', reject);
      // The body never comes.
      sent.flushHeaders();
    });
    expect(status).toBe(401);
  });
});

describe('the page', () => {
  it('describes every request, comes from here alone, and may not be framed', async () => {
    const page = await test.ask('/docs', { token: null });
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https:|\*/);
    const { body } = await test.ask('/openapi.json', { token: null });
    expect(body.openapi).toMatch(/^3/);
    const paths = Object.keys(body.paths);
    for (const path of ['/v1/subgraphs/{name}/versions', '/v1/supergraph', '/v1/approvals/{id}/approve', '/v1/tokens'])
      expect(paths).toContain(path);
    const { schema } = body.paths['/v1/subgraphs/{name}/versions'].post.requestBody.content['application/json'];
    expect(Object.keys(schema.properties)).toEqual(['sdl', 'url', 'why', 'owner']);
    for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, { summary: string }>>))
      for (const { summary } of Object.values(methods)) expect([path, summary.length > 10]).toEqual([path, true]);
  });

  it('and health and the key need no token', async () => {
    expect((await test.ask('/health', { token: null })).body).toMatchObject({ status: 'ok' });
    expect((await test.ask('/v1/key', { token: null })).body).toMatchObject({ algorithm: 'Ed25519' });
  });
});

describe('an approval', () => {
  const OWNED = `${FEDERATION} type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! size: Int weight: Int }`;
  const TAKES = (field: string) =>
    `${FEDERATION} type Thing @key(fields: "id") { id: ID! ${field}: Int @override(from: "owned") }`;
  let owner: string;
  let taker: string;
  beforeAll(async () => {
    owner = await test.token('BKPSDM', ['publish', 'approve']);
    taker = await test.token('BPKAD', ['publish', 'approve']);
    await test.ask('/v1/subgraphs/owned/versions', { token: owner, body: publishing(OWNED) });
  });
  const take = (field: string, name = 'taker') =>
    test.ask(`/v1/subgraphs/${name}/versions`, { token: taker, body: publishing(TAKES(field)) });
  const open = async () => (await test.ask('/v1/approvals?state=OPEN')).body as (ApprovalDocument & { id: string })[];
  const answer = (id: string, verb: string, token: string, more = {}) =>
    test.ask(`/v1/approvals/${id}/${verb}`, { token, body: { why: 'Agreed by letter.', ...more } });

  it('is asked of the owner whose field is taken over, and the version waits', async () => {
    const { status, body } = await take('size');
    expect(status).toBe(202);
    expect(body.version.state).toBe('WAITING');
    expect(body.supergraph).toBeUndefined();
    expect((await test.ask('/v1/supergraph')).body).not.toContain('override: "owned"');
    expect(await open()).toEqual([
      expect.objectContaining({
        owner: 'BKPSDM',
        subgraph: 'taker',
        version: 1,
        coordinate: 'Thing.size',
        rule: 'OWNER/OVERRIDE',
        state: 'OPEN',
      }),
    ]);
  });

  it('is given by its owner alone, publishes the version, and is recorded with who, when and until when', async () => {
    const [{ id }] = (await open()) as unknown as [{ id: string }];
    expect((await answer(id, 'approve', taker)).body).toMatchObject({
      code: 'REGISTRY_FORBIDDEN',
      message: expect.stringContaining('BKPSDM'),
    });
    expect((await answer(id, 'approve', test.operator)).body.code).toBe('REGISTRY_FORBIDDEN');
    const { status, body } = await answer(id, 'approve', owner, { days: 10 });
    expect(status).toBe(200);
    expect(body.approval).toMatchObject({
      state: 'APPROVED',
      by: 'BKPSDM',
      why: 'Agreed by letter.',
      expires: '2026-03-11T00:00:00.000Z',
    });
    expect(body.version).toMatchObject({ state: 'PUBLISHED', number: 1, subgraph: 'taker' });
    expect((await test.ask('/v1/supergraph')).body).toContain('override: "owned"');
    expect((await answer(id, 'approve', owner)).body.code).toBe('REGISTRY_NOT_NOW');
    expect((await test.ask('/v1/subgraphs/taker/versions/1')).body.approvals).toEqual([
      expect.objectContaining({ state: 'APPROVED' }),
    ]);
  });

  it('that is denied fails the version, and its owner reads why', async () => {
    await take('weight', 'heavy');
    const [{ id }] = (await open()) as unknown as [{ id: string }];
    await answer(id, 'deny', owner, { why: 'Weights are ours.' });
    expect((await test.ask('/v1/subgraphs/heavy/versions/1')).body).toMatchObject({
      state: 'FAILED',
      note: expect.stringContaining('Weights are ours.'),
    });
    expect(await open()).toEqual([]);
    expect((await test.ask('/v1/supergraph')).body).not.toContain('HEAVY');
  });

  it('counts for the candidate that it was given for and until it expires', async () => {
    expect((await take('weight', 'heavy')).status).toBe(202);
    const [{ id }] = (await open()) as unknown as [{ id: string }];
    // Another text of the same subgraph asks again, and the one that waited is closed.
    const other = await test.ask('/v1/subgraphs/heavy/versions', {
      token: taker,
      body: publishing(`${TAKES('weight')}\n# more`),
    });
    expect(other.body.version).toMatchObject({ number: 3, state: 'WAITING' });
    expect((await test.ask('/v1/subgraphs/heavy/versions/2')).body).toMatchObject({
      state: 'RETRACTED',
      note: expect.stringContaining('Version 3'),
    });
    expect((await answer(id, 'approve', owner)).body.code).toBe('REGISTRY_NOT_NOW');
    const [again] = await open();
    expect((await answer(again!.id, 'approve', owner, { days: 1 })).body.version).toMatchObject({
      number: 3,
      state: 'PUBLISHED',
    });
    await test.ask('/v1/supergraph/rollback', { body: { why: 'Back.' } });
    now = new Date(now.getTime() + 2 * 86_400_000);
    expect(
      (await test.ask('/v1/subgraphs/heavy/versions', { token: taker, body: publishing(`${TAKES('weight')}\n# more`) }))
        .status,
    ).toBe(202);
  });
});

describe('pages of other origins', () => {
  const page = 'http://page.test';
  const late = 'http://127.0.0.1:4600';
  const asked = { 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'authorization' };
  let other: TestRegistry;
  beforeAll(async () => {
    other = await openTestRegistry({ origins: [page] }, { pages: () => [late] });
  });
  afterAll(() => other.close());

  it.each([page, late])('may ask where they are named, also to be refused: %s', async (origin) => {
    for (const [path, options, status] of [
      ['/v1/subgraphs', {}, 200],
      ['/v1/subgraphs', { token: null }, 401],
      ['/v1/subgraphs/none', {}, 404],
      ['/v1/supergraph/unpin', { body: {} }, 400],
      ['/nowhere', {}, 404],
      ['/v1/tokens/x', { method: 'OPTIONS', headers: asked, token: null }, 204],
    ] as const) {
      const { headers, status: got } = await other.ask(path, {
        ...options,
        headers: { ...('headers' in options && options.headers), origin },
      });
      expect([path, got, headers.get('access-control-allow-origin')]).toEqual([path, status, origin]);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('Origin');
    }
  });

  it('are told by the preflight what they may send', async () => {
    const { headers } = await other.ask('/v1/tokens/x', { method: 'OPTIONS', headers: { ...asked, origin: page } });
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE');
    expect(headers.get('access-control-allow-headers')).toBe('authorization, content-type');
  });

  it.each(['http://page.test:81', 'https://page.test', 'http://page.test.evil.test', 'null', '*'])(
    'may not where they are others: %s',
    async (origin) => {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await other.ask('/v1/subgraphs', { method, headers: { ...asked, origin } });
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-methods')).toBeNull();
      }
    },
  );
});

it('tells a token whose it is and what it may, and nothing of its hash', async () => {
  const token = await test.token('BPKAD', ['approve'], ['funding']);
  const { status, body } = await test.ask('/v1/token', { token });
  expect([status, body.agency, body.rights, body.subgraphs]).toEqual([200, 'BPKAD', ['approve'], ['funding']]);
  expect(Object.keys(body)).not.toContain('hash');
  expect((await test.ask('/v1/token', { token: null })).status).toBe(401);
});

describe('an agreement that is taken back', () => {
  const OWNED_AGAIN = `${FEDERATION} type Query { item: Item } type Item @key(fields: "id") { id: ID! size: Int }`;
  const TAKES_AGAIN = `${FEDERATION} type Item @key(fields: "id") { id: ID! size: Int @override(from: "kept") }`;
  const publish = (name: string, token: string, sdl: string, registry = test.url) =>
    test.ask(`/v1/subgraphs/${name}/versions`, { token, body: publishing(sdl), url: registry });
  const openOf = async (subgraph: string) =>
    ((await test.ask('/v1/approvals?state=OPEN')).body as { id: string; subgraph: string }[]).find(
      (each) => each.subgraph === subgraph,
    )!.id;
  const answer = (id: string, verb: string, token: string, registry = test.url) =>
    test.ask(`/v1/approvals/${id}/${verb}`, { token, body: { why: 'Another letter.' }, url: registry });

  it('is told on what is published, and asked for again by the next version, the same text included', async () => {
    const owner = await test.token('BKPSDM', ['publish', 'approve']);
    const taker = await test.token('BPKAD', ['publish', 'approve']);
    expect((await publish('kept', owner, OWNED_AGAIN)).status).toBe(201);
    expect((await publish('grip', taker, TAKES_AGAIN)).status).toBe(202);
    const id = await openOf('grip');
    expect((await answer(id, 'revoke', owner)).body.code).toBe('REGISTRY_NOT_NOW');
    expect((await answer(id, 'approve', owner)).body.version.state).toBe('PUBLISHED');
    expect((await publish('grip', taker, TAKES_AGAIN)).status).toBe(200);
    expect((await answer(id, 'revoke', taker)).body.code).toBe('REGISTRY_FORBIDDEN');
    const { status, body } = await answer(id, 'revoke', owner);
    expect([status, body.approval.state, body.approval.why]).toEqual([200, 'REVOKED', 'Another letter.']);
    expect(body.stillPublished).toMatchObject({ subgraph: 'grip', number: 1, state: 'PUBLISHED' });
    expect((await test.ask('/v1/subgraphs/grip/versions/1')).body.note).toMatch(/BKPSDM has taken back.*Item.size/);
    expect((await answer(id, 'revoke', owner)).body.code).toBe('REGISTRY_NOT_NOW');
    const check = await test.ask('/v1/subgraphs/grip/check', { token: taker, body: { sdl: TAKES_AGAIN } });
    expect(check.body).toMatchObject({ outcome: 'waits' });
    expect((await publish('grip', taker, TAKES_AGAIN)).status).toBe(202);
    expect((await answer(await openOf('grip'), 'approve', owner)).body.version).toMatchObject({ number: 2 });
    expect((await publish('grip', taker, TAKES_AGAIN)).status).toBe(200);
  });

  it('takes the subgraph out where the registry is told so', async () => {
    const strict = await test.another({
      settings: {
        ...defaultSettings(registrySettings),
        port: 0,
        policy: 'none',
        keysFolder: join(test.folder, 'keys'),
        whenRevoked: 'quarantine',
      },
    });
    const owner = await test.token('BKPSDM', ['approve']);
    const [{ id }] = (await test.ask('/v1/approvals?state=APPROVED')).body.filter(
      (each: { subgraph: string; version: number }) => each.subgraph === 'grip' && each.version === 2,
    );
    expect((await answer(id, 'revoke', owner, strict.url)).status).toBe(200);
    const [{ quarantined, cause, why }] = (await test.ask('/v1/supergraphs?limit=1')).body;
    expect([quarantined, cause.kind]).toEqual([['grip'], 'QUARANTINE']);
    expect(why).toMatch(/BKPSDM has taken back/);
  });
});

describe('the name of a subgraph', () => {
  const publish = (name: string, token: string, sdl = one(`of_${name.replace('-', '_')}`)) =>
    test.ask(`/v1/subgraphs/${name}/versions`, { token, body: publishing(sdl) });

  it('is held by nobody whose version failed: whoever publishes first has it', async () => {
    const first = await test.token('DINKES', ['publish']);
    const second = await test.token('DISDIK', ['publish']);
    expect((await publish('school', first, 'type Query { a: Nothing }')).status).toBe(422);
    expect((await publish('school', second)).status).toBe(201);
    expect((await publish('school', first)).body.message).toContain('DISDIK');
    expect((await test.ask('/v1/subgraphs/school')).body.owner).toBe('DISDIK');
  });

  it('differs from all others by more than capitals, - and _', async () => {
    const token = await test.token('DINKES', ['publish', 'operate']);
    for (const name of ['School', 'sch-ool', 'sch_ool'])
      expect([name, (await publish(name, token)).body]).toEqual([
        name,
        expect.objectContaining({ code: 'REGISTRY_NAME', message: expect.stringContaining('school') }),
      ]);
    expect((await test.ask('/v1/subgraphs/SCHOOL/check', { token, body: { sdl: one('x') } })).body.code).toBe(
      'REGISTRY_NAME',
    );
    expect((await publish('schools', token)).status).toBe(201);
  });

  it('is given to another agency, or freed, by an operator alone, and the history has who and why', async () => {
    const old = await test.token('DISDIK', ['publish']);
    const next = await test.token('DINSOS', ['publish']);
    const act = (verb: string, body: object, token = test.operator) =>
      test.ask(`/v1/subgraphs/school/${verb}`, { token, body: { why: 'By decree.', ...body } });
    expect((await act('move', { owner: 'DINSOS' }, old)).body.code).toBe('REGISTRY_FORBIDDEN');
    const before = (await test.ask('/v1/supergraph')).body;
    expect((await act('move', { owner: 'DINSOS' })).body.owner).toBe('DINSOS');
    expect((await test.ask('/v1/supergraph')).body).toBe(before);
    expect((await test.ask('/v1/supergraphs?limit=1')).body[0]).toMatchObject({
      cause: { kind: 'MOVE', subgraphs: ['school'] },
      why: 'To DINSOS: By decree.',
    });
    expect((await publish('school', old, one('other'))).body.code).toBe('REGISTRY_FORBIDDEN');
    expect((await publish('school', next, `${one('of_school')} # again`)).status).toBe(201);
    expect((await act('free', {})).body.code).toBe('REGISTRY_NOT_NOW');
    expect((await act('retract', {}, next)).status).toBe(200);
    now = new Date(now.getTime() + 1);
    expect((await act('free', {})).status).toBe(200);
    expect((await test.ask('/v1/supergraphs?limit=1')).body[0].cause.kind).toBe('FREE');
    expect((await test.ask('/v1/subgraphs/school')).status).toBe(404);
    expect((await publish('school', old)).body).toMatchObject({ version: { number: 4 } });
    expect((await act('move', { owner: 'X' })).status).toBe(400);
    expect((await test.ask('/v1/subgraphs/nobody/free', { body: { why: 'No.' } })).body.code).toBe(
      'REGISTRY_NOT_FOUND',
    );
  });
});
