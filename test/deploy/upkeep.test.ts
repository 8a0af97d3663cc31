/** docs/upkeep.md: its commands are run as they stand there, and what it says of sizes and periods is what the code has. */
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mongoose';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { registrySettings } from '../../schema/registry/settings.ts';
import { MOST_DAYS } from '../../schema/registry/usage/forget-old-usage.ts';
import { gatewayDefaults, gatewayOptions } from '../../gateway/settings.ts';
import { changeRequestsOf } from '../../subgraphs/changes/change-request.ts';
import { importModels } from '../../subgraphs/import/import-job.ts';
import { subgraphSettings } from '../../subgraphs/settings.ts';
import { openTestRegistry, one } from '../schema/registry/fixtures.ts';
import { startProduct } from '../support/product.ts';
import { filledFolder } from '../support/sample.ts';

const page = readFileSync('docs/upkeep.md', 'utf8');
const withoutBlocks = page.replaceAll(/^```[^]*?^```$/gm, '');
const section = (heading: string): string =>
  page.split(/^(?=#{2,3} )/m).find((each) => each.startsWith(`${heading}\n`))!;
/** The commands of a section, a list a block. */
const blocks = (heading: string): string[] =>
  [...section(heading).matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block!);
const rows = (heading: string): string[][] =>
  [...section(heading).matchAll(/^\| (.*) \|$/gm)].slice(1).map(([, row]) => row!.split(' | '));
const codes = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'upkeep-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @returns what it printed @throws where one of the commands fails */
async function run(commands: string, env: Readonly<Record<string, string>>): Promise<string> {
  const environment = { PATH: process.env['PATH'], HOME: folder, ...env };
  const { stdout } = await promisify(execFile)('bash', ['-ec', commands], { env: environment });
  return stdout;
}

describe('a copy of the embedded store', () => {
  const COUNTS = '{ city { participants } programme(code: "SIGAP") { reconciliation(year: 2025) { paid shortfall } } }';
  const PEOPLE = '{ workers(first: 20) { nodes { id name nik person { token } } } }';
  const everything = async (product: Awaited<ReturnType<typeof startProduct>>) => [
    await product.ask(COUNTS),
    await product.ask(PEOPLE, {}, 'agency-owner'),
  ];

  it('taken while everything runs, brings the same answers and a whole audit back once the folder is gone', async () => {
    const data = join(folder, 'data');
    const env = { DATA: data, COPY: join(folder, 'copy') };
    cpSync(await filledFolder(), data, { recursive: true });
    const [take, bring] = blocks('### The embedded store');
    const product = await startProduct(data);
    let before: unknown;
    try {
      before = await everything(product);
      expect(JSON.stringify(before)).toMatch(/psr_[^]*psr_/);
      await run(take!, env);
      expect(readdirSync(env.COPY).sort()).toEqual(['keys', 'store.db']);
      for (const name of ['', 'keys', 'store.db']) expect(statSync(join(env.COPY, name)).mode & 0o077).toBe(0);
    } finally {
      await product.stop();
    }
    rmSync(data, { recursive: true });
    expect(await run(bring!, env)).toContain(`${data}: whole`);
    const again = await startProduct(data);
    try {
      expect(await everything(again)).toEqual(before);
      expect(await run('npm run -s audit:verify', { KEYS_FOLDER: join(data, 'keys') })).toContain('"whole":true');
    } finally {
      await again.stop();
    }
  }, 300_000);
});

describe('what goes back, and tokens', () => {
  it('go by the commands of the page', async () => {
    const test = await openTestRegistry();
    try {
      for (const field of ['first', 'second'])
        await test.ask('/v1/subgraphs/shop/versions', {
          body: { sdl: one(field), url: 'http://shop.test', why: 'A test.' },
        });
      const env = { SIGAP_REGISTRY: test.url, SIGAP_TOKEN_FILE: test.registry.tokenFile };
      const served: string[] = [];
      for (const command of blocks('## Going back')[0]!.trim().split('\n')) {
        await run(command, env);
        served.push(/type Query[^{]*\{\s*(\w+)/.exec((await test.ask('/v1/supergraph')).body as string)![1]!);
      }
      expect(served).toEqual(['second', 'first', 'first', 'first']);
      const [, commands] = rows('## Keys').find(([what]) => what === 'tokens of the registry')!;
      const [make, list, revoke] = codes(commands!);
      const token = (await run(make!, env)).trim();
      expect((await test.ask('/v1/subgraphs', { token })).status).toBe(200);
      const all = JSON.parse(await run(`${list!} --json`, env)) as { id: string; agency: string }[];
      const { id } = all.find(({ agency }) => agency === 'DINKES')!;
      await run(revoke!.replace('ID', id), env);
      expect((await test.ask('/v1/subgraphs', { token })).status).toBe(401);
    } finally {
      await test.close();
    }
  }, 120_000);
});

describe('keys', () => {
  it('of `.env` are changed by the commands of the page, one after another', async () => {
    const env = { ENV_FILE: join(folder, '.env') };
    await run('npm run -s keys -- init', env);
    const first = readFileSync(env.ENV_FILE, 'utf8');
    const changes = rows('## Keys').flatMap(([, how]) => codes(how!).filter((code) => code.startsWith('npm run keys')));
    expect(changes).toHaveLength(10);
    for (const change of changes) await run(change, env);
    const value = (text: string, name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)![1]!;
    for (const name of ['ENCRYPTION_KEY', 'IDENTITY_KEY', 'WORKERS_RECORD_KEY', 'AUDIT_KEY', 'CLAIMS_SECRET']) {
      const after = value(readFileSync(env.ENV_FILE, 'utf8'), name);
      expect(after).toMatch(/^[0-9a-f]{64}$/);
      expect(after).not.toBe(value(first, name));
    }
  }, 120_000);

  it('of dashboards are made, listed and withdrawn by the commands of the page', async () => {
    const env = { KEYS_FOLDER: join(folder, 'api-keys') };
    const [create, list, revoke] = codes(rows('## Keys').find(([what]) => what === 'API keys')![1]!);
    expect(await run(create!, env)).toMatch(/sgk_\w+/);
    const id = /^\S*?(\w{6,})/m.exec((await run(list!.replace('run', 'run -s'), env)).trim().split('\n').at(-1)!)![1]!;
    await run(revoke!.replace('ID', id), env);
    expect(await run(list!, env)).toMatch(/revoked/i);
  });

  it('and sizes that are options are options', () => {
    const tables = [gatewayOptions, registrySettings, subgraphSettings];
    const known = new Set(tables.flatMap((table) => Object.values(table).map(({ env }) => env)));
    const given = new Set(['SIGAP_REGISTRY', 'SIGAP_TOKEN_FILE', 'DATA', 'COPY', 'MONGO_CONFIG', 'ID', 'CHANGELOG.md']);
    const named = codes(withoutBlocks).filter((code) => /^[A-Z][A-Z_]+$/.test(code));
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !known.has(name) && !given.has(name))).toEqual([]);
  });
});

describe('names', () => {
  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
    services: Record<string, unknown>;
    volumes: Record<string, unknown>;
  };

  it('of services, volumes, deployments and units are those of deploy/ and docker-compose.yml', () => {
    const commands = codes(withoutBlocks);
    const services = commands
      .filter((code) => code.startsWith('docker compose up'))
      .flatMap((code) =>
        code
          .split(' ')
          .slice(3)
          .filter((word) => !word.startsWith('-')),
      );
    expect(services).toContain('mongo-users');
    expect(services.filter((name) => !(name in compose.services))).toEqual([]);
    expect(Object.keys(compose.volumes)).toEqual(
      expect.arrayContaining(['audit-anchors', 'registry-keys', 'api-keys']),
    );
    const units = [...page.matchAll(/systemctl restart (sigap-\w+(?:@)?)/g)].map(([, unit]) => `${unit!}.service`);
    expect(units).toHaveLength(3);
    expect(units.filter((unit) => !existsSync(join('deploy/systemd', unit)))).toEqual([]);
    expect(readFileSync('deploy/manifests/kustomization.yaml', 'utf8')).toMatch(/namespace: sigap$[^]*newTag:/m);
  });
});

describe('sizes', () => {
  it('of the gateway in deploy/manifests have room for all that its options let it hold', () => {
    const named = codes(/Its memory[^]*?\n- /.exec(section('## Sizing'))![0]).filter((code) => /^[A-Z_]+$/.test(code));
    const values = gatewayDefaults({}) as Readonly<Record<string, unknown>>;
    const of = (env: string): number =>
      values[Object.entries(gatewayOptions).find(([, option]) => option.env === env)![0]] as number;
    const [workers, memory] = ['PLAN_WORKERS', 'PLAN_MEMORY'].map(of) as [number, number];
    const bytes = named.filter((env) => !env.startsWith('PLAN_')).map(of);
    expect(bytes).toHaveLength(4);
    const idle = 300e6;
    const [, deployment] = parseAllDocuments(readFileSync('deploy/manifests/gateway.yaml', 'utf8'));
    const limit = deployment!.getIn(['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'memory']);
    const gibibytes = Number(/^(\d+)Gi$/.exec(String(limit))![1]);
    expect(gibibytes * 2 ** 30).toBeGreaterThan(
      idle + bytes.reduce((sum, each) => sum + each, 0) + workers * memory * 2 ** 20,
    );
  });
});

describe('how long things are kept', () => {
  const table = new Map(
    rows('## How long things are kept').flatMap(([, where, long]) => codes(where!).map((name) => [name, long!])),
  );

  it('is told of every collection that the code names', () => {
    const named = new Set(
      globSync('{subgraphs,schema/registry,gateway/audit}/**/*.ts')
        .filter((file) => !file.includes('/sample/'))
        .flatMap((file) => [
          ...readFileSync(file, 'utf8').matchAll(
            /(?:modelOf\(\w+, '\w+', |\bmodel\(|collection(?:<[^(]*>)?\(\s*|events: )'([a-z_]+)'/g,
          ),
        ])
        .map(([, name]) => name!),
    );
    expect(named.size).toBeGreaterThan(40);
    expect([...named].filter((name) => !table.has(name))).toEqual([]);
    expect(
      [...table.keys()].filter(
        (name) => !named.has(name) && !/^(\w+_tokens|changes|dirty|verifications|members)$/.test(name),
      ),
    ).toEqual([]);
  });

  it('is what the code does', () => {
    const connection = createConnection();
    const days = (schema: { indexes(): [object, { expireAfterSeconds?: number }][] }): number =>
      schema.indexes().find(([, { expireAfterSeconds }]) => expireAfterSeconds !== undefined)![1].expireAfterSeconds! /
      86_400;
    expect(table.get('change_requests')).toBe(`${days(changeRequestsOf(connection).schema as never)} days`);
    expect(table.get('import_keys')).toBe(`${days(importModels(connection).ImportKey.schema as never)} days at most`);
    expect(table.get('usage_days')).toBe(`${MOST_DAYS} days`);
  });
});

const TOOLS = ['mongodump', 'mongorestore'].every((tool) => spawnSync(tool, ['--version']).status === 0);
const MONGODB_URI = process.env['MONGODB_URI'];
it.skipIf(!TOOLS || MONGODB_URI === undefined)(
  'a copy of MongoDB brings back what was dropped (skipped without its tools and MONGODB_URI)',
  async () => {
    const env = { COPY: folder, MONGO_CONFIG: join(folder, 'mongo.yaml') };
    await run(`umask 077; echo "uri: ${MONGODB_URI!}" > "$MONGO_CONFIG"`, env);
    const client = await new MongoClient(MONGODB_URI!).connect();
    const rowsOf = client.db('sigap_upkeep').collection('rows');
    await rowsOf.insertMany([{ n: 1 }, { n: 2 }]);
    const [take, bring] = blocks('### MongoDB');
    await run(take!, env);
    await client.db('sigap_upkeep').dropDatabase();
    await run(bring!, env);
    expect(await rowsOf.countDocuments()).toBe(2);
    await client.db('sigap_upkeep').dropDatabase();
    await client.close();
  },
);
