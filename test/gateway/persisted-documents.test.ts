import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { buildManifest, hashOf } from '../../gateway/guard/persisted/manifest.ts';
import type { PersistedMode } from '../../gateway/guard/persisted/persisted-operations.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { composeSmall } from '../support/small-graph.ts';

const manifest = buildManifest(
  new Map([
    ['people.graphql', 'query People { people { name } }'],
    ['greet.graphql', 'mutation Greet { greet(token: "psr_a") }'],
  ]),
);
const { id, body: LISTED } = manifest.operations.find(({ name }) => name === 'People')!;
const greet = manifest.operations.find(({ name }) => name === 'Greet')!;
const OTHER = '{ people { token name } }';
const ANSWER = '{"data":{"people":[{"name":"Ani"}]}}\n';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly code: string | undefined;
  readonly headers: Headers;
}

const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

describe('operations that are named', () => {
  let folder: string;
  let fetches = 0;
  const gateways = new Map<string, RunningGateway>();

  const start = async (mode: PersistedMode, fastPath: boolean, more: object = {}) => {
    const settings = gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      persisted: mode,
      manifest: join(folder, 'manifest.json'),
      fastPath,
      corsOrigins: ['https://page.example'],
      ...more,
    } as never);
    const execute = ({ query }: { query: string }) => {
      // The gateway's own probes come when they come.
      if (query !== '{__typename}') fetches++;
      return {
        data: query.includes('greet')
          ? { greet: 'Halo' }
          : { people: [{ __typename: 'Person', token: 'psr_a', name: 'Ani' }] },
      };
    };
    const source = fixedSupergraph(composeSmall({ people: 'http://127.0.0.1:1/', places: 'http://127.0.0.1:1/' }));
    return startGateway({
      settings,
      log: logOf('test', 'silent'),
      source,
      inProcess: { people: execute, places: execute },
    });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'names-'));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    for (const mode of ['off', 'allowed', 'only'] as const) {
      gateways.set(`${mode} short`, await start(mode, true));
      gateways.set(`${mode} apollo`, await start(mode, false));
    }
    gateways.set('without automatic hashes', await start('off', true, { automaticBytes: 0 }));
  });
  afterAll(async () => {
    for (const gateway of gateways.values()) await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  async function replyOf(response: Response): Promise<Reply> {
    const text = await response.text();
    const code = (JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code;
    return { status: response.status, text, code, headers: response.headers };
  }
  const urlOf = (name: string) => `${gateways.get(name)!.url}/graphql`;
  const post = async (name: string, body: object, headers: object = {}) =>
    replyOf(
      await fetch(urlOf(name), { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }),
    );
  const get = async (name: string, members: Record<string, string>, headers: object = {}) =>
    replyOf(await fetch(`${urlOf(name)}?${new URLSearchParams(members)}`, { headers: { ...JSON_TYPE, ...headers } }));
  const both = async (mode: PersistedMode, ask: (name: string) => Promise<Reply>): Promise<Reply> => {
    // Twice, so that the fast path has its turn on what was prepared the first time.
    const replies = [await ask(`${mode} short`), await ask(`${mode} short`), await ask(`${mode} apollo`)];
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    return replies[0]!;
  };

  it('are answered by the id of the manifest, in every spelling, by POST and by GET', async () => {
    for (const mode of ['allowed', 'only'] as const) {
      for (const body of [{ documentId: id }, { documentId: `sha256:${id}` }, { extensions: persisted(id) }]) {
        expect(await both(mode, (name) => post(name, body))).toMatchObject({ status: 200, text: ANSWER });
      }
      expect(await both(mode, (name) => get(name, { documentId: id }))).toMatchObject({ status: 200, text: ANSWER });
      expect(await both(mode, (name) => get(name, { extensions: JSON.stringify(persisted(id)) }))).toMatchObject({
        status: 200,
        text: ANSWER,
      });
    }
  });

  it('may be written out when they are listed, and nothing else may in mode only', async () => {
    fetches = 0;
    const refusals: [string, (name: string) => Promise<Reply>][] = [
      ['OPERATION_NOT_LISTED', (name) => post(name, { query: OTHER })],
      ['OPERATION_NOT_LISTED', (name) => get(name, { query: OTHER })],
      ['OPERATION_NOT_LISTED', (name) => post(name, { query: OTHER, extensions: persisted(hashOf(OTHER)) })],
      [
        'OPERATION_NOT_LISTED',
        (name) => get(name, { query: OTHER, extensions: JSON.stringify(persisted(hashOf(OTHER))) }),
      ],
      ['PERSISTED_QUERY_NOT_FOUND', (name) => post(name, { extensions: persisted(hashOf(OTHER)) })],
      ['PERSISTED_QUERY_NOT_FOUND', (name) => get(name, { extensions: JSON.stringify(persisted(hashOf(OTHER))) })],
      ['OPERATION_NOT_LISTED', (name) => post(name, { query: '{ __schema { types { name } } }' })],
    ];
    for (const [code, ask] of refusals) expect((await both('only', ask)).code).toBe(code);
    expect(fetches).toBe(0);
    expect((await both('only', (name) => post(name, { query: `# mine\n${LISTED}` }))).text).toBe(ANSWER);
  });

  it('count by the manifest and not by what is sent beside the id', async () => {
    expect((await both('only', (name) => post(name, { query: OTHER, documentId: id }))).text).toBe(ANSWER);
  });

  it('cannot be smuggled past by writing a member of the URL twice', async () => {
    fetches = 0;
    for (const name of ['only short', 'only apollo']) {
      const url = `${urlOf(name)}?${new URLSearchParams([
        ['query', LISTED],
        ['query', OTHER],
      ])}`;
      expect(await replyOf(await fetch(url, { headers: JSON_TYPE }))).toMatchObject({
        status: 400,
        code: 'BAD_REQUEST',
      });
    }
    expect(fetches).toBe(0);
  });

  it('leave other operations to who has the scope operation:any', async () => {
    const token = { authorization: `Bearer ${await tokenCommand(['--role', 'operator'], { KEYS_FOLDER: folder })}` };
    expect((await both('only', (name) => post(name, { query: OTHER }, token))).status).toBe(200);
    expect((await both('only', (name) => post(name, { query: OTHER }))).code).toBe('OPERATION_NOT_LISTED');
  });

  it('never run a mutation by GET', async () => {
    fetches = 0;
    expect((await both('only', (name) => get(name, { documentId: greet.id }))).status).toBe(405);
    expect(fetches).toBe(0);
    expect((await both('only', (name) => post(name, { documentId: greet.id }))).text).toContain('Halo');
  });

  it('are remembered by their hash once they have turned out to be valid', async () => {
    for (const name of ['off short', 'off apollo', 'allowed short', 'allowed apollo']) {
      const query = `{ people { name } } # ${name}`;
      const hash = hashOf(query);
      expect(await post(name, { extensions: persisted(hash) })).toMatchObject({
        status: 200,
        code: 'PERSISTED_QUERY_NOT_FOUND',
        text: expect.stringContaining('"PersistedQueryNotFound"') as string,
      });
      expect((await post(name, { query, extensions: persisted(hash) })).text).toBe(ANSWER);
      expect((await post(name, { extensions: persisted(hash) })).text).toBe(ANSWER);
      expect((await get(name, { extensions: JSON.stringify(persisted(hash)) })).text).toBe(ANSWER);
      const wrong = `{ nobody } # ${name}`;
      expect((await post(name, { query: wrong, extensions: persisted(hashOf(wrong)) })).code).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      );
      expect((await post(name, { extensions: persisted(hashOf(wrong)) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
      expect((await post(name, { query: OTHER, extensions: persisted(hash) })).code).toBe('PERSISTED_HASH');
    }
  });

  it('are not supported by their hash where automatic hashes are off', async () => {
    const name = 'without automatic hashes';
    expect(await post(name, { extensions: persisted(hashOf(OTHER)) })).toMatchObject({
      status: 200,
      code: 'PERSISTED_QUERY_NOT_SUPPORTED',
    });
    expect((await post(name, { query: LISTED, extensions: persisted(hashOf(LISTED)) })).text).toBe(ANSWER);
  });

  it('let a page of another site read that its hash is not known, so that it sends the text', async () => {
    const reply = await post(
      'off short',
      { extensions: persisted(hashOf('{ a }')) },
      { origin: 'https://page.example' },
    );
    expect([reply.code, reply.headers.get('access-control-allow-origin')]).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
      'https://page.example',
    ]);
  });

  it('are judged in the URL as in a body', async () => {
    const ask = (members: Record<string, string>) => get('off short', members);
    expect((await ask({ query: LISTED, variables: '{"nik":1e400}' })).code).toBe('NUMBER_UNSAFE');
    expect((await ask({ query: LISTED, extensions: `${'{"a":'.repeat(500)}1${'}'.repeat(500)}` })).code).toBe(
      'JSON_TOO_DEEP',
    );
    expect((await ask({ query: LISTED, extensions: '{' })).status).toBe(400);
  });

  it('do not start a gateway without the manifest it is to hold callers to', async () => {
    await expect(start('only', true, { manifest: join(folder, 'nowhere.json') })).rejects.toMatchObject({
      code: 'BAD_MANIFEST',
    });
  });
});
