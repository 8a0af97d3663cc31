/** `ask.ts` as `sigap client init` writes it, against a server that answers what a test says. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, type Asking, type GraphError } from '../../cli/client/template/ask.ts';
import { freshnessText, type Freshness } from '../../cli/client/template/freshness.ts';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: object;
}

let replies: Reply[];
let asked: IncomingHttpHeaders[];
let server: Server;
let url: string;
beforeEach(async () => {
  [replies, asked] = [[], []];
  server = createServer((request, response) => {
    asked.push(request.headers);
    const { status = 200, headers = {}, body } = replies.shift()!;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const QUESTION = parse('{ city { participants } }') as Parameters<typeof ask<unknown, object>>[0];
const askedAs = (asking: Asking = {}) => ask(QUESTION, {}, { url, ...asking });
const DATA = { city: null };
const FRESHNESS: Freshness = {
  state: 'STALE',
  because: 'SUBGRAPH_UNAVAILABLE',
  madeAt: '2026-03-15T03:00:00.000Z',
  age: 7_260,
};
const busy = (retryAfter: number) => ({ message: 'too much', extensions: { code: 'OVERLOADED', retryAfter } });

describe('an answer', () => {
  it('has its age where it stands for one that could not be made', async () => {
    replies = [{ body: { data: DATA } }, { body: { data: DATA, extensions: { cost: {}, freshness: FRESHNESS } } }];
    expect(await askedAs()).toEqual({ data: DATA, problems: [], freshness: undefined });
    expect(await askedAs()).toEqual({ data: DATA, problems: [], freshness: FRESHNESS });
  });

  it('tells each code at each path once', async () => {
    const at = (code: string, message: string, path?: readonly (string | number)[]) => ({
      message,
      path,
      extensions: { code },
    });
    const errors = [
      at('SUBGRAPH_UNREACHABLE', 'first', ['city', 'districts', 0]),
      at('SUBGRAPH_UNREACHABLE', 'again', ['city', 'districts', 0]),
      at('SUBGRAPH_UNREACHABLE', 'elsewhere', ['city', 'districts', 1]),
      at('FORBIDDEN_FIELD', 'another code', ['city', 'districts', 0]),
      at('SUBGRAPH_UNREACHABLE', 'nowhere'),
      at('SUBGRAPH_UNREACHABLE', 'nowhere either'),
    ];
    replies = [{ body: { data: DATA, errors } }];
    const { problems } = await askedAs();
    expect(problems.map(({ message }) => message)).toEqual([
      'first',
      'elsewhere',
      'another code',
      'nowhere',
      'nowhere either',
    ]);
  });
});

describe('the credential', () => {
  it('is a token, a key, or nothing', async () => {
    replies = Array.from({ length: 3 }, () => ({ body: { data: DATA } }));
    await askedAs();
    await askedAs({ token: 'a.b.c' });
    await askedAs({ apiKey: 'sgk_1' });
    expect(asked.map((headers) => [headers.authorization, headers['x-api-key']])).toEqual([
      [undefined, undefined],
      ['Bearer a.b.c', undefined],
      [undefined, 'sgk_1'],
    ]);
  });
});

describe('a graph with too much to do', () => {
  it('is asked again after what it says', async () => {
    replies = [{ status: 503, body: { errors: [busy(0.01)] } }, { body: { data: DATA } }];
    expect(await askedAs()).toMatchObject({ data: DATA });
    expect(asked).toHaveLength(2);
  });

  it('is not waited for where it takes longer than the patience, which the error says', async () => {
    const refused = { status: 429, headers: { 'retry-after': '40' }, body: {} };
    replies = [{ status: 503, body: { errors: [busy(31)] } }, refused, { status: 400, body: { errors: [busy(1)] } }];
    const thrown = async (): Promise<GraphError> => (await askedAs().catch((error: unknown) => error)) as GraphError;
    expect(await thrown()).toMatchObject({ code: 'OVERLOADED', status: 503, retryAfter: 31 });
    expect(await thrown()).toMatchObject({ code: 'HTTP_429', status: 429, retryAfter: 40 });
    expect(await thrown()).toMatchObject({ status: 400, retryAfter: undefined });
    expect(asked).toHaveLength(3);
  });
});

describe('how old an answer is', () => {
  it('is said in the largest unit that fits', () => {
    const english = (age: number) => freshnessText({ ...FRESHNESS, age }, 'en');
    expect([0, 59, 60, 7_260, 172_800].map(english)).toEqual(
      ['0 seconds', '59 seconds', '1 minute', '2 hours', '2 days'].map(
        (ago) => `As the graph had it ${ago} ago; an agency does not answer.`,
      ),
    );
    expect(freshnessText(FRESHNESS, 'id')).toBe('Menurut graf 2 jam yang lalu; sebuah instansi tidak menjawab.');
  });
});
