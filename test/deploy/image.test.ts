/**
 * The image of the Dockerfile without Docker: what its last stage copies is laid into a folder, with the packages that `npm ci --omit=dev
 * --omit=optional` installs, and the services of docker-compose.yml are started from it by a user who may write to nothing of it.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { claimsKey } from '../../gateway/guard/claims/sign-claims.ts';
import { freePort } from '../support/free-port.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { dev?: true; optional?: true; devOptional?: true }>;
};
const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, { build?: string; command?: string[]; entrypoint?: string[] }>;
};
const copies = [...last.matchAll(/^COPY (?!--from)(.+) (\S+)$/gm)].flatMap(([, sources]) => sources!.split(' '));

/** Who runs what: nobody where the tests run as root, whose right to write nothing else takes away. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let root: string;
let app: string;
let node: string;
let store: TestStore;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'image-'));
  execFileSync('chmod', ['755', root]);
  app = join(root, 'app');
  mkdirSync(app);
  // Links, since a copy of all packages takes half a minute.
  const link = (source: string, target: string): void => {
    mkdirSync(dirname(target), { recursive: true });
    execFileSync('cp', ['-al', realpathSync(source), target]);
  };
  for (const [path, { dev, optional, devOptional }] of Object.entries(lock.packages))
    if (/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional && !devOptional) link(path, join(app, path));
  for (const source of copies) cpSync(source, join(app, source), { recursive: true });
  if (existsSync('web/dist')) cpSync('web/dist', join(app, 'web/dist'), { recursive: true });
  node = join(root, 'node');
  cpSync(realpathSync(process.execPath), node);
  for (const folder of ['keys', 'for-gateways', 'anchors', 'supergraph', 'api-keys', 'tmp']) {
    mkdirSync(join(root, folder));
    if (NOBODY.uid !== undefined) chownSync(join(root, folder), NOBODY.uid, NOBODY.gid);
  }
  store = await openTestStore();
}, 300_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await store?.close();
  rmSync(root, { recursive: true, force: true });
});

const ENTRYPOINT = (JSON.parse(/^ENTRYPOINT (.+)$/m.exec(last)![1]!) as string[]).slice(1);

interface Service {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function start(command: readonly string[], env: Readonly<Record<string, string>>): Service {
  const child = spawn(node, [...ENTRYPOINT, ...command], {
    cwd: app,
    env: { NODE_ENV: 'production', TMPDIR: join(root, 'tmp'), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...NOBODY,
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  return { child, said: () => said };
}

/** @returns whether the image's HEALTHCHECK finds it well */
function isHealthy(env: Readonly<Record<string, string>>): boolean {
  const [, ...words] = JSON.parse(/^HEALTHCHECK .* CMD (.+)$/m.exec(last)![1]!) as string[];
  return spawnSync(node, words, { env, timeout: 10_000, ...NOBODY }).status === 0;
}

async function healthy({ child, said }: Service, env: Readonly<Record<string, string>>): Promise<void> {
  await vi.waitFor(
    () => {
      expect(child.exitCode, said()).toBeNull();
      expect(isHealthy(env), said()).toBe(true);
    },
    { timeout: 60_000, interval: 300 },
  );
}

const SECRET = 's'.repeat(40);
const key = (digits: string): string => digits.repeat(32);

