/** GraphQL over HTTP, as npm's `graphql-http` audits it and as its specification states it: what is asked for by GET, and which status says what. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { startGateway, type RunningGateway } from '../../../gateway/serve.ts';
import { gatewayDefaults } from '../../../gateway/settings.ts';
import { fixedSupergraph } from '../../../gateway/supergraph/supergraph-source.ts';
import { composeSmall, startSmallSubgraph, type SmallSubgraph } from '../../support/small-graph.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
const WAYS = ['guard and fast path', 'guard', 'fast path', 'neither'] as const;
type Way = (typeof WAYS)[number];

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly code: string | undefined;
}

describe('GraphQL over HTTP', () => {
  let folder: string;
  let subgraphs: SmallSubgraph[];
  const gateways = new Map<Way, RunningGateway>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'over-http-'));
    subgraphs = [await startSmallSubgraph('people'), await startSmallSubgraph('places')];
    const [people, places] = subgraphs as [SmallSubgraph, SmallSubgraph];
    const source = fixedSupergraph(composeSmall({ people: people.url, places: places.url }));
    for (const way of WAYS) {
      const settings = gatewayDefaults({
        port: 0,
        explorer: false,
        development: true,
        keysFolder: folder,
        guard: way.includes('guard'),
        fastPath: way.includes('fast path'),
      });
      gateways.set(way, await startGateway({ settings, log: logOf('test', 'silent'), source }));
    }
  });
  afterAll(async () => {
    for (const gateway of gateways.values()) await gateway.stop();
    for (const subgraph of subgraphs ?? []) await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  const urlOf = (way: Way) => `${gateways.get(way)!.url}/graphql`;
  const replyOf = async (response: Response): Promise<Reply> => {
    const text = await response.text();
    const code =
      text && (JSON.parse(text) as { errors?: [{ extensions: { code: string } }] }).errors?.[0].extensions.code;
    return { status: response.status, type: response.headers.get('content-type'), text, code: code || undefined };
  };
  const post = async (way: Way, body: object, headers: Record<string, string> = {}) =>
    replyOf(
      await fetch(urlOf(way), {
        method: 'POST',
        headers: { 'content-type': JSON_TYPE, ...headers },
        body: JSON.stringify(body),
      }),
    );
  const get = async (way: Way, members: Record<string, string>, headers: Record<string, string> = {}) =>
    replyOf(await fetch(`${urlOf(way)}?${new URLSearchParams(members)}`, { headers }));

  describe.each(WAYS)('with %s', (way) => {
    const audits = serverAudits({ url: () => urlOf(way) });

    it('has 61 audits', () => {
      expect(audits).toHaveLength(61);
    });

    it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
      'passes %s: %s',
      async (_id, _name, audit) => {
        const result = await audit.fn();
        expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
      },
    );

    it('says by the type of the answer what a status is about', async () => {
      const wrong: [string, object][] = [
        ['GRAPHQL_PARSE_FAILED', { query: '{' }],
        ['GRAPHQL_VALIDATION_FAILED', { query: '{ nobody }' }],
        ['BAD_USER_INPUT', { query: 'query P($token: ID!) { person(token: $token) { name } }', variables: {} }],
        ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { __typename }', operationName: 'B' }],
      ];
      for (const [code, body] of wrong)
        // Twice: what is prepared by then takes the fast path.
        for (let turn = 0; turn < 2; turn++) {
          expect(await post(way, body, { accept: JSON_TYPE })).toMatchObject({ status: 200, code });
          expect(await post(way, body, { accept: GRAPHQL_TYPE })).toMatchObject({ status: 400, code });
        }
    });

    it('keeps the status of what is no question, in the type that the client prefers', async () => {
      for (const accept of [JSON_TYPE, GRAPHQL_TYPE]) {
        const type = expect.stringContaining(`${accept};`) as string;
        const wrong: [number, string, Promise<Reply>][] = [
          [400, 'BAD_REQUEST', post(way, { query: '' }, { accept })],
          [400, 'BAD_REQUEST', post(way, { variables: {} }, { accept })],
          [400, 'BAD_REQUEST', get(way, {}, { accept })],
          [400, 'BAD_JSON', get(way, { query: '{ a }', variables: '{' }, { accept })],
          [415, 'CONTENT_TYPE', post(way, {}, { accept, 'content-type': 'text/plain' })],
          [405, 'METHOD', get(way, { query: 'mutation { greet(token: "psr_a") }' }, { accept })],
        ];
        for (const [status, code, reply] of wrong) expect(await reply).toMatchObject({ status, code, type });
      }
      expect(await post(way, {}, { accept: 'text/html' })).toMatchObject({
        status: 406,
        type: expect.stringContaining(JSON_TYPE) as string,
      });
    });

    it('prefers by quality', async () => {
      const accept = `${JSON_TYPE};q=0.4, ${GRAPHQL_TYPE};q=0.7`;
      expect((await post(way, { query: '{ people { name } }' }, { accept })).type).toContain(GRAPHQL_TYPE);
      expect((await get(way, { query: '{' }, { accept })).type).toContain(GRAPHQL_TYPE);
    });

    it('answers a GET as it answers a POST, with every digit and without its empty fields', async () => {
      const query = 'query P($token: ID!) { person(token: $token) { name home { name } } }';
      const variables = { token: 'psr_b' };
      const posted = await post(way, { query, variables });
      expect(posted.text).toContain('Budi');
      const empty: Record<string, string>[] = [
        {},
        { operationName: '', extensions: '' },
        { operationName: 'P', extensions: 'null' },
      ];
      for (const more of empty) {
        expect(await get(way, { query, variables: JSON.stringify(variables), ...more })).toEqual(posted);
      }
    });

    it('changes nothing by GET', async () => {
      const [people] = subgraphs as [SmallSubgraph];
      const query = 'mutation { greet(token: "psr_a") }';
      const before = people.requests();
      const response = await fetch(`${urlOf(way)}?${new URLSearchParams({ query })}`);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      expect(people.requests()).toBe(before);
      expect((await post(way, { query })).text).toContain('Halo');
    });

    it('answers HEAD as it answers GET, without the body', async () => {
      const url = `${urlOf(way)}?${new URLSearchParams({ query: '{ people { name } }' })}`;
      const [got, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })];
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await got.text())));
    });

    it('refuses a GET that a form, an image or a script of another site sends', async () => {
      const headers = { 'user-agent': 'Mozilla/5.0', accept: 'image/avif,*/*;q=0.8' };
      expect(await get(way, { query: '{ people { name } }' }, headers)).toMatchObject({
        status: 400,
        code: 'CROSS_SITE_GET',
      });
    });

    it('takes what clients put into extensions as what it does not need', async () => {
      const extensions = { clientLibrary: { name: '@apollo/client', version: '4.0.0' } };
      const plain = await post(way, { query: '{ places { name } }' });
      expect(await post(way, { query: '{ places { name } }', extensions })).toEqual(plain);
    });
  });
});
