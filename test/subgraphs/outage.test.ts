/** One agency down, each in turn: every shipped question keeps all that the others know, and says of the rest who did not answer. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../base/log.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { startGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { startSubgraph, SUBGRAPHS, type RunningSubgraph } from '../../subgraphs/serve.ts';
import { FILL_MS, questionOf, startSampleStore, type Answer } from '../support/sample.ts';
import { whatIsLeft, type Left } from './what-is-left.ts';

vi.setConfig({ testTimeout: 120_000 });

/** ms. The others answer at once what they have answered to the same before, so the short one is theirs to keep on a busy machine too. */
const DEADLINE = { short: 3_000, long: 120_000 };
const root = join(import.meta.dirname, '../..');
const QUESTIONS = readdirSync(join(root, 'schema/operations'))
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));
const README =
  '{ city { participants } programme(code: "SIGAP") { participants reconciliation(year: 2025) { ceiling liability paid shortfall } } }';
const texts = new Map<string, string>([
  ...QUESTIONS.map((name) => [name, questionOf(name)] as const),
  ['README.md', README],
]);
const NAMES = SUBGRAPHS.map(({ name }) => name);

let store: Awaited<ReturnType<typeof startSampleStore>>;
let folder: string;
let subgraphs: ReadonlyMap<string, RunningSubgraph>;
let silent: Server;
const sockets = new Set<Socket>();
let healthy: ReadonlyMap<string, Answer>;

beforeAll(async () => {
  store = await startSampleStore();
  folder = mkdtempSync(join(tmpdir(), 'outage-'));
  const running = await Promise.all(
    NAMES.map((name) =>
      startSubgraph(name, { mongodbUri: store.uri, port: null, recountEvery: 3_600_000, logLevel: 'silent' }),
    ),
  );
  subgraphs = new Map(running.map((subgraph) => [subgraph.name, subgraph]));
  silent = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  healthy = await askAll(undefined, {});
}, FILL_MS);
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.stop()));
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Away {
  /** Where it is asked, or what it does in this process. */
  readonly url?: string;
  readonly execute?: () => Promise<never>;
  readonly deadline?: number;
}

const answered = new Map<string, ReturnType<RunningSubgraph['execute']>>();

/** A subgraph that keeps its answers. */
function keeping({ name, execute }: RunningSubgraph): RunningSubgraph['execute'] {
  return (request) => {
    const key = JSON.stringify([name, request.query, request.operationName, request.variables]);
    const answer = answered.get(key) ?? execute(request);
    answered.set(key, answer);
    return answer;
  };
}

/** What every question answers to an auditor, who sees all counts as they are, while one subgraph is away. */
async function askAll(
  away: string | undefined,
  { url, execute, deadline = DEADLINE.long }: Away,
): Promise<Map<string, Answer>> {
  const settings = gatewayDefaults({
    port: 0,
    explorer: false,
    development: true,
    keysFolder: folder,
    supergraph: join(root, 'schema/supergraph.graphql'),
    timeout: deadline,
    requestTimeout: DEADLINE.long,
    planTimeout: 60_000,
    breakerFailures: 101,
    // What one question has left kept would stand for the agency that is away, and every question would ask for other entities than before.
    cacheBytes: 0,
    subgraphUrls: new Map(away !== undefined && url !== undefined ? [[away, url]] : []),
  });
  const inProcess = Object.fromEntries(
    [...subgraphs].map(([name, subgraph]) => [name, name === away ? execute : keeping(subgraph)]),
  );
  const gateway = await startGateway({ settings, log: logOf('test', 'silent'), inProcess: inProcess as never });
  const token = await tokenCommand(['--role', 'auditor'], { KEYS_FOLDER: folder });
  const asked = [...texts].map(async ([name, query]): Promise<[string, Answer]> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    expect(response.status).toBe(200);
    return [name, (await response.json()) as Answer];
  });
  const answers = new Map(await Promise.all(asked));
  await gateway.stop();
  return answers;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;

/** A port that nobody listens on any more. */
async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = urlOf(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

const supergraph = parse(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'));
const leftOf = (question: string, subgraph: string): Left =>
  whatIsLeft(supergraph, parse(texts.get(question)!), healthy.get(question)!.data, subgraph);

/** Paths of the errors as text; what is lost below an object of which nothing is left is told as the object. */
function pathsOf({ errors = [] }: Answer, { hollow }: Left): string[] {
  const paths = errors.map(({ path }) => path?.join('.') ?? 'nowhere');
  return [...new Set(paths.map((path) => [...hollow].find((above) => path.startsWith(`${above}.`)) ?? path))].sort();
}

/** An object with null in every field says as much as null. */
function withoutHollow(value: unknown, left: Left, path: readonly (string | number)[] = []): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (left.hollow.has(path.join('.')) && Object.values(value).every((inner) => inner === null)) return null;
  if (Array.isArray(value)) return value.map((entry, index) => withoutHollow(entry, left, [...path, index]));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutHollow(inner, left, [...path, name])]),
  );
}

