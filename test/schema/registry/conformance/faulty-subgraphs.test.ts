/** Each kind of fault fails the cases that are there for it: a subgraph of ours, behind a server that spoils what enters or leaves. */
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLAIMS_HEADER, claimsSealer, type ClaimsSubject } from '../../../../base/claims.ts';
import { AUDITOR, READER } from '../../../../schema/registry/conformance/conformance-callers.ts';
import { runConformance, type ConformanceResult } from '../../../../schema/registry/conformance/run-conformance.ts';
import { scorecard } from '../../../../schema/registry/conformance/scorecard.ts';
import { startSubgraph, type RunningSubgraph } from '../../../../subgraphs/serve.ts';
import { FILL_MS, startSampleStore } from '../../../support/sample.ts';

const key = randomBytes(32);
const claimsKey = key.toString('base64url');
const seal = claimsSealer(createSecretKey(key));
let store: Awaited<ReturnType<typeof startSampleStore>>;
let workers: RunningSubgraph;

beforeAll(async () => {
  store = await startSampleStore();
  const options = { port: 0, claimsKeys: claimsKey, introspection: false, recountEvery: 3_600_000 } as const;
  workers = await startSubgraph('workers', { mongodbUri: store.uri, logLevel: 'silent', ...options });
}, FILL_MS);
afterAll(async () => {
  await workers.stop();
  await store.stop();
});

/* eslint-disable @typescript-eslint/no-explicit-any -- answers and questions are spoilt as they come */
interface Fault {
  /** Whose claims are sent on, newly signed, whoever asked. */
  readonly as?: (caller: ClaimsSubject) => ClaimsSubject;
  readonly spoil?: (answer: any, question: any) => void;
  readonly waits?: (question: any) => number;
}

function callerOf(request: IncomingMessage): ClaimsSubject {
  const part = request.headersDistinct[CLAIMS_HEADER]?.[0]?.split('.')[1] ?? '';
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as ClaimsSubject;
  } catch {
    return READER;
  }
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faulty({ as, spoil, waits }: Fault): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const who = Buffer.from(JSON.stringify({ ...as?.(callerOf(request)), subgraph: 'workers' })).toString(
        'base64url',
      );
      const claims = as ? seal(`${who}.${Date.now()}.${Date.now() + 9_000}.${randomUUID()}`, body) : undefined;
      const given = request.headersDistinct[CLAIMS_HEADER]?.[0];
      const question = parsed(body);
      await delay(waits?.(question) ?? 0);
      const answer = await fetch(new URL(request.url!, workers.url), {
        method: request.method,
        headers: {
          'content-type': request.headers['content-type'] ?? 'application/json',
          ...((claims ?? given) !== undefined && { [CLAIMS_HEADER]: claims ?? given! }),
        },
        ...(request.method !== 'GET' && { body }),
      });
      const read = parsed(await answer.text());
      if (read !== undefined) spoil?.(read, question);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(read));
    })().catch(() => response.destroy());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const entitiesOf = (answer: any): any[] => answer.data?._entities ?? [];

