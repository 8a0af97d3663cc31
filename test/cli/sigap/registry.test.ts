/** `sigap` against a registry: an agency publishes, an owner is asked, an operator goes back. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForGateway } from '../../../cli/sigap/registry/wait-for-gateway.ts';
import { usedDocument } from '../../../gateway/usage/used-document.ts';
import { FEDERATION, openTestRegistry, type TestRegistry } from '../../schema/registry/fixtures.ts';
import { sigap, type Ended } from '../../support/sigap.ts';

let registry: TestRegistry;
let operator: string;
let health: string;
let disnaker: string;

const WORKERS = `${FEDERATION} type Query { worker: Worker } type Worker @key(fields: "id") { id: ID! name: String nik: String }`;
const HEALTH = `${FEDERATION} type Query { clinics: Int }`;
/** Takes the field of another agency over. */
const TAKES = `${FEDERATION} type Query { clinics: Int } type Worker @key(fields: "id") { id: ID! nik: String @override(from: "workers") }`;

const file = (name: string, text: string): string => {
  const path = join(registry.folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};
const run = (words: readonly string[], token = operator): Promise<Ended> =>
  sigap(words, { SIGAP_REGISTRY: registry.url, SIGAP_TOKEN_FILE: token });
const json = async <Answer>(words: readonly string[], token = operator): Promise<Answer> =>
  JSON.parse((await run([...words, '--json'], token)).out) as Answer;
const publish = (name: string, sdl: string, token: string, why = 'A test') =>
  run(
    [
      'subgraph',
      'publish',
      name,
      '--schema',
      file(`${name}.graphql`, sdl),
      '--url',
      `http://${name}.example/graphql`,
      '--why',
      why,
    ],
    token,
  );

beforeAll(async () => {
  registry = await openTestRegistry();
  operator = file('operator', registry.operator);
  disnaker = file('disnaker', await registry.token('DISNAKER', ['publish', 'approve', 'read']));
  health = file('health', await registry.token('DINKES', ['publish', 'read'], ['health']));
}, 60_000);
afterAll(() => registry.close());

describe('sigap with a registry', () => {
  it('publishes, and shows what is served', async () => {
    const { code, out } = await publish('workers', WORKERS, disnaker, 'The first one');
    expect(code).toBe(0);
    expect(out).toContain('workers 1 is published: supergraph 1, which gateways take within seconds');
    expect((await publish('health', HEALTH, health)).code).toBe(0);
    const list = (await run(['subgraph', 'list'])).out;
    expect(list).toMatch(/health +DINKES +1 +1 +PUBLISHED +- +http:\/\/health\.example\/graphql/);
    expect((await run(['supergraph', 'fetch'])).out).toContain('clinics: Int @join__field(graph: HEALTH)');
    expect((await run(['supergraph', 'history'])).out).toMatch(/^2 .*PUBLISH .*health.*\n1 .*The first one/m);
    expect((await run(['subgraph', 'show', 'workers', '--sdl'])).out).toContain('nik: String');
    expect((await run(['subgraph', 'show', 'workers'])).out).toMatch(/1 +PUBLISHED .*The first one/);
  });

  it('ends with 3 for what is refused, and nothing is published', async () => {
    const broken = file('broken.graphql', `${FEDERATION} type Query { clinics: Nothing }`);
    const { code, out } = await run(['subgraph', 'check', 'health', '--schema', broken], health);
    expect(code).toBe(3);
    expect(out).toMatch(/COMPOSITION\//);
    expect((await publish('health', `${FEDERATION} type Query { clinics: Nothing }`, health)).code).toBe(3);
    expect((await json<{ number: number }[]>(['supergraph', 'history']))[0]!.number).toBe(2);
  });

  it('ends with 4 where an owner is asked, and publishes once they agree', async () => {
    const { code, out } = await publish('health', TAKES, health);
    expect(code, out).toBe(4);
    const asked = await json<{ id: string; owner: string; coordinate: string }[]>(['approvals'], disnaker);
    expect(asked.map(({ owner }) => owner)).toContain('DISNAKER');
    expect((await run(['approve', asked[0]!.id, '--why', 'I want it'], health)).err).toMatch(
      /^REGISTRY_REFUSED: .*REGISTRY_FORBIDDEN/,
    );
    let last: Ended | undefined;
    for (const { id } of asked) last = await run(['approve', id, '--why', 'Agreed', '--days', '30'], disnaker);
    expect(last!.out).toMatch(/is published: supergraph 3, which gateways take/);
    expect((await run(['approvals', '--state', 'APPROVED'])).out).toContain('Worker.nik');
    // Each version says where it stands now: the one before was published, and is not any more.
    expect((await run(['subgraph', 'show', 'health'])).out).toMatch(/PUBLISHED[^]*\n1 +SUPERSEDED/);
    const revoked = await run(['revoke', asked[0]!.id, '--why', 'The letter has lapsed'], disnaker);
    expect(revoked.out).toMatch(/: REVOKED\nhealth \d+ has it and is published still: the operator is told/);
    expect((await run(['subgraph', 'show', 'health'])).out).toContain('The letter has lapsed');
  });

  it('moves a subgraph to another agency and frees a name, as an operator', async () => {
    const owner = async () => (await json<{ owner: string }>(['subgraph', 'show', 'health'])).owner;
    const words = ['subgraph', 'move', 'health', '--owner', 'DINSOS', '--why', 'By decree'];
    expect((await run(words, health)).err).toMatch(/REGISTRY_FORBIDDEN/);
    expect(await run(words)).toMatchObject({ code: 0, out: expect.stringContaining('health belongs to DINSOS') });
    expect(await owner()).toBe('DINSOS');
    await run(['subgraph', 'move', 'health', '--owner', 'DINKES', '--why', 'Back again']);
    expect((await run(['supergraph', 'history'])).out).toMatch(/MOVE .*To DINKES: Back again/);
    expect((await run(['subgraph', 'free', 'health', '--why', 'A mistake'])).err).toMatch(/REGISTRY_NOT_NOW/);
  });

  it('waits on request until a gateway serves what is published', async () => {
    let asked = 0;
    const gateway = createServer((_request, response) => {
      asked++;
      void registry.ask('/v1/supergraphs?limit=1').then(({ body: [{ hash }] }) => {
        const version = asked < 3 ? '0'.repeat(12) : (hash as string).slice(0, 12);
        response.setHeader('x-schema-version', version).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/graphql`;
    const schema = file('waited.graphql', `${FEDERATION} type Query { waited: Int }`);
    const words = ['subgraph', 'publish', 'waited', '--schema', schema, '--url', 'http://x.example', '--why', 'A test'];
    const { code, out } = await run([...words, '--wait', url]);
    gateway.close();
    expect([code, asked]).toEqual([0, 3]);
    expect(out).toMatch(/waited 1 is published: supergraph \d+, which http:\S+ serves/);
    await expect(waitForGateway(url, 'ab'.repeat(32), 300)).rejects.toMatchObject({ code: 'GATEWAY_BEHIND' });
    expect((await run(['subgraph', 'retract', 'waited', '--why', 'A test'])).code).toBe(0);
  });

  it('goes back, pins and says what differs', async () => {
    expect((await run(['supergraph', 'diff', '1', '2'])).out).toMatch(/clinics/);
    expect((await run(['supergraph', 'pin', '1', '--why', 'Calm'])).out).toMatch(
      /can no longer ask:[^]*Query\.clinics/,
    );
    expect((await run(['supergraph', 'unpin', '--why', 'Well again'])).code).toBe(0);
    const { code, out } = await run(['supergraph', 'rollback', '--why', 'Slow']);
    expect(code).toBe(0);
    expect(out).toMatch(/supergraph \d+, which gateways take within seconds: /);
    expect((await run(['subgraph', 'quarantine', 'health', '--why', 'Its host is moved'])).out).toContain(
      'Query.clinics',
    );
    expect((await run(['subgraph', 'release', 'health', '--why', 'It is back'])).code).toBe(0);
  });

  it('says who uses a field, and what nobody uses, as far as gateways have reported', async () => {
    expect((await run(['usage', '--unused'])).out).toMatch(/Worker\.nik\n[^]*are not used\nno gateway has reported/);
    const body = {
      id: randomUUID(),
      gateway: randomUUID(),
      supergraph: 'ab'.repeat(32),
      from: new Date().toISOString(),
      to: new Date().toISOString(),
      operations: [
        {
          ...usedDocument('query Tile { worker { name } }', undefined),
          clients: [{ name: 'dashboard', version: '2', count: 3, errors: [] }],
        },
      ],
      others: 0,
      subgraphs: [],
    };
    expect((await registry.ask('/v1/usage', { body })).status).toBe(204);
    expect((await run(['usage', 'Worker.name'])).out).toMatch(/Tile +3 +\d{4}-\d\d-\d\d +dashboard 2 \(3\)/);
    expect((await run(['usage', 'Worker.nik'])).out).toContain('nobody has asked it');
    expect((await run(['usage', '--unused'])).out).not.toContain('Worker.name');
  });

  it('makes tokens that may what they say, and revokes them', async () => {
    const { code, out } = await run(['token', 'make', 'DINKES', '--subgraphs', 'health', '--label', 'CI']);
    expect(code).toBe(0);
    const made = file('made', out);
    expect((await run(['subgraph', 'list'], made)).code).toBe(0);
    const tokens = await json<{ id: string; label: string }[]>(['token', 'list']);
    const { id } = tokens.find(({ label }) => label === 'CI')!;
    expect((await run(['token', 'revoke', id])).out).toContain('revoked: CI');
    expect((await run(['subgraph', 'list'], made)).err).toMatch(/REGISTRY_UNAUTHENTICATED/);
    expect((await run(['token', 'list'], health)).err).toMatch(/REGISTRY_FORBIDDEN/);
  });
});