function expectOnlyItsFields(answers: ReadonlyMap<string, Answer>, away: string, code: string): void {
  for (const [question, answer] of answers) {
    const left = leftOf(question, away);
    expect(withoutHollow(answer.data, left), question).toEqual(left.data);
    expect(pathsOf(answer, left), question).toEqual([...left.lost].sort());
    for (const { extensions } of answer.errors ?? [])
      expect([extensions?.['code'], extensions?.['service']], question).toEqual([code, away]);
  }
}

/** Values that are not null. */
const valuesIn = (value: unknown): number =>
  value === null
    ? 0
    : typeof value === 'object'
      ? Object.values(value as object).reduce((sum: number, inner) => sum + valuesIn(inner), 0)
      : 1;

it('every question keeps, by the contract, what the agencies that answer know', () => {
  const table = [...texts.keys()].map((question) =>
    [
      question,
      valuesIn(healthy.get(question)!.data),
      ...NAMES.map((away) => `${away} ${valuesIn(leftOf(question, away).data)}`),
    ].join(' | '),
  );
  expect(table).toMatchInlineSnapshot(`
    [
      "budget-reconciliation | 58 | workers 4 | agencies 57 | groups 4 | funding 0 | audit 58",
      "contribution-at-risk | 234 | workers 24 | agencies 142 | groups 234 | funding 234 | audit 234",
      "contribution-due | 624 | workers 22 | agencies 624 | groups 624 | funding 602 | audit 624",
      "coverage-by-district | 101 | workers 0 | agencies 89 | groups 101 | funding 101 | audit 101",
      "coverage-by-month | 1357 | workers 24 | agencies 145 | groups 1357 | funding 1357 | audit 1357",
      "coverage-by-village | 7411 | workers 227 | agencies 184 | groups 7411 | funding 7411 | audit 7411",
      "double-funding-cost | 88 | workers 88 | agencies 88 | groups 88 | funding 0 | audit 88",
      "eligible-not-covered | 1151 | workers 170 | agencies 29 | groups 1151 | funding 1151 | audit 1151",
      "funded-twice | 593 | workers 513 | agencies 497 | groups 473 | funding 0 | audit 593",
      "paid-against-budget | 28 | workers 2 | agencies 28 | groups 2 | funding 0 | audit 28",
      "poorest-vendors | 11 | workers 2 | agencies 0 | groups 11 | funding 11 | audit 11",
      "possible-duplicates | 1 | workers 0 | agencies 1 | groups 1 | funding 1 | audit 1",
      "programme-on-one-page | 292 | workers 180 | agencies 107 | groups 183 | funding 246 | audit 292",
      "reconciliation-by-period | 24 | workers 17 | agencies 24 | groups 17 | funding 0 | audit 24",
      "registration-file | 636 | workers 34 | agencies 636 | groups 636 | funding 602 | audit 636",
      "slowest-agency | 93 | workers 0 | agencies 88 | groups 93 | funding 93 | audit 93",
      "verification-funnel | 179 | workers 0 | agencies 174 | groups 179 | funding 179 | audit 179",
      "who-took-personal-data | 2 | workers 2 | agencies 2 | groups 2 | funding 2 | audit 0",
      "README.md | 6 | workers 0 | agencies 6 | groups 0 | funding 0 | audit 6",
    ]
  `);
});

it('every question is answered whole while all agencies answer', () => {
  for (const [question, { errors }] of healthy) expect(errors, question).toBeUndefined();
});

describe.each(NAMES)(
  'without %s every question loses its fields, null with an error that names it, and no other',
  (away) => {
    it('when it refuses connections', async () => {
      expectOnlyItsFields(await askAll(away, { url: await closedUrl() }), away, 'SUBGRAPH_UNREACHABLE');
    });

    it('when it does not answer before the deadline', async () => {
      expectOnlyItsFields(
        await askAll(away, { url: urlOf(silent), deadline: DEADLINE.short }),
        away,
        'SUBGRAPH_TIMEOUT',
      );
    });

    it('when it fails in this process, as under npm start', async () => {
      expectOnlyItsFields(
        await askAll(away, { execute: () => Promise.reject(new Error('down')) }),
        away,
        'SUBGRAPH_BAD_RESPONSE',
      );
    });
  },
);
