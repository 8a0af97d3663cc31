import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../base/settings.ts';
import { bodyStartOf } from '../../../gateway/fetch/request-body.ts';
import { fetchSettings } from '../../../gateway/fetch/settings.ts';
import { question, workersAnswering, type UnderTest } from './fetcher-under-test.ts';
import { json } from './raw-subgraph.ts';

async function sent(more: Parameters<typeof question>[0], limits?: UnderTest['limits']) {
  const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })), { limits });
  await fetcher.fetch(question(more));
  return subgraph.requests[0]!;
}

describe('a subgraph sees', () => {
  it('a GraphQL question over HTTP at its path', async () => {
    const { head, body } = await sent({ query: 'query Q($a: Int) { a }', operationName: 'Q', variables: { a: 1, nik: null, 'naïve "key"': ['ü'] } });
    expect(head).toMatch(/^POST \/graphql\?secret=hunter2 HTTP\/1\.1\r\n/);
    expect(head).toContain('content-type: application/json');
    expect(head).toContain('accept: application/graphql-response+json, application/json;q=0.9');
    expect(head).toContain('accept-encoding: identity');
    expect(JSON.parse(body)).toEqual({ query: 'query Q($a: Int) { a }', operationName: 'Q', variables: { a: 1, nik: null, 'naïve "key"': ['ü'] } });
  });

  it('the same bytes whether parts of them were written beforehand or not', async () => {
    const plain = { query: '{ a\n"\\ü" }', operationName: 'Q', variables: { representations: [{ __typename: 'Worker', id: 'w1' }] } };
    const prepared = { ...plain, bodyStart: bodyStartOf(plain.query, plain.operationName), variablesText: JSON.stringify(plain.variables), variables: undefined };
    expect((await sent(prepared)).body).toBe((await sent(plain)).body);
  });

  it('only the headers on the list', async () => {
    const headers = { authorization: 'Bearer x', 'accept-language': 'id', cookie: 'session=1', 'x-forwarded-for': '10.0.0.1', 'content-length': '3', host: 'elsewhere' };
    const { head } = await sent({ headers });
    expect(head).toContain('authorization: Bearer x');
    expect(head).toContain('accept-language: id');
    for (const name of ['cookie', 'x-forwarded-for', 'elsewhere']) expect(head).not.toContain(name);
  });

  it('the headers an operator allows, and none that an object inherits', async () => {
    const { head } = await sent({ headers: { 'x-tenant': 'bekasi', authorization: 'Bearer x' } }, { forwardHeaders: ['x-tenant', 'constructor'] });
    expect(head).toContain('x-tenant: bekasi');
    expect(head).not.toMatch(/authorization|constructor/);
  });

  it('no header that would end the head and begin another request', async () => {
    const { fetcher, subgraph } = await workersAnswering((socket) => void socket.write(json({ data: {} })));
    await expect(fetcher.fetch(question({ headers: { authorization: 'x\r\nhost: evil' } }))).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE', message: expect.stringContaining('could not be written') });
    expect(subgraph.requests).toHaveLength(0);
    expect(fetcher.status()[0]).toMatchObject({ active: 0 });
  });
});

it.each(['host', 'Content-Length', 'transfer-encoding', 'connection', 'no good', 'a:b'])('the list of headers cannot hold %s', (name) => {
  expect(() => readSettings('x', fetchSettings, ['--subgraph-headers', `authorization,${name}`], {})).toThrow(/SUBGRAPH_HEADERS.*end-to-end/);
});

it('settings are read in their units', () => {
  const settings = readSettings('x', fetchSettings, ['--subgraph-timeout', '500', '--subgraph-share', 'off', '--subgraph-headers', 'X-Tenant, Authorization'], {})!;
  expect(settings).toMatchObject({ timeout: 500, share: false, forwardHeaders: ['x-tenant', 'authorization'], retries: 2 });
});
