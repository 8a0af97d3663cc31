import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { headersOf, OWN_TOKEN, rolesToOffer, tokenIn, withToken } from '../../../web/session/access.ts';
import { ask, type Outcome } from '../../../web/graph/ask.ts';
import { replyOf } from '../../../web/graph/reply.ts';
import { schemaVersionsOf, type Part } from '../../../web/numbers/figure-at.ts';
import { readConfig } from '../../../web/session/config.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function answering(handler: RequestListener): Promise<string> {
  server = createServer(handler);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function askedOf(status: number, body: string, headers: Record<string, string> = {}): Promise<Outcome> {
  const url = await answering((_request, response) => response.writeHead(status, headers).end(body));
  return ask(url, { query: '{ a }' }, {}, new AbortController().signal);
}

describe('a question to the gateway', () => {
  it('is posted as JSON with the headers of the caller', async () => {
    let request: IncomingMessage | undefined;
    const url = await answering((came, response) => {
      request = came;
      response.end('{"data":{"a":1}}');
    });
    const headers = headersOf({ role: 'analyst', token: 't', purpose: 'monitoring' });
    const outcome = await ask(url, { query: '{ a }' }, headers, new AbortController().signal);
    expect(outcome).toEqual({ answer: { data: { a: 1 } } });
    expect(request).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer t', 'x-purpose': 'monitoring' },
    });
  });

  it('tells a refused token, a forbidden question and a limit, by status or by code', async () => {
    const denied = '{"errors":[{"message":"no"}]}';
    expect((await askedOf(401, denied)).trouble).toEqual({ kind: 'UNAUTHENTICATED' });
    expect((await askedOf(403, denied)).trouble).toEqual({ kind: 'FORBIDDEN' });
    const unexplained = '{"errors":[{"message":"","extensions":{"code":"EXPLAIN_REFUSED"}}]}';
    expect((await askedOf(403, unexplained)).trouble).toEqual({ kind: 'EXPLAIN_REFUSED' });
    expect((await askedOf(429, '', { 'retry-after': '7' })).trouble).toEqual({ kind: 'LIMITED', seconds: 7 });
    expect((await askedOf(429, denied)).trouble).toEqual({ kind: 'LIMITED' });
    expect((await askedOf(200, '{"errors":[{"message":"","extensions":{"code":"UNAUTHENTICATED"}}]}')).trouble).toEqual(
      { kind: 'UNAUTHENTICATED' },
    );
  });

  it('brings the version of the schema that the gateway states, into whatever part of an answer there is', async () => {
    const stated = { 'x-schema-version': 'a1b2c3d4e5f6' };
    const parts = [];
    for (const body of ['{"data":{"a":1}}', '{"data":{"a":null},"errors":[{"message":"no"}]}']) {
      const outcome = await askedOf(200, body, stated);
      expect(outcome.schemaVersion).toBe('a1b2c3d4e5f6');
      parts.push(replyOf<object>(outcome) as Part);
    }
    const later = replyOf<object>(await askedOf(200, '{"data":{"a":1}}', { 'x-schema-version': 'later' })) as Part;
    const silent = replyOf<object>(await askedOf(200, '{"data":{"a":1}}')) as Part;
    expect(schemaVersionsOf([...parts, later, silent])).toEqual(['a1b2c3d4e5f6', 'later']);
  });

  it('tells which subgraphs owe a part of the answer, each once', async () => {
    const owes = (service: string) => ({ message: '', extensions: { code: 'SUBGRAPH_UNREACHABLE', service } });
    const errors = [
      owes('workers'),
      owes('groups'),
      owes('workers'),
      { message: '', extensions: { code: 'NO_RATE', service: 'funding' } },
    ];
    expect((await askedOf(200, JSON.stringify({ data: { a: null }, errors }))).trouble).toEqual({
      kind: 'INCOMPLETE',
      subgraphs: ['workers', 'groups'],
    });
    expect((await askedOf(200, JSON.stringify({ data: null, errors: [owes('workers')] }))).trouble).toEqual({
      kind: 'INCOMPLETE',
      subgraphs: ['workers'],
    });
  });

  it('finds no trouble in a field that is refused or in an error of the question itself', async () => {
    expect(
      (await askedOf(200, '{"data":{"a":null},"errors":[{"message":"","extensions":{"code":"FORBIDDEN"}}]}')).trouble,
    ).toBeUndefined();
    expect(await askedOf(400, '{"errors":[{"message":"syntax"}]}')).toEqual({
      answer: { errors: [{ message: 'syntax' }] },
    });
  });

  it.each(['<html>proxy</html>', '"text"', 'null', '{}'])('says that %j is no GraphQL response', async (body) => {
    const outcome = await askedOf(502, body);
    expect(outcome.trouble).toEqual({ kind: 'NOT_GRAPHQL', status: 502 });
    expect(outcome.answer.errors?.[0]?.extensions).toEqual({ code: 'NOT_GRAPHQL' });
  });

  it('says that nobody answers, and that a header cannot be sent', async () => {
    const { signal } = new AbortController();
    expect((await ask('http://127.0.0.1:1/graphql', { query: '' }, {}, signal)).trouble).toEqual({
      kind: 'UNREACHABLE',
    });
    expect((await ask('http://127.0.0.1:1/graphql', { query: '' }, { 'x-note': 'ž\n' }, signal)).trouble).toEqual({
      kind: 'BAD_HEADER',
    });
  });

  it('rejects only when it is cancelled', async () => {
    const abort = new AbortController();
    const url = await answering(() => abort.abort());
    await expect(ask(url, { query: '' }, {}, abort.signal)).rejects.toThrow(/abort/i);
  });
});

