import { describe, expect, it } from 'vitest';
import { CLAIMS_HEADER } from '../../../base/claims.ts';
import { readSettings } from '../../../base/settings.ts';
import { bodyStartOf } from '../../../gateway/fetch/request-body.ts';
import { fetchSettings } from '../../../gateway/fetch/settings.ts';
import { fetcherFor, question, workersAnswering, type UnderTest } from './fetcher-under-test.ts';
import { json } from './raw-subgraph.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

async function sent(more: Parameters<typeof question>[0], limits?: UnderTest['limits']) {
  const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })), { limits });
  await fetcher.fetch(question(more));
  return subgraph.requests[0]!;
}

describe('a subgraph sees', () => {
  it('a GraphQL request over HTTP at its path', async () => {
    const { head, body } = await sent({
      query: 'query Q($a: Int) { a }',
      operationName: 'Q',
      variables: { a: 1, nik: null, 'naïve "key"': ['ü'] },
    });
    expect(head).toMatch(/^POST \/graphql\?secret=hunter2 HTTP\/1\.1\r\n/);
    expect(head).toContain('content-type: application/json');
    expect(head).toContain('accept: application/graphql-response+json, application/json;q=0.9');
    expect(head).toContain('accept-encoding: identity');
    expect(JSON.parse(body)).toEqual({
      query: 'query Q($a: Int) { a }',
      operationName: 'Q',
      variables: { a: 1, nik: null, 'naïve "key"': ['ü'] },
    });
  });

  it('the same bytes whether parts of them were written beforehand or not', async () => {
    const plain = {
      query: '{ a\n"\\ü" }',
      operationName: 'Q',
      variables: { representations: [{ __typename: 'Worker', id: 'w1' }] },
    };
    const prepared = {
      ...plain,
      bodyStart: bodyStartOf(plain.query, plain.operationName),
      variablesText: JSON.stringify(plain.variables),
      variables: undefined,
    };
    expect((await sent(prepared)).body).toBe((await sent(plain)).body);
  });

  it('only the headers on the list, and no credential unless configured', async () => {
    const headers = {
      authorization: 'Bearer x',
      'x-api-key': 'k',
      'accept-language': 'id',
      cookie: 'session=1',
      'x-forwarded-for': '10.0.0.1',
      'content-length': '3',
      host: 'elsewhere',
    };
    const { head } = await sent({ caller: new SubgraphCaller(headers) });
    expect(head).toContain('accept-language: id');
    for (const name of ['authorization', 'Bearer', 'x-api-key', 'cookie', 'x-forwarded-for', 'elsewhere'])
      expect(head).not.toContain(name);
  });

  it('the headers an operator allows, and none that an object inherits', async () => {
    const { head } = await sent(
      { caller: new SubgraphCaller({ 'x-tenant': 'bekasi', authorization: 'Bearer x' }) },
      { forwardHeaders: ['x-tenant', 'constructor'] },
    );
    expect(head).toContain('x-tenant: bekasi');
    expect(head).not.toMatch(/authorization|constructor/);
  });

  it('no header that the caller meant for this hop alone', async () => {
    const { head } = await sent(
      { caller: new SubgraphCaller({ 'x-tenant': 'bekasi', 'accept-language': 'id', connection: 'close, X-Tenant' }) },
      { forwardHeaders: ['x-tenant', 'accept-language'] },
    );
    expect(head).toContain('accept-language: id');
    expect(head).not.toContain('x-tenant');
  });

  it("a credential only when it is the operator's own and named for it", async () => {
    const saw = new Map<string, unknown>();
    const seer = (name: string) => ({
      execute: ({ headers }: { headers: unknown }) => (saw.set(name, headers), { data: {} }),
    });
    const fetcher = fetcherFor(
      { workers: seer('workers'), billing: seer('billing') },
      { limits: { forwardHeaders: ['accept-language', 'billing:authorization'], ownSubgraphs: ['billing'] } },
    );
    const headers = { authorization: 'Bearer x', 'accept-language': 'id' };
    for (const subgraph of ['workers', 'billing'])
      await fetcher.fetch(question({ subgraph, caller: new SubgraphCaller(headers) }));
    expect(Object.fromEntries(saw)).toEqual({ workers: { 'accept-language': 'id' }, billing: headers });
  });

  it('no header that would end the head and begin another request', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })));
    await expect(
      fetcher.fetch(question({ caller: new SubgraphCaller({ 'accept-language': 'x\r\nhost: evil' }) })),
    ).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE', message: expect.stringContaining('could not be written') });
    expect(subgraph.requests).toHaveLength(0);
    expect(fetcher.status()[0]).toMatchObject({ active: 0 });
  });
});

