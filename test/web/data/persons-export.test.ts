/** A table with persons is asked again under a purpose, so that the audit holds its being taken away; without a record there is nothing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askRecorded, type Wanted } from '../../../web/data/ask-recorded.ts';
import { exportingOf } from '../../../web/data/exporting.ts';
import { showsPersons } from '../../../web/data/persons.ts';
import { callerName } from '../../../web/session/caller-name.ts';

const QUERY = '# Whose?\nquery Rows($after: String) { workers(first: 2, after: $after) { nodes { id } } }';
const PAGED = { path: ['workers'], after: 'after' };
const page = (ids: readonly string[], endCursor: string | null) => ({
  data: { workers: { nodes: ids.map((id) => ({ id })), pageInfo: { hasNextPage: endCursor !== null, endCursor } } },
});

interface Sent {
  readonly headers: Headers;
  readonly body: { readonly query: string; readonly variables?: object; readonly operationName?: string };
}

/** @returns what was sent to a gateway that answers so, one after the other */
function gateway(...answers: readonly { readonly status?: number; readonly json: unknown }[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (_url: string, { headers, body }: { headers: Headers; body: string }) => {
    const { status = 200, json } = answers[sent.length]!;
    sent.push({ headers, body: JSON.parse(body) });
    return Promise.resolve(Response.json(json, { status }));
  });
  return sent;
}

const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  endpoint: 'http://gateway/graphql',
  access: { role: 'verifier', token: 'a.b.c' },
  purpose: 'VERIFICATION',
  asked: { query: QUERY },
  paged: PAGED,
  rows: 4,
  signal: new AbortController().signal,
  onRows: () => undefined,
  ...more,
});

afterEach(() => vi.unstubAllGlobals());

describe('the operation of an export', () => {
  it.each([
    ['query Rows { a }', 'query ExportRows { a }', 'ExportRows'],
    ['query rows($x: Int) { a }', 'query ExportRows($x: Int) { a }', 'ExportRows'],
    ['query ExportRows { a }', 'query ExportRows { a }', 'ExportRows'],
    ['{ a }', 'query ExportAnswer { a }', 'ExportAnswer'],
    ['# c\n{ a }', '# c\nquery ExportAnswer { a }', 'ExportAnswer'],
    ['query ($x: Int) { a }', 'query ExportAnswer ($x: Int) { a }', 'ExportAnswer'],
    ['fragment F on T { a } query Rows { ...F }', 'fragment F on T { a } query ExportRows { ...F }', 'ExportRows'],
  ])('is named so, and nothing else of it changes: %s', (query, renamed, operationName) => {
    expect(exportingOf({ query, variables: { x: 1 } })).toEqual({ query: renamed, variables: { x: 1 }, operationName });
  });
});

describe('a recorded answer', () => {
  it('is asked with the purpose, the operation and one request id on every page, as far as the screen has rows', async () => {
    const sent = gateway({ json: page(['1', '2'], 'x') }, { json: page(['3', '4'], 'y') }, { json: page(['5'], null) });
    const recorded = await askRecorded(wanted());
    expect(recorded).toMatchObject({ kind: 'RECORDED', operation: 'ExportRows', parts: [{}, {}] });
    const ids = new Set(sent.map(({ headers }) => headers.get('x-request-id')));
    expect([...ids]).toEqual([recorded.kind === 'RECORDED' && recorded.request]);
    expect([...ids][0]).toMatch(/^[\w.-]{8,64}$/);
    for (const { headers, body } of sent) {
      expect([headers.get('x-purpose'), headers.get('authorization')]).toEqual(['VERIFICATION', 'Bearer a.b.c']);
      expect(body.operationName).toBe('ExportRows');
      expect(body.query).toContain('query ExportRows(');
    }
    expect(sent.map(({ body }) => body.variables)).toEqual([undefined, { after: 'x' }]);
  });

  const error = (code: string) => ({ errors: [{ message: code, extensions: { code } }] });
  it.each([
    ['the audit cannot be written', { status: 503, json: error('AUDIT_UNAVAILABLE') }, 'REFUSED'],
    [
      'a field is withheld since it cannot be recorded',
      { json: { ...page(['1'], null), ...error('AUDIT_UNAVAILABLE') } },
      'REFUSED',
    ],
    ['the purpose is none of the list', { status: 400, json: error('BAD_PURPOSE') }, 'REFUSED'],
    ['the role may not', { status: 403, json: error('FORBIDDEN_FIELD') }, 'FORBIDDEN'],
    ['the token has expired', { status: 401, json: error('TOKEN_INVALID') }, 'UNAUTHENTICATED'],
    ['the budget is used up', { status: 429, json: error('PERSONS_TOO_MANY') }, 'LIMITED'],
  ])('is nothing at all where %s, also on a later page', async (_what, refusal, kind) => {
    gateway(refusal);
    expect(await askRecorded(wanted())).toMatchObject({ kind: 'REFUSED', trouble: { kind } });
    gateway({ json: page(['1', '2'], 'x') }, refusal);
    const recorded = await askRecorded(wanted());
    expect(recorded).toMatchObject({ kind: 'REFUSED', trouble: { kind } });
    expect(recorded).not.toHaveProperty('parts');
  });

  it('is nothing once it is cancelled', async () => {
    const abort = new AbortController();
    gateway({ json: page(['1', '2'], 'x') }, { json: page(['3', '4'], null) });
    const recorded = askRecorded(wanted({ signal: abort.signal, onRows: () => abort.abort() }));
    await expect(recorded).rejects.toThrow();
  });
});

describe('a table of persons', () => {
  const facts = new Map([
    ['workers.id', { heading: 'Id', description: 'Id', type: 'Worker', of: 'Worker.id', always: true }],
  ]);
  const table = (rows: (string | null | { hidden: string })[][]) => ({ name: 'workers', columns: ['id'], rows });
  it('shows somebody where a value can be read, and nobody where all are withheld or none came', () => {
    expect(showsPersons(table([[null], ['w1']]), facts)).toBe(true);
    expect(showsPersons(table([[{ hidden: 'FORBIDDEN_FIELD' }], [null]]), facts)).toBe(false);
    expect(showsPersons(table([]), facts)).toBe(false);
  });
});

describe('the name of a caller in a citation', () => {
  const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  it('is the subject of the token, as the audit has it', () => {
    expect(callerName(token({ sub: 'dinsos-7' }))).toBe('user:dinsos-7');
    expect(callerName(token({ sub: 'é–ü' }))).toBe('user:é–ü');
  });
  it.each([undefined, 'opaque', 'a.b.c', token({}), token({ sub: 7 })])('is none of %s', (given) => {
    expect(callerName(given)).toBeUndefined();
  });
});
