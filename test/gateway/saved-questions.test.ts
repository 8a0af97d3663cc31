/** A mutation through the whole gateway: saved questions, by every way to the subgraph that keeps them and through the pipeline. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { claimsKeyCommand } from '../../gateway/guard/claims/claims-key-command.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startStoreThread } from '../../store/thread.ts';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/serve.ts';

const SUPERGRAPH = readFileSync('schema/supergraph.graphql', 'utf8');
const SECRET = 'a secret of the gateway, long enough';
const QUIET = logOf('test', 'silent');

const SAVE = `mutation Save($input: SaveQuestionInput!) { saveQuestion(input: $input) { id version shelf title savedBy mayPublish } }`;
const PUBLISH = `mutation Publish($input: QuestionChangeInput!) { publishQuestion(input: $input) { id version shelf agency { code } } }`;
const LIST = `query List($shelf: QuestionShelf!) { savedQuestions(shelf: $shelf) { totalCount nodes { id title author } } }`;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

interface Reply {
  readonly status: number;
  readonly data: Raw;
  readonly codes: unknown[];
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'questions-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function tokenOf(role: string, agency?: string): Promise<string> {
  const words = ['--role', role, ...(agency === undefined ? [] : ['--agency', agency])];
  return `Bearer ${await tokenCommand(words, { KEYS_FOLDER: folder })}`;
}

async function ask(gateway: RunningGateway, query: string, variables: object, authorization?: string): Promise<Reply> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as Raw;
  return { status: response.status, data, codes: errors.map(({ extensions }: Raw) => extensions?.code) };
}

const input = (more: object = {}): Raw => ({
  id: randomUUID(),
  version: 0,
  title: 'Coverage',
  document: '{ city { name } }',
  why: 'To try it',
  ...more,
});

const started = (agencies: RunningSubgraph, settings: Partial<GatewaySettings>): Promise<RunningGateway> =>
  startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      ...(agencies.url !== '' && { claimsSecret: SECRET }),
      ...settings,
    }),
    log: QUIET,
    source: fixedSupergraph(
      SUPERGRAPH.replaceAll('http://127.0.0.1:4002/graphql', agencies.url || 'http://127.0.0.1:1/'),
    ),
    ...(agencies.url === '' && { inProcess: { agencies: agencies.execute } }),
  });

describe.each([
  ['in this process, by the fast path', { port: null }, { fastPath: true }],
  ['in this process, by Apollo Server', { port: null }, { fastPath: false }],
  ['over HTTP, by the fast path', { port: 0, claims: true }, { fastPath: true }],
  ['over HTTP, by Apollo Server', { port: 0, claims: true }, { fastPath: false }],
] as const)('questions saved %s', (_name, { port, ...http }, settings) => {
  let store: Awaited<ReturnType<typeof startStoreThread>>;
  let agencies: RunningSubgraph;
  let gateway: RunningGateway;
  let tokens: Record<string, string>;

  beforeAll(async () => {
    store = await startStoreThread({ folder: mkdtempSync(join(folder, 'store-')), port: 0, logLevel: 'silent' });
    const claimsKeys =
      'claims' in http ? claimsKeyCommand(['--subgraph', 'agencies'], { CLAIMS_SECRET: SECRET })! : undefined;
    agencies = await startSubgraph('agencies', { mongodbUri: store.uri, port, claimsKeys, logLevel: 'silent' });
    gateway = await started(agencies, settings);
    tokens = {
      analyst: await tokenOf('analyst'),
      owner: await tokenOf('agency-owner', 'DINSOS'),
      verifier: await tokenOf('verifier', 'DINSOS'),
      foreign: await tokenOf('verifier', 'DISHUB'),
    };
  });
  afterAll(async () => {
    await gateway.stop();
    await agencies.stop();
    await store.stop();
  });

  it('are changed and read by whom they belong to', async () => {
    const own = input({ shelf: 'AGENCY' });
    const saved = await ask(gateway, SAVE, { input: own }, tokens['owner']);
    expect(saved).toMatchObject({ status: 200, codes: [], data: { saveQuestion: { version: 1, shelf: 'AGENCY' } } });
    const idsOf = async (shelf: string, token?: string) =>
      (await ask(gateway, LIST, { shelf }, token)).data.savedQuestions.nodes.map(({ id }: Raw) => id);
    // Twice each: the second time the operation is prepared, and the fast path takes it.
    for (let round = 0; round < 2; round++) {
      expect(await idsOf('AGENCY', tokens['owner'])).toContain(own.id);
      expect(await idsOf('AGENCY', tokens['verifier'])).toContain(own.id);
      expect(await idsOf('AGENCY', tokens['foreign'])).not.toContain(own.id);
      expect(await idsOf('AGENCY')).toEqual([]);
      expect(await idsOf('MINE')).toEqual([]);
      expect(await idsOf('PUBLISHED')).not.toContain(own.id);
    }
    const change = { input: { id: own.id, version: 1, why: 'For everybody' } };
    const published = await ask(gateway, PUBLISH, change, tokens['owner']);
    expect(published).toMatchObject({ codes: [], data: { publishQuestion: { version: 2, shelf: 'PUBLISHED' } } });
    expect(await ask(gateway, PUBLISH, change, tokens['owner'])).toEqual(published);
    const { data } = await ask(gateway, LIST, { shelf: 'PUBLISHED' });
    expect(data.savedQuestions.nodes).toContainEqual({ id: own.id, title: 'Coverage', author: null });
  });

  it('are saved for one caller at a time, never merged with another’s', async () => {
    const inputs = [tokens['analyst'], tokens['owner']].map((token) => ({ token, own: input() }));
    const replies = await Promise.all(
      inputs.flatMap(({ token, own }) => [1, 2, 3].map(() => ask(gateway, SAVE, { input: own }, token))),
    );
    expect(replies.flatMap(({ codes }) => codes)).toEqual([]);
    const accounts = new Set(replies.map(({ data }) => data.saveQuestion.savedBy));
    expect(accounts.size).toBe(2);
  });

  it('are refused to whom the scope is missing, by the gateway, before the subgraph is called', async () => {
    for (const [query, token] of [
      [SAVE, undefined],
      [PUBLISH, tokens['verifier']],
    ] as const) {
      const variables = { input: query === SAVE ? input() : { id: randomUUID(), version: 1, why: 'x' } };
      const { data, codes } = await ask(gateway, query, variables, token);
      expect([Object.values(data), codes]).toEqual([[null], ['FORBIDDEN_FIELD']]);
    }
  });

  it('leave with the code of the rule that refuses them', async () => {
    const own = input();
    await ask(gateway, SAVE, { input: own }, tokens['analyst']);
    for (const [more, code] of [
      [{ id: own.id, version: 5, title: 'New' }, 'QUESTION_CHANGED'],
      [{ document: '{' }, 'QUESTION_DOCUMENT'],
      [{ variables: '{"a":"3275010101900001"}', document: 'query ($a: ID) { city { name } }' }, 'QUESTION_PERSONAL'],
      [{ shelf: 'AGENCY' }, 'QUESTION_SHELF'],
    ] as const) {
      const { data, codes } = await ask(gateway, SAVE, { input: input(more) }, tokens['analyst']);
      expect([data.saveQuestion, codes]).toEqual([null, [code]]);
    }
  });

  it('are not changed by GET', async () => {
    const query = `mutation { saveQuestion(input: ${JSON.stringify(input()).replaceAll(/"(\w+)":/g, '$1:')}) { id } }`;
    const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { authorization: tokens['analyst']!, 'apollo-require-preflight': 'yes' },
    });
    expect(response.status).toBe(405);
  });

  it('show a schema without mutations to whom none is open, and a whole one to others', async () => {
    const query =
      '{ __schema { mutationType { name fields { name } } queryType { name } types { name fields { name } } } }';
    const { data } = await ask(gateway, query, {});
    expect(data.__schema.mutationType).toBeNull();
    expect(data.__schema.types.filter(({ fields }: Raw) => fields?.length === 0)).toEqual([]);
    expect(data.__schema.types.map(({ name }: Raw) => name)).not.toContain('SaveQuestionInput');
    const namesFor = async (token: string) =>
      (await ask(gateway, query, {}, token)).data.__schema.mutationType.fields
        .map(({ name }: Raw) => name)
        .filter((name: string) => name.endsWith('Question'));
    expect(await namesFor(tokens['verifier']!)).toEqual(['saveQuestion', 'deleteQuestion']);
    expect(await namesFor(tokens['analyst']!)).toEqual([
      'saveQuestion',
      'publishQuestion',
      'withdrawQuestion',
      'deleteQuestion',
    ]);
  });
});

describe('where forbidden fields are hidden', () => {
  it('a mutation is answered as if there were none', async () => {
    const store = await startStoreThread({ folder: mkdtempSync(join(folder, 'store-')), port: 0, logLevel: 'silent' });
    const agencies = await startSubgraph('agencies', { mongodbUri: store.uri, port: null, logLevel: 'silent' });
    const gateway = await started(agencies, { forbidden: 'hide' });
    try {
      expect(await ask(gateway, SAVE, { input: input() })).toEqual({
        status: 200,
        data: undefined,
        codes: ['GRAPHQL_VALIDATION_FAILED'],
      });
      expect((await ask(gateway, SAVE, { input: input() }, await tokenOf('analyst'))).codes).toEqual([]);
    } finally {
      await gateway.stop();
      await agencies.stop();
      await store.stop();
    }
  });
});

it('a question that was acknowledged is there after the store was killed', async () => {
  const place = mkdtempSync(join(folder, 'killed-'));
  const first = await startStoreProcess(place);
  const own = input();
  const agencies = await startSubgraph('agencies', { mongodbUri: first.uri, port: null, logLevel: 'silent' });
  const gateway = await started(agencies, {});
  const { codes } = await ask(gateway, SAVE, { input: own }, await tokenOf('analyst'));
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  await gateway.stop();
  await agencies.stop();
  expect(codes).toEqual([]);

  const second = await startStoreThread({ folder: place, port: 0, logLevel: 'silent' });
  const again = await startSubgraph('agencies', { mongodbUri: second.uri, port: null, logLevel: 'silent' });
  const later = await started(again, {});
  try {
    const { data } = await ask(later, LIST, { shelf: 'MINE' }, await tokenOf('analyst'));
    expect(data.savedQuestions.nodes.map(({ id }: Raw) => id)).toEqual([own.id]);
  } finally {
    await later.stop();
    await again.stop();
    await second.stop();
  }
});

async function startStoreProcess(place: string): Promise<{ readonly process: ChildProcess; readonly uri: string }> {
  const args = ['--disable-warning=ExperimentalWarning', 'store/main.ts', '--port', '0', '--folder', place];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const uri = /mongodb:\/\/\S+/.exec(said)?.[0]?.replace(/['"]$/, '');
    if (uri !== undefined) return { process: child, uri };
  }
  throw new Error(`the store said ${said}`);
}