/** What the gateway says at the start to a value of SUBGRAPH_HEADERS. */
const given = (text: string) => readSettings('x', fetchSettings, ['--subgraph-headers', text], {})!;

describe('SUBGRAPH_HEADERS', () => {
  it.each([
    'host',
    'Content-Length',
    'transfer-encoding',
    'connection',
    'Proxy-Authorization',
    'billing:proxy-authorization',
    'no good',
    ':x-tenant',
  ])('cannot hold %s', (name) => {
    expect(() => given(`accept-language,${name}`)).toThrow(/SUBGRAPH_HEADERS.*end-to-end/);
  });

  it.each([
    'authorization',
    'Cookie',
    'x-api-key',
    'X-Auth-Token',
    'x-amz-security-token',
    'x-forwarded-access-token',
    'x-session-id',
    'x-client-secret',
    'x-goog-iap-jwt-assertion',
  ])('holds no %s for all subgraphs', (name) => {
    expect(() => given(`accept-language,${name}`)).toThrow(
      new RegExp(`SUBGRAPH_HEADERS.*no credential for all subgraphs: ${name}`, 'i'),
    );
    expect(given(`billing:${name}`).forwardHeaders).toEqual([`billing:${name.toLowerCase()}`]);
  });

  it.each([CLAIMS_HEADER, 'X-Purpose', `billing:${CLAIMS_HEADER}`])(
    'cannot hold %s, with which a caller would speak for the gateway',
    (name) => {
      expect(() => given(name)).toThrow(/SUBGRAPH_HEADERS.*reserved for the gateway/);
    },
  );

  it.each([
    'ocp-apim-subscription-key',
    'x-functions-key',
    'x-access-key',
    'x-apikey',
    'x-keys',
    'x-pwd',
    'x-passphrase',
    'x-user-pass',
    'x-sig',
    'x-signature',
    'x-credentials',
    'x-bearer',
    'connect.sid',
    'x-jsessionid',
    'x-jwt',
    'x-saml',
    'x-client-cert',
    'x-arr-clientcert',
    'dpop',
    'x-otp',
    'x-hmac',
    'x-xsrf',
    'service-ticket',
  ])('takes %s for a credential', (name) => {
    expect(() => given(name)).toThrow(/no credential for all subgraphs/);
  });

  it.each([
    'accept-language',
    'traceparent',
    'x-request-id',
    'idempotency-key',
    'x-keyboard',
    'x-tenant',
    'x-side',
    'x-machine',
    'x-design',
  ])('takes %s for no credential', (name) => {
    expect(given(name).forwardHeaders).toEqual([name]);
  });

  it("with a credential for a subgraph that is not named as the operator's own is refused at the start", () => {
    const place = { billing: { execute: () => ({ data: {} }) } };
    const open = (ownSubgraphs: string[]) =>
      fetcherFor(place, { limits: { ...given('accept-language,billing:authorization'), ownSubgraphs } });
    expect(() => open([])).toThrow(/SUBGRAPH_HEADERS.*OWN_SUBGRAPHS.*billing:authorization/);
    expect(() => open(['workers'])).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    expect(open(['workers', 'billing'])).toBeDefined();
  });
});

it('settings are read in their units', () => {
  const settings = readSettings(
    'x',
    fetchSettings,
    [
      '--subgraph-timeout',
      '500',
      '--subgraph-deduplicate',
      'off',
      '--subgraph-headers',
      'X-Tenant, Billing:Authorization',
      '--own-subgraphs',
      'Billing, tax',
    ],
    {},
  )!;
  expect(settings).toMatchObject({
    timeout: 500,
    deduplicate: false,
    forwardHeaders: ['x-tenant', 'Billing:authorization'],
    ownSubgraphs: ['Billing', 'tax'],
    retries: 2,
  });
});
