/** The public graph as one caller asks it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../web/graph/graph.ts';
import { replyOf } from '../../../web/graph/reply.ts';

const respond = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const ABSENT = { message: 'no', path: ['city'], extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'workers' } };

describe('a reply', () => {
  it('is complete, or the part that is there and who owes the rest', () => {
    expect(replyOf({ answer: { data: { a: 1 } } })).toEqual({ kind: 'COMPLETE', data: { a: 1 }, errors: [] });
    const part = replyOf({
      answer: { data: { city: null }, errors: [ABSENT, ABSENT] },
      trouble: { kind: 'INCOMPLETE', subgraphs: ['workers'] },
    });
    expect(part).toEqual({ kind: 'PARTIAL', data: { city: null }, errors: [ABSENT, ABSENT], absent: ['workers'] });
  });

  it('is a failure with its trouble, or with the code of the refusal', () => {
    expect(replyOf({ answer: { errors: [] }, trouble: { kind: 'LIMITED', seconds: 3 } })).toEqual({
      kind: 'FAILED',
      trouble: { kind: 'LIMITED', seconds: 3 },
    });
    const refused = replyOf({ answer: { errors: [{ message: 'too much', extensions: { code: 'TOO_COSTLY' } }] } });
    expect(refused).toEqual({ kind: 'FAILED', trouble: { kind: 'REFUSED', code: 'TOO_COSTLY', message: 'too much' } });
  });
});

describe('a graph', () => {
  afterEach(() => void vi.unstubAllGlobals());
  const asked = { query: '{ a }' };
  const signal = new AbortController().signal;

  it("sends its caller's headers with each question", async () => {
    const fetch = vi.fn(async (_url: string, _request: RequestInit) => respond({ data: { a: 1 } }));
    vi.stubGlobal('fetch', fetch);
    await new Graph('/graphql', { authorization: 'Bearer t', 'x-purpose': 'CLAIM' }).ask(asked, signal);
    const headers = fetch.mock.calls[0]![1].headers as Headers;
    expect([headers.get('authorization'), headers.get('x-purpose')]).toEqual(['Bearer t', 'CLAIM']);
  });

  it('remembers what a question got, by its variables, and never a failure; another caller starts anew', async () => {
    const bodies: unknown[] = [{ data: { a: 1 } }, { errors: [{ message: 'no' }] }];
    vi.stubGlobal('fetch', async () => respond(bodies.shift()));
    const graph = new Graph('/graphql', {});
    expect(graph.before(asked)).toBeUndefined();
    await graph.ask(asked, signal);
    expect((await graph.ask(asked, signal)).reply.kind).toBe('FAILED');
    expect(graph.before(asked)?.reply).toMatchObject({ kind: 'COMPLETE', data: { a: 1 } });
    expect(graph.before({ ...asked, variables: { x: 1 } })).toBeUndefined();
    expect(new Graph('/graphql', {}).before(asked)).toBeUndefined();
  });

  it('keeps no more than sixty replies', async () => {
    vi.stubGlobal('fetch', async () => respond({ data: {} }));
    const graph = new Graph('/graphql', {});
    for (let at = 0; at <= 60; at++) await graph.ask({ query: `{ a${at} }` }, signal);
    expect([graph.before({ query: '{ a0 }' }), graph.before({ query: '{ a1 }' }) === undefined]).toEqual([
      undefined,
      false,
    ]);
  });

  it('asks ahead once what is asked soon after, and anew the next time', async () => {
    const fetch = vi.fn(async () => respond({ data: { a: 1 } }));
    vi.stubGlobal('fetch', fetch);
    const graph = new Graph('/graphql', {});
    graph.ahead(asked);
    expect((await graph.ask(asked, signal)).reply).toMatchObject({ data: { a: 1 } });
    expect(fetch).toHaveBeenCalledTimes(1);
    await graph.ask(asked, signal);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('leaves whoever cancels without what was asked ahead', async () => {
    vi.stubGlobal('fetch', async () => respond({ data: {} }));
    const graph = new Graph('/graphql', {});
    graph.ahead(asked);
    const cancelled = AbortSignal.abort();
    await expect(graph.ask(asked, cancelled)).rejects.toThrow();
  });
});