describe('the Dockerfile', () => {
  it('copies only what is there and is not kept out, and neither tests nor tools', () => {
    expect(copies.length).toBeGreaterThan(5);
    for (const source of copies) {
      expect(existsSync(source), source).toBe(true);
      expect(ignored).not.toContain(source);
    }
    for (const folder of ['test', 'bench', 'docs', 'web', 'deploy', 'node_modules'])
      expect(copies).not.toContain(folder);
    // The page is built from what is not kept out.
    expect(dockerfile).toContain('COPY . .\nRUN npm run build\n');
    for (const folder of ['web', 'package.json', 'package-lock.json', '.npmrc']) expect(ignored).not.toContain(folder);
  });

  it('runs as a user that is not root and owns nothing of it', () => {
    expect(last).toMatch(/\nUSER node\n(?![^]*\nUSER )/);
    expect(last).not.toContain('--chown');
    expect(last).not.toMatch(/install -d -o node -g node .*\/app/);
  });

  it('has the program of each service', () => {
    const ours = Object.values(services).filter(({ build }) => build === '.');
    expect(ours.length).toBeGreaterThan(6);
    for (const { command = [], entrypoint = [] } of ours)
      expect(existsSync(join(app, entrypoint.at(-1) ?? command[0]!))).toBe(true);
  });

  it.each([
    'gateway/audit/main.ts verify',
    'gateway/guard/identity/api-key-command.ts',
    'gateway/guard/claims/claims-key-command.ts',
    'subgraphs/city/city-command.ts',
    'subgraphs/sample/main.ts',
  ])('has all that %s imports', (program) => {
    const { stdout, stderr, status } = spawnSync(node, [...ENTRYPOINT, ...program.split(' '), '--help'], {
      cwd: app,
      encoding: 'utf8',
      env: { NODE_ENV: 'development' },
      ...NOBODY,
    });
    expect(`${stdout}${stderr}`).toMatch(/usage|options/i);
    expect(status).toBe(0);
  });
});

it('serves the graph of the registry in production from files that nobody may write', async () => {
  const ports = await Promise.all(Array.from({ length: 4 }, freePort));
  const [agencies, registry, graph, operate] = ports.map(String) as [string, string, string, string];
  const of = {
    agencies: {
      PORT: agencies,
      MONGODB_URI: store.uri,
      IDENTITY_KEY: key('1e'),
      ENCRYPTION_KEY: key('2f'),
      RECORD_KEY: key('3a'),
      CLAIMS_KEYS: claimsKey(SECRET, 'agencies').export().toString('base64url'),
    },
    registry: {
      MONGODB_URI: store.uri,
      REGISTRY_PORT: registry,
      REGISTRY_OWN: `agencies=http://127.0.0.1:${agencies}/graphql`,
    },
    gateway: {
      PORT: graph,
      OPERATE_PORT: operate,
      OPERATE_TOKEN: SECRET,
      CLAIMS_SECRET: SECRET,
      SUPERGRAPH: `registry:http://127.0.0.1:${registry}`,
      SUPERGRAPH_COPY: join(root, 'supergraph'),
      REGISTRY_TOKEN_FILE: join(root, 'for-gateways/registry-gateway-token'),
      REGISTRY_KEY_FILE: join(root, 'for-gateways/registry-key'),
      KEYS_FOLDER: join(root, 'api-keys'),
      AUDIT_URI: store.uri,
      AUDIT_KEY: SECRET,
      AUDIT_ANCHOR: join(root, 'anchors/heads'),
    },
  };
  expect(isHealthy(of.gateway)).toBe(false);
  await healthy(start(services['agencies']!.command!, of.agencies), of.agencies);
  const folders = ['--keys', join(root, 'keys'), '--for-gateways', join(root, 'for-gateways')];
  await healthy(start([services['registry']!.command![0]!, ...folders], of.registry), of.registry);
  const gateway = start(services['gateway']!.command!, of.gateway);
  await healthy(gateway, of.gateway);
  const made = start(
    [services['apikey']!.entrypoint!.at(-1)!, 'create', '--owner', 'Test', '--role', 'dashboard'],
    of.gateway,
  );
  const apiKey = await vi.waitFor(() => /sgk_\S+/.exec(made.said())?.[0] ?? expect.unreachable(made.said()), 20_000);
  const answer = await vi.waitFor(async () => {
    const reply = await fetch(`http://127.0.0.1:${graph}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify({ query: '{ agencies(first: 1) { nodes { code } totalCount } }' }),
    });
    const read: unknown = await reply.json();
    expect(reply.status, JSON.stringify(read)).toBe(200);
    return read;
  }, 20_000);
  expect(answer).toMatchObject({ data: { agencies: { nodes: [], totalCount: 0 } } });
  if (existsSync('web/dist')) expect((await fetch(`http://127.0.0.1:${graph}/`)).status).toBe(200);
  // Nothing was written into it, also where a program would have liked to.
  expect(globSync('**/.cache/**', { cwd: join(app, 'node_modules') })).toEqual([]);
  expect(gateway.said()).not.toContain('EACCES');
  gateway.child.kill('SIGTERM');
  await vi.waitFor(() => expect(gateway.child.exitCode).toBe(0), 20_000);
}, 180_000);
