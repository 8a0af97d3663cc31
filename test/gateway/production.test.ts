/** In production a gateway starts safe or not at all. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { refuseUnsafeGraph } from '../../gateway/production.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults, type GatewaySettings } from '../../gateway/settings.ts';
import type { SupergraphSource } from '../../gateway/supergraph/supergraph-source.ts';
import { compose } from './guard/policy/fixtures.ts';

const PEOPLE = compose({
  workers: 'type Query { workers: [Worker!] } type Worker @key(fields: "id") @person { id: ID! name: String }',
  funding: 'type Worker @key(fields: "id") @person { id: ID! paid: Int }',
});
const PLAIN = compose({ shop: 'type Query { price: Int }' });
const SECRET = 's'.repeat(40);
const SAFE = { environment: 'production', claimsSecret: SECRET } as const;

let folder: string;
const running: RunningGateway[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'production-'));
  writeFileSync(join(folder, 'plain.graphql'), PLAIN);
  writeFileSync(join(folder, 'people.graphql'), PEOPLE);
});
afterAll(async () => {
  for (const gateway of running) await gateway.stop();
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly gateway: RunningGateway;
  readonly lines: string[];
  readonly offer: (sdl: string) => Promise<void>;
}

async function start(
  sdl: string,
  given: Partial<GatewaySettings>,
  inProcess: readonly string[] = [],
): Promise<Started> {
  const lines: string[] = [];
  const source: SupergraphSource = { name: 'test', open: async () => ({ sdl, close: async () => {} }) };
  const gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      keysFolder: folder,
      subgraphConnectTimeout: 100,
      ...given,
    } as never),
    log: logOf('gateway', 'warn', { write: (line: string) => void lines.push(line) }),
    source,
    inProcess: Object.fromEntries(inProcess.map((name) => [name, async () => ({ data: {} })])),
  });
  running.push(gateway);
  return { gateway, lines, offer: (changed) => gateway.engine.offer(changed) };
}

describe('in production a gateway refuses to start', () => {
  it.each<[string, string, string, Partial<GatewaySettings>]>([
    ['DEVELOPMENT', 'with DEVELOPMENT', PLAIN, { development: true }],
    ['AUDIT_URI', 'without AUDIT_URI where the graph has personal data', PEOPLE, {}],
    [
      'CLAIMS_SECRET',
      'without CLAIMS_SECRET where a subgraph is asked over the network',
      PLAIN,
      { claimsSecret: undefined },
    ],
    ['GUARD', 'with the guard off where the graph has personal data', PEOPLE, { guard: false }],
    [
      'GUARD',
      'with the guard off and an audit all the same',
      PEOPLE,
      { guard: false, auditUri: 'mongodb://127.0.0.1:1/' },
    ],
    [
      'CLAIMS_SECRET',
      'with a secret that this repository prints',
      PLAIN,
      { claimsSecret: 'change-me-claims-secret-of-at-least-32-characters' },
    ],
    [
      'AUDIT_URI',
      'with a password of MongoDB that docker-compose.yml prints',
      PLAIN,
      { auditUri: 'mongodb://audit_writer:for-trying-out-only@mongo:27017/?replicaSet=sigap' },
    ],
    ['REDIS_URL', 'with one in another URI', PLAIN, { redisUrl: 'redis://:change-me@redis' }],
  ])('and names %s: %s', async (option, _when, sdl, given) => {
    const refused = await start(sdl, { ...SAFE, ...given }).then(
      () => undefined,
      (thrown: Error & { code: string }) => thrown,
    );
    expect(refused?.code).toMatch(/^(UNSAFE_IN_PRODUCTION|PUBLISHED_SECRET)$/);
    expect(refused?.message).toContain(option);
    expect(refused?.message).not.toContain('\n');
    await expect(
      start(sdl, { ...SAFE, ...given, environment: 'development', auditUri: undefined, redisUrl: undefined }),
    ).resolves.toBeDefined();
  });

  it('and names all that is wrong with the graph at once', () => {
    const settings = gatewayDefaults({ environment: 'production' });
    expect(() => refuseUnsafeGraph(settings, { sdl: PEOPLE, remote: ['workers'] })).toThrow(
      /AUDIT_URI.*; .*CLAIMS_SECRET.*\(workers\)/,
    );
  });

  it('but starts with what it takes, on a graph without personal data, and without CLAIMS_SECRET where all subgraphs are in its process', async () => {
    expect((await start(PLAIN, SAFE)).gateway.port).toBeGreaterThan(0);
    expect((await start(PLAIN, { ...SAFE, claimsSecret: undefined }, ['shop'])).gateway.port).toBeGreaterThan(0);
    expect((await start(PLAIN, { environment: 'production', guard: false })).gateway.port).toBeGreaterThan(0);
  });
});

it('a gateway that runs takes no new supergraph that it would not have started on', async () => {
  const { gateway, offer } = await start(PLAIN, SAFE);
  const reasons: string[] = [];
  gateway.engine.events.on('refused', ({ message }) => reasons.push(message));
  const before = gateway.engine.current().id;
  await offer(PEOPLE);
  expect(reasons).toEqual([expect.stringContaining('AUDIT_URI')]);
  expect(gateway.engine.current().id).toBe(before);
});

describe('a gateway without claims', () => {
  const warned = (lines: readonly string[]): string[] =>
    lines
      .filter((line) => line.includes('rows are not filtered'))
      .map((line) => (JSON.parse(line) as { msg: string }).msg);

  it('says at its start, at level warn, that rows are not filtered', async () => {
    expect(warned((await start(PEOPLE, {})).lines)).toEqual([expect.stringContaining('CLAIMS_SECRET')]);
    expect(warned((await start(PLAIN, { guard: false })).lines)).toEqual([expect.stringContaining('GUARD')]);
  });

  it('does not where subgraphs are told who asks', async () => {
    expect(warned((await start(PEOPLE, { claimsSecret: SECRET })).lines)).toEqual([]);
    expect(warned((await start(PEOPLE, {}, ['workers', 'funding'])).lines)).toEqual([]);
  });
});

describe('the programs in production', () => {
  const run = (
    file: string,
    env: Record<string, string>,
    ...words: string[]
  ): { status: number | null; said: string } => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', file, ...words],
      { env: { PATH: process.env['PATH']!, ...env }, encoding: 'utf8', timeout: 60_000 },
    );
    return { status, said: stdout + stderr };
  };
  const gateway = (env: Record<string, string>, ...words: string[]) =>
    run('gateway/main.ts', { NODE_ENV: 'production', LOG_LEVEL: 'error', PORT: '0', ...env }, ...words);

  it.each<[string, RegExp, Record<string, string>]>([
    ['DEVELOPMENT', /^UNSAFE_IN_PRODUCTION: [^\n]*DEVELOPMENT[^\n]*\n$/, { DEVELOPMENT: 'true', SUPERGRAPH: 'plain' }],
    ['GUARD=off', /^UNSAFE_IN_PRODUCTION: [^\n]*GUARD[^\n]*\n$/, { GUARD: 'off', SUPERGRAPH: 'people' }],
    ['no CLAIMS_SECRET', /^UNSAFE_IN_PRODUCTION: [^\n]*CLAIMS_SECRET[^\n]*\n$/, { SUPERGRAPH: 'plain' }],
    [
      'no AUDIT_URI in a worker process',
      /^WORKER_FAILED: [^\n]*UNSAFE_IN_PRODUCTION: [^\n]*AUDIT_URI[^\n]*\n$/,
      { SUPERGRAPH: 'people', CLAIMS_SECRET: SECRET, WORKERS: '2' },
    ],
    [
      'a NODE_ENV that nobody knows',
      /^UNSAFE_IN_PRODUCTION: [^\n]*DEVELOPMENT[^\n]*\n$/,
      { NODE_ENV: 'Production', DEVELOPMENT: 'true', SUPERGRAPH: 'plain' },
    ],
  ])(
    'end with one line: the gateway with %s',
    (_what, line, env) => {
      const { status, said } = gateway({ ...env, SUPERGRAPH: join(folder, `${env['SUPERGRAPH']}.graphql`) });
      expect(said).toMatch(line);
      expect(status).toBe(1);
    },
    60_000,
  );

  it('end with one line: npm start, before anything is written', () => {
    const { status, said } = run('start.ts', { NODE_ENV: 'production' }, '--data', join(folder, 'data'));
    expect(said).toMatch(/^NOT_FOR_PRODUCTION: [^\n]*NODE_ENV[^\n]*\n$/);
    expect(status).toBe(1);
  }, 60_000);
});