const FAULTS: readonly (readonly [string, Fault, readonly string[]])[] = [
  [
    'whoever asks is answered',
    { as: (caller) => caller },
    [
      'claims-unsigned',
      'claims-other-body',
      'claims-more-rights',
      'claims-other-mac',
      'claims-other-key',
      'claims-other-subgraph',
      'claims-expired',
      'claims-not-yet',
      'claims-lives-too-long',
      'claims-replayed',
      'claims-replayed-at-once',
      'claims-unsigned-sdl',
      'claims-before-reading',
    ],
  ],
  [
    'entities come in another order',
    { spoil: (answer) => entitiesOf(answer).reverse() },
    ['entities-order', 'entities-known', 'entities-mixed', 'entities-batch'],
  ],
  [
    'entities that are not there are left out',
    { spoil: (answer) => answer.data?._entities && (answer.data._entities = entitiesOf(answer).filter(Boolean)) },
    ['entities-unknown', 'entities-batch', 'entities-key-null'],
  ],
  [
    'the same entity is answered once',
    {
      spoil: (answer) =>
        answer.data?._entities &&
        (answer.data._entities = [...new Map(entitiesOf(answer).map((row) => [JSON.stringify(row), row])).values()]),
    },
    ['entities-duplicates'],
  ],
  [
    'one strange key fails its batch',
    {
      spoil: (answer, question) =>
        question?.variables?.of?.some(({ id }: any) => typeof id === 'object')
          ? Object.assign(answer, { data: { _entities: [null, null, null] } })
          : undefined,
    },
    ['entities-key-null', 'entities-key-operator', 'entities-key-regex', 'entities-key-list'],
  ],
  [
    'each key is a command',
    { waits: (question) => 5 * (question?.variables?.of?.length ?? 0) },
    ['entities-batch-commands'],
  ],
  [
    'everybody sees every row',
    { as: ({ cells }) => ({ ...READER, cells }) },
    [
      'rows-list-public',
      'rows-key-public',
      'rows-list-no-agency',
      'rows-list-unknown-agency',
      'rows-list-role',
      'rows-own',
    ],
  ],
  [
    'everybody gets exact counts',
    { as: (caller) => ({ ...caller, scopes: AUDITOR.scopes, cells: 'exact' }) },
    ['counts-small', 'counts-moved'],
  ],
  [
    'counts get another noise each time',
    {
      spoil: (answer) =>
        entitiesOf(answer).forEach(
          (row) => typeof row?.workerCount === 'number' && (row.workerCount += Math.ceil(Math.random() * 1e6)),
        ),
    },
    ['counts-repeat', 'counts-callers', 'counts-table'],
  ],
  [
    'errors have no code',
    { spoil: (answer) => answer.errors?.forEach((error: any) => delete error.extensions) },
    ['errors-syntax', 'errors-codes', 'errors-unknown-field', 'limits-nested-selections', 'introspection-schema'],
  ],
  [
    'errors show the inside',
    {
      spoil: (answer) =>
        answer.errors?.forEach((error: any) => (error.extensions.stacktrace = ['Error', '  at x (/app/index.js:1:1)'])),
    },
    ['errors-stacks'],
  ],
  [
    'errors repeat what was sent',
    {
      spoil: (answer, question) => answer.errors?.forEach((error: any) => (error.message += JSON.stringify(question))),
    },
    ['errors-variable-value', 'errors-literal-value', 'errors-syntax-value'],
  ],
];
/* eslint-enable @typescript-eslint/no-explicit-any */

it.each(FAULTS)(
  'fails where %s',
  async (_what, fault, cases) => {
    const server = await faulty(fault);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const examples = { District: [{ code: '32.75.01' }, { code: '32.75.02' }, { code: '32.75.03' }] };
    // What judges the whole run needs something to judge.
    const only = [...cases, ...(cases.includes('errors-stacks') ? ['errors-syntax'] : [])];
    const results: ConformanceResult[] = [];
    const options = { only, examples, agency: 'DINSOS', still: true };
    for await (const result of runConformance({ url, name: 'workers', claimsKey, options })) results.push(result);
    server.closeAllConnections();
    server.close();
    const failed = results.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map((each) => each.case).sort()).toEqual([...cases].sort());
    expect(failed.every(({ why }) => why.startsWith('expected '))).toBe(true);
    expect(scorecard('workers', results)).toMatch(new RegExp(`FAIL ${cases[0]!}`));
  },
  120_000,
);

it('refuses a case that there is not, and an address where nothing answers', async () => {
  const first = (options: object, url = workers.url) =>
    runConformance({ url, name: 'workers', claimsKey, options }).next();
  await expect(first({ only: ['no-such-case'] })).rejects.toMatchObject({ code: 'CONFORMANCE_UNKNOWN_CASE' });
  await expect(first({}, 'http://127.0.0.1:9/graphql')).rejects.toMatchObject({ code: 'CONFORMANCE_UNREACHABLE' });
  const otherKey = runConformance({
    url: workers.url,
    name: 'workers',
    claimsKey: randomBytes(32).toString('base64url'),
  });
  await expect(otherKey.next()).rejects.toMatchObject({ code: 'CONFORMANCE_UNREACHABLE' });
});