describe('the access', () => {
  it('offers the public first and a pasted token last', () => {
    const names = rolesToOffer([
      { name: 'public', title: '' },
      { name: 'analyst', title: '', token: 't' },
    ]).map((role) => role.name);
    expect(names).toEqual(['public', 'analyst', 'own token']);
  });

  it('carries the token its role has now, and a pasted one as it is', () => {
    const roles = [{ name: 'analyst', title: '', token: 'new' }];
    expect(withToken({ role: 'analyst', token: 'old', purpose: 'p' }, roles)).toEqual({
      role: 'analyst',
      token: 'new',
      purpose: 'p',
    });
    expect(withToken({ role: 'public', token: 'old' }, roles).token).toBeUndefined();
    expect(withToken({ role: OWN_TOKEN, token: 'mine' }, roles).token).toBe('mine');
  });

  it('takes a token with or without its scheme, and nothing that no header can carry', () => {
    expect(tokenIn(' Bearer a.b-c_d= \n')).toBe('a.b-c_d=');
    expect([tokenIn(''), tokenIn('two words'), tokenIn('naïve'), tokenIn('a\nb')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the config of the gateway', () => {
  it('keeps the entries that are whole; lists that are missing are empty', () => {
    const questions = [{ name: 'a', title: 'A', text: '{ a }' }, { name: 'b' }, null];
    expect(readConfig({ endpoint: '/graphql', questions, purposes: ['monitoring'] })).toEqual({
      endpoint: '/graphql',
      questions: [questions[0]],
      changes: [],
      roles: [],
      purposes: [{ name: 'monitoring', title: 'monitoring' }],
    });
  });

  it('knows figures of the sample only where the gateway states them', () => {
    const stated = (sampleData: unknown) => readConfig({ endpoint: '/graphql', sampleData }).sampleData;
    expect([true, false, 'true', undefined].map(stated)).toEqual([true, undefined, undefined, undefined]);
  });

  it.each([undefined, null, 'x', {}, { endpoint: 1 }])('refuses %j', (sent) => {
    expect(() => readConfig(sent)).toThrow('"endpoint"');
  });
});
